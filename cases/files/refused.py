"""Why a file cannot be kept."""


class Refused(Exception):
    """`code` names the sentence for the reader (`cases.files.words`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

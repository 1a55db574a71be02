"""The organisation's seal on a printed record: its keys, putting it on, and reading it again.

`seal.sealed` and `reading.report_of` bring in pyHanko, which takes a second to load: only what seals or reads a seal
imports them, and no web process does when it starts.
"""

from dataclasses import dataclass

from records.states import Fault

LEVEL = "B-T"  # of PAdES: with a time stamp


@dataclass(frozen=True)
class Sealed:
    """The file, and the SHA-256 of the certificate that sealed it."""

    pdf: bytes
    certificate: str


class NotSealed(Exception):
    """The seal could not be put on, and why. A fault in `FOR_NOW` passes by itself, or once somebody sees to it."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault

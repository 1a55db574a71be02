"""The kinds of files that can be kept. What is not in this list is refused: HTML and SVG above all."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """`content_type` is what the file is handed out as; `opener` the module of this package that opens it."""

    content_type: str
    opener: str


OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "pdf": Kind("application/pdf", "pdf"),
    "png": Kind("image/png", "pictures"),
    "jpg": Kind("image/jpeg", "pictures"),
    "webp": Kind("image/webp", "pictures"),
    "docx": Kind(f"{OFFICE}wordprocessingml.document", "office"),
    "xlsx": Kind(f"{OFFICE}spreadsheetml.sheet", "office"),
    "txt": Kind("text/plain; charset=utf-8", "text"),
}
ALSO = {"jpeg": "jpg"}  # other endings of the same kinds


def kind_of(name: str) -> str | None:
    """The kind that a file's name claims by its ending, in either case of letters."""
    _stem, dot, ending = name.rpartition(".")
    ending = ending.lower()
    kind = ALSO.get(ending, ending)
    return kind if dot and kind in KINDS else None

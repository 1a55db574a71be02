"""A file's name as text: it is shown and offered for saving, and never becomes a path."""

import unicodedata

LONGEST = 120  # characters, with the ending


def clean_name(name: str) -> str:
    """The last piece of the path, composed (NFC), without control characters and without those that turn the direction
    of writing, by which `txt.exe` is made to read `exe.txt`; cut before its ending where it is too long.
    """
    piece = name.replace("\\", "/").rpartition("/")[2]
    spaced = "".join(" " if unicodedata.category(character) == "Zs" else character for character in piece)
    shown = "".join(character for character in spaced if character.isprintable())
    return _shortened(unicodedata.normalize("NFC", shown).strip(" ."))


def _shortened(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) >= LONGEST:
        return name[:LONGEST]
    return stem[: LONGEST - len(dot + ending)].rstrip() + dot + ending

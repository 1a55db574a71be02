"""Word and Excel files of the newer kind: a zip of XML parts, read through once within limits.

Nothing in them may act or fetch: no macros, no embedded objects, no pages of other formats, no relationship to anything
outside but links that one presses, and a template on the author's own disk, which Word notes in most files.
"""

import re
import zipfile
import zlib
from io import BytesIO
from xml.parsers import expat

from .refused import Refused

MAIN = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
}
MOST_PARTS = 2000
MOST_BYTES = 100 * 1024 * 1024  # of all parts, unpacked
SMALL = 1024 * 1024  # bytes; below this a part may be packed as tightly as it likes
HIGHEST_RATIO = 200  # unpacked to packed
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
SIGNATURE, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
TYPES, RELATIONSHIPS = "[Content_Types].xml", "_rels/.rels"

MACROS = re.compile(r"vbaproject|vbadata|macrosheets?/|activex|macroenabled|ms-excel\.(intl)?macrosheet", re.IGNORECASE)
OBJECTS = re.compile(r"oleobject|\.(exe|dll|scr|js|vbs|mhtml?|html?|svg|swf|rtf)$", re.IGNORECASE)
OWN_DISK = re.compile(r"(file:/{3})?[A-Za-z]:[\\/]")
Element = tuple[str, dict[str, str]]


def opened(content: bytes, kind: str) -> bytes:
    """The same bytes. Raises `Refused`."""
    if content.startswith(OLD_OFFICE):
        raise Refused("old_office")
    if not content.startswith(SIGNATURE):
        raise Refused("not_one")
    parts = _unpacked(content)
    _check_main(parts, kind)
    for name, part in parts.items():
        _check_part(name, part)
    return content


def _unpacked(content: bytes) -> dict[str, bytes]:
    """Every part by its name, after counting what they say of their sizes; a part is never longer than it says."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
            _check_members(members)
            return {member.filename: archive.read(member) for member in members if not member.is_dir()}
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError):
        raise Refused("damaged") from None


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    names = [member.orig_filename for member in members]
    if len(members) > MOST_PARTS or sum(member.file_size for member in members) > MOST_BYTES:
        raise Refused("unpacked")
    if any(member.flag_bits & 1 for member in members):
        raise Refused("encrypted")
    if len({name.lower() for name in names}) < len(names) or not all(map(_is_plain, names)):
        raise Refused("damaged")
    if any(member.compress_type not in METHODS for member in members):
        raise Refused("damaged")
    if any(member.file_size > max(SMALL, HIGHEST_RATIO * member.compress_size) for member in members):
        raise Refused("unpacked")


def _is_plain(name: str) -> bool:
    """A path below the archive's own root."""
    return name.isprintable() and not re.search(r"\\|^/|:|(^|/)\.\.(/|$)", name)


def _check_main(parts: dict[str, bytes], kind: str) -> None:
    """The root relationship leads to a part of the kind's own type: so do Word and Excel find their document."""
    types = _elements(parts.get(TYPES, b""))
    leads = [have for _tag, have in _elements(parts.get(RELATIONSHIPS, b""))
             if have.get("Type", "").endswith("/officeDocument")]  # fmt: skip
    if len(leads) != 1:
        raise Refused("not_one")
    main = leads[0].get("Target", "").removeprefix("/")
    known = {have.get("PartName", "").removeprefix("/"): have.get("ContentType") for _tag, have in types}
    if any(MACROS.search(have.get("ContentType", "")) for _tag, have in types):
        raise Refused("macros")
    if main not in parts or known.get(main) != MAIN[kind]:
        raise Refused("not_one")


def _check_part(name: str, part: bytes) -> None:
    if MACROS.search(name):
        raise Refused("macros")
    if OBJECTS.search(name) or "/embeddings/" in name or part.startswith((SIGNATURE, OLD_OFFICE)):
        raise Refused("objects")
    if name.endswith(".rels"):
        _check_relationships(part)
    elif name.endswith(".xml") and (b"<!DOCTYPE" in part or b"<!ENTITY" in part):
        raise Refused("damaged")


def _check_relationships(part: bytes) -> None:
    for _tag, have in _elements(part):
        kind, target = have.get("Type", "").rpartition("/")[2], have.get("Target", "")
        if kind == "aFChunk":
            raise Refused("objects")
        if have.get("TargetMode") == "External" and kind != "hyperlink":
            if kind == "attachedTemplate" and OWN_DISK.match(target):
                continue
            raise Refused("elsewhere")


def _elements(part: bytes) -> list[Element]:
    """The elements of an XML part and their attributes, in order. A document type is refused: none belongs there."""
    found: list[Element] = []

    def refuse(*_declared: object) -> None:
        raise Refused("damaged")

    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, have: found.append((tag, have))
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(part, True)
    except expat.ExpatError:
        raise Refused("not_one" if not part else "damaged") from None
    return found

"""Files of every kind, made here and now, the good ones and the bad; and one that is kept."""

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from cases.actions import keep_file
from cases.files.checks import Checked
from cases.files.office import MAIN
from cases.models import CaseFile, StoredFile
from people.models import User
from tests.world import actor

Parts = Mapping[str, str | bytes]
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PLACES = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """As a browser sends it. Django cleans names itself; here they come as they are."""
    file = SimpleUploadedFile("x", content)
    file._name = name  # type: ignore[attr-defined]
    return file


def pdf(pages: int = 1, *, save: Mapping[str, Any] | None = None, **root: Any) -> bytes:
    """`root` goes into the catalogue."""
    document = pikepdf.new()
    for _page in range(pages):
        document.add_blank_page()
    for key, value in root.items():
        document.Root[f"/{key}"] = value
    target = BytesIO()
    document.save(target, **(save or {}))
    return target.getvalue()


def action(kind: str, **more: Any) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **more)


def on_a_page(**keys: Any) -> bytes:
    """A PDF whose first page carries these keys, deep in an annotation of its own."""
    document = pikepdf.new()
    page = document.add_blank_page()
    page.Annots = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot, **keys)])
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def packed_bomb() -> bytes:
    """A small PDF, one of whose objects unpacks to 512 MB."""
    content, places = b"%PDF-1.5\n", []
    for body in (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R>>",
    ):
        places.append(len(content))
        content += b"%d 0 obj%sendobj\n" % (len(places), body)
    packer = zlib.compressobj()
    packed = b"".join(
        [packer.compress(b"5 0 << >>"), *(packer.compress(bytes(2**20)) for _ in range(512)), packer.flush()]
    )
    places.append(len(content))
    content += b"4 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    content += packed + b"\nendstream endobj\n"
    rows = b"".join(struct.pack(">BIB", 1, place, 0) for place in (*places, len(content)))
    table = struct.pack(">BIB", 0, 0, 255) + rows[:24] + struct.pack(">BIB", 2, 4, 0) + rows[24:]
    head = b"6 0 obj<</Type/XRef/Size 7/W[1 4 1]/Root 1 0 R/Length %d>>stream\n" % len(table)
    return content + head + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % len(content)


def with_attachment() -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    document.attachments["hidden.txt"] = b"Xylophon"
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def picture(kind: str, size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: Any) -> bytes:
    """Red on the left, blue on the right."""
    image = Image.new(mode, size, "blue" if mode == "RGB" else None)
    if mode == "RGB":
        image.paste("red", (0, 0, size[0] // 2, size[1]))
    target = BytesIO()
    image.save(target, kind, **options)
    return target.getvalue()


def photograph(orientation: int) -> bytes:
    """With the place where it was taken, and which side is up."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    exif[0x010E] = "Xylophon"
    return picture("JPEG", exif=exif, comment=b"Xylophon", quality=95)


def moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    target = BytesIO()
    frames[0].save(target, kind, save_all=True, append_images=frames[1:], duration=100)
    return target.getvalue()


def huge_png(width: int, height: int) -> bytes:
    """A few kilobytes that say they are this large."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1024 * 1024))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def office(kind: str, more: Parts | None = None, *, main_type: str = "", types: str = "", leads: str = "") -> bytes:
    """The smallest document of its kind, with more parts, content types or relationships of its main part."""
    place = PLACES[kind]
    folder, _slash, name = place.rpartition("/")
    override = f'<Override PartName="/{place}" ContentType="{main_type or MAIN[kind]}"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f"<Types>{override}{types}</Types>",
        "_rels/.rels": f"<Relationships>{relation('officeDocument', place)}</Relationships>",
        place: "<document/>",
        f"{folder}/_rels/{name}.rels": f"<Relationships>{leads}</Relationships>",
        **(more or {}),
    }
    return zipped(parts)


def relation(kind: str, target: str, mode: str = "Internal") -> str:
    return f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'


def zipped(parts: Parts, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def good() -> dict[str, bytes]:
    """One good file of every kind."""
    return {
        "pdf": pdf(),
        "png": picture("PNG"),
        "jpg": picture("JPEG"),
        "jpeg": picture("JPEG"),
        "webp": picture("WEBP"),
        "docx": office("docx"),
        "xlsx": office("xlsx"),
        "txt": "误差率 6% → 2%\r\n".encode(),
    }


def text_file(words: str = "Xylophon", name: str = "evidence.txt") -> Checked:
    content = words.encode()
    return Checked(name, "txt", content, hashlib.sha256(content).hexdigest())


@transaction.atomic
def kept(case: CaseFile, user: User, file: Checked | None = None) -> StoredFile:
    """As inside an act of any room."""
    return keep_file(case, file or text_file(), by=actor(user))


def path_of(file: StoredFile) -> Path:
    return Path(storages["evidence"].path(file.key))

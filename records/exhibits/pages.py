"""Makes one file that was handed in into pages that do nothing, in a process of its own.

`python -I pages.py SECONDS BYTES KIND`: the file comes in, a PDF goes out that shows what one sees of it, without
script, form, attachment, or annotation but what that draws. Before it stands a line of JSON: the widths and heights of
the pages in points, as one sees them. Files come in as `records.printer.read_all` reads them.
Exit: 0 made, 4 too large, 6 encrypted, 7 cannot be read.
"""

import json
import struct
import sys
import zlib
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

TOO_LARGE, ENCRYPTED, UNREADABLE = 4, 6, 7
MOST_PAGES = 500
MOST_PIXELS = 40_000_000
MOST_UNPACKED = 256 * 1024 * 1024  # bytes of one stream
BESIDES = ("/AF", "/Metadata", "/OPI", "/PieceInfo", "/Ref", "/StructParent", "/StructParents")
A4 = (595.28, 841.89)
MARGIN = 28.35  # points around a picture: 10 mm


class Refused(Exception):
    """It is not made into pages. `code` is what the process ends with."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


def prepare(kind: str, content: bytes) -> tuple[list[tuple[float, float]], bytes]:
    """The sizes of the pages, and the pages. Raises `Refused`; what a parser stumbles over cannot be read."""
    import pikepdf  # after the limits

    try:
        with pikepdf.new() as target:
            (_draw_pages if kind == "pdf" else _draw_picture)(content, target)
            made = _saved(target)
        return _read_again(made), made
    except (Refused, MemoryError):
        raise
    except pikepdf.PasswordError:
        raise Refused(ENCRYPTED) from None
    except Exception:  # noqa: BLE001 - whatever a parser says of a hostile file
        raise Refused(UNREADABLE) from None


def _read_again(made: bytes) -> list[tuple[float, float]]:
    """The sizes of its pages, each of which can be taken over as it will be: no file spoils the book of all."""
    import pikepdf

    with pikepdf.open(BytesIO(made), suppress_warnings=True) as target:
        for page in target.pages:
            page.as_form_xobject().read_bytes()
        if target.get_warnings():
            raise Refused(UNREADABLE)
        return [(float(page.mediabox[2]), float(page.mediabox[3])) for page in target.pages]


def _saved(pdf: Any) -> bytes:
    import pikepdf

    out = BytesIO()
    pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


# Pages of a PDF that was handed in


def _draw_pages(content: bytes, target: Any) -> None:
    import pikepdf

    source = pikepdf.open(BytesIO(content), suppress_warnings=True)
    if source.is_encrypted:
        raise Refused(ENCRYPTED)
    if not 0 < len(source.pages) <= MOST_PAGES:
        raise Refused(TOO_LARGE if len(source.pages) else UNREADABLE)
    _check_unpacked(source)
    source.generate_appearance_streams()  # fields whose program left that to whoever shows them
    source.flatten_annotations("screen")
    for page in source.pages:
        _add_page(target, *_as_drawing(page, target))
    _keep_layers(source, target)
    _strip(target)
    if source.get_warnings():  # a part that it could not read, which another program might
        raise Refused(UNREADABLE)


def _check_unpacked(source: Any) -> None:
    """Nothing in it unpacks to more than a large picture would."""
    import pikepdf

    for found in source.objects:
        if isinstance(found, pikepdf.Stream):
            named = found.get("/Filter", ())
            packed = [str(name) for name in ([named] if isinstance(named, pikepdf.Name) else named)]
            if packed.count("/FlateDecode") > 1:  # packed twice: nothing honest is
                raise Refused(TOO_LARGE)
            if packed[:1] == ["/FlateDecode"] and int(found.get("/Length", 0)) * 1032 > MOST_UNPACKED:
                _check_size(found.read_raw_bytes())


def _check_size(packed: bytes) -> None:
    unpacking, size = zlib.decompressobj(), 0
    while packed and size <= MOST_UNPACKED and not unpacking.eof:
        size += len(unpacking.decompress(packed, 1 << 20))
        packed = unpacking.unconsumed_tail
    if size > MOST_UNPACKED:
        raise Refused(TOO_LARGE)


def _as_drawing(page: Any, target: Any) -> tuple[Any, float, float]:
    """What one sees of a page, upright, with its lower left corner at 0: of the crop box, whatever else is told."""
    page.trimbox = page.cropbox
    drawing = target.copy_foreign(page.as_form_xobject(handle_transformations=True))
    a, b, c, d, e, f = (float(number) for number in drawing.get("/Matrix", (1, 0, 0, 1, 0, 0)))
    left, bottom, right, top = (float(number) for number in drawing.BBox)
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    (x0, x1), (y0, y1) = ((min(side), max(side)) for side in zip(*corners, strict=True))
    if not (1 <= x1 - x0 < 1e6 and 1 <= y1 - y0 < 1e6):
        raise Refused(UNREADABLE)
    drawing.Matrix = _numbers(a, b, c, d, e - x0, f - y0)
    return drawing, x1 - x0, y1 - y0


def _numbers(*values: float) -> Any:
    import pikepdf

    return pikepdf.Array([round(Decimal(value), 4) for value in values])


def _add_page(target: Any, drawing: Any, width: float, height: float) -> None:
    page = target.add_blank_page(page_size=(round(width, 4), round(height, 4)))
    page.add_resource(drawing, "/XObject", "/Shown")
    page.contents_add(b"/Shown Do")


def _keep_layers(source: Any, target: Any) -> None:
    """Layers that are not shown stay hidden."""
    import pikepdf

    told = source.Root.get("/OCProperties")
    if told is None:
        return
    layers, standard = list(told.get("/OCGs", ())), told.get("/D", pikepdf.Dictionary())
    shown, hidden = list(standard.get("/ON", ())), list(standard.get("/OFF", ()))
    if standard.get("/BaseState") == "/OFF":
        on = {layer.objgen for layer in shown}
        hidden = [layer for layer in layers if layer.objgen not in on]
    everything, off = (pikepdf.Array(map(target.copy_foreign, rows)) for rows in (layers, hidden))
    target.Root.OCProperties = pikepdf.Dictionary(OCGs=everything, D=pikepdf.Dictionary(OFF=off))


def _strip(target: Any) -> None:
    """Nothing comes along with a drawing or a picture but what is drawn."""
    import pikepdf

    for found in target.objects:
        if isinstance(found, pikepdf.Stream) and found.get("/Subtype") in ("/Form", "/Image"):
            for name in BESIDES:
                if name in found:
                    del found[name]
        if isinstance(found, pikepdf.Stream | pikepdf.Dictionary) and "/Resources" in found:
            _strip_properties(found.Resources)


def _strip_properties(resources: Any) -> None:
    """Of what marks pieces of a page only layers are kept: the rest may carry files."""
    for name, value in list(resources.get("/Properties", {}).items()):
        if value.get("/Type") not in ("/OCG", "/OCMD"):
            del resources.Properties[name]


# A picture


def _draw_picture(content: bytes, target: Any) -> None:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = None  # ours is asked instead, before anything is decoded
    picture = Image.open(BytesIO(content), formats=["PNG", "JPEG", "WEBP"])
    if picture.width * picture.height > MOST_PIXELS:
        raise Refused(TOO_LARGE)
    is_kept = picture.format == "JPEG" and picture.mode in ("L", "RGB") and not picture.getexif()
    shown = _on_white(ImageOps.exif_transpose(picture))
    shown.load()
    width, height = A4 if shown.width <= shown.height else A4[::-1]
    drawing = _picture_as_it_is(target, content) if is_kept else _picture_packed(target, shown)
    drawing.Width, drawing.Height = shown.size
    drawing.ColorSpace = _name("DeviceRGB" if shown.mode == "RGB" else "DeviceGray")
    _add_page(target, drawing, width, height)
    scale = min((width - 2 * MARGIN) / shown.width, (height - 2 * MARGIN) / shown.height, 1.0)
    wide, high = scale * shown.width, scale * shown.height
    placed = f"q {wide:.3f} 0 0 {high:.3f} {(width - wide) / 2:.3f} {(height - high) / 2:.3f} cm /Shown Do Q"
    target.pages[0].Contents = target.make_stream(placed.encode())


def _on_white(picture: Any) -> Any:
    """In grey or in colours, as it looks on paper."""
    from PIL import Image

    if picture.mode.startswith("I;16"):
        return picture.point(lambda value: value / 256).convert("L")
    if picture.has_transparency_data:
        upper = picture.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", upper.size, "white"), upper).convert("RGB")
    return picture.convert("L" if picture.mode in ("1", "L") else "RGB")


def _picture_as_it_is(target: Any, content: bytes) -> Any:
    return target.make_stream(content, _picture_keys(Filter=_name("DCTDecode")))


def _picture_packed(target: Any, picture: Any) -> Any:
    """As in a PNG, whose rows a PDF's readers unpack as well."""
    import pikepdf

    png = BytesIO()
    picture.save(png, "PNG", compress_level=6)
    signs = 3 if picture.mode == "RGB" else 1
    how = pikepdf.Dictionary(Predictor=15, Colors=signs, BitsPerComponent=8, Columns=picture.width)
    return target.make_stream(_rows_of(png.getvalue()), _picture_keys(Filter=_name("FlateDecode"), DecodeParms=how))


def _rows_of(png: bytes) -> bytes:
    """The packed rows: what stands in the chunks IDAT (PNG, 11.2.3)."""
    place, rows = 8, []
    while place < len(png):
        length, kind = struct.unpack(">I4s", png[place : place + 8])
        if kind == b"IDAT":
            rows.append(png[place + 8 : place + 8 + length])
        place += 12 + length
    return b"".join(rows)


def _picture_keys(**more: Any) -> Any:
    import pikepdf

    return pikepdf.Dictionary(Type=_name("XObject"), Subtype=_name("Image"), BitsPerComponent=8, **more)


def _name(word: str) -> Any:
    import pikepdf

    return pikepdf.Name(f"/{word}")


def main() -> int:
    sys.path.append(str(Path(__file__).resolve().parents[2]))  # `-I` leaves it out
    from records.printer import confine, read_all

    confine(int(sys.argv[1]), int(sys.argv[2]))
    try:
        sizes, pdf = prepare(sys.argv[3], read_all(sys.stdin.buffer)[""])
    except Refused as refusal:
        return refusal.code
    except MemoryError:
        return TOO_LARGE
    sys.stdout.buffer.write(json.dumps(sizes).encode() + b"\n" + pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())

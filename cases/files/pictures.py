"""Pictures: decoded and encoded anew, so that nothing but the pixels is kept.

Place and time of a photograph, comments, previews and whatever was hidden behind the picture go; what says which side
is up is applied first. Moving pictures are refused: keeping one of their frames would change what was handed in.
"""

import struct
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from .refused import Refused

MOST_PIXELS = 40_000_000
FORMATS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}
DAMAGED = (OSError, SyntaxError, ValueError, EOFError, IndexError, struct.error)
KEPT_MODES = {"png": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"), "jpg": ("L", "RGB"), "webp": ("RGB", "RGBA")}


def opened(content: bytes, kind: str) -> bytes:
    """The same picture, upright, of the same kind. Raises `Refused`."""
    Image.MAX_IMAGE_PIXELS = None  # ours is asked instead, before anything is decoded
    try:
        picture = Image.open(BytesIO(content), formats=[FORMATS[kind]])
    except UnidentifiedImageError:
        raise Refused("not_one") from None
    except DAMAGED:
        raise Refused("damaged") from None
    _check(picture)
    try:
        return _encoded(ImageOps.exif_transpose(picture), kind, lossless=b"VP8L" in content[:64])
    except DAMAGED:
        raise Refused("damaged") from None


def _check(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise Refused("pixels")
    telephone = picture.format == "MPO"  # a JPEG with further views of the same moment behind it: the first is kept
    if getattr(picture, "is_animated", False) and not telephone:
        raise Refused("moves")


def _encoded(picture: Image.Image, kind: str, *, lossless: bool) -> bytes:
    """Near-lossless for the eye. `info` is emptied, since encoders copy what they find there."""
    picture.info = {name: picture.info[name] for name in ("transparency",) if name in picture.info}
    if picture.mode not in KEPT_MODES[kind]:
        picture = picture.convert("RGBA" if picture.has_transparency_data and kind != "jpg" else "RGB")
    options = {
        "png": {"compress_level": 4},
        "jpg": {"quality": 92, "optimize": True},
        "webp": {"lossless": lossless, "quality": 60 if lossless else 92, "method": 2},
    }
    target = BytesIO()
    picture.save(target, FORMATS[kind], **options[kind])
    return target.getvalue()

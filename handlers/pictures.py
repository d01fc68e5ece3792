"""The cleaned copy of a picture: what is shown to others instead of the file that came."""

import struct
from io import BytesIO

import pillow_heif
from PIL import Image, ImageOps

MAX_EDGE = 2_048
# a phone's 50-megapixel photo is taken; a file that would unpack to gigabytes is not
MAX_PIXELS = 64_000_000
QUALITY = 82
# what phones make and the web shows; others of Pillow's readers start programs or are rarely tried
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "HEIF", "AVIF")
UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    MemoryError,
    ArithmeticError,
    LookupError,
    TypeError,
    RuntimeError,
    struct.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
pillow_heif.register_heif_opener()


def cleaned(original: bytes) -> bytes | None:
    """A JPEG of the picture, upright, its longer edge at most `MAX_EDGE`, with nothing in it but the pixels.

    None when it cannot be read as a picture, or has more than `MAX_PIXELS`.
    """
    try:
        with Image.open(BytesIO(original), formats=FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return None
            picture.thumbnail((MAX_EDGE, MAX_EDGE))
            return _jpeg(ImageOps.exif_transpose(picture))
    except UNREADABLE:
        return None


def _jpeg(picture: Image.Image) -> bytes:
    # a new picture: what else the file said (place, device, comment) stays behind
    plain = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        plain.paste(picture, mask=picture)
    else:
        plain.paste(picture.convert("RGB"))
    written = BytesIO()
    plain.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return written.getvalue()

"""A photo as a phone would send it: a dark street with its lamp out, with the place of the phone in its EXIF."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter
from PIL.TiffImagePlugin import IFDRational

GPS_IFD = 0x8825
NIGHT, GROUND, LAMP, WINDOW = (22, 27, 44), (34, 36, 40), (70, 74, 84), (240, 196, 98)


def take(path: Path) -> Path:
    """A JPEG of 1200 by 900 with a position in its EXIF, which nobody may be shown."""
    picture = Image.new("RGB", (1200, 900), NIGHT)
    draw = ImageDraw.Draw(picture)
    for row in range(560):
        draw.line((0, row, 1200, row), fill=tuple(c + row // 22 for c in NIGHT))
    draw.rectangle((0, 640, 1200, 900), fill=GROUND)
    draw.polygon(((480, 900), (640, 640), (700, 640), (1000, 900)), fill=(48, 49, 54))
    draw.rectangle((60, 420, 330, 650), fill=(28, 30, 40))
    for left in (95, 175, 255):
        draw.rectangle((left, 470, left + 42, 520), fill=WINDOW if left == 175 else (40, 43, 54))
    draw.line((860, 780, 860, 210), fill=LAMP, width=14)
    draw.line((860, 215, 740, 190), fill=LAMP, width=10)
    draw.ellipse((700, 176, 770, 208), fill=(92, 96, 106))
    exif = Image.Exif()
    degrees = (IFDRational(0), IFDRational(30), IFDRational(0))
    exif.get_ifd(GPS_IFD).update({1: "N", 2: degrees, 3: "E", 4: (IFDRational(117), IFDRational(36), IFDRational(0))})
    picture.filter(ImageFilter.GaussianBlur(1.2)).save(path, quality=85, exif=exif)
    return path

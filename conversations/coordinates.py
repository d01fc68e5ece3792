"""Positions: those that people paste as text, and what lies there. WGS 84, degrees."""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import cos, hypot, radians

from conversations.messages import Location
from conversations.profile import Area, Profile

KILOMETRES_PER_DEGREE = 111.2
TOO_FAR = 300.0
"""Kilometres; a position farther than this from every known point has no regency that could be named."""

_HAS_DIGITS = re.compile(r"\d\s*[.°]\s*\d")
_NUMBER = r"(-?\d{1,3}\.\d+)"
_PAIR = rf"{_NUMBER}\s*,\s*\+?{_NUMBER}"
_IN_LINKS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"!3d{_NUMBER}!4d{_NUMBER}",
        rf"[?&]mlat={_NUMBER}&(?:amp;)?mlon={_NUMBER}",
        rf"(?:[?&](?:q|query|ll|center|destination|daddr)=(?:loc:)?|geo:|/place/|/search/){_PAIR}",
        rf"@{_PAIR}",
        rf"#map=\d+(?:\.\d+)?/{_NUMBER}/{_NUMBER}",
    )
)
_PLAIN = re.compile(rf"(?<![\w.,]){_PAIR}(?![\w.]*\w)")
_SIDE = r"\s*(N|S|LU|LS)\b"
_DECIMAL_WITH_SIDES = re.compile(rf"{_NUMBER}\s*°?{_SIDE}[\s,;]*{_NUMBER}\s*°?\s*(?:E|BT)\b", re.IGNORECASE)
_SEXAGESIMAL = r"(\d{1,3})\s*°\s*(\d{1,2})\s*['′’]\s*(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|”|'')"
_SEXAGESIMAL_WITH_SIDES = re.compile(rf"{_SEXAGESIMAL}{_SIDE}[\s,;]*{_SEXAGESIMAL}\s*(?:E|BT)\b", re.IGNORECASE)

_INDONESIA = (-11.5, 6.5, 94.5, 141.5)
_ROUND_SUM = re.compile(r"\.\d(?:0|5)0$")


@dataclass(frozen=True, slots=True)
class Located:
    """What lies at a position: the profile's `area` there, or None outside; then `outside` is the regency, if known."""

    area: Area | None
    outside: str = ""


def read_coordinates(text: str) -> Location | None:
    """The position in a pasted map link, a `geo:` address, or coordinates as map apps copy them; else None.

    A bare pair of numbers counts only inside Indonesia, in either order. Shortened links hold no position.
    """
    if not _HAS_DIGITS.search(text):
        return None
    text = text.replace("%2C", ",").replace("%2c", ",")
    for pattern in _IN_LINKS:
        if found := pattern.search(text):
            return _location(float(found[1]), float(found[2]))
    if found := _SEXAGESIMAL_WITH_SIDES.search(text):
        latitude, longitude = _degrees(found[1], found[2], found[3]), _degrees(found[5], found[6], found[7])
        return _location(_signed(latitude, found[4]), longitude)
    if found := _DECIMAL_WITH_SIDES.search(text):
        return _location(_signed(float(found[1]), found[2]), float(found[3]))
    return next((pair for found in _PLAIN.finditer(text) if (pair := _plain_pair(found[1], found[2]))), None)


def locate(latitude: float, longitude: float, profile: Profile) -> Located:
    """The area whose middle is nearest, or the other regency whose village is nearer still.

    A suggestion: the nearest middle names the right desa for about two of three positions, the right kecamatan for nine
    of ten. Distances are equirectangular, which near the equator is exact enough to compare them.
    """
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return Located(None)
    shrink = cos(radians(latitude))
    nearest = min(
        ((hypot(y - latitude, (x - longitude) * shrink), what) for y, x, what in _points(profile)),
        key=lambda point: point[0],
        default=None,
    )
    if nearest is None or nearest[0] * KILOMETRES_PER_DEGREE > TOO_FAR:
        return Located(None)
    what = nearest[1]
    return Located(what) if isinstance(what, Area) else Located(None, what)


@lru_cache(maxsize=8)
def _points(profile: Profile) -> tuple[tuple[float, float, Area | str], ...]:
    villages = [area for area in profile.areas if not area.is_district] or profile.areas
    return (
        *((area.latitude, area.longitude, area) for area in villages),
        *((point.latitude, point.longitude, point.regency) for point in profile.neighbours),
    )


def _location(latitude: float, longitude: float) -> Location | None:
    return Location(latitude, longitude) if -90 <= latitude <= 90 and -180 <= longitude <= 180 else None


def _plain_pair(first: str, second: str) -> Location | None:
    if _ROUND_SUM.search(first) and _ROUND_SUM.search(second):
        return None  # "5.000, 120.000" are sums of money
    south, north, west, east = _INDONESIA
    for latitude, longitude in ((float(first), float(second)), (float(second), float(first))):
        if south <= latitude <= north and west <= longitude <= east:
            return Location(latitude, longitude)
    return None


def _signed(latitude: float, side: str) -> float:
    return -latitude if side.upper() in ("S", "LS") else latitude


def _degrees(degrees: str, minutes: str, seconds: str) -> float:
    return int(degrees) + int(minutes) / 60 + float(seconds.replace(",", ".")) / 3600

"""Positions in what people paste, and what lies there."""

import math

import pytest

from bot.profile import load_profile
from conversations.coordinates import locate, read_coordinates
from conversations.messages import Location

KUTIM = load_profile("kutai-timur")
SANGATTA = (0.5123, 117.53)


@pytest.mark.parametrize(
    "text",
    [
        "0.5123, 117.53",
        "lokasinya 0.5123,117.5300 pak",
        "117.53, 0.5123",
        "https://maps.google.com/?q=0.5123,117.53",
        "https://www.google.com/maps?q=0.5123%2C117.53&z=17",
        "https://www.google.com/maps/@0.5123,117.53,17z",
        "https://www.google.com/maps/place/Sangatta/@0.6,117.6,12z/data=!3m1!4b1!8m2!3d0.5123!4d117.53",
        "https://www.google.com/maps/search/?api=1&query=0.5123,117.53",
        "https://www.google.com/maps/search/0.5123,+117.53",
        "https://www.openstreetmap.org/#map=17/0.5123/117.53",
        "https://www.openstreetmap.org/?mlat=0.5123&mlon=117.53#map=12/0.6/117.6",
        "geo:0.5123,117.53?z=16",
        "https://maps.apple.com/?ll=0.5123,117.53&q=Sangatta",
        "0.5123° N, 117.53° E",
        "0.5123 LU 117.53 BT",
        "0°30'44.28\"N 117°31'48\"E",
    ],
)
def test_a_pasted_position_is_read(text: str) -> None:
    found = read_coordinates(text)
    assert found is not None
    assert (round(found.latitude, 4), round(found.longitude, 4)) == SANGATTA


def test_the_south_is_negative() -> None:
    assert read_coordinates("-1.2654, 116.8312") == Location(-1.2654, 116.8312)
    south = read_coordinates("1°15'55\"S 116°49'52\"E")
    assert south is not None
    assert round(south.latitude, 3) == -1.265
    assert read_coordinates("1.2654 LS 116.8312 BT") == Location(-1.2654, 116.8312)


@pytest.mark.parametrize(
    "text",
    [
        "bayar 3.000, 100.000 sudah termasuk ongkos",
        "jam 07.30, 12.15 dan 16.00",
        "nomor 0812.3456, 7890.11",
        "https://maps.app.goo.gl/AbCdEf123",
        "tensi 120.5, 80.2",
        "91.5000 LU 117.5000 BT",
        "jalan rusak",
        "",
    ],
)
def test_other_numbers_are_no_position(text: str) -> None:
    assert read_coordinates(text) is None


def test_a_position_suggests_the_nearest_desa() -> None:
    for area in KUTIM.areas:
        if not area.is_district:
            assert locate(area.latitude, area.longitude, KUTIM).area == area


@pytest.mark.parametrize(
    ("latitude", "longitude", "regency"),
    [
        (0.1333, 117.5000, "Kota Bontang"),
        (-0.5022, 117.1536, "Kota Samarinda"),
        (-0.4139, 116.9875, "Kabupaten Kutai Kartanegara"),
        (2.1550, 117.4950, "Kabupaten Berau"),
        (-1.2379, 116.8529, "Kota Balikpapan"),
        (-6.1754, 106.8272, "Kota Administrasi Jakarta Pusat"),
        (-7.2575, 112.7521, "Kota Surabaya"),
    ],
)
def test_a_position_in_another_regency_is_outside_and_says_where(
    latitude: float, longitude: float, regency: str
) -> None:
    located = locate(latitude, longitude, KUTIM)
    assert located.area is None
    assert located.outside == regency


@pytest.mark.parametrize(("latitude", "longitude"), [(0.0, 0.0), (51.5, -0.1), (math.nan, 117.5), (123.0, 117.5)])
def test_a_position_far_from_everything_is_outside_without_a_name(latitude: float, longitude: float) -> None:
    located = locate(latitude, longitude, KUTIM)
    assert located.area is None
    assert located.outside == ""


def test_sangatta_town_lies_in_kutai_timur() -> None:
    located = locate(0.5236, 117.5871, KUTIM)
    assert located.area is not None
    assert located.area.name == "Teluk Lingga"
    assert located.outside == ""

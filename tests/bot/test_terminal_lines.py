"""A typed line means what a person at a terminal would expect."""

import pytest

from bot.channels.terminal_lines import FileToSend, read_line, shown
from conversations.messages import Choice, Command, Line, Location, Rendered, RenderedOption, Text

OFFERED = (RenderedOption("agree", "Setuju"), RenderedOption("what", "Apa yang disimpan?"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Lampu jalan mati", Text("Lampu jalan mati")),
        ("  Lampu jalan mati \r\n", Text("Lampu jalan mati")),
        ("1", Choice("agree")),
        ("[2]", Choice("what")),
        ("3", Text("3")),
        ("0", Text("0")),
        ("3 tiang", Text("3 tiang")),
        ("Setuju", Text("Setuju")),
        ("/status KTM-7F3K-9Q2C", Command("status", "KTM-7F3K-9Q2C")),
        ("/Bantuan", Command("bantuan")),
        ("/", Text("/")),
        ("@lokasi -0.5,117.5", Location(-0.5, 117.5)),
        ("@Lokasi 0.51 ; 117.5", None),
        ("@location 0.51 117.5", Location(0.51, 117.5)),
        ("@lokasi 0.51, 117.5", Location(0.51, 117.5)),
        ("@foto.jpg", FileToSend("foto.jpg", "")),
        ("@./foto.jpg tiang yang mati", FileToSend("./foto.jpg", "tiang yang mati")),
        ('@"foto malam.jpg" gelap', FileToSend("foto malam.jpg", "gelap")),
        ("@", Text("@")),
    ],
)
def test_a_line_is_read(typed: str, meant: object) -> None:
    read = read_line(typed, OFFERED)
    assert read == meant if meant is not None else isinstance(read, Line)


@pytest.mark.parametrize(
    "typed", ["@lokasi", "@lokasi Teluk Lingga", "@lokasi 91,117", "@lokasi 0.5,181", "@lokasi 0.5"]
)
def test_a_place_that_cannot_be_read_is_answered_with_an_example(typed: str) -> None:
    assert read_line(typed, OFFERED) == Line("page.terminal.location_example")


def test_options_stand_numbered_under_their_message() -> None:
    assert shown(Rendered("Sebelum lanjut", OFFERED), 1) == "Sebelum lanjut\n[1] Setuju\n[2] Apa yang disimpan?"


def test_numbers_go_on_from_an_earlier_message() -> None:
    assert shown(Rendered("Ada kabar", OFFERED[:1]), 3) == "Ada kabar\n[3] Setuju"


def test_a_message_without_options_is_its_text() -> None:
    assert shown(Rendered("Terima kasih"), 1) == "Terima kasih"

"""What a line typed in the terminal means, and how a message looks there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from conversations.messages import Choice, Command, Line, Location, Rendered, RenderedOption, Text, line

NUMBER = re.compile(r"\[?(\d{1,3})\]?")
COMMAND = re.compile(r"/(?P<name>\w+)\s*(?P<argument>.*)", re.DOTALL)
PLACE = re.compile(r"@(lokasi|location)\b\s*(?P<rest>.*)", re.IGNORECASE)
DEGREES = re.compile(r"(?P<latitude>-?\d+(\.\d+)?)\s*[,\s]\s*(?P<longitude>-?\d+(\.\d+)?)")
FILE = re.compile(r'@("(?P<quoted>[^"]+)"|(?P<plain>\S+))\s*(?P<caption>.*)')


@dataclass(frozen=True, slots=True)
class FileToSend:
    path: str
    caption: str


Typed = Text | Choice | Command | Location | FileToSend | Line
"""A `Line` is what the person is told instead: nothing was sent."""


def read_line(typed: str, offered: Sequence[RenderedOption]) -> Typed:
    """What a line that is not empty means, when the options `offered` are numbered from 1 on the screen."""
    typed = typed.strip()
    if command := COMMAND.fullmatch(typed):
        return Command(command["name"].lower(), command["argument"].strip())
    if place := PLACE.fullmatch(typed):
        return _location(place["rest"].strip())
    if file := FILE.fullmatch(typed):
        return FileToSend(file["quoted"] or file["plain"], file["caption"])
    number = NUMBER.fullmatch(typed)
    if number and 1 <= int(number[1]) <= len(offered):
        return Choice(offered[int(number[1]) - 1].data)
    return Text(typed)


def _location(rest: str) -> Location | Line:
    degrees = DEGREES.fullmatch(rest)
    if degrees:
        latitude, longitude = float(degrees["latitude"]), float(degrees["longitude"])
        if abs(latitude) <= 90 and abs(longitude) <= 180:
            return Location(latitude, longitude)
    return line("page.terminal.location_example")


def shown(message: Rendered, first_number: int) -> str:
    """The message, and its options under it, numbered from `first_number`."""
    options = [f"[{first_number + place}] {option.label}" for place, option in enumerate(message.options)]
    return "\n".join([message.text, *options])

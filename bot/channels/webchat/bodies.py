"""What the transcript keeps of a message: JSON objects told apart by their `type`, shown by the page as they are."""

import msgspec
from msgspec import Struct


class Kept(Struct, frozen=True, omit_defaults=True, tag_field="type"):
    pass


class ShownOption(Struct, frozen=True, omit_defaults=True):
    data: str
    label: str
    quiet: bool = False


class ShownFile(Struct, frozen=True, omit_defaults=True):
    """A document that is made whenever it is fetched: `kind` says how, `ref` of what."""

    name: str
    kind: str
    ref: str = ""


class BotBody(Kept, frozen=True, tag="bot"):
    """A notice comes in between: the options before it still count, and its own outlive the talk around it."""

    text: str
    options: list[ShownOption] = []
    asks_location: bool = False
    is_notice: bool = False
    progress: str = ""
    file: ShownFile | None = None


class TextBody(Kept, frozen=True, tag="text"):
    """`file_id` names the whole text where `text` is only its beginning."""

    text: str
    file_id: str = ""


class ChoiceBody(Kept, frozen=True, tag="choice"):
    label: str
    of: int


class FileBody(Kept, frozen=True, tag="file"):
    file_id: str
    kind: str
    file_name: str
    size: int
    caption: str = ""
    is_shown: bool = False
    """Whether it is a picture that the page can show."""


class RefusedBody(Kept, frozen=True, tag="refused"):
    reason: str
    file_name: str
    caption: str = ""


class LocationBody(Kept, frozen=True, tag="location"):
    latitude: float
    longitude: float


Body = BotBody | TextBody | ChoiceBody | FileBody | RefusedBody | LocationBody

_bodies: msgspec.json.Decoder[Body] = msgspec.json.Decoder(Body)


def read_body(raw: bytes) -> Body:
    return _bodies.decode(raw)


def encoded(body: Kept) -> bytes:
    return msgspec.json.encode(body)

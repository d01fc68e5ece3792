"""What can be done in the web chat too means the same there."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from obstore.store import MemoryStore

from bot.channels.webchat.channel import WebChat
from bot.channels.webchat.frames import Fields, Message, SentFile, Taken, read_frame
from bot.channels.webchat.hearing import Hearing, Visitor
from bot.profile import load_profile
from conversations.messages import Incoming, Media, MediaKind, Received
from handlers.transcript import Transcript
from storage.store import Store
from tests.channels.suite import Json, incoming, params
from tests.telegram.files import a_picture

SARI = Visitor("0123456789abcdef0123456789abcdef", "id")
KEY = "2f1c9a7e-0b1d-4c3e-9f5a-6b7c8d9e0f1a"
CONTENTS = {"photo": a_picture(), "document": b"%PDF-1.4\nsurat", "voice": b"OggS\x00\x02" + bytes(60)}


class Heard:
    """An intake that keeps what it is given."""

    def __init__(self) -> None:
        self.received: list[Received] = []

    async def take(self, received: Received) -> None:
        self.received.append(received)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def hearing(store: Store, heard: Heard) -> Hearing:
    return Hearing(WebChat(Transcript(store)), heard, store, MemoryStore(), lambda: datetime(2026, 11, 21, tzinfo=UTC))


@pytest.mark.parametrize("told", params("incoming_*", "webchat"))
async def test_it_is_heard_as_what_it_means(hearing: Hearing, heard: Heard, told: Json) -> None:
    assert await hearing.hear(SARI, await frame_of(told["webchat"], hearing)) == Taken(KEY)
    (received,) = heard.received
    assert without_names(received.incoming) == without_names(incoming(told["received"]["incoming"]))


@pytest.mark.parametrize("age", [0, 1, 26 * 3_600_000, 10**12])
async def test_what_was_long_on_its_way_is_from_when_it_was_written(hearing: Hearing, heard: Heard, age: int) -> None:
    frame = {"type": "text", "key": KEY, "text": "kemarin", "age": age}
    await hearing.hear(SARI, await frame_of(frame, hearing))
    (received,) = heard.received
    assert received.at == datetime(2026, 11, 21, tzinfo=UTC) - timedelta(milliseconds=age)


async def frame_of(done: Json, hearing: Hearing) -> Message:
    if "upload" not in done:
        frame = read_frame(json.dumps({"key": KEY, **done}))
        assert isinstance(frame, Message)
        return frame
    kind = MediaKind(done["upload"])
    limits = load_profile("kutai-timur").files
    fields = Fields(KEY, done.get("caption", ""), kind)
    kept = await hearing.keep_file(SARI, limits, once(CONTENTS[kind]), done.get("file_name", ""), fields)
    assert isinstance(kept, Media)
    return SentFile(KEY, kept.file_id)


def without_names(meant: Incoming) -> Incoming:
    """Every channel has names of its own for a file."""
    return replace(meant, file_id="", source="") if isinstance(meant, Media) else meant


async def once(content: bytes) -> AsyncIterator[bytes]:
    yield content

"""A file is handed on as bytes, from where it broke off, and what cannot be had is told apart from what can later."""

import json

import pytest

from bot.channels.telegram.carrier import Carrier
from conversations.messages import Media, Refusal
from handlers.errors import FileRefused, Misconfigured, TryLater
from tests.telegram import refusals
from tests.telegram.faults import BAD_GATEWAY, CUT, FILE, Cut, Fault, Page
from tests.telegram.server import BotApi

SARI = 71
CONTENT = bytes(range(256)) * 1024


async def source_of(carrier: Carrier, api: BotApi, content: bytes = CONTENT) -> str:
    """What Telegram calls a document that was sent."""
    await api.person(SARI).sends_document(content)
    received = carrier.read((await carrier.updates(0, 0))[-1])
    assert received is not None
    assert isinstance(received.incoming, Media)
    return received.incoming.source


async def fetched(carrier: Carrier, source: str, start: int = 0) -> bytes:
    had = bytearray()
    await fetch_into(had, carrier, source, start)
    return bytes(had)


async def fetch_into(had: bytearray, carrier: Carrier, source: str, start: int = 0) -> None:
    async for chunk in carrier.fetch(source, start):
        had += chunk


@pytest.mark.parametrize("start", [0, 1, 100_000, len(CONTENT) - 1])
async def test_a_file_is_fetched_from_any_place(carrier: Carrier, api: BotApi, start: int) -> None:
    assert await fetched(carrier, await source_of(carrier, api), start) == CONTENT[start:]


async def test_a_download_that_broke_off_goes_on_where_it_did(carrier: Carrier, api: BotApi) -> None:
    source = await source_of(carrier, api)
    api.fail_next(FILE, Cut(after_bytes=100_000))
    had = bytearray()
    with pytest.raises(TryLater):
        await fetch_into(had, carrier, source)
    assert CONTENT.startswith(had)
    assert had + await fetched(carrier, source, len(had)) == CONTENT


@pytest.mark.parametrize(
    ("method", "fault", "kind"),
    [
        ("getFile", refusals.bad_request("file is too big"), FileRefused),
        ("getFile", refusals.bad_request("invalid file_id"), FileRefused),
        ("getFile", refusals.too_many_requests(3), TryLater),
        ("getFile", refusals.UNAUTHORIZED, Misconfigured),
        ("getFile", BAD_GATEWAY, TryLater),
        (FILE, refusals.NOT_FOUND, FileRefused),
        (FILE, refusals.UNAUTHORIZED, Misconfigured),
        (FILE, BAD_GATEWAY, TryLater),
        (FILE, CUT, TryLater),
    ],
)
async def test_each_failure_says_whether_it_may_be_had_later(
    carrier: Carrier, api: BotApi, method: str, fault: Fault, kind: type[Exception]
) -> None:
    source = await source_of(carrier, api)
    api.fail_next(method, fault)
    with pytest.raises(kind) as caught:
        await fetched(carrier, source)
    assert api.token not in f"{caught.value!r} {caught.value.__context__!r}"


async def test_a_file_that_telegram_no_longer_has_is_gone(carrier: Carrier, api: BotApi) -> None:
    source = await source_of(carrier, api)
    api.lose_file(source)
    with pytest.raises(FileRefused) as caught:
        await fetched(carrier, source)
    assert caught.value.reason is Refusal.GONE


async def test_a_file_that_is_too_big_is_told_so(carrier: Carrier, api: BotApi) -> None:
    sent = await api.person(SARI).sends_document(size=21 * 1024 * 1024)
    with pytest.raises(FileRefused) as caught:
        await fetched(carrier, sent["document"]["file_id"])
    assert caught.value.reason is Refusal.TOO_LARGE


async def test_while_telegram_is_down_a_file_is_to_be_fetched_later(carrier: Carrier, api: BotApi) -> None:
    source = await source_of(carrier, api)
    async with api.down():
        with pytest.raises(TryLater):
            await fetched(carrier, source)
    assert await fetched(carrier, source) == CONTENT


async def test_a_server_that_gives_files_to_its_own_machine_only_is_a_matter_of_settings(
    carrier: Carrier, api: BotApi
) -> None:
    there = {"file_id": "x", "file_unique_id": "y", "file_path": "/var/lib/telegram-bot-api/documents/file_0.pdf"}
    api.fail_next("getFile", Page(200, json.dumps({"ok": True, "result": there})))
    with pytest.raises(Misconfigured, match="--local"):
        await fetched(carrier, "x")

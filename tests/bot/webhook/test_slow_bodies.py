"""Whoever sends a body slowly keeps no place from others."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from tests.bot.webhook.case_system import said, send, signed
from tests.bot.webhook.door import Door, file_report

pytestmark = pytest.mark.asyncio


async def endless() -> AsyncIterator[bytes]:
    yield b"{"
    await asyncio.Event().wait()


async def test_a_body_that_does_not_come_is_not_waited_for(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.backends.webhook.signed.READ_SECONDS", 0.1)
    monkeypatch.setattr("bot.backends.webhook.signed.MOST_IN_HAND", 1)
    await file_report(door.store)
    body, headers = endless(), signed(b"{")
    async with ClientSession() as session, session.post(door.updates, data=body, headers=headers) as answer:
        told = await answer.json(content_type="application/problem+json")
        assert (answer.status, told["detail"]) == (408, "the body did not come in time: send it again")
    monkeypatch.setattr("bot.backends.webhook.signed.READ_SECONDS", 15.0)

    assert (await send(door.updates, said())).status == 202

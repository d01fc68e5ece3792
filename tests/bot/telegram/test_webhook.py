"""Only Telegram is heard at the webhook, and whatever it brings is answered so that it brings the next."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.channels.telegram import webhook
from storage import quarantine
from tests.bot.telegram.office import Office, opened
from tests.bot.telegram.talk import SAID, all_converse, converse, crowd, heard, undisturbed
from tests.telegram.server import BotApi

WEBHOOK = {"telegram_mode": "webhook"}


class Sender:
    """Somebody who knows where the webhook is, and as a rule its secret."""

    def __init__(self, session: aiohttp.ClientSession, url: str, secret: str) -> None:
        self._session = session
        self._url = url
        self._secret = secret

    async def post(self, body: bytes, **headers: str) -> int:
        given = {"X-Telegram-Bot-Api-Secret-Token": self._secret, "Content-Type": "application/json"}
        async with self._session.post(self._url, data=body, headers=given | headers) as answer:
            return answer.status


@asynccontextmanager
async def called(api: BotApi, folder: Path, **changed: Any) -> AsyncIterator[tuple[Office, Sender]]:
    async with opened(api, folder, **WEBHOOK | changed) as office, aiohttp.ClientSession() as session:
        await api.until(lambda: api.account.webhook)
        [asked] = api.called("setWebhook")
        yield office, Sender(session, asked["url"], asked["secret_token"])


def update(api: BotApi, text: str = "halo") -> dict[str, Any]:
    chat = {"id": 5, "type": "private", "first_name": "Tono"}
    message = {"message_id": 1, "chat": chat, "from": chat | {"is_bot": False}, "date": 1_790_000_000, "text": text}
    return {"update_id": api.account.pending.next_id(), "message": message}


async def number_of(office: Office, table: str) -> int:
    from sqlalchemy import text

    async with office.store.read() as unit:
        return int(await unit.connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


async def test_it_asks_for_what_it_reads_and_keeps_its_secret_over_a_restart(api: BotApi, tmp_path: Path) -> None:
    async with opened(api, tmp_path, **WEBHOOK):
        await api.until(lambda: api.account.webhook)
    async with opened(api, tmp_path, **WEBHOOK) as office:
        await api.until(lambda: len(api.called("setWebhook")) == 2)
        first, second = api.called("setWebhook")
        assert second["url"] == f"{office.url}/telegram/webhook"
    assert first["secret_token"] == second["secret_token"]
    assert second["max_connections"] == webhook.CONNECTIONS
    assert set(second["allowed_updates"]) == {"message", "edited_message", "callback_query", "my_chat_member"}


async def test_polling_takes_the_webhook_away_and_gets_what_waited_for_it(api: BotApi, tmp_path: Path) -> None:
    [sari] = crowd(api, 1)
    async with opened(api, tmp_path, **WEBHOOK):
        await converse(sari, SAID[:1])
    await sari.says(SAID[1])
    async with opened(api, tmp_path):
        await sari.reads()
        await converse(sari, SAID[2:])
    assert heard(sari) == await undisturbed(tmp_path)


@pytest.mark.parametrize("secret", ["", "wrong", "\u00e9"])
async def test_whoever_does_not_know_the_secret_is_turned_away_unheard(
    api: BotApi, tmp_path: Path, secret: str
) -> None:
    async with called(api, tmp_path) as (office, sender):
        body = json.dumps(update(api)).encode()
        assert await sender.post(body, **{"X-Telegram-Bot-Api-Secret-Token": secret}) == 403
        assert await number_of(office, "inbox") == 0
        assert await sender.post(body) == 200
        assert await number_of(office, "inbox") == 1


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"update_id": "x"}', b'{"message": {}}', b"\xff\xfe", b"[" * 100_000],
    ids=["empty", "cut off", "no object", "no number", "without a number", "no text", "deep"],
)
async def test_what_is_no_update_is_put_aside_and_need_not_come_again(api: BotApi, tmp_path: Path, body: bytes) -> None:
    async with called(api, tmp_path) as (office, sender):
        for _ in range(2):
            assert await sender.post(body) == 200
        assert await number_of(office, "quarantine") == 1


async def test_a_body_without_end_is_read_to_its_end_but_not_kept(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "LARGEST", 10_000)
    async with called(api, tmp_path) as (office, sender):
        assert await sender.post(json.dumps(update(api, "x" * 1_000_000)).encode()) == 200
        async with office.store.read() as unit:
            [kept] = await quarantine.listed(unit)
        assert len(kept.poison.raw) == 10_000


@pytest.mark.parametrize("kind", ["message", "channel_post", "poll_answer", "kind_of_tomorrow"])
async def test_what_is_nothing_to_us_is_taken_without_a_word(api: BotApi, tmp_path: Path, kind: str) -> None:
    async with called(api, tmp_path) as (office, sender):
        chat = {"id": -5, "type": "channel", "title": "Kabar"}
        payload = {"message_id": 1, "date": 1_790_000_000, "chat": chat, "text": "halo"}
        assert await sender.post(json.dumps({"update_id": 1, kind: payload}).encode()) == 200
        assert await number_of(office, "quarantine") == await number_of(office, "inbox") == 0


async def test_what_an_ending_process_cannot_take_any_more_is_answered_by_the_next(api: BotApi, tmp_path: Path) -> None:
    people = crowd(api, 8)
    async with opened(api, tmp_path, **WEBHOOK):
        await all_converse(people, SAID[:2])
        for person in people:
            await person.says(SAID[2])
    async with opened(api, tmp_path, **WEBHOOK) as office:
        for person in people:
            await person.reads()
        await all_converse(people, SAID[3:])
        await office.all_is_sent()
    expected = await undisturbed(tmp_path)
    assert [heard(person) for person in people] == [expected] * len(people)


async def test_a_webhook_that_somebody_took_away_is_set_again(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.telegram.asking import ask

    monkeypatch.setattr(webhook, "REGISTER_EVERY_SECONDS", 0.05)
    async with opened(api, tmp_path, **WEBHOOK):
        await api.until(lambda: api.account.webhook)
        await ask(api, "deleteWebhook")
        await api.until(lambda: api.account.webhook)

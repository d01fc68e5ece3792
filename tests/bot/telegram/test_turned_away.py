"""What Telegram was told to bring again is not overtaken by what comes after it in the same chat."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.channels.telegram import turned_away
from bot.channels.telegram.turned_away import LONGEST_SECONDS, TurnedAway
from conversations.messages import Chat, Received
from handlers.errors import TooBusy, TryLater
from handlers.incoming import Intake
from tests.bot.telegram.test_webhook import called, number_of
from tests.telegram.server import BotApi

SITI, BUDI = Chat("telegram", "5"), Chat("telegram", "6")


class Watch:
    at = 0.0

    def __call__(self) -> float:
        return self.at


def test_later_ones_of_the_chat_wait_until_it_has_come_again_and_others_do_not() -> None:
    turned = TurnedAway(Watch())
    turned.note(SITI, 3)
    turned.note(SITI, 5)
    assert [turned.is_next(SITI, id) for id in (2, 3, 4, 5, 6)] == [True, True, False, False, False]
    assert turned.is_next(BUDI, 4)
    turned.taken(SITI, 3)
    assert [turned.is_next(SITI, id) for id in (4, 5, 6)] == [True, True, False]
    turned.taken(SITI, 5)
    assert turned.is_next(SITI, 6)


def test_what_does_not_come_again_is_not_waited_for_without_end() -> None:
    watch = Watch()
    turned = TurnedAway(watch)
    turned.note(SITI, 3)
    watch.at = LONGEST_SECONDS - 1
    turned.note(SITI, 3)
    watch.at = 2 * LONGEST_SECONDS - 2
    assert not turned.is_next(SITI, 4)
    watch.at = 2 * LONGEST_SECONDS - 1
    assert turned.is_next(SITI, 4)


def test_of_very_many_chats_none_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turned_away, "MOST_CHATS", 2)
    turned = TurnedAway(Watch())
    for number in range(3):
        turned.note(Chat("telegram", str(number)), 1)
    assert [turned.is_next(Chat("telegram", str(number)), 2) for number in range(3)] == [True, True, False]


def said(id: int, text: str) -> bytes:
    chat = {"id": 5, "type": "private", "first_name": "Tono"}
    message = {"message_id": id, "chat": chat, "from": chat | {"is_bot": False}, "date": 1_790_000_000, "text": text}
    return json.dumps({"update_id": id, "message": message}).encode()


def pressed(id: int, data: str) -> bytes:
    chat = {"id": 5, "type": "private", "first_name": "Tono"}
    sender = chat | {"is_bot": False}
    prompt = {"message_id": 1, "chat": chat, "date": 1_790_000_000, "text": "?"}
    query = {"id": str(id), "from": sender, "message": prompt, "chat_instance": "1", "data": data}
    return json.dumps({"update_id": id, "callback_query": query}).encode()


@pytest.mark.parametrize("trouble", [TryLater("database"), TooBusy()], ids=["database away", "too busy"])
@pytest.mark.parametrize("reply_by", ["call", "answer"])
async def test_a_button_does_not_overtake_the_message_that_has_to_come_again(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: Exception, reply_by: str
) -> None:
    troubles, take = [trouble], Intake.take

    async def take_at_the_second_try(self: Intake, received: Received) -> bool:
        if troubles:
            raise troubles.pop()
        return await take(self, received)

    monkeypatch.setattr(Intake, "take", take_at_the_second_try)
    first, button, last = said(11, "satu"), pressed(12, "help"), said(13, "dua")
    async with called(api, tmp_path, telegram_reply_by=reply_by) as (office, sender):
        assert [await sender.post(each) for each in (first, button, last)] == [503] * 3
        assert [await sender.post(each) for each in (last, first, last, button, last)] == [503, 200, 503, 200, 200]
        assert await number_of(office, "inbox") == 3


async def test_what_cannot_be_kept_in_quarantine_now_comes_again(
    api: BotApi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from handlers.quarantine import Quarantine

    async def away(self: Quarantine, poison: Any) -> None:
        raise TryLater("database")

    async with called(api, tmp_path) as (_, sender):
        with monkeypatch.context() as patch:
            patch.setattr(Quarantine, "keep", away)
            assert await sender.post(b"{") == 503
        assert await sender.post(b"{") == 200

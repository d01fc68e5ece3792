"""A whole report through `teremok`, a stand-in for Telegram that others wrote, with the product behind the adapter.

Its own way to drive a bot needs aiogram's Dispatcher, which is not used here: its updates are handed in as Telegram
sends them, and its session, which refuses what Telegram refuses, takes what is sent.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic
from typing import cast

import pytest
from aiogram import Bot
from aiogram.methods import AnswerCallbackQuery, EditMessageText, Response, SendMessage, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Message, Update
from msgspec import Raw
from obstore.store import LocalStore
from pydantic_core import to_json
from teremok import MockCallbackQuery, MockedSession, MockMessagePhoto, MockMessageText, MockUpdate, MockUser

from bot.channels.aiogram_telegram import AiogramTelegram, Judged
from bot.channels.telegram.calls import Call
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.hearing import Hearing
from bot.channels.telegram.introduction import location_labels
from bot.locale import load_catalogue
from bot.pacing import UNLIMITED, Pace
from bot.profile import load_profile
from bot.settings import Settings
from bot.wiring import Ground, now, set_up
from handlers.errors import Rejected, Undeliverable
from handlers.groups import Groups
from handlers.quarantine import Quarantine
from storage.store import Store

SARI = MockUser(71, "Sari", "sariw", language_code="id")


class Session(MockedSession):
    """Leaves the result unread, as the adapter's own session does. `shown` are the messages of the bot, as edited."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: dict[int, Message] = {}
        self.changed = asyncio.Event()

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109 -- aiogram's own signature
    ) -> TelegramType:
        method = method.whole() if isinstance(method, Judged) else method
        result = await super().make_request(bot, method, timeout)
        if isinstance(method, SendMessage) and isinstance(result, Message):
            self.shown[result.message_id] = result
        if isinstance(method, EditMessageText) and isinstance(result, Message):
            self.shown[cast(int, method.message_id)] = result
        self.changed.set()
        return cast(TelegramType, Raw(to_json(result, exclude_none=True, by_alias=True)))


class Person:
    """Somebody who waits for an answer before going on."""

    def __init__(self, hearing: Hearing, session: Session) -> None:
        self._hearing = hearing
        self._session = session

    async def says(self, text: str) -> Message:
        return await self.sends(MockUpdate(message=MockMessageText(text, SARI)))

    async def presses(self, label: str) -> Message:
        message = list(self._session.shown.values())[-1]
        assert message.reply_markup
        buttons = {button.text: button for row in message.reply_markup.inline_keyboard for button in row}
        data = buttons[label].callback_data
        return await self.sends(MockUpdate(callback_query=MockCallbackQuery(data or "", SARI, message)))

    async def sends(self, update: Update) -> Message:
        before = len(self._session.shown)
        raw = update.model_dump_json(exclude_none=True, by_alias=True).encode()
        settled = await self._hearing.settle(self._hearing.read(raw))
        self._hearing.call_beside(settled.beside)
        async with asyncio.timeout(10):
            while len(self._session.shown) == before:
                self._session.changed.clear()
                await self._session.changed.wait()
        return list(self._session.shown.values())[-1]


@pytest.fixture
def session() -> Session:
    return Session()


@pytest.fixture
def carrier(session: Session) -> AiogramTelegram:
    made = AiogramTelegram("42:TEST")
    made._bot.session = session
    return made


@pytest.fixture
async def sari(store: Store, tmp_path: Path, carrier: AiogramTelegram, session: Session) -> AsyncIterator[Person]:
    profile = load_profile("kutai-timur")
    ground = Ground(Settings(), profile, load_catalogue(profile), store, LocalStore(tmp_path))
    channel = TelegramChannel(carrier, Pace(UNLIMITED), location_labels(ground.catalogue), monotonic, {})
    works = set_up(ground, {channel.name: channel})
    loops = [asyncio.create_task(loop.run()) for loop in (works.intake, works.delivery)]
    yield Person(Hearing(carrier, channel, works.intake, Groups(store, works.intake), Quarantine(store, now)), session)
    for loop in loops:
        loop.cancel()
    await asyncio.gather(*loops, return_exceptions=True)
    await channel.asides.close()


async def test_a_report_is_told_by_words_buttons_and_a_photo(sari: Person, session: Session) -> None:
    assert "Setuju" in buttons(await sari.says("Lampu jalan depan SMPN 1 Sangatta Utara mati sejak senin, gelap"))
    await sari.presses("Setuju")
    await sari.presses("Lampu Penerangan Jalan Umum")
    asked = await sari.says("senin")
    assert "Di mana" in (asked.text or "")
    await sari.says("Teluk Lingga, seberang gerbang sekolah")
    asked = await sari.sends(MockUpdate(message=MockMessagePhoto(user=SARI)))
    assert "Foto diterima" in (asked.text or "")
    review = await sari.presses("Anonim")
    assert "Lampu Penerangan Jalan Umum" in (review.text or "")
    receipt = await sari.presses("Kirim")
    assert "KTM-" in (receipt.text or "")
    answered = [request for request in session.requests if isinstance(request, AnswerCallbackQuery)]
    edited = [request.text or "" for request in session.requests if isinstance(request, EditMessageText)]
    assert len(answered) >= 3
    assert [text.rpartition("▸ ")[2] for text in edited][:2] == ["Setuju", "Lampu Penerangan Jalan Umum"]


def buttons(message: Message) -> list[str]:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    return [button.text for row in rows for button in row]


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": "a" * 4097}, "message is too long"),
        ({"text": ""}, "message text is empty"),
        ({"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "a" * 65}]]}}, "data_inv"),
        ({"text": "a", "entities": [{"type": "italic", "offset": 0, "length": 2}]}, "can't parse entities"),
    ],
)
async def test_what_it_refuses_is_rejected(carrier: AiogramTelegram, params: dict[str, object], words: str) -> None:
    with pytest.raises(Rejected, match=words):
        await carrier.call(Call("sendMessage", {"chat_id": 71, **params}))


async def test_who_blocks_the_bot_is_undeliverable(carrier: AiogramTelegram, session: Session) -> None:
    refused = Response[bool](ok=False, error_code=403, description="Forbidden: bot was blocked by the user")
    session.add_result(SendMessage, refused)
    with pytest.raises(Undeliverable):
        await carrier.call(Call("sendMessage", {"chat_id": 71, "text": "halo"}))
    assert (await carrier.call(Call("sendMessage", {"chat_id": 71, "text": "halo"})))["text"] == "halo"

"""(b) A plain aiogram bot as its guide has it: FSM in memory, a handler for each state, aiogram's own webhook."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.methods import SendMessage
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from benchmarks.telegram.api import TOKEN
from benchmarks.telegram.script import CHOSEN, REPLIES, SHARE
from benchmarks.telegram.serving import PATH, Given, serve


class Reporting(StatesGroup):
    consent = State()
    category = State()
    day = State()
    place = State()
    photo = State()
    visibility = State()
    review = State()


NEXT = (*Reporting.__states__, None)
"""By how many messages were replied to."""
Handler = Callable[..., Awaitable[SendMessage | None]]


def keyboard(n: int) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove:
    if REPLIES[n].asks_location:
        share = [KeyboardButton(text=SHARE, request_location=True)]
        return ReplyKeyboardMarkup(keyboard=[share], resize_keyboard=True, one_time_keyboard=True)
    if REPLIES[n].options:
        rows = [[InlineKeyboardButton(text=label, callback_data=data)] for label, data in REPLIES[n].options]
        return InlineKeyboardMarkup(inline_keyboard=rows)
    return ReplyKeyboardRemove()


def router(answers: bool) -> Router:
    """With `answers` the reply is returned, so that aiogram puts it into the webhook's answer."""
    found = Router()

    async def reply(message: Message, state: FSMContext, n: int, told: str) -> SendMessage | None:
        kept = await state.update_data({str(n): told})
        question = kept.get("question")
        await state.set_state(NEXT[n])
        text = REPLIES[n].text.format(*([told] if n < 6 else [kept["0"], kept["3"], kept["4"]]))
        if n == 7:
            await state.clear()
        saying = message.answer(text, reply_markup=keyboard(n))
        if answers:
            return saying
        sent = await message.bot(saying)  # type: ignore[misc]
        if n == 3 and question and message.bot:  # the day was written, and its buttons are of no use any more
            await message.bot.edit_message_reply_markup(chat_id=message.chat.id, message_id=question)
        if n < 7:
            await state.update_data(question=sent.message_id)
        return None

    def on_text(n: int, at: State | None) -> None:
        async def heard(message: Message, state: FSMContext) -> SendMessage | None:
            return await reply(message, state, n, message.text or "")

        found.message.register(heard, StateFilter(at), F.text)

    def on_press(n: int, at: State, data: str) -> None:
        async def pressed(query: CallbackQuery, state: FSMContext) -> SendMessage | None:
            assert isinstance(query.message, Message)
            result = await reply(query.message, state, n, query.data or "")
            await query.answer()
            label = next((label for label, each in REPLIES[n - 1].options if each == query.data), "")
            await query.message.edit_text(CHOSEN.format(query.message.text, label))
            return result

        found.callback_query.register(pressed, at, F.data.startswith(data))

    on_text(0, None)
    on_press(1, Reporting.consent, "agree")
    on_press(2, Reporting.category, "category:")
    on_text(3, Reporting.day)
    on_text(4, Reporting.place)
    on_press(5, Reporting.photo, "skip")
    on_press(6, Reporting.visibility, "visibility:")
    on_press(7, Reporting.review, "send")
    return found


def bot_of(given: Given, **more: Any) -> Bot:
    return Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(given.api)), **more)


def app_of(dispatcher: Dispatcher, given: Given) -> web.Application:
    """aiogram answers Telegram before it handles an update, unless the reply is to go in that answer."""
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot_of(given), handle_in_background=not given.answers).register(app, path=PATH)
    return app


async def make(given: Given) -> web.Application:
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.include_router(router(given.answers))
    return app_of(dispatcher, given)


if __name__ == "__main__":
    serve(make)

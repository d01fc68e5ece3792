"""(c) A plain python-telegram-bot: `ConversationHandler` without persistence, fed by a webhook as its example shows."""

from typing import Any

from aiohttp import web
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    Update,
)
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, ConversationHandler, MessageHandler, filters

from benchmarks.telegram.api import TOKEN
from benchmarks.telegram.script import CHOSEN, REPLIES, SHARE
from benchmarks.telegram.serving import PATH, Given, serve

Context = ContextTypes.DEFAULT_TYPE


def keyboard(n: int) -> Any:
    if REPLIES[n].asks_location:
        share = [KeyboardButton(SHARE, request_location=True)]
        return ReplyKeyboardMarkup([share], resize_keyboard=True, one_time_keyboard=True)
    if REPLIES[n].options:
        return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=d)] for label, d in REPLIES[n].options])
    return ReplyKeyboardRemove()


async def reply(update: Update, context: Context, n: int, told: str) -> int:
    assert update.effective_chat
    assert context.user_data is not None
    kept = context.user_data
    kept[n] = told
    text = REPLIES[n].text.format(*([told] if n < 6 else [kept[0], kept[3], kept[4]]))
    sent = await context.bot.send_message(update.effective_chat.id, text, reply_markup=keyboard(n))
    if n == 3:
        await context.bot.edit_message_reply_markup(update.effective_chat.id, kept["question"])
    kept["question"] = sent.message_id
    if n == 7:
        kept.clear()
        return ConversationHandler.END
    return n


def on_text(n: int) -> "MessageHandler[Context, int]":
    async def heard(update: Update, context: Context) -> int:
        assert update.message
        return await reply(update, context, n, update.message.text or "")

    return MessageHandler(filters.TEXT & ~filters.COMMAND, heard)


def on_press(n: int, data: str) -> "CallbackQueryHandler[Context, int]":
    async def pressed(update: Update, context: Context) -> int:
        query = update.callback_query
        assert query
        assert query.message
        state = await reply(update, context, n, query.data or "")
        await query.answer()
        label = next((label for label, each in REPLIES[n - 1].options if each == query.data), "")
        await query.edit_message_text(CHOSEN.format(getattr(query.message, "text", ""), label))
        return state

    return CallbackQueryHandler(pressed, pattern=f"^{data}")


async def make(given: Given) -> web.Application:
    bot = Application.builder().token(TOKEN).base_url(f"{given.api}/bot").updater(None).build()
    begun: list[Any] = [on_text(0)]
    states: dict[object, list[Any]] = {
        0: [on_press(1, "agree")],
        1: [on_press(2, "category:")],
        2: [on_text(3)],
        3: [on_text(4)],
        4: [on_press(5, "skip")],
        5: [on_press(6, "visibility:")],
        6: [on_press(7, "send")],
    }
    bot.add_handler(ConversationHandler(begun, states, []))
    await bot.initialize()
    await bot.start()

    async def handle(request: web.Request) -> web.Response:
        await bot.update_queue.put(Update.de_json(await request.json(), bot.bot))
        return web.Response()

    app = web.Application()
    app.router.add_post(PATH, handle)
    return app


if __name__ == "__main__":
    serve(make)

"""(d) A plain durable bot: aiogram, SQLAlchemy's ORM and aiosqlite (`synchronous=FULL`), one commit per update.

Each update's id is kept, so that a repeat changes nothing; a reply that is not sent when the bot dies is lost.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from aiogram import BaseMiddleware, Dispatcher, Router
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message, TelegramObject, Update
from aiohttp import web
from sqlalchemy import JSON, BigInteger, ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from benchmarks.plain_engine import plain_engine
from benchmarks.telegram.plain_aiogram import app_of, keyboard
from benchmarks.telegram.script import CHOSEN, REPLIES
from benchmarks.telegram.serving import Given, serve


class Base(DeclarativeBase):
    type_annotation_map = {dict[str, Any]: JSON}  # noqa: RUF012 -- SQLAlchemy's own form


class Chat(Base):
    __tablename__ = "chats"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    done: Mapped[int] = mapped_column(default=0)
    told: Mapped[dict[str, Any]] = mapped_column(default=dict)
    updated_at: Mapped[datetime]


class Seen(Base):
    __tablename__ = "seen"
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class Report(Base):
    __tablename__ = "reports"
    id: Mapped[int] = mapped_column(primary_key=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    told: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime]


class Transaction(BaseMiddleware):
    """A session for each update, committed before anything is sent."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions

    async def __call__(
        self, handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]], event: TelegramObject, data: Any
    ) -> Any:
        assert isinstance(event, Update)
        async with self._sessions() as session:
            if await session.get(Seen, event.update_id):
                return None
            session.add(Seen(update_id=event.update_id))
            return await handler(event, data | {"session": session})


router = Router()


@router.message()
async def heard(message: Message, session: AsyncSession) -> None:
    chat, say = await _next(message, message.text or "", session)
    await _send(message, say, chat.done)


@router.callback_query()
async def pressed(query: CallbackQuery, session: AsyncSession) -> None:
    assert isinstance(query.message, Message)
    chat, say = await _next(query.message, query.data or "", session)
    await _send(query.message, say, chat.done)
    await query.answer()
    label = next((label for label, each in REPLIES[chat.done - 2].options if each == query.data), "")
    await query.message.edit_text(CHOSEN.format(query.message.text, label))


async def _next(message: Message, told: str, session: AsyncSession) -> tuple[Chat, SendMessage]:
    now = datetime.now(UTC)
    chat = await session.get(Chat, message.chat.id)
    if chat is None:
        chat = Chat(id=message.chat.id, done=0, told={}, updated_at=now)
        session.add(chat)
    n = chat.done
    chat.told = chat.told | {str(n): told, "question": message.message_id}
    chat.done, chat.updated_at = n + 1, now
    if n == len(REPLIES) - 1:
        session.add(Report(chat_id=chat.id, told=chat.told, sent_at=now))
    kept = chat.told
    await session.commit()
    text = REPLIES[n].text.format(*([told] if n < 6 else [kept["0"], kept["3"], kept["4"]]))
    return chat, message.answer(text, reply_markup=keyboard(n))


async def _send(message: Message, say: SendMessage, done: int) -> None:
    assert message.bot
    sent = await message.bot(say)
    if done == 4:  # the day was written, and its buttons are of no use any more
        await message.bot.edit_message_reply_markup(chat_id=message.chat.id, message_id=sent.message_id)


async def make(given: Given) -> web.Application:
    engine = plain_engine(given.data)
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    dispatcher = Dispatcher()
    dispatcher.update.outer_middleware(Transaction(async_sessionmaker(engine, expire_on_commit=False)))
    dispatcher.include_router(router)
    return app_of(dispatcher, given)


if __name__ == "__main__":
    serve(make)

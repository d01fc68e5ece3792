"""`pintulapor chat`: one person's conversation, in the terminal or from a pipe; also beside a running `run`."""

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from bot import logs, run_lock, wiring
from bot.channels.terminal import CHANNEL, Screen, typed_lines
from bot.channels.terminal_lines import FileToSend
from bot.errors import CannotStart
from bot.loops import Loop
from bot.preparing import prepare
from bot.settings import LogLevel, Settings
from bot.wiring import Ground
from conversations.catalogue import LANGUAGES
from conversations.messages import Chat, Incoming, Line, Outgoing, Received, line
from handlers.attachments import keep
from handlers.errors import NotHandled, TooBusy, TryLater
from handlers.incoming import Intake
from handlers.pickup import Pickup
from storage.errors import DatabaseAway

STANDARD_INPUT = 0
LONGEST_NAME = 64
LOOK_EVERY_SECONDS = 1.0
TRIES = 3
PIECE_BYTES = 65_536
NOT_ALL_WAS_KEPT = 1


def main(settings: Settings, arguments: argparse.Namespace) -> int:
    logs.configure(quietly(settings.log_level), settings.log_format)
    name = str(arguments.name).strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise CannotStart(f"--as must be a name of 1 to {LONGEST_NAME} letters, for example: pintulapor chat --as budi")
    exit_code = 0
    try:
        exit_code = asyncio.run(converse(settings, name))
    except* BrokenPipeError:  # whoever read along has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return exit_code


def quietly(level: LogLevel) -> LogLevel:
    """Between the lines of a conversation only what went wrong is shown."""
    return LogLevel.WARNING if level is LogLevel.INFO else level


async def converse(settings: Settings, name: str) -> int:
    await prepare(settings)
    ground = wiring.lay_ground(settings)
    works = wiring.set_up(ground, {}, bot_username=await wiring.kept_bot_username(ground))
    is_terminal = os.isatty(STANDARD_INPUT)
    session = Session(ground, works.intake, Chat(CHANNEL, name), "> " if is_terminal else "", write)
    loops = [Loop("intake", works.intake.run), Loop("news", session.show_news)]
    if not is_run_beside(settings):
        loops += [Loop(f"forwarding to {each.name}", each.run) for each in works.forwarders.queues]
        loops += [loop for chosen in works.backends for loop in chosen.connections]
    try:
        async with asyncio.TaskGroup() as group:
            running = [group.create_task(loop.keep_running()) for loop in loops]
            if is_terminal:
                session.say("page.terminal.welcome")
            exit_code = await session.hold(typed_lines(STANDARD_INPUT))
            for task in running:  # one after the other: what forwards is done before its connections are closed
                task.cancel()
                await asyncio.wait([task])
    finally:
        await ground.store.close()
    return exit_code


def is_run_beside(settings: Settings) -> bool:
    """Whether a `run` forwards from this SQLite database: another forwarder would take what it has in hand for lost."""
    return settings.is_sqlite and run_lock.is_held(settings.data_dir)


def write(text: str) -> None:
    print(text, end="", flush=True)


class Session:
    def __init__(self, ground: Ground, intake: Intake, chat: Chat, prompt: str, write: Callable[[str], None]) -> None:
        self._ground = ground
        self._intake = intake
        self._chat = chat
        self._prompt = prompt
        self._write = write
        self._screen = Screen(ground.catalogue, write)
        self._pickup = Pickup(ground.store, chat, wiring.now)
        self._language = LANGUAGES[0]
        self._turn = asyncio.Lock()
        self._exit_code = 0

    async def hold(self, lines: AsyncIterator[str]) -> int:
        """All lines were heard and answered; the exit code says whether all were kept."""
        await self._show_waiting()
        self._write(self._prompt)
        async for typed in lines:
            async with self._turn:
                if typed.strip():
                    await self._hear(typed)
                await self._show_waiting()
                self._write(self._prompt)
        return self._exit_code

    async def show_news(self) -> None:
        """What the office says while nobody types is shown, too."""
        while True:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
            with suppress(DatabaseAway):
                async with self._turn:
                    if await self._show_waiting():
                        self._write(self._prompt)

    def say(self, key: str, **params: str) -> None:
        """Something that the terminal itself says."""
        self._screen.show(Outgoing((line(key, **params),)), self._language)

    async def _hear(self, typed: str) -> None:
        meant = self._screen.read(typed)
        if isinstance(meant, FileToSend):
            await self._send(meant)
        elif isinstance(meant, Line):
            self._screen.show(Outgoing((meant,)), self._language)
        else:
            await self._hand_in(meant)

    async def _hand_in(self, incoming: Incoming) -> None:
        received = Received(self._chat, uuid4().hex, wiring.now(), incoming)
        for _ in range(TRIES):
            try:
                await self._intake.take(received)
            except (TryLater, TooBusy):
                await asyncio.sleep(LOOK_EVERY_SECONDS)
            except NotHandled:
                break
            else:
                return
        self._not_kept("page.terminal.try_later")

    async def _send(self, file: FileToSend) -> None:
        path = Path(file.path)
        if not await asyncio.to_thread(_is_readable, path):
            return self._not_kept("page.terminal.no_such_file", path=file.path)
        ground = self._ground
        limits, content, now = ground.profile.files, _pieces(path), wiring.now()
        try:
            kept = await keep(
                ground.store, ground.objects, limits, self._chat, content, path.name, file.caption, None, now
            )
        except TryLater:
            return self._not_kept("page.terminal.try_later")
        return await self._hand_in(kept)

    def _not_kept(self, key: str, **params: str) -> None:
        self._exit_code = NOT_ALL_WAS_KEPT
        self.say(key, **params)

    async def _show_waiting(self) -> bool:
        """Whether there was something."""
        waiting = await self._pickup.waiting()
        for message in waiting:
            self._language = message.language
            self._screen.show(message.outgoing, message.language)
        if waiting:
            await self._pickup.fetched(waiting)
        return bool(waiting)


def _is_readable(path: Path) -> bool:
    return path.is_file() and os.access(path, os.R_OK)


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := await asyncio.to_thread(file.read, PIECE_BYTES):
            yield piece

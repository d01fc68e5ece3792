"""The running product: its loops and its pages, from the first request to an orderly end."""

import asyncio
import os
import signal
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from aiohttp import web

from bot.loops import KeepsCrashing, Loop
from conversations.profile import Profile
from storage.store import Store

ENDS_WITHIN_SECONDS = 4.8
"""After this the process ends, whatever is still in hand: it is in the database, and is done after the next start."""
LOOP_ENDS_WITHIN_SECONDS = 2.0
INTERRUPTED, MUST_BE_MENDED = 130, 1

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Product:
    """`loops` end in this order, each with what it has in hand."""

    profile: Profile
    store: Store
    loops: Sequence[Loop]
    runner: web.AppRunner


def stop_on_signals() -> asyncio.Event:
    """Set by the first Ctrl-C or SIGTERM; the second one ends the process at once."""
    stop = asyncio.Event()

    def end() -> None:
        if stop.is_set():
            os._exit(INTERRUPTED)
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, end)
    return stop


async def until_stopped(loops: Sequence[asyncio.Task[None]], stop: asyncio.Event) -> int:
    """The exit code: 0 when it was asked to stop, 1 when a loop cannot go on."""
    stopped = asyncio.create_task(stop.wait())
    done, _ = await asyncio.wait([stopped, *loops], return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        if isinstance(error := task.exception(), KeepsCrashing):
            log.error("a loop keeps crashing, so this process ends", loop=str(error))
    return 0 if stopped in done else MUST_BE_MENDED


def end_in_any_case() -> None:
    """The process ends within `ENDS_WITHIN_SECONDS`, also when something hangs."""
    giving_up = threading.Timer(ENDS_WITHIN_SECONDS, os._exit, [MUST_BE_MENDED])
    giving_up.daemon = True
    giving_up.start()


async def end(product: Product, loops: Sequence[asyncio.Task[None]]) -> None:
    """No new work is taken, what is in hand is finished, and the database is closed."""
    await product.runner.cleanup()
    for loop in loops:
        loop.cancel()
        await asyncio.wait([loop], timeout=LOOP_ENDS_WITHIN_SECONDS)
    await product.store.close()

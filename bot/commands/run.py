"""`pintulapor run`: the chat page, the desk, and all that sends, in one process."""

import argparse
import asyncio
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext

import structlog
from aiohttp import web

from bot import logs, run_lock
from bot.environment import unknown_variables, wrong
from bot.errors import AlreadyRunning, CannotListen, CannotStart
from bot.listening import address_of, listen
from bot.loading import loaded
from bot.preparing import make_folder, prepare
from bot.running import end, end_in_any_case, stop_on_signals, until_stopped
from bot.settings import Settings
from bot.warming import warm_up
from bot.wiring import build, now

WARM_UP_AFTER_SECONDS = 1.0
"""Whoever has waited for the start gets the page first."""

log = structlog.get_logger()


def main(settings: Settings, arguments: argparse.Namespace) -> int:
    logs.configure(settings.log_level, settings.log_format)
    for name, nearest in unknown_variables():
        log.warning("no such setting", name=name, nearest=nearest or None)
    make_folder(settings.data_dir)
    with _hold(settings), _listen(settings) as bound, asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(serve(settings, bound))


async def serve(settings: Settings, bound: socket.socket) -> int:
    stop = stop_on_signals()
    await prepare(settings)
    product, gate = build(settings, lambda link: say(f"desk, for one more browser: {link}"))
    loops = [asyncio.create_task(loop.keep_running(), name=loop.name) for loop in product.loops]
    await product.runner.setup()
    await web.SockSite(product.runner, bound).start()
    loaded()
    address = address_of(bound)
    say(f"PintuLapor is ready. Ctrl-C ends it.\n  chat  {address}/\n  desk  {gate.new_link(address)}")
    log.info("ready", address=address)
    warming = threading.Thread(target=warm_up, args=(product.profile, now().date()), name="warming up")
    asyncio.get_running_loop().call_later(WARM_UP_AFTER_SECONDS, warming.start)
    exit_code = await until_stopped(loops, stop)
    log.info("ending")
    end_in_any_case()
    await end(product, loops)
    log.info("ended")
    return exit_code


def say(text: str) -> None:
    print(text, flush=True)


@contextmanager
def _hold(settings: Settings) -> Iterator[None]:
    """The data folder is ours. On PostgreSQL processes share their work, and may share a folder too."""
    try:
        with run_lock.hold(settings.data_dir) if settings.is_sqlite else nullcontext():
            yield
    except AlreadyRunning:
        problem = "is in use by another pintulapor run: end that one first, or give this one a folder of its own"
        raise CannotStart(wrong("data_dir", problem, str(settings.data_dir))) from None


def _listen(settings: Settings) -> socket.socket:
    try:
        return listen(settings.http_host, settings.http_port)
    except CannotListen as reason:
        raise CannotStart(wrong("http_port", str(reason), str(settings.http_port))) from None


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """uvloop where it can be had: it takes about half of asyncio's own time."""
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop

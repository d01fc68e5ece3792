"""How the plain bots are started: `python -m benchmarks.telegram.<which> --port 1 --api http://... [--answer]`."""

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import uvloop
from aiohttp import web

PATH = "/telegram/webhook"


@dataclass(frozen=True, slots=True)
class Given:
    """`answers`: the reply goes in the webhook's answer."""

    port: int
    api: str
    answers: bool
    data: str


def serve(make: Callable[[Given], Awaitable[web.Application]]) -> None:
    """It runs until it is ended, on the same event loop as the product."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--api", required=True)
    parser.add_argument("--answer", action="store_true")
    parser.add_argument("--data", default="")
    given = parser.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(make, Given(given.port, given.api, given.answer, given.data)))


async def _serve(make: Callable[[Given], Awaitable[web.Application]], given: Given) -> None:
    runner = web.AppRunner(await make(given), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", given.port).start()
    await asyncio.Event().wait()

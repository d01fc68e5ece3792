"""Messages per second, beside the plain way: the rounds take turns, so that what else the machine does hits both."""

import asyncio
import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import create_async_engine

from benchmarks.crowd import Crowd, Phones
from benchmarks.intake import INTAKE
from benchmarks.office import run
from benchmarks.ways import Taking, Way
from conversations.catalogue import Catalogue
from storage.tables import reports

LEAST_WARM_UP = 200
LONGEST_WAIT_S = 60.0
LOOK_EVERY_S = 0.01

Databases = Callable[[], AbstractContextManager[str]]


@dataclass(frozen=True, slots=True)
class Measured:
    """One round. A message's milliseconds go from handing it in until its answer is with the messaging app."""

    messages: int
    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_s_per_1000: float
    per_commit: float


@dataclass(frozen=True, slots=True)
class Compared:
    """The rounds of several ways with so many chats at once. The first way is ours."""

    chats: int
    rounds: dict[str, list[Measured]]

    def middle(self, way: str) -> Measured:
        """The median of each number by itself."""
        of = self.rounds[way]
        return Measured(
            messages=sum(m.messages for m in of),
            per_second=median(m.per_second for m in of),
            p50_ms=median(m.p50_ms for m in of),
            p99_ms=median(m.p99_ms for m in of),
            cpu_s_per_1000=median(m.cpu_s_per_1000 for m in of),
            per_commit=median(m.per_commit for m in of),
        )

    def ratios(self, way: str) -> Sequence[float]:
        """How many times as fast ours was, round by round, the least first."""
        ours, theirs = next(iter(self.rounds.values())), self.rounds[way]
        return sorted(a.per_second / b.per_second for a, b in zip(ours, theirs, strict=True))


def compare(
    chats: int, ways: Sequence[Way], rounds: int, seconds: float, databases: Databases, catalogue: Catalogue
) -> Compared:
    """`rounds` times each way in turn, each on an empty database, for at least `seconds`."""
    measured: dict[str, list[Measured]] = {way.name: [] for way in ways}
    for way in _in_turn(ways, rounds):
        with databases() as url:
            measured[way.name].append(run(_round(way, chats, seconds, url, catalogue)))
        gc.collect()
    return Compared(chats, measured)


def _in_turn(ways: Sequence[Way], rounds: int) -> Iterator[Way]:
    for _ in range(rounds):
        yield from ways


async def _round(way: Way, chats: int, seconds: float, url: str, catalogue: Catalogue) -> Measured:
    phones = Phones()
    crowd = Crowd(chats, phones)
    async with INTAKE.open(url, phones, catalogue) as taking:
        await crowd.spread(taking.take)
    async with way.open(url, phones, catalogue) as taking:
        talking = asyncio.create_task(crowd.talk(taking.take))
        try:
            async with asyncio.timeout(LONGEST_WAIT_S):
                await _until(lambda: len(crowd.seconds) >= max(chats, LEAST_WARM_UP), talking)
            measured = await _measure(crowd, taking, seconds, talking)
        finally:
            crowd.end()
            async with asyncio.timeout(LONGEST_WAIT_S):
                await talking
    assert 0 < crowd.receipts <= await _reports(url), "a receipt was given for a report that is not there"
    return measured


async def _measure(crowd: Crowd, taking: Taking, seconds: float, talking: "asyncio.Task[None]") -> Measured:
    """At least one message of each chat, so that those that wait long count too."""
    first, commits, cpu, began = len(crowd.seconds), taking.commits(), time.process_time(), time.perf_counter()
    await _until(
        lambda: time.perf_counter() - began >= seconds and len(crowd.seconds) - first >= crowd.size,
        talking,
    )
    took, cpu, commits = time.perf_counter() - began, time.process_time() - cpu, taking.commits() - commits
    waits = sorted(crowd.seconds[first:])
    return Measured(
        messages=len(waits),
        per_second=len(waits) / took,
        p50_ms=waits[len(waits) // 2] * 1_000,
        p99_ms=waits[len(waits) * 99 // 100] * 1_000,
        cpu_s_per_1000=cpu / len(waits) * 1_000,
        per_commit=len(waits) / max(commits, 1),
    )


async def _until(is_so: Callable[[], bool], talking: "asyncio.Task[None]") -> None:
    while not is_so():
        if talking.done():
            await talking
        await asyncio.sleep(LOOK_EVERY_S)


async def _reports(url: str) -> int:
    engine = create_async_engine(url)
    async with engine.connect() as connection:
        found = await connection.scalar(select(func.count()).select_from(reports))
    await engine.dispose()
    return found or 0

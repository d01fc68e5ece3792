"""The rounds: all bots run from the first to the last, and are loaded in turn while the others rest."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.process import cpu_seconds, resident_mib
from benchmarks.telegram.crowd import Crowd
from benchmarks.telegram.http import Connections
from benchmarks.telegram.serving import PATH
from benchmarks.telegram.subjects import LONGEST_START_S, Subject, free_port, listens, running

CONNECTIONS = 100
"""The most that Telegram opens to one webhook."""


@dataclass(frozen=True, slots=True)
class Size:
    """`longest`: seconds after which a round ends, though some chats were not replied to in it."""

    chats: int
    rounds: int
    seconds: float
    longest: float
    conversations: int
    per_second: float = 200.0


@dataclass(frozen=True, slots=True)
class Round:
    """One bot under one load. A millisecond counts from when Telegram has the update until it has the reply."""

    per_second: float
    cpu_s_per_1000: float
    p50_ms: float
    p99_ms: float
    calls: float
    """Of the Bot API, for each update: those in answers count too."""
    cores: float
    """Of the one that it has."""


@dataclass(slots=True)
class Measured:
    subject: Subject
    ready_s: float = 0.0
    resident_mib: float = 0.0
    full: list[Round] = field(default_factory=list)
    trickle: list[Round] = field(default_factory=list)
    refused: int = 0
    errors: str = ""

    def middle(self, name: str, of: str = "full") -> float:
        rounds: Sequence[Round] = getattr(self, of)
        return median(getattr(each, name) for each in rounds) if rounds else float("nan")


@dataclass(slots=True)
class Bench:
    """One bot, its fake server and its people."""

    crowd: Crowd
    pid: int
    measured: Measured

    async def full(self, seconds: float, longest: float) -> None:
        self.measured.full.append(await self._round(lambda: self.crowd.talk(seconds, longest)))

    async def trickle(self, per_second: float, seconds: float) -> None:
        async def work() -> float:
            began = perf_counter()
            await self.crowd.trickle(per_second, seconds)
            await self.crowd.quiet()
            return perf_counter() - began

        self.measured.trickle.append(await self._round(work))

    async def _round(self, work: Callable[[], Awaitable[float]]) -> Round:
        crowd, calls = self.crowd, self.crowd.api.calls.total()
        cpu = cpu_seconds(self.pid)
        took = await work()
        cpu, count, calls = cpu_seconds(self.pid) - cpu, len(crowd.seconds), crowd.api.calls.total() - calls
        waits = sorted(crowd.seconds)
        await crowd.quiet()
        self.measured.refused = crowd.refused
        self.measured.resident_mib = resident_mib(self.pid)
        return Round(
            per_second=count / took,
            cpu_s_per_1000=cpu / count * 1_000,
            p50_ms=waits[count // 2] * 1_000,
            p99_ms=waits[count * 99 // 100] * 1_000,
            calls=calls / count,
            cores=cpu / took,
        )


@asynccontextmanager
async def bench(
    subject: Subject, chats: int, folder: Path, database: str, core: int | None, connections: int = CONNECTIONS
) -> AsyncIterator[Bench]:
    """The bot runs and is loaded: everybody stands somewhere in the dialogue."""
    crowd = Crowd(chats)
    await crowd.api.open()
    port, began = free_port(), perf_counter()
    with running(subject, crowd.api.base, port, folder, database, core) as process:
        while not (listens(port) and (crowd.api.webhook or not subject.is_product)):
            assert process.poll() is None, f"{subject.name} has ended: {(folder / 'stderr').read_text()[-2000:]}"
            assert perf_counter() - began < LONGEST_START_S, f"{subject.name} is never ready"
            await asyncio.sleep(0.005)
        measured = Measured(subject, ready_s=perf_counter() - began)
        line = Connections(port, PATH, connections, str(crowd.api.webhook.get("secret_token", "")))
        await line.open()
        crowd.connect(line)
        try:
            await crowd.spread()
            yield Bench(crowd, process.pid, measured)
        finally:
            line.close()
            crowd.api.close()
            measured.errors = (folder / "stderr").read_text()[-2000:]


def two_cores() -> tuple[int | None, int | None]:
    """One for the bot, and one for all else; None where there is only one."""
    cores = sorted(os.sched_getaffinity(0))
    return (cores[0], cores[1]) if len(cores) > 1 else (None, None)


async def all_of(
    subjects: Sequence[tuple[Subject, str]], size: Size, folder: Path, core: int | None, say: Callable[[str], None]
) -> list[Measured]:
    """Subjects with their databases' URLs (empty: an SQLite file of their own). `say` is told how far it is."""
    async with AsyncExitStack() as stack:
        benches = []
        for n, (subject, database) in enumerate(subjects):
            each = await stack.enter_async_context(bench(subject, size.chats, folder / str(n), database, core))
            say(f"{subject.name} is ready after {each.measured.ready_s:.1f} s")
            benches.append(each)
        for number in range(1, size.rounds + 1):
            for each in benches:
                await each.full(size.seconds, size.longest)
                say(f"round {number}: {each.measured.subject.name} {each.measured.full[-1].per_second:,.0f}/s")
        for _ in range(size.rounds):
            for each in benches:
                await each.trickle(size.per_second, size.seconds)
        return [each.measured for each in benches]

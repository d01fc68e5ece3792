"""`python -m benchmarks telegram`: PintuLapor beside plain bots."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from benchmarks.office import empty_folder, run
from benchmarks.report import Row, table
from benchmarks.telegram import subjects as s
from benchmarks.telegram.extremes import ready, resident_with
from benchmarks.telegram.measure import CONNECTIONS, Measured, Size, all_of, two_cores
from benchmarks.telegram.subjects import Subject

FULL = Size(chats=1_000, rounds=3, seconds=2.0, longest=6.0, conversations=10_000)
QUICK = Size(chats=50, rounds=1, seconds=0.5, longest=10.0, conversations=500)

RIVALS = (s.BARE, s.BARE_ANSWERS, s.AIOGRAM, s.AIOGRAM_ANSWERS, s.PTB, s.DURABLE)
OURS = (s.PRODUCT, s.PRODUCT_ANSWERS, s.PRODUCT_PTB)
OURS_ON_POSTGRES = (s.PRODUCT_POSTGRES, s.PRODUCT_POSTGRES_ANSWERS)
IN_HASTE = (s.AIOGRAM, s.DURABLE, s.PRODUCT, s.PRODUCT_ANSWERS)
READY_TIMES = 2

EXPLAINED = """\
{chats:,} chats go through the same dialogue of eight messages over a webhook. A chat sends its next update once
Telegram has the reply and has been told that the last one arrived; at most {connections} requests are under way at
once, as many as Telegram makes. Each bot is a process held to one core, without Telegram's limits; the people and the
fake Bot API share another one, with PostgreSQL where it is used. All run on uvloop. The rounds take turns ({rounds},
medians), and everybody stands at another message than the next person when they begin.

- **(a) bare aiohttp** parses and sends one message, nothing else.
- **(b) plain aiogram** keeps its FSM in memory; **(c) plain PTB** uses `ConversationHandler` without persistence. Both
  answer each press, take the buttons from the question, and say as much as PintuLapor does.
- **(d) plain durable bot** is (b) with SQLAlchemy's ORM and aiosqlite (`synchronous=FULL`), one commit per update.
- **PintuLapor** is `run` as in earnest: everything durable, reports forwarded to its desk meanwhile.

(b) by a call, (c) and (d) answer Telegram before they have handled an update, as their libraries do: what is under way
when they die is lost. A time goes from handing over an update until its reply is with Telegram. × (b) and × (d) compare
by round, as median (least to greatest); "like" compares replies in the answer with (b)'s in the answer."""

HEAD = ("bot", "updates/s", "× (b) by a call", "× (b) like", "× (d)", "CPU s per 1,000", "calls each", "MiB")
EQUAL_HEAD = ("bot", "updates/s", "p50 ms", "p99 ms", "CPU s per 1,000")


def measure(size: Size, with_postgres: bool) -> Iterator[str]:
    """The parts of the report, as Markdown."""
    core, own = two_cores()
    yield "# PintuLapor beside plain Telegram bots"
    yield EXPLAINED.format(chats=size.chats, connections=CONNECTIONS, rounds=size.rounds)
    with _here(own), ExitStack() as stack, empty_folder() as folder:
        is_whole = size is not QUICK
        chosen = [(subject, "") for subject in ((*RIVALS, *OURS) if is_whole else IN_HASTE)]
        if with_postgres and is_whole:
            from benchmarks.postgres import postgres_databases

            about, databases = stack.enter_context(postgres_databases())
            chosen += [(subject, stack.enter_context(databases())) for subject in OURS_ON_POSTGRES]
            yield about
        measured = run(all_of(chosen, size, folder, core, _say))
        yield f"## As fast as they can\n\n{full_text(measured)}"
        yield f"## At {size.per_second:.0f} updates/s\n\n{equal_text(measured)}"
        if not is_whole:
            return
        yield f"## Memory and start\n\n{_extremes(size, folder, core)}"


@contextmanager
def _here(core: int | None) -> Iterator[None]:
    """This process, and what it starts without saying more, is held to that core."""
    before = os.sched_getaffinity(0)
    if core is not None:
        os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _say(text: str) -> None:
    print(f"  {text}", flush=True)


def full_text(measured: Sequence[Measured]) -> str:
    by = {each.subject: each for each in measured}
    rows: list[Row] = []
    for each in measured:
        like = by.get(s.AIOGRAM_ANSWERS if each.subject.replies_in_answer else s.AIOGRAM)
        rows.append(
            (
                each.subject.name,
                f"{each.middle('per_second'):,.0f}",
                _times(each, by[s.AIOGRAM]),
                _times(each, like) if like else "",
                _times(each, by[s.DURABLE]),
                f"{each.middle('cpu_s_per_1000'):.2f}",
                f"{each.middle('calls'):.2f}",
                f"{each.resident_mib:.0f}",
            )
        )
    return table(HEAD, rows)


def _times(ours: Measured, theirs: Measured) -> str:
    ratios = sorted(a.per_second / b.per_second for a, b in zip(ours.full, theirs.full, strict=True))
    return f"{median(ratios):.1f} × ({ratios[0]:.1f} to {ratios[-1]:.1f})"


def equal_text(measured: Sequence[Measured]) -> str:
    def row(each: Measured) -> Row:
        numbers = [each.middle(name, "trickle") for name in ("per_second", "p50_ms", "p99_ms", "cpu_s_per_1000")]
        return (
            each.subject.name,
            f"{numbers[0]:.0f}",
            *(f"{number:,.1f}" for number in numbers[1:3]),
            f"{numbers[3]:.2f}",
        )

    return table(EQUAL_HEAD, [row(each) for each in measured])


def _extremes(size: Size, folder: Path, core: int | None) -> str:
    rows = [
        _extreme(subject, size, folder / f"extreme{n}", core) for n, subject in enumerate((s.PRODUCT, s.PRODUCT_PTB))
    ]
    head = (
        "bot",
        "MiB at first",
        f"MiB, {size.conversations:,} open",
        "ready s",
        "its import s",
        "beyond it s",
        "ready, CPU s",
    )
    return table(head, rows)


def _extreme(subject: Subject, size: Size, folder: Path, core: int | None) -> Row:
    empty, resident = run(resident_with(subject, size.conversations, folder / "memory", core))
    start = run(ready(subject, READY_TIMES, folder / "start", core))
    times = (f"{seconds:.2f}" for seconds in (start.seconds, start.library, start.seconds - start.library, start.cpu_s))
    return (subject.name, f"{empty:.0f}", f"{resident:.0f}", *times)

"""`make bench`: measures, prints, and writes `benchmarks/results/<date>-<part>.md`."""

import argparse
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import relay, relay_door, report
from benchmarks.disk import DiskRates, probe_disk
from benchmarks.intake import INTAKE
from benchmarks.machine import describe_machine
from benchmarks.memory import measure_memory
from benchmarks.office import load_office, sqlite_database
from benchmarks.plain_way import FORGETFUL, PLAIN
from benchmarks.postgres import has_postgres, postgres_databases
from benchmarks.speed import Databases, compare
from benchmarks.start import measure_starts
from benchmarks.telegram import side_by_side
from benchmarks.telegram.measure import Size as TelegramSize
from benchmarks.turns import measure_turns
from benchmarks.village_list import measure_list
from benchmarks.ways import Way
from conversations.catalogue import Catalogue

TELEGRAM = "telegram"
RELAY = "relay"
VILLAGE_LIST = "village-list"
PARTS = ("speed-memory-start", TELEGRAM, RELAY, VILLAGE_LIST)
LIST_ROWS = (500, 1_000)
RESULTS = Path(__file__).parent / "results"
BOTH_WAYS = (INTAKE, PLAIN)
ALL_WAYS = (*BOTH_WAYS, FORGETFUL)
Chats = tuple[tuple[int, Sequence[Way]], ...]
"""How many at once, and which ways are measured with them."""

EXPLAINED = """\
Each chat is a person who sends the next of eight messages (story, consent, category, day, place, no photo, visibility,
send) when the answer to the last one is with the messaging app, here a function that returns at once. Every way takes
the same turns and commits the same rows: inbox, complainant, conversation, outbox; with the last message the report,
its history and its forwarding.

- **Intake** is the product: `handlers.incoming` with `handlers.delivery`.
- **plain way**: one transaction per message with SQLAlchemy's ORM, and a small second one that removes the sent answer
  from the outbox.
- **plain way, no outbox**: without that second one. A crash can lose an answer.

The rounds take turns, each on an empty database; a number is the median of {rounds}. "Intake is faster": the median of
the rounds' ratios, the least and the greatest. A message's time goes from handing it in until its answer is with the
messaging app. CPU is that of the whole process, the people included."""


RELAYED = """\
Updates as `POST /backend/updates` or the desk brings them, from `apply_updates` to the commit of the outbox. Each
report has a complainant of its own and nobody else who follows it; a number is the median of {rounds} rounds. Then the
whole way, from the signed request of another system until the messaging app, which has no limits here, has the message.
Then one report is followed by {followers:,} people: all have their row in the outbox when its update is committed."""


LISTED = """\
A volunteer's `.xlsx`, in which every tenth row has a fault. Checked: from the bytes of the file until its rows and
their faults are in the database (SQLite, `synchronous=FULL`), beside what openpyxl takes to read the same file and no
more. Sent: until all good rows are reports that wait for their backend."""


@dataclass(frozen=True, slots=True)
class Size:
    rounds: int
    seconds: float
    dialogues: int
    conversations: int
    starts: int
    sqlite: Chats
    postgres: Chats
    probe_seconds: float = 1.0


FULL = Size(
    rounds=3,
    seconds=3.0,
    dialogues=500,
    conversations=10_000,
    starts=5,
    sqlite=((1, ALL_WAYS), (100, ALL_WAYS), (1_000, BOTH_WAYS)),
    postgres=((1, BOTH_WAYS), (100, BOTH_WAYS)),
)
QUICK = Size(
    rounds=1,
    seconds=0.5,
    dialogues=20,
    conversations=500,
    starts=1,
    sqlite=((1, BOTH_WAYS), (20, ALL_WAYS)),
    postgres=((20, BOTH_WAYS),),
    probe_seconds=0.2,
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("part", nargs="?", choices=PARTS, help="only this part")
    parser.add_argument("--quick", action="store_true", help="see that it all works, in seconds; nothing is written")
    parser.add_argument("--without-postgres", action="store_true", help="SQLite only")
    arguments = parser.parse_args()
    with_postgres = has_postgres() and not arguments.without_postgres
    for part in [arguments.part] if arguments.part else PARTS:
        began = time.perf_counter()
        if part == TELEGRAM:
            texts = _telegram(side_by_side.QUICK if arguments.quick else side_by_side.FULL, with_postgres)
        elif part == RELAY:
            texts = _relayed(relay.QUICK if arguments.quick else relay.FULL, with_postgres)
        elif part == VILLAGE_LIST:
            texts = _listed((20,) if arguments.quick else LIST_ROWS)
        else:
            texts = _measured(QUICK if arguments.quick else FULL, with_postgres)
        told = list(_told(texts))
        print(f"Took {time.perf_counter() - began:.0f} s.")
        if not arguments.quick:
            print(f"Written to {_write(part, told)}.")


def _told(texts: Iterator[str]) -> Iterator[str]:
    for text in texts:
        print(f"{text}\n", flush=True)
        yield text


def _telegram(size: TelegramSize, with_postgres: bool) -> Iterator[str]:
    disks = [probe_disk(QUICK.probe_seconds)]
    yield from side_by_side.measure(size, with_postgres)
    disks.append(probe_disk(QUICK.probe_seconds))
    yield f"## The machine\n\n{describe_machine(disks)}"


def _relayed(size: relay.Size, with_postgres: bool) -> Iterator[str]:
    catalogue, disks = load_office(), [probe_disk(QUICK.probe_seconds)]
    yield "# Updates on their way to people"
    yield RELAYED.format(rounds=size.rounds, followers=size.followers)
    yield f"## SQLite, `synchronous=FULL`\n\n{_relay_texts(size, sqlite_database, catalogue)}"
    if with_postgres:
        with postgres_databases() as (about, databases):
            yield f"## {about}\n\n{_relay_texts(size, databases, catalogue)}"
    disks.append(probe_disk(QUICK.probe_seconds))
    yield f"## The machine\n\n{describe_machine(disks)}"


def _listed(rows: Sequence[int]) -> Iterator[str]:
    disks = [probe_disk(QUICK.probe_seconds)]
    yield "# A village list"
    yield LISTED
    yield report.list_text([measure_list(each) for each in rows])
    disks.append(probe_disk(QUICK.probe_seconds))
    yield f"## The machine\n\n{describe_machine(disks)}"


def _relay_texts(size: relay.Size, databases: Databases, catalogue: Catalogue) -> str:
    relayed = report.relay_text(relay.measure_relay(size, databases, catalogue))
    door = report.door_text(relay_door.measure_door(size, databases, catalogue.profile))
    return f"{relayed}\n\n{door}\n\n{report.queue_text(relay.measure_queue(size, databases(), catalogue))}"


def _measured(size: Size, with_postgres: bool) -> Iterator[str]:
    catalogue, disks = load_office(), [probe_disk(size.probe_seconds)]
    yield "# Speed, memory and start"
    yield EXPLAINED.format(rounds=size.rounds)
    yield f"## SQLite, `synchronous=FULL`\n\n{_speeds(size, size.sqlite, sqlite_database, catalogue, disks)}"
    if with_postgres:
        with postgres_databases() as (about, databases):
            yield f"## {about}\n\n{_speeds(size, size.postgres, databases, catalogue, disks)}"
    yield f"## The conversation itself\n\n{report.turn_text(measure_turns(size.dialogues, catalogue))}"
    yield f"## Memory of open conversations\n\n{report.memory_text(measure_memory(size.conversations))}"
    yield f"## Start\n\n{report.start_text(measure_starts(size.starts))}"
    yield f"## The machine\n\n{describe_machine(disks)}"


def _speeds(size: Size, at_once: Chats, databases: Databases, catalogue: Catalogue, disks: list[DiskRates]) -> str:
    """A table; the disk is probed after each of its parts."""
    rows: list[report.Row] = []
    for chats, ways in at_once:
        rows += report.speed_rows(compare(chats, ways, size.rounds, size.seconds, databases, catalogue))
        disks.append(probe_disk(size.probe_seconds))
    return report.table(report.SPEED_HEAD, rows)


def _write(part: str, texts: Sequence[str]) -> str:
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{datetime.now(UTC):%Y-%m-%d}-{part}.md"
    file.write_text("\n\n".join(text.rstrip() for text in texts) + "\n")
    return f"{RESULTS.parent.name}/{RESULTS.name}/{file.name}"


if __name__ == "__main__":
    main()

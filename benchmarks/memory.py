"""What open conversations take, in memory and on disk. A process of its own: `python -m benchmarks.memory 10000`."""

import asyncio
import gc
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from benchmarks.crowd import Phones, exchange
from benchmarks.dialogue import Person
from benchmarks.intake import INTAKE
from benchmarks.office import database_bytes, load_office, run, sqlite_database
from benchmarks.process import resident_mib
from benchmarks.ways import Taking
from storage import conversations
from storage.conversations import Complainant
from storage.store import Store

MESSAGES_EACH = 5
"""The draft is well under way: story, consent, category, day and place are told, the photo is asked for."""
AT_ONCE = 500
WARM_UP = 1_000


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """MiB of resident memory: `warm` after the first thousand conversations, `after` when all the others were taken in
    too, `held` what is added when all are read from the database at once, as the product never does.

    `stored_kib` is the database's size per conversation.
    """

    conversations: int
    warm: float
    after: float
    held: float
    stored_kib: float


def measure_memory(size: int) -> MemoryUse:
    command = [sys.executable, "-m", "benchmarks.memory", str(size)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return MemoryUse(**json.loads(done.stdout))


async def _use(url: str, size: int) -> MemoryUse:
    phones = Phones()
    async with INTAKE.open(url, phones, load_office()) as taking:
        await _tell(range(WARM_UP), taking, phones)
        warm = resident_mib()
        await _tell(range(WARM_UP, WARM_UP + size), taking, phones)
        after = resident_mib()
    stored = database_bytes(url) / (WARM_UP + size) / 1024
    return MemoryUse(size, warm, after, await _held(url, range(WARM_UP, WARM_UP + size)), stored)


async def _tell(numbers: Sequence[int], taking: Taking, phones: Phones) -> None:
    async def tell(person: Person) -> None:
        while person.done < MESSAGES_EACH:
            await exchange(person, taking.take, phones)

    for first in range(0, len(numbers), AT_ONCE):
        await asyncio.gather(*(tell(Person(number)) for number in numbers[first : first + AT_ONCE]))
    gc.collect()


async def _held(url: str, numbers: Sequence[int]) -> float:
    store = Store(url)
    loaded: list[Complainant] = []
    before = resident_mib()
    for first in range(0, len(numbers), AT_ONCE):
        async with store.read() as unit:
            chats = [Person(number).chat for number in numbers[first : first + AT_ONCE]]
            loaded += (await conversations.load(unit, chats)).values()
    gc.collect()
    after = resident_mib()
    assert sum(known.conversation.draft is not None for known in loaded) == len(numbers)
    await store.close()
    return after - before


if __name__ == "__main__":
    with sqlite_database() as url:
        print(json.dumps(asdict(run(_use(url, int(sys.argv[1]))))))

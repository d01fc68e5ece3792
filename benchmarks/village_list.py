"""How long a village list takes, and how much memory. A process of its own: `python -m benchmarks.village_list 500`.

Checked: from the bytes of the file to rows with their faults in the database. Sent: until all good rows are reports.
"""

import gc
import json
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from io import BytesIO
from tempfile import TemporaryDirectory

from obstore.store import LocalStore
from openpyxl import load_workbook

from benchmarks.office import load_office, run, sqlite_database
from benchmarks.process import resident_mib
from conversations.catalogue import Catalogue
from conversations.effects import SendList, TakeList
from conversations.messages import Media
from handlers.attachments import keep
from handlers.list_effects import carry_out_lists
from handlers.list_limits import LIST_FILES
from handlers.village_lists import VillageLists
from storage.store import Store
from tests.handlers.house import Bell, different_numbers
from tests.village_list import filled
from tests.volunteering import Helper, make_volunteer

SHARE_OF_FAULTS = 10
"""Every tenth row."""


@dataclass(frozen=True, slots=True)
class ListCost:
    """Seconds, and MiB of resident memory before the list came, when it was checked, and when it was sent.

    `read` is what the library takes to read the same file and no more.
    """

    rows: int
    read: float
    checked: float
    sent: float
    memory_before: float
    memory_checked: float
    memory_sent: float


def measure_list(rows: int) -> ListCost:
    command = [sys.executable, "-m", "benchmarks.village_list", str(rows)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return ListCost(**json.loads(done.stdout))


async def _cost(url: str, rows: int) -> ListCost:
    with TemporaryDirectory() as folder:
        store, objects, catalogue = Store(url), LocalStore(folder), load_office()
        helper = await make_volunteer(store)
        lists = VillageLists(store, objects, catalogue, Bell(), Bell(), Bell(), _now, different_numbers())
        await _checked(store, objects, catalogue, helper, lists, 20)  # what is loaded once is loaded
        content = filled(rows, rows // SHARE_OF_FAULTS).xlsx()
        read = _read_alone(content)
        gc.collect()
        before, began = resident_mib(), time.perf_counter()
        await _checked(store, objects, catalogue, helper, lists, content)
        checked, checked_mib = time.perf_counter() - began, resident_mib()
        began = time.perf_counter()
        async with store.begin() as unit:
            await carry_out_lists(unit, [(helper.id, SendList(2))], _now())
        await _work(lists)
        cost = ListCost(rows, read, checked, time.perf_counter() - began, before, checked_mib, resident_mib())
        await store.close()
        return cost


def _read_alone(content: bytes) -> float:
    began = time.perf_counter()
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    for sheet in book:
        for _ in sheet.iter_rows(values_only=True):
            pass
    book.close()
    return time.perf_counter() - began


async def _checked(
    store: Store, objects: LocalStore, catalogue: Catalogue, helper: Helper, lists: VillageLists, list_: bytes | int
) -> None:
    content = list_ if isinstance(list_, bytes) else filled(list_).xlsx()
    kept = await keep(store, objects, LIST_FILES, helper.chat, _pieces(content), "daftar.xlsx", "", None, _now())
    assert isinstance(kept, Media)
    async with store.begin() as unit:
        await carry_out_lists(unit, [(helper.id, TakeList(kept.file_id, kept.file_name, _now()))], _now())
    await _work(lists)


async def _work(lists: VillageLists) -> None:
    while await lists.look():
        pass


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    with sqlite_database() as url:
        print(json.dumps(asdict(run(_cost(url, int(sys.argv[1]))))))

"""What waits, in order, and how it is found."""

from datetime import timedelta

import pytest

from conversations.profile import Profile, Stage
from handlers.desk import PAGE_SIZE
from storage import tables
from storage.desk_queue import Tab
from tests.filed import NOW, RECEIPT
from tests.handlers.desk.office import ARCHIVE, ASK, TRACKING_ID, VERIFY, Office


async def test_the_queue_is_ordered_by_what_its_tab_asks_for(office: Office) -> None:
    first, second, third = "KTM-0000-0001", "KTM-0000-0002", "KTM-0000-0003"
    for receipt in (first, second, third):
        await office.receive(receipt)
        office.clock.move(days=1)
    await office.take(VERIFY, receipt=first)

    assert await office.receipts(Tab.NEWEST) == [third, second, first]
    assert await office.receipts(Tab.LONGEST) == [second, third, first]
    office.clock.move(days=30)
    assert await office.receipts(Tab.OVERDUE) == [first, second, third]


async def test_what_is_due_by_the_next_working_day_is_pointed_out_beforehand(office: Office) -> None:
    await office.receive()  # on a Friday, so due on the Wednesday
    office.clock.move(days=3, hours=14)  # the Monday, late
    assert await office.receipts(Tab.SOON) == []
    office.clock.move(hours=2)  # the Tuesday has begun
    assert await office.receipts(Tab.SOON) == [RECEIPT]
    office.clock.move(days=1)
    assert await office.receipts(Tab.SOON) == [RECEIPT]
    office.clock.move(days=1)
    assert (await office.receipts(Tab.SOON), await office.receipts(Tab.OVERDUE)) == ([], [RECEIPT])


async def test_what_the_complainant_must_answer_soon_is_not_the_offices_to_do(office: Office, profile: Profile) -> None:
    await office.receive()
    await office.take(ASK)
    due = office.limit(Stage.ANSWER, NOW)
    assert due is not None
    office.clock.at = due - timedelta(hours=1)
    assert await office.receipts(Tab.SOON) == []


async def test_each_tab_says_how_many_it_has(office: Office) -> None:
    for n in range(4):
        await office.receive(f"KTM-0000-000{n}")
    await office.take(ASK, receipt="KTM-0000-0001")
    await office.take(ARCHIVE, receipt="KTM-0000-0002")
    office.clock.move(days=30)

    queue = await office.desk.queue(Tab.NEWEST)
    assert {tab: queue.counts.of(tab) for tab in Tab} == {tab: len(await office.receipts(tab)) for tab in Tab}
    assert queue.counts.of(Tab.NEWEST) == 3
    assert queue.counts.of(Tab.LONGEST) == queue.counts.of(Tab.OVERDUE) == 2
    assert queue.counts.of(Tab.CLOSED) == 1


async def test_the_queue_comes_page_by_page_and_leaves_nothing_out(office: Office) -> None:
    receipts = [f"KTM-0000-{n:04}" for n in range(PAGE_SIZE + 3)]
    for receipt in receipts:
        await office.receive(receipt)

    pages = [await office.receipts(Tab.LONGEST, page=page) for page in (1, 2)]

    assert [len(page) for page in pages] == [PAGE_SIZE, 3]
    assert [*pages[0], *pages[1]] == receipts
    assert await office.receipts(Tab.LONGEST, page=99) == pages[1]


async def test_a_case_whose_report_cannot_be_read_stays_in_the_queue_with_the_others(office: Office) -> None:
    await office.receive(title="Lampu jalan mati")
    await office.receive("KTM-0000-0000")
    spoilt = tables.desk_cases.update().where(tables.desk_cases.c.receipt == RECEIPT).values(body=b"{")
    async with office.store.begin() as unit:
        await unit.connection.execute(spoilt)

    cases = {case.report.receipt: case.report for case in (await office.desk.queue(Tab.LONGEST)).cases}

    assert sorted(cases) == sorted([RECEIPT, "KTM-0000-0000"])
    assert (cases[RECEIPT].title, cases[RECEIPT].visibility.is_secret) == ("Lampu jalan mati", True)


SEARCHES = {
    "the receipt number": "KTM-7F3K-9Q2C",
    "a part of it in small letters": "7f3k",
    "it without dashes": "ktm7f3k9q2c",
    "the Tracking ID": "#1916449",
    "digits of it": "19164",
    "a word of the title": "LAMPU",
}


@pytest.mark.parametrize("words", SEARCHES.values(), ids=SEARCHES)
async def test_a_case_is_found_open_or_closed(office: Office, words: str) -> None:
    await office.receive(title="Lampu jalan mati")
    await office.receive("KTM-0000-0000", title="Air keruh")
    await office.take(TRACKING_ID, ARCHIVE)

    assert await office.receipts(Tab.NEWEST, words) == [RECEIPT]


@pytest.mark.parametrize("words", ["%", "_", "'; DROP TABLE desk_cases; --", "#", "-", "\\"])
async def test_signs_that_mean_something_to_a_database_mean_themselves(office: Office, words: str) -> None:
    await office.receive(title="Lampu jalan mati")
    assert await office.receipts(Tab.NEWEST, words) == []

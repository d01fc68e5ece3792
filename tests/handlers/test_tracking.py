"""What whoever has a receipt is shown of the report."""

from dataclasses import replace

import pytest

from conversations.messages import Chat
from conversations.report import Visibility
from conversations.status import Event, ResponseKind, Status
from handlers.tracking import Tracking
from storage import complainants, forgetting, history, reports
from storage.history import NewEvent
from storage.reports import NewReport
from storage.store import Store
from tests.filed import NOW, RECEIPT, REPORT

CODE = "ABCDE12345"
OTHER = "KTM-0000-0000"


async def keep(store: Store, code: str = CODE, visibility: Visibility = Visibility.OPEN) -> int:
    """A report that the office has forwarded; its complainant's id."""
    async with store.begin() as unit:
        [owner] = (await complainants.add(unit, [Chat("webchat", "siti")], NOW)).values()
        sent = replace(REPORT, visibility=visibility)
        id = (await reports.add(unit, [NewReport(owner, sent, tracking_code=code)]))[RECEIPT]
        said = Event(NOW, Status.CLOSED, text="Bu Siti, lampunya sudah menyala", agency="dishub")
        answered = Event(NOW, response=ResponseKind.ADDENDUM, text="Rumah saya nomor 7")
        await history.add(unit, [NewEvent(id, "a", said, 1), NewEvent(id, "b", answered)])
    return owner


async def test_the_receipt_and_its_code_show_where_the_report_stands(store: Store) -> None:
    await keep(store)
    report = await Tracking(store).look(RECEIPT, CODE)
    assert report is not None
    assert (report.receipt, report.status, report.category) == (RECEIPT, Status.RECEIVED, "lampu-jalan")
    assert {(e.status, e.response, e.agency) for e in report.history} == {
        (Status.CLOSED, None, "dishub"),
        (None, ResponseKind.ADDENDUM, ""),
    }


async def test_nothing_that_anybody_wrote_is_shown(store: Store) -> None:
    await keep(store)
    report = await Tracking(store).look(RECEIPT, CODE)
    assert all(not event.text for event in report.history) if report else False
    shown = repr(report)
    assert not [word for word in (REPORT.reporter_name, REPORT.title, REPORT.place.landmark, "Siti") if word in shown]


@pytest.mark.parametrize("code", ["", "ABCDE12346", "abcde12345", f"{CODE}0"])
async def test_another_code_is_answered_like_an_unknown_receipt(store: Store, code: str) -> None:
    await keep(store)
    assert await Tracking(store).look(RECEIPT, code) is await Tracking(store).look(OTHER, CODE) is None


async def test_a_report_without_a_code_is_opened_by_none(store: Store) -> None:
    await keep(store, code="")
    assert await Tracking(store).look(RECEIPT, "") is None


async def test_a_report_whose_content_is_secret_shows_no_category(store: Store) -> None:
    await keep(store, visibility=Visibility.ANONYMOUS_SECRET)
    report = await Tracking(store).look(RECEIPT, CODE)
    assert report is not None
    assert report.category == ""


async def test_the_page_is_gone_once_its_person_is_forgotten(store: Store) -> None:
    owner = await keep(store)
    async with store.begin() as unit:
        await reports.mark_handed_over(unit, [1])
        await forgetting.forget(unit, [owner])
    assert await Tracking(store).look(RECEIPT, CODE) is None
    assert await Tracking(store).look(RECEIPT, "") is None

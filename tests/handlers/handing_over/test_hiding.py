"""An owner hides a report further, wherever it is; nobody shows it more than before."""

from dataclasses import replace

import msgspec
from sqlalchemy import select

from conversations.catalogue import Catalogue
from conversations.messages import Choice
from conversations.profile import Profile
from conversations.report import Report, Visibility
from conversations.status import ResponseKind
from handlers.desk import Desk
from handlers.forwarding_body import from_json
from handlers.ports import ReportForwarding, ResponseForwarding
from storage import tables
from storage.store import Store
from tests.filed import NOW, RECEIPT
from tests.handlers.handing_over.slips import SITI, code_from, filed_by_rahma, take
from tests.handlers.house import Bell, open_house
from tests.volunteering import file_for, make_volunteer


async def test_a_report_hidden_by_its_owner_goes_without_the_name_even_if_it_was_waiting(
    store: Store, catalogue: Catalogue
) -> None:
    rahma, _ = await filed_by_rahma(store)
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma))
        await house.say(SITI, Choice(f"hide:{RECEIPT}"), Choice(f"hide_anonymous:{RECEIPT}"), begin=10)
        await house.all_is_sent()
    assert "Laporan KTM-7F3K-9Q2C sekarang: Anonim." in house.app.texts(SITI.address)[-1]
    async with store.read() as unit:
        row = (await unit.connection.execute(select(tables.reports))).one()
        bodies = await unit.connection.scalars(select(tables.forwardings.c.body).order_by(tables.forwardings.c.id))
        waiting, response = [from_json(body) for body in bodies]
    assert (row.visibility, row.reporter_name, row.reporter_contact) == ("anonymous", "", "")
    assert isinstance(waiting, ReportForwarding)
    assert isinstance(response, ResponseForwarding)
    assert (waiting.report.reporter_name, waiting.report.visibility) == ("", Visibility.ANONYMOUS)
    assert (response.kind, response.visibility) == (ResponseKind.ADDENDUM, Visibility.ANONYMOUS)
    assert "diperlakukan sebagai: Anonim." in response.text


async def test_the_desk_shows_no_more_what_its_complainant_has_hidden(
    store: Store, catalogue: Catalogue, profile: Profile
) -> None:
    _, filed = await filed_by_rahma(store)
    desk = Desk(store, profile, Bell(), lambda: NOW)
    await desk.take_in(ReportForwarding(RECEIPT, filed.report))
    hiding = ResponseForwarding("k", RECEIPT, ResponseKind.ADDENDUM, "Mohon dirahasiakan", (), NOW)
    await desk.take_in(replace(hiding, visibility=Visibility.ANONYMOUS_SECRET))
    case = await desk.open_case(RECEIPT)
    assert case is not None
    assert case.case.report.visibility is Visibility.ANONYMOUS_SECRET
    assert (case.case.report.reporter_name, case.case.report.reporter_contact) == ("", "")
    async with store.read() as unit:
        body = await unit.connection.scalar(select(tables.desk_cases.c.body))
    assert body is not None
    assert msgspec.json.decode(body, type=Report).reporter_name == ""


async def test_nothing_is_shown_more_than_before(store: Store, catalogue: Catalogue) -> None:
    rahma = await make_volunteer(store)
    await file_for(store, rahma, visibility=Visibility.ANONYMOUS_SECRET)
    async with open_house(store, catalogue) as house:
        await take(house, SITI, await code_from(house, rahma))
        await house.say(SITI, Choice(f"hide:{RECEIPT}"), Choice(f"hide_secret:{RECEIPT}"), begin=10)
        await house.all_is_sent()
    assert [text.splitlines()[0] for text in house.app.texts(SITI.address)[-2:]] == [
        "Laporan ini tidak bisa disembunyikan lebih jauh."
    ] * 2

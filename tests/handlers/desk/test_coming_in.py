"""What comes to the desk: reports, and what their complainants say."""

import asyncio

import pytest

from bot.backends.desk import DeskBackend
from conversations.messages import MediaKind
from conversations.profile import Profile, Stage
from conversations.report import Attachment, Visibility
from conversations.status import ResponseKind, Status
from handlers.errors import Rejected
from handlers.ports import Forwarding, ReportForwarding
from storage.desk_queue import Tab
from storage.store import Store
from tests.filed import NOW, RECEIPT, file_report, response
from tests.handlers.desk.office import ASK, VERIFY, Office


async def test_a_report_that_comes_in_waits_to_be_verified_within_its_limit(office: Office) -> None:
    filed = await office.receive()

    case = (await office.look()).case
    assert (case.report, case.status, case.is_waiting) == (filed.report, Status.HANDED_OVER, True)
    assert case.due_at == office.limit(Stage.VERIFICATION, NOW)
    assert await office.receipts(Tab.LONGEST) == [RECEIPT]


async def test_a_report_that_comes_again_changes_nothing(office: Office) -> None:
    filed = await office.receive()
    await office.take(VERIFY)

    await office.desk.take_in(ReportForwarding(RECEIPT, filed.report))

    assert (await office.look()).case.status is Status.VERIFIED
    assert await office.receipts(Tab.NEWEST) == [RECEIPT]


@pytest.mark.parametrize("visibility", [Visibility.ANONYMOUS, Visibility.ANONYMOUS_SECRET])
async def test_the_desk_never_has_the_identity_of_who_asked_to_be_anonymous(
    office: Office, visibility: Visibility
) -> None:
    named = Attachment("file-1", MediaKind.DOCUMENT, "surat", "KTP Siti Aminah.pdf")
    await office.receive(visibility=visibility, attachments=(named,))
    await office.hear(ResponseKind.ADDENDUM, attachments=(named,))

    seen = await office.look()
    report = seen.case.report
    assert (report.reporter_name, report.reporter_contact) == ("", "")
    files = (*report.attachments, *seen.events[-1].attachments)
    assert [(file.id, file.caption, file.file_name) for file in files] == [("file-1", "surat", "")] * 2


async def test_a_response_to_a_report_that_the_desk_does_not_have_is_refused(office: Office) -> None:
    with pytest.raises(Rejected):
        await office.hear(ResponseKind.ANSWER)


async def test_a_response_comes_into_the_history_once_with_its_files(office: Office) -> None:
    await office.receive()
    await office.take(ASK)
    photo = Attachment("file-1", MediaKind.PHOTO, "tiang pertama")
    for _ in range(2):
        await office.hear(ResponseKind.ANSWER, key="r1", attachments=(photo,))

    events = (await office.look()).events
    assert [event.response or event.status for event in events] == [Status.QUESTION, ResponseKind.ANSWER]
    assert events[-1].attachments == (photo,)


async def test_of_what_comes_at_once_only_that_is_refused_which_the_desk_cannot_take(
    store: Store, profile: Profile
) -> None:
    office = Office(store, profile)
    filed = [await file_report(store, f"KTM-0000-{n:04}") for n in range(5)]
    coming: list[Forwarding] = [ReportForwarding(each.report.receipt, each.report) for each in filed]
    backend = DeskBackend(office.desk)

    lost = response("KTM-9999-9999")
    *taken, refused = await asyncio.gather(*(backend.deliver(each) for each in (*coming, lost)), return_exceptions=True)

    assert taken == [None] * 5
    assert isinstance(refused, Rejected)
    assert {case.report.receipt for case in (await office.desk.queue(Tab.NEWEST)).cases} == {
        each.report.receipt for each in filed
    }

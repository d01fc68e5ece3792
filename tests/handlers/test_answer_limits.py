"""A question of the office and the complainant's own limit, at the desk."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from bot.backends.desk import DeskBackend
from conversations.catalogue import Catalogue
from conversations.deadlines import due_at
from conversations.effects import SendResponse
from conversations.profile import Profile, Stage
from conversations.report import ReportClass
from conversations.status import ResponseKind, Status
from conversations.volunteering import Standing
from handlers.answer_limits import WAIT_AFTER_FAULT, AnswerLimits
from handlers.desk import Desk, StepTaken
from handlers.effects import Wanted, carry_out
from handlers.hours import Hours
from handlers.officer_steps import OfficerStep, StepKind
from handlers.ports import ReportForwarding
from handlers.standing import change_standing
from storage import conversations, forgetting, outbox, reports, volunteers
from storage.desk import Case
from storage.store import Store
from tests.filed import NOW, RECEIPT, Clock, Filed, file_report, response
from tests.handlers.house import Bell, different_numbers
from tests.volunteering import file_for, make_volunteer
from tests.waiting import somebody_waits

ASK = OfficerStep(StepKind.ASK, "Berapa tiang yang mati?")


class Office:
    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self.store = store
        self.clock = Clock()
        self.profile = catalogue.profile
        self.bell = Bell()
        self.desk = Desk(store, catalogue.profile, self.bell, self.clock)
        self.limits = AnswerLimits(store, catalogue, self.bell, self.clock)

    async def asks(self, receipt: str = RECEIPT) -> Filed:
        """The office has asked something of a report that has come to the desk."""
        filed = await file_report(self.store, receipt)
        await self.asks_about(filed)
        return filed

    async def asks_about(self, filed: Filed) -> None:
        receipt = filed.report.receipt
        await DeskBackend(self.desk).deliver(ReportForwarding(receipt, filed.report))
        seen = (await self.case(receipt)).steps
        assert isinstance(await self.desk.take_step(receipt, ASK, seen, f"ask-{receipt}"), StepTaken)

    async def answers(self, filed: Filed) -> None:
        """The answer is kept; the desk does not have it yet."""
        said = SendResponse(filed.report.receipt, ResponseKind.ANSWER, "3 tiang")
        async with self.store.begin() as unit:
            wanted = [Wanted(filed.complainant_id, filed.chat, said)]
            await carry_out(unit, wanted, self.clock(), self.profile, different_numbers())

    async def case(self, receipt: str = RECEIPT) -> Case:
        open_case = await self.desk.open_case(receipt)
        assert open_case is not None
        return open_case.case

    async def told(self, catalogue: Catalogue) -> Sequence[str]:
        async with self.store.read() as unit:
            waiting = (await outbox.find(unit, ["webchat"], self.clock(), (), 100)).messages
        return [catalogue.render(message.outgoing, "id").text for message in waiting]


@pytest.fixture
def office(store: Store, catalogue: Catalogue) -> Office:
    return Office(store, catalogue)


def last_second(profile: Profile) -> datetime:
    """Of the time to answer what is asked now."""
    due = due_at(profile, ReportClass.COMPLAINT, Stage.ANSWER, NOW)
    assert due is not None
    return due


async def test_a_question_is_asked_again_once_two_working_days_before_the_limit(
    office: Office, catalogue: Catalogue
) -> None:
    await office.asks()
    office.clock.at = last_second(catalogue.profile) - timedelta(days=3)
    await office.limits.look()
    assert len(await office.told(catalogue)) == 1

    office.clock.at = last_second(catalogue.profile) - timedelta(hours=12)
    await office.limits.look()
    await office.limits.look()
    _, reminder = await office.told(catalogue)
    assert reminder.startswith(f"Laporan {RECEIPT} masih menunggu jawaban Anda:")
    assert "Berapa tiang yang mati?" in reminder


async def test_nobody_is_reminded_at_night(office: Office, catalogue: Catalogue) -> None:
    await office.asks()
    office.clock.at = last_second(catalogue.profile) - timedelta(hours=1)
    await office.limits.look()
    assert len(await office.told(catalogue)) == 1


async def test_whoever_has_answered_is_not_reminded_and_their_report_stays_open(
    office: Office, catalogue: Catalogue
) -> None:
    filed = await office.asks()
    await office.answers(filed)
    office.clock.at = last_second(catalogue.profile) - timedelta(hours=12)
    await office.limits.look()
    office.clock.move(days=1)
    await office.limits.look()
    assert len(await office.told(catalogue)) == 1
    assert (await office.case()).status is Status.QUESTION


async def test_until_the_last_second_a_question_waits(office: Office, catalogue: Catalogue) -> None:
    await office.asks()
    office.clock.at = last_second(catalogue.profile)
    await office.limits.look()
    assert (await office.case()).status is Status.QUESTION


async def test_a_report_that_nobody_answers_for_closes_by_itself_with_the_reason(
    office: Office, catalogue: Catalogue
) -> None:
    filed = await office.asks()
    office.clock.at = last_second(catalogue.profile) + timedelta(seconds=1)
    await office.limits.look()
    await office.limits.look()
    case = await office.case()
    assert (case.status, case.is_waiting, case.due_at) == (Status.ARCHIVED, False, None)
    assert len(await office.told(catalogue)) == 1
    office.clock.move(hours=catalogue.profile.notice_hours.quiet_until)  # it was midnight
    await Hours(office.store, office.bell, office.clock, catalogue.profile).look()
    _, notice = await office.told(catalogue)
    assert f"Laporan {RECEIPT} diarsipkan." in notice
    assert "tidak terjawab sampai Jumat, 4 Desember 2026" in notice
    async with office.store.begin() as unit:
        person = (await conversations.load(unit, [filed.chat]))[filed.chat]
    assert person.conversation.questions == ()


async def test_a_closed_report_can_be_opened_again_by_its_complainant(office: Office, catalogue: Catalogue) -> None:
    await office.asks()
    office.clock.at = last_second(catalogue.profile) + timedelta(seconds=1)
    await office.limits.look()
    await DeskBackend(office.desk).deliver(response(RECEIPT, ResponseKind.NOT_SOLVED, office.clock()))
    assert (await office.case()).is_waiting


async def test_a_question_to_somebody_who_is_forgotten_closes_too(office: Office, catalogue: Catalogue) -> None:
    filed = await office.asks()
    async with office.store.begin() as unit:
        await reports.mark_handed_over(unit, [filed.id])
        await forgetting.forget(unit, [filed.complainant_id])
    office.clock.at = last_second(catalogue.profile) - timedelta(hours=12)
    await office.limits.look()
    office.clock.at = last_second(catalogue.profile) + timedelta(seconds=1)
    await office.limits.look()
    assert (await office.case()).status is Status.ARCHIVED
    assert await office.told(catalogue) == []


async def test_a_question_that_nobody_could_answer_closes_nothing(office: Office, catalogue: Catalogue) -> None:
    rahma = await make_volunteer(office.store)
    filed = await file_for(office.store, rahma)
    await office.asks_about(filed)
    async with office.store.begin() as unit:
        volunteer = (await volunteers.of(unit, [rahma.id]))[rahma.id]
        suspended = Standing.SUSPENDED
        await change_standing(unit, volunteer, suspended, office.clock(), catalogue.profile, different_numbers())
    office.clock.at = last_second(catalogue.profile) + timedelta(seconds=1)
    await office.limits.look()
    assert (await office.case()).status is Status.QUESTION
    async with office.store.begin() as unit:
        volunteer = (await volunteers.of(unit, [rahma.id]))[rahma.id]
        await change_standing(unit, volunteer, Standing.ACTIVE, office.clock(), catalogue.profile, different_numbers())
    await office.limits.look()
    assert (await office.case()).status is Status.ARCHIVED


async def test_an_open_case_beyond_the_offices_own_limit_stays_open(office: Office, catalogue: Catalogue) -> None:
    filed = await file_report(office.store)
    await DeskBackend(office.desk).deliver(ReportForwarding(RECEIPT, filed.report))
    office.clock.move(days=100)
    await office.limits.look()
    assert (await office.case()).status is Status.HANDED_OVER


async def test_a_report_that_cannot_be_closed_holds_up_no_other_and_is_tried_again_later(
    office: Office, catalogue: Catalogue
) -> None:
    other, change = "KTM-0000-0001", text("UPDATE desk_cases SET body = :body WHERE receipt = :it")
    await office.asks()
    await office.asks(other)
    async with office.store.begin() as unit:
        body = await unit.connection.scalar(text("SELECT body FROM desk_cases WHERE receipt = :it"), {"it": RECEIPT})
        await unit.connection.execute(change, {"body": b"{", "it": RECEIPT})
    office.clock.at = last_second(catalogue.profile) + timedelta(seconds=1)
    await office.limits.look()
    assert (await office.case(other)).status is Status.ARCHIVED

    async with office.store.begin() as unit:
        await unit.connection.execute(change, {"body": body, "it": RECEIPT})
    await office.limits.look()
    assert (await office.case()).status is Status.QUESTION
    office.clock.at += WAIT_AFTER_FAULT
    await office.limits.look()
    assert (await office.case()).status is Status.ARCHIVED


@pytest.mark.postgres
async def test_an_answer_that_is_being_written_down_wins_over_the_closing(
    postgres_url: str, catalogue: Catalogue
) -> None:
    store = Store(postgres_url)
    office = Office(store, catalogue)
    filed = await office.asks()
    office.clock.at = last_second(catalogue.profile) + timedelta(seconds=1)
    async with store.begin() as answering:
        await conversations.load(answering, [filed.chat])
        said = Wanted(filed.complainant_id, filed.chat, SendResponse(RECEIPT, ResponseKind.ANSWER, "3 tiang"))
        await carry_out(answering, [said], office.clock(), catalogue.profile, different_numbers())
        closing = asyncio.create_task(office.limits.look())
        await somebody_waits(store)
    await closing

    assert (await office.case()).status is Status.QUESTION
    assert len(await office.told(catalogue)) == 1
    await store.close()

"""The officers' desk: what waits, the steps, and what each of them makes of a case."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from bot.backends.desk import DeskBackend
from conversations.catalogue import Catalogue
from conversations.deadlines import due_at
from conversations.lookups import Lookup
from conversations.messages import MediaKind
from conversations.profile import Level, Profile, Stage
from conversations.report import Attachment, ReportClass, Visibility
from conversations.status import KnownReport, ResponseKind, Status
from handlers.desk import PAGE_SIZE, Desk, OpenCase, StepTaken
from handlers.errors import Rejected
from handlers.officer_steps import LONGEST_TEXT, Objection, OfficerStep, StepKind
from handlers.ports import Forwarding, ReportForwarding
from storage import outbox, reports, tables
from storage.desk_queue import Tab
from storage.outbox import DueMessage
from storage.store import Store
from tests.filed import NOW, RECEIPT, Clock, Filed, file_report, response

VERIFY = OfficerStep(StepKind.VERIFY)
ASK = OfficerStep(StepKind.ASK, "Berapa tiang yang mati?")
FORWARD = OfficerStep(StepKind.FORWARD, agency="dishub")
FOLLOW_UP = OfficerStep(StepKind.FOLLOW_UP, "Tim sudah meninjau.")
CLOSE = OfficerStep(StepKind.CLOSE, "Lampu sudah menyala.")
TRACKING_ID = OfficerStep(StepKind.TRACKING_ID, tracking_id="#1916449")
ELSEWHERE = OfficerStep(StepKind.NOT_OUR_AUTHORITY, "Laporkan ke PLN, telepon 123.")
ARCHIVE = OfficerStep(StepKind.ARCHIVE, "Tidak ada isi laporan.")


class Delivery:
    """Counts how often it is woken."""

    def __init__(self) -> None:
        self.woken = 0

    def wake(self) -> None:
        self.woken += 1


class Office:
    """A desk with its officers: they look at a case, then take a step in it."""

    def __init__(self, store: Store, profile: Profile) -> None:
        self.store = store
        self.profile = profile
        self.clock = Clock()
        self.delivery = Delivery()
        self.desk = Desk(store, profile, self.delivery, self.clock)
        self._keys = (f"desk-{n:032x}" for n in count())

    async def receive(self, receipt: str = RECEIPT, **changed: Any) -> Filed:
        filed = await file_report(self.store, receipt, self.clock(), **changed)
        await DeskBackend(self.desk).deliver(ReportForwarding(receipt, filed.report))
        return filed

    async def look(self, receipt: str = RECEIPT) -> OpenCase:
        open_case = await self.desk.open_case(receipt)
        assert open_case
        return open_case

    async def take(self, *steps: OfficerStep, receipt: str = RECEIPT) -> StepTaken | Objection:
        """The outcome of the last of the steps; those before it were taken."""
        outcome: StepTaken | Objection | None = None
        for step in steps:
            assert not isinstance(outcome, Objection), outcome
            seen = (await self.look(receipt)).case.steps
            outcome = await self.desk.take_step(receipt, step, seen, next(self._keys))
        assert outcome
        return outcome

    async def hear(self, kind: ResponseKind, receipt: str = RECEIPT, **said: Any) -> None:
        await DeskBackend(self.desk).deliver(response(receipt, kind, self.clock(), **said))

    async def waiting(self) -> list[DueMessage]:
        async with self.store.read() as unit:
            return (await outbox.find(unit, ["webchat"], self.clock(), (), 100)).messages

    async def receipts(self, tab: Tab, words: str = "", page: int = 1) -> list[str]:
        return [case.report.receipt for case in (await self.desk.queue(tab, words, page)).cases]

    async def known(self, filed: Filed) -> KnownReport:
        lookup = (filed.complainant_id, Lookup(receipt=filed.report.receipt))
        async with self.store.read() as unit:
            return (await reports.known(unit, [lookup]))[filed.complainant_id][0]

    def limit(self, stage: Stage, since: datetime) -> datetime | None:
        return due_at(self.profile, ReportClass.COMPLAINT, stage, since)


@pytest.fixture
def office(store: Store, profile: Profile) -> Office:
    return Office(store, profile)


# --- what comes in ---


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


# --- the steps ---

PATHS = {
    "new": ((), [StepKind.VERIFY]),
    "registered": ((TRACKING_ID,), [StepKind.VERIFY]),
    "asked when new": ((ASK,), [StepKind.VERIFY]),
    "verified": ((VERIFY,), [StepKind.FORWARD, StepKind.CLOSE]),
    "asked when verified": ((VERIFY, ASK), [StepKind.FORWARD, StepKind.CLOSE]),
    "forwarded": ((VERIFY, FORWARD), [StepKind.FOLLOW_UP, StepKind.CLOSE, StepKind.FORWARD]),
    "registered late": ((VERIFY, FORWARD, TRACKING_ID), [StepKind.FOLLOW_UP, StepKind.CLOSE, StepKind.FORWARD]),
    "followed up": ((VERIFY, FORWARD, FOLLOW_UP), [StepKind.CLOSE, StepKind.FOLLOW_UP, StepKind.FORWARD]),
}
ALWAYS = [StepKind.ASK, StepKind.TRACKING_ID, StepKind.NOT_OUR_AUTHORITY, StepKind.ARCHIVE]


@pytest.mark.parametrize(("taken", "leading"), PATHS.values(), ids=PATHS)
async def test_the_steps_that_make_sense_are_offered_the_expected_one_first(
    office: Office, taken: Sequence[OfficerStep], leading: list[StepKind]
) -> None:
    await office.receive()
    if taken:
        await office.take(*taken)
    assert list((await office.look()).offered) == [*leading, *ALWAYS]


@pytest.mark.parametrize("ending", [ELSEWHERE, ARCHIVE])
async def test_a_closed_case_takes_only_its_tracking_id(office: Office, ending: OfficerStep) -> None:
    await office.receive()
    await office.take(ending)
    assert (await office.look()).offered == (StepKind.TRACKING_ID,)

    await office.take(TRACKING_ID)

    assert (await office.look()).offered == ()
    assert (await office.look()).case.status.is_final


@pytest.mark.parametrize("step", [FORWARD, FOLLOW_UP, CLOSE])
async def test_a_step_that_is_not_offered_is_not_taken(office: Office, step: OfficerStep) -> None:
    await office.receive()
    assert await office.take(step) is Objection.NOT_NOW
    assert (await office.look()).events == ()
    assert await office.waiting() == []


WHOLE_WAY = (VERIFY, TRACKING_ID, FORWARD, FOLLOW_UP, CLOSE)


async def test_every_step_is_told_to_the_complainant_in_words_of_theirs(office: Office, catalogue: Catalogue) -> None:
    filed = await office.receive()

    outcome = await office.take(*WHOLE_WAY)

    told = [catalogue.render(message.outgoing, "id").text for message in await office.waiting()]
    assert isinstance(outcome, StepTaken)
    assert [catalogue.render(message, "id").text for message in outcome.told] == told[-1:]
    assert office.delivery.woken == len(told) == len(WHOLE_WAY)
    for words, message in zip(
        (RECEIPT, "#1916449", "Dinas Perhubungan", "Tim sudah meninjau.", "Lampu sudah menyala."), told, strict=True
    ):
        assert words in message
    assert (await office.known(filed)).status is Status.CLOSED


async def test_what_the_desk_shows_is_what_the_complainant_sees(office: Office) -> None:
    filed = await office.receive()
    await office.take(VERIFY, TRACKING_ID, FORWARD)

    case, known = (await office.look()).case, await office.known(filed)
    assert (case.status, case.tracking_id, case.agency, case.level, case.due_at) == (
        (known.status, known.tracking_id, known.agency, Level.REGENCY, known.due_at)
    )
    assert [event.status for event in known.history] == [Status.VERIFIED, Status.REGISTERED, Status.FORWARDED]


async def test_once_forwarded_the_agency_asks_and_answers_in_its_own_name(office: Office, catalogue: Catalogue) -> None:
    await office.receive()
    await office.take(VERIFY, FORWARD, ASK)

    assert (await office.look()).events[-1].agency == "dishub"
    assert "Dinas Perhubungan" in catalogue.render((await office.waiting())[-1].outgoing, "id").text


async def test_a_step_sent_twice_is_one_step(office: Office) -> None:
    await office.receive()
    sent = (RECEIPT, VERIFY, 0, "desk-twice")

    outcomes = [await office.desk.take_step(*sent) for _ in range(2)]

    assert outcomes[1] == StepTaken(is_repeat=True)
    assert len((await office.look()).events) == len(await office.waiting()) == 1


async def test_a_step_sent_twice_at_the_same_moment_is_one_step(office: Office) -> None:
    await office.receive()

    await asyncio.gather(*(office.desk.take_step(RECEIPT, VERIFY, 0, "desk-twice") for _ in range(2)))

    assert len((await office.look()).events) == len(await office.waiting()) == 1


async def test_of_two_officers_at_the_same_case_the_second_is_told_to_look_again(office: Office) -> None:
    await office.receive()
    both = (office.desk.take_step(RECEIPT, step, 0, f"desk-{step.kind}") for step in (VERIFY, ARCHIVE))

    outcomes = await asyncio.gather(*both)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Objection", "StepTaken"]
    assert Objection.STALE in outcomes


async def test_an_answer_that_came_meanwhile_makes_a_step_stale(office: Office) -> None:
    await office.receive()
    await office.take(ASK)
    seen = (await office.look()).case.steps
    await office.hear(ResponseKind.ANSWER)

    assert await office.desk.take_step(RECEIPT, VERIFY, seen, "desk-stale") is Objection.STALE
    assert (await office.look()).case.status is Status.HANDED_OVER


LACKING = {
    "a question without words": (replace(ASK, text=" \n\u200b"), Objection.TEXT),
    "a reason without words": (replace(ARCHIVE, text=""), Objection.TEXT),
    "a text too long": (replace(ASK, text="a" * (LONGEST_TEXT + 1)), Objection.TEXT_TOO_LONG),
    "nowhere to turn": (replace(ELSEWHERE, text=""), Objection.DESTINATION),
    "an agency that the office does not have": (replace(ELSEWHERE, agency="nasa"), Objection.AGENCY),
    "a number with letters": (replace(TRACKING_ID, tracking_id="19A6"), Objection.TRACKING_ID),
    "digits of another script": (replace(TRACKING_ID, tracking_id="١٢٣"), Objection.TRACKING_ID),
    "no number": (replace(TRACKING_ID, tracking_id="#"), Objection.TRACKING_ID),
}


@pytest.mark.parametrize(("step", "objection"), LACKING.values(), ids=LACKING)
async def test_a_step_that_is_not_complete_is_not_taken(
    office: Office, step: OfficerStep, objection: Objection
) -> None:
    await office.receive()
    assert await office.take(step) is objection
    assert (await office.look()).case.steps == 0


@pytest.mark.parametrize("step", [CLOSE, FOLLOW_UP, FORWARD], ids=lambda step: step.kind)
async def test_later_steps_too_must_be_complete(office: Office, step: OfficerStep) -> None:
    await office.receive()
    await office.take(VERIFY, FORWARD)
    assert await office.take(replace(step, text="", agency="")) in (Objection.TEXT, Objection.AGENCY)


@pytest.mark.parametrize("written", ["1916449", "#1916449", " # 191 6449 "])
async def test_a_tracking_id_is_kept_as_lapor_writes_it(office: Office, written: str) -> None:
    await office.receive()
    await office.take(replace(TRACKING_ID, tracking_id=written))
    assert (await office.look()).case.tracking_id == "#1916449"


async def test_what_an_officer_writes_is_cleaned_of_what_nobody_sees(office: Office) -> None:
    await office.receive()
    await office.take(replace(ASK, text="Berapa\u202e tiang?\x00"))
    assert (await office.look()).events[-1].text == "Berapa tiang?"


async def test_a_case_that_is_not_there_takes_no_step(office: Office) -> None:
    assert await office.desk.take_step(RECEIPT, VERIFY, 0, "desk-nowhere") is None
    assert await office.desk.open_case(RECEIPT) is None


# --- whose turn it is, and until when ---


async def test_while_the_complainant_is_asked_the_office_does_not_wait(office: Office) -> None:
    await office.receive()
    await office.take(ASK)

    case = (await office.look()).case
    assert (case.status, case.is_waiting) == (Status.QUESTION, False)
    assert case.due_at == office.limit(Stage.ANSWER, NOW)
    office.clock.move(days=90)
    assert await office.receipts(Tab.OVERDUE) == []


@pytest.mark.parametrize(("before", "status"), [((), Status.HANDED_OVER), ((VERIFY, FORWARD), Status.FORWARDED)])
async def test_an_answer_gives_the_word_back_where_the_office_was(
    office: Office, before: Sequence[OfficerStep], status: Status
) -> None:
    await office.receive()
    await office.take(*before, ASK)
    office.clock.move(days=4)

    await office.hear(ResponseKind.ANSWER)

    case = (await office.look()).case
    assert (case.status, case.is_waiting, case.last_response) == (status, True, ResponseKind.ANSWER)
    assert case.waiting_since == office.clock()


async def test_the_time_that_the_complainant_took_does_not_count_against_the_office(office: Office) -> None:
    await office.receive()
    await office.take(ASK)
    office.clock.move(days=8)
    await office.hear(ResponseKind.ANSWER)

    assert (await office.look()).case.due_at == office.limit(Stage.VERIFICATION, office.clock())


async def test_each_stage_has_its_own_limit(office: Office) -> None:
    await office.receive()
    limits = []
    for step in (VERIFY, FORWARD, FOLLOW_UP):
        office.clock.move(days=1)
        await office.take(step)
        limits.append((await office.look()).case.due_at)

    assert limits == [
        office.limit(Stage.VERIFICATION, NOW),
        office.limit(Stage.FIRST_FOLLOW_UP, NOW + timedelta(days=2)),
        office.limit(Stage.HANDLING, NOW),
    ]


async def test_a_limit_that_has_passed_is_not_promised_to_the_complainant(office: Office) -> None:
    filed = await office.receive()
    office.clock.move(days=60)
    await office.take(VERIFY)

    assert await office.receipts(Tab.OVERDUE) == [RECEIPT]
    assert (await office.known(filed)).due_at is None


async def test_not_solved_opens_a_closed_case_again(office: Office) -> None:
    await office.receive()
    await office.take(VERIFY, FORWARD, FOLLOW_UP, CLOSE)
    assert await office.receipts(Tab.CLOSED) == [RECEIPT]
    office.clock.move(days=5)

    await office.hear(ResponseKind.NOT_SOLVED, text="Masih gelap.")

    opened = await office.look()
    assert (opened.case.status, opened.case.is_waiting) == (Status.FOLLOWED_UP, True)
    assert opened.offered[0] is StepKind.CLOSE
    assert opened.case.due_at == office.limit(Stage.HANDLING, office.clock())
    assert await office.receipts(Tab.NEWEST) == [RECEIPT]
    assert await office.receipts(Tab.CLOSED) == []


@pytest.mark.parametrize("kind", [ResponseKind.SATISFIED, ResponseKind.ADDENDUM, ResponseKind.ANSWER])
async def test_nothing_else_opens_a_closed_case_but_it_is_seen(office: Office, kind: ResponseKind) -> None:
    await office.receive()
    await office.take(VERIFY, CLOSE)

    await office.hear(kind)

    case = (await office.look()).case
    assert (case.status, case.is_waiting, case.last_response) == (Status.CLOSED, False, kind)


async def test_a_step_answers_what_the_complainant_said_last(office: Office) -> None:
    await office.receive()
    await office.hear(ResponseKind.ADDENDUM)
    await office.take(VERIFY)
    assert (await office.look()).case.last_response is None


# --- the queue ---


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

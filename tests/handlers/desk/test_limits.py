"""Whose turn it is, and until when."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from conversations.profile import Stage
from conversations.status import ResponseKind, Status
from handlers.officer_steps import OfficerStep, StepKind
from storage.desk_queue import Tab
from tests.filed import NOW, RECEIPT
from tests.handlers.desk.office import ASK, CLOSE, FOLLOW_UP, FORWARD, VERIFY, Office


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

"""The steps: which are offered, which are taken, and what the complainant is told."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from conversations.catalogue import Catalogue
from conversations.profile import Level
from conversations.status import ResponseKind, Status
from handlers.desk import StepTaken
from handlers.officer_steps import LONGEST_TEXT, Objection, OfficerStep, StepKind
from tests.filed import RECEIPT
from tests.handlers.desk.office import ARCHIVE, ASK, CLOSE, ELSEWHERE, FOLLOW_UP, FORWARD, TRACKING_ID, VERIFY, Office

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

"""What a step or a response makes of a case: whose turn it is then, and until when. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from conversations.deadlines import due_at
from conversations.profile import Profile, Stage
from conversations.status import ResponseKind, Status, StatusUpdate, status_after
from handlers.officer_steps import STATUS, OfficerStep, StepKind, progress
from handlers.ports import ResponseForwarding
from storage.desk import Case, CaseEvent

STAGE = {Status.FORWARDED: Stage.FIRST_FOLLOW_UP, Status.FOLLOWED_UP: Stage.HANDLING}
"""Until a report is verified and forwarded, the limit is that of the verification."""

SPEAKS_FOR_AGENCY = (StepKind.ASK, StepKind.FOLLOW_UP, StepKind.CLOSE)
"""In these the agency that has the case speaks, where there is one."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A step as it is kept and passed on."""

    case: Case
    event: CaseEvent
    update: StatusUpdate


def take_step(
    case: Case, events: Sequence[CaseEvent], step: OfficerStep, key: str, now: datetime, profile: Profile
) -> Taken:
    """The case after a step that was offered and is complete, and the update that the complainant is told."""
    event = _event(case, step, now, profile)
    after = _after_step(case, (*events, event), step, now, profile)
    return Taken(after, event, _update(after, event, step, key))


def take_response(
    case: Case, events: Sequence[CaseEvent], response: ResponseForwarding, now: datetime, profile: Profile
) -> tuple[Case, CaseEvent]:
    """The case after the complainant said something: an answer or "not solved" gives the word back to the office."""
    event = CaseEvent(response.at, response=response.kind, text=response.text, attachments=response.attachments)
    case = replace(case, steps=case.steps + 1, last_response=response.kind)
    if not _gives_the_word_back(case, response.kind):
        return case, event
    told = (*events, event)
    due = limit_of(case, told, profile)
    return replace(case, status=progress(told), is_waiting=True, waiting_since=now, due_at=due), event


def limit_of(case: Case, events: Sequence[CaseEvent], profile: Profile) -> datetime | None:
    """Until when the office must take the next step. The complainant's own time does not count against it."""
    stage = STAGE.get(progress(events), Stage.VERIFICATION)
    begins = [case.received_at]
    for event in events:
        reopens = event.response is ResponseKind.NOT_SOLVED
        answers = event.response is ResponseKind.ANSWER and stage is not Stage.HANDLING
        forwards = event.status is Status.FORWARDED and stage is Stage.FIRST_FOLLOW_UP
        if reopens or answers or forwards:
            begins.append(event.at)
    return due_at(profile, case.report.report_class, stage, max(begins))


def _gives_the_word_back(case: Case, kind: ResponseKind) -> bool:
    is_open = not case.status.is_final
    return kind is ResponseKind.NOT_SOLVED or (kind in (ResponseKind.ANSWER, ResponseKind.WITHDRAWAL) and is_open)


def _after_step(case: Case, events: Sequence[CaseEvent], step: OfficerStep, now: datetime, profile: Profile) -> Case:
    case = replace(case, steps=case.steps + 1, last_response=None)
    if step.kind is StepKind.TRACKING_ID:
        return replace(case, status=status_after(case.status, Status.REGISTERED), tracking_id=step.tracking_id)
    moved = replace(
        case,
        status=STATUS[step.kind],
        agency=events[-1].agency or case.agency,
        level=events[-1].level or case.level,
        waiting_since=now,
        is_waiting=step.kind is not StepKind.ASK and not STATUS[step.kind].is_final,
    )
    return replace(moved, due_at=_limit_after(moved, events, now, profile))


def _limit_after(case: Case, events: Sequence[CaseEvent], now: datetime, profile: Profile) -> datetime | None:
    if case.status in (Status.QUESTION, Status.CLOSED):
        return due_at(profile, case.report.report_class, Stage.ANSWER, now)
    return None if case.status.is_final else limit_of(case, events, profile)


def _event(case: Case, step: OfficerStep, now: datetime, profile: Profile) -> CaseEvent:
    agency = case.agency if step.kind in SPEAKS_FOR_AGENCY else step.agency
    known = profile.agency(agency)
    return CaseEvent(
        at=now,
        status=STATUS[step.kind],
        text=step.tracking_id if step.kind is StepKind.TRACKING_ID else step.text,
        agency=agency,
        level=known.level if known else None,
    )


def _update(case: Case, event: CaseEvent, step: OfficerStep, key: str) -> StatusUpdate:
    """A limit that has passed already is not promised to anybody."""
    is_ahead = case.due_at is not None and case.due_at > event.at
    return StatusUpdate(
        key=key,
        receipt=case.report.receipt,
        number=case.steps,
        status=STATUS[step.kind],
        at=event.at,
        text=step.text,
        agency=event.agency,
        level=event.level,
        tracking_id=step.tracking_id,
        due_at=case.due_at if is_ahead else None,
    )

"""The officers' steps: which of them make sense when, and what each must bring."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from conversations.profile import Profile
from conversations.status import ResponseKind, Status, status_after
from conversations.wording import clean
from storage.desk import Case, CaseEvent

# Leaves room for the lines around it in a Telegram message of 4096 characters.
LONGEST_TEXT = 2_000
TRACKING_ID = re.compile(r"#?([0-9]{1,20})")


class StepKind(StrEnum):
    VERIFY = "verify"
    FORWARD = "forward"
    FOLLOW_UP = "follow_up"
    CLOSE = "close"
    ASK = "ask"
    TRACKING_ID = "tracking_id"
    NOT_OUR_AUTHORITY = "not_our_authority"
    ARCHIVE = "archive"


STATUS = {
    StepKind.VERIFY: Status.VERIFIED,
    StepKind.FORWARD: Status.FORWARDED,
    StepKind.FOLLOW_UP: Status.FOLLOWED_UP,
    StepKind.CLOSE: Status.CLOSED,
    StepKind.ASK: Status.QUESTION,
    StepKind.TRACKING_ID: Status.REGISTERED,
    StepKind.NOT_OUR_AUTHORITY: Status.NOT_OUR_AUTHORITY,
    StepKind.ARCHIVE: Status.ARCHIVED,
}

# What leads on from where the office has come, the expected step first. The rest is offered while a case is open.
LEADING = {
    Status.VERIFIED: (StepKind.FORWARD, StepKind.CLOSE),
    Status.FORWARDED: (StepKind.FOLLOW_UP, StepKind.CLOSE, StepKind.FORWARD),
    Status.FOLLOWED_UP: (StepKind.CLOSE, StepKind.FOLLOW_UP, StepKind.FORWARD),
}
ALWAYS = (StepKind.ASK, StepKind.TRACKING_ID, StepKind.NOT_OUR_AUTHORITY, StepKind.ARCHIVE)


@dataclass(frozen=True, slots=True)
class OfficerStep:
    """A step as an officer sends it. `text` is shown to the complainant; `agency` is a profile's id, or empty."""

    kind: StepKind
    text: str = ""
    agency: str = ""
    tracking_id: str = ""


class Objection(StrEnum):
    """Why a step was not taken as it was sent."""

    STALE = "stale"  # something has happened in the case since its page was shown
    NOT_NOW = "not_now"
    TEXT = "text"
    TEXT_TOO_LONG = "text_too_long"
    AGENCY = "agency"
    DESTINATION = "destination"
    TRACKING_ID = "tracking_id"


def progress(events: Iterable[CaseEvent]) -> Status:
    """How far the office has come, whatever is being asked meanwhile. "Not solved" takes back the closing."""
    status = before_closing = Status.HANDED_OVER
    for event in events:
        if event.response is ResponseKind.NOT_SOLVED:
            status = before_closing
        elif event.status and event.status is not Status.QUESTION:
            status = status_after(status, event.status)
        if not status.is_final:
            before_closing = status
    return status


def offered(case: Case, events: Iterable[CaseEvent]) -> tuple[StepKind, ...]:
    """The steps that make sense now, the expected one first; a closed case may still be given its Tracking ID."""
    if case.status.is_final:
        return () if case.tracking_id else (StepKind.TRACKING_ID,)
    return (*LEADING.get(progress(events), (StepKind.VERIFY,)), *ALWAYS)


def tidied(step: OfficerStep) -> OfficerStep:
    """The step without invisible characters, its Tracking ID written as LAPOR! writes it (`#1916449`)."""
    tracking_id = "".join(step.tracking_id.split())
    number = TRACKING_ID.fullmatch(tracking_id)
    return replace(step, text=clean(step.text), tracking_id=f"#{number[1]}" if number else tracking_id)


def objection_to(step: OfficerStep, profile: Profile) -> Objection | None:
    """What a tidied step does not bring and must, or None."""
    if len(step.text) > LONGEST_TEXT:
        return Objection.TEXT_TOO_LONG
    if step.agency and profile.agency(step.agency) is None:
        return Objection.AGENCY
    match step.kind:
        case StepKind.ASK | StepKind.FOLLOW_UP | StepKind.CLOSE | StepKind.ARCHIVE:
            return None if step.text else Objection.TEXT
        case StepKind.FORWARD:
            return None if step.agency else Objection.AGENCY
        case StepKind.NOT_OUR_AUTHORITY:
            return None if step.agency or step.text else Objection.DESTINATION
        case StepKind.TRACKING_ID:
            return None if TRACKING_ID.fullmatch(step.tracking_id) else Objection.TRACKING_ID
        case StepKind.VERIFY:
            return None

"""What the backend says of its cases: the shape of it, and how it becomes ours."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Raw, Struct, UnsetType

from bot.backends.webhook import NAME
from conversations.profile import Level
from conversations.status import Status, StatusUpdate
from conversations.wording import clean

KEY = f"{NAME}:"
"""Begins the keys of these updates, so that none is taken for an event of our own."""
LONGEST_ID, LONGEST_RECEIPT, LONGEST_AGENCY, LONGEST_TRACKING_ID, LONGEST_STATUS = 100, 32, 128, 64, 64
LONGEST_TEXT, MOST_FILES, LONGEST_ADDRESS = 2_000, 3, 300
"""Together they leave room in one message of a messaging app."""
MOST_UPDATES = 10_000
LARGEST_NUMBER = 2**31 - 1
ADDRESS = r"^https://[!-~]{1,292}(?![\s\S])"
"""Python's `$` would let a line end through."""
SAYS_SOMETHING = "[0-9A-Za-z]"
YEARS = range(2000, 2100)
IN_THESE_YEARS = {"pattern": r"^20[0-9]{2}-"}
STATUSES = {status.value: status for status in Status if status is not Status.OTHER}

Number = Annotated[int, Meta(ge=0, le=2**63 - 1)]
"""Some systems write an id as a number, today or some day."""
Id = Annotated[str, Meta(pattern=rf"^[!-~]{{1,{LONGEST_ID}}}(?![\s\S])")] | Number
TrackingId = Annotated[str, Meta(max_length=LONGEST_TRACKING_ID)] | Number
Text = Annotated[str, Meta(max_length=LONGEST_TEXT)]
Agency = Annotated[str, Meta(max_length=LONGEST_AGENCY)]
Moment = Annotated[datetime, Meta(tz=True, extra_json_schema=IN_THESE_YEARS)]


class UpdateFile(Struct, frozen=True):
    """A file of the agency's, such as a photo of what was mended. People get the address."""

    url: Annotated[str, Meta(pattern=ADDRESS, max_length=LONGEST_ADDRESS)]


class Update(Struct, frozen=True):
    """What happened in one case. Fields that are not known here are passed over."""

    id: Annotated[Id, Meta(description="Yours for this update, the same whenever you send it again")]
    receipt: Annotated[str, Meta(min_length=1, max_length=LONGEST_RECEIPT, description="The report's receipt number")]
    number: Annotated[
        int, Meta(ge=1, le=LARGEST_NUMBER, description="Runs up by one for each update of this report, from 1")
    ]
    status: Annotated[
        str,
        Meta(
            min_length=1,
            max_length=LONGEST_STATUS,
            description="Any other word is kept, and told in neutral words. A question needs a `text`, "
            "`registered` needs LAPOR!'s own `tracking_id`.",
            examples=list(STATUSES),
        ),
    ]
    at: Annotated[Moment, Meta(description="When it happened, with its zone, from 2000 to 2099")]
    text: Annotated[Text | None, Meta(description="Shown to the complainant")] = None
    agency: Annotated[Agency | None, Meta(description="An agency's id in the profile, or its name")] = None
    level: Annotated[Level | None, Meta(description="Which government has authority")] = None
    tracking_id: Annotated[
        TrackingId | None, Meta(description="LAPOR!'s own, where it has given one", examples=["#1916449"])
    ] = None
    due_at: Annotated[Moment | None, Meta(description="Until when the next step is due")] = None
    attachments: Annotated[tuple[UpdateFile, ...], Meta(max_length=MOST_FILES)] = ()


class Updates(Struct, frozen=True):
    """Many updates, in any order."""

    updates: Annotated[tuple[Update, ...], Meta(min_length=1, max_length=MOST_UPDATES)]


class Invalid(Exception):
    """It is not as the contract has it. The message is for the sender alone: it may quote a word of what came."""


def read(body: bytes) -> Sequence[Update]:
    """One update or many. Raises `Invalid`."""
    try:
        many = _form.decode(body).updates
        updates = (_one.decode(body),) if many is UNSET else _many.decode(body).updates
    except msgspec.ValidationError as error:
        raise Invalid(str(error)) from None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise Invalid("the body is not JSON") from None
    for n, update in enumerate(updates):
        if problem := _problem_of(update):
            raise Invalid(problem if many is UNSET else f"updates[{n}]: {problem}")
    return updates


def as_status_update(update: Update) -> StatusUpdate:
    """It, cleaned of what no database takes. `read` has found nothing wrong with it."""
    status = STATUSES.get(update.status, Status.OTHER)
    return StatusUpdate(
        key=f"{KEY}{update.id}",
        receipt=clean(update.receipt, LONGEST_RECEIPT),
        number=update.number,
        status=status,
        at=update.at.astimezone(UTC),
        text=_text_of(update),
        agency=clean(update.agency or "", LONGEST_AGENCY),
        level=update.level,
        tracking_id=clean(_tracking_id_of(update), LONGEST_TRACKING_ID),
        due_at=update.due_at and update.due_at.astimezone(UTC),
        own_word=clean(update.status, LONGEST_STATUS) if status is Status.OTHER else "",
        backend=NAME,
    )


def _problem_of(update: Update) -> str:
    if not all(moment is None or moment.year in YEARS for moment in (update.at, update.due_at)):
        return "a moment is not in this century"
    if update.status == Status.QUESTION and not re.search(SAYS_SOMETHING, update.text or ""):
        return "a question needs its text"
    if update.status == Status.REGISTERED and not re.search(SAYS_SOMETHING, _tracking_id_of(update)):
        return "registered needs LAPOR!'s own tracking_id"
    return ""


def _text_of(update: Update) -> str:
    addresses = [file.url for file in update.attachments]
    return "\n".join(filter(None, [clean(update.text or "", LONGEST_TEXT), *addresses]))


def _tracking_id_of(update: Update) -> str:
    return "" if update.tracking_id is None else str(update.tracking_id)


class _Form(Struct):
    updates: Raw | UnsetType = UNSET


_form: msgspec.json.Decoder[_Form] = msgspec.json.Decoder(_Form)
_one: msgspec.json.Decoder[Update] = msgspec.json.Decoder(Update)
_many: msgspec.json.Decoder[Updates] = msgspec.json.Decoder(Updates)

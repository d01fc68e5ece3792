"""A volunteer's draft for somebody else, and one turn with it."""

from dataclasses import replace
from datetime import timedelta

from bot.locale import load_catalogue
from bot.profile import load_profile
from conversations import messages as m
from conversations.conversation import Conversation, Draft, Field
from conversations.known import Known
from conversations.messages import Chat, MediaKind, Received
from conversations.report import Attachment, ConsentKind, Visibility
from conversations.state import State
from conversations.step import Outcome
from conversations.turn import Given, take_turn
from conversations.volunteering import Consent, Represented
from tests.conversations.standing import NOW, RECEIPT, REPORT, standing_in

CATALOGUE = load_catalogue(load_profile("kutai-timur"))
NAMES = ("Minah Lestari", "Wati Kusuma")
SLIP = Attachment("slip", MediaKind.PHOTO)


def take(conversation: Conversation, incoming: m.Incoming, key: str = "now", ago: timedelta = timedelta()) -> Outcome:
    received = Received(Chat("test", "1"), key, NOW - ago, incoming)
    return take_turn(conversation, received, Given(NOW, CATALOGUE, RECEIPT, Known((REPORT,))))


def agreed(draft: Draft, covers: Visibility = Visibility.OPEN, evidence: Attachment | None = None) -> Draft:
    consent = Consent(ConsentKind.SIGNED_SLIP, NOW, covers, evidence)
    settled = (*draft.settled, Field.PERSON_CONSENT)
    return replace(draft, represents=Represented(NAMES[0], consent=consent), settled=settled)


def in_review(**changed: object) -> Conversation:
    asked = standing_in(State.PERSON_CONSENT)
    assert asked.draft is not None
    return replace(asked, state=State.REVIEW, draft=replace(agreed(asked.draft), **changed))  # type: ignore[arg-type]

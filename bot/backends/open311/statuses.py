"""What the words of an Open311 server mean for a report. Pure."""

from conversations.status import Status

MEANINGS = {
    "closed": Status.CLOSED,
    "fixed": Status.CLOSED,
    "no_further_action": Status.CLOSED,
    "in_progress": Status.FOLLOWED_UP,
    "planned": Status.FOLLOWED_UP,
    "action_scheduled": Status.FOLLOWED_UP,
    "investigating": Status.FOLLOWED_UP,
    "internal_referral": Status.FORWARDED,
    "not_councils_responsibility": Status.NOT_OUR_AUTHORITY,
    "duplicate": Status.ARCHIVED,
    "cancelled": Status.ARCHIVED,
}
"""Of the update extension and, of these, `closed` of the specification."""
STILL = ("", "unchanged", "open", "for_triage", "reopen", "confirmed")
"""These say nothing that would need a word of their own."""
OPEN = ("open", "reopen")


def meaning_of(word: str) -> Status:
    """OTHER for a word that is no step of a report, or is not known."""
    return MEANINGS.get(_plain(word), Status.OTHER)


def reopens(word: str) -> bool:
    """Whether a closed report of which this is said is being handled again."""
    return _plain(word) in OPEN


def in_neutral_words(word: str) -> str:
    """A status that nobody here knows, as it may be shown; "" for one that says nothing."""
    plain = _plain(word)
    return "" if plain in STILL or plain in MEANINGS else plain.replace("_", " ")


def _plain(word: str) -> str:
    return word.strip().lower().replace(" ", "_").replace("-", "_")

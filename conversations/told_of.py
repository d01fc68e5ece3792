"""Which message went to which sent report: where an edit of it goes too."""

from collections.abc import Iterator
from dataclasses import replace

from conversations.conversation import Conversation, Draft, Field, Sent

MOST_EARLIER = 5
MOST_KEYS = 50
"""Of what was told of one report after it was sent."""
NAMING = frozenset({Field.NAME, Field.CONTACT})
NEVER_HANDED_ON = frozenset({Field.FOR_WHOM, Field.PERSON_NAME, Field.PERSON_CONTACT, Field.PERSON_CONSENT})
"""What is said of a represented person stays here."""


def report_told_in(conversation: Conversation, key: str) -> Sent | None:
    """The sent report to which the message with this key went."""
    last = (conversation.sent,) if conversation.sent else ()
    return next((sent for sent in (*last, *conversation.earlier) if key in _keys(sent)), None)


def answer_given_in(sent: Sent, key: str) -> Field | None:
    """Which answer the message gave; None where its words stand for themselves."""
    return None if key in sent.keys else next((field for each, field in reversed(sent.answers) if each == key), None)


def sent_off(conversation: Conversation, draft: Draft, receipt: str) -> Conversation:
    """The draft is the last report sent. Of an anonymous one no edit ever tells who reports.

    A picture of its set that is still on its way goes to the report.
    """
    hidden = NEVER_HANDED_ON | (NAMING if draft.visibility.is_anonymous else frozenset())
    answers = [(key, field) for key, field in draft.sources if field not in hidden]
    files = [(key, Field.ATTACHMENTS) for key, _ in draft.files]
    sent = Sent(receipt, tuple(told.key for told in draft.told), (*answers, *files))
    earlier = (conversation.sent, *conversation.earlier) if conversation.sent else conversation.earlier
    album = conversation.album
    album = replace(album, about=receipt) if album.draft == draft.number else album
    return replace(conversation, draft=None, sent=sent, earlier=earlier[:MOST_EARLIER], album=album)


def told_more(conversation: Conversation, receipt: str, key: str) -> Conversation:
    """The message with this key went to the report too."""
    last = conversation.sent
    if last and last.receipt == receipt:
        return replace(conversation, sent=_with_key(last, key))
    this = next((sent for sent in conversation.earlier if sent.receipt == receipt), Sent(receipt))
    rest = [sent for sent in conversation.earlier if sent.receipt != receipt]
    return replace(conversation, earlier=(_with_key(this, key), *rest)[:MOST_EARLIER])


def _with_key(sent: Sent, key: str) -> Sent:
    return sent if key in _keys(sent) else replace(sent, keys=(*sent.keys, key)[-MOST_KEYS:])


def _keys(sent: Sent) -> Iterator[str]:
    yield from sent.keys
    yield from (key for key, _ in sent.answers)

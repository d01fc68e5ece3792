"""Values kept as JSON. A field that this version does not know is passed over, one that is missing has its default."""

from dataclasses import fields
from operator import attrgetter
from typing import Any, get_type_hints

import msgspec

from conversations.conversation import Conversation, Person
from conversations.messages import Outgoing

_hints = get_type_hints(Conversation)
_kept = [field for field in fields(Conversation) if field.name != "person"]
_ConversationBody: Any = msgspec.defstruct(
    "ConversationBody", [(field.name, _hints[field.name], field.default) for field in _kept], omit_defaults=True
)
_values = attrgetter(*(field.name for field in _kept))

_encoder = msgspec.json.Encoder()
_conversation_decoder = msgspec.json.Decoder(_ConversationBody)
_outgoing_decoder = msgspec.json.Decoder(Outgoing)


def conversation_as_json(conversation: Conversation) -> bytes:
    """Without its person, who is kept in columns of their own."""
    return _encoder.encode(_ConversationBody(*_values(conversation)))


def conversation_from_json(body: bytes, person: Person) -> Conversation:
    kept = _conversation_decoder.decode(body)
    return Conversation(person=person, **dict(zip(_ConversationBody.__struct_fields__, _values(kept), strict=True)))


def outgoing_as_json(outgoing: Outgoing) -> bytes:
    return _encoder.encode(outgoing)


def outgoing_from_json(body: bytes) -> Outgoing:
    return _outgoing_decoder.decode(body)


def readable_outgoing(body: bytes) -> Outgoing | None:
    """None where it cannot be read any more."""
    try:
        return outgoing_from_json(body)
    except Exception:  # noqa: BLE001 -- whatever is wrong with one, the others must not wait for it
        return None

"""Whatever Telegram may send is read, by both libraries alike; whatever else comes is unreadable and nothing worse."""

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.strategies import DrawFn

from bot.channels.telegram.carrier import Carrier
from bot.channels.telegram.errors import Unreadable
from bot.channels.telegram.opening import READ
from bot.channels.telegram.tidy import after_press
from conversations.messages import Received
from tests.channels.conftest import LIBRARIES, USERNAME, carrier_of
from tests.telegram.schema import Json
from tests.telegram.server import TOKEN
from tests.telegram.updates import updates

CARRIERS = {library: carrier_of(library, TOKEN) for library in LIBRARIES}
for each in CARRIERS.values():
    each.username = USERNAME
AIOGRAM, PTB = CARRIERS["aiogram"], CARRIERS["ptb"]

# Where one library reads what the other cannot: only in updates that Telegram's own description does not allow.
DIFFERENCES = {
    "aiogram cannot": "it checks the type of every field; python-telegram-bot of none, and finds what is missing only"
    " where it looks for it. What then does not fit stands aside when it is handled, instead of when it is read.",
    "python-telegram-bot cannot": "it tells a message that is no longer there by its date, and minds where there is"
    " none; aiogram takes it for one that is no longer there.",
}

JUNK = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text(max_size=5),
    lambda inner: some.lists(inner, max_size=2) | some.dictionaries(some.text(max_size=5), inner, max_size=2),
    max_leaves=5,
)


def read(carrier: Carrier, raw: bytes) -> Received | Unreadable | None:
    try:
        return carrier.read(raw)
    except Unreadable as error:
        return error


def places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything within."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*at, key)
        yield from places(each, (*at, key))


@some.composite
def broken_updates(draw: DrawFn) -> Json:
    """A valid update in which one thing is missing, or is something else."""
    update: Json = json.loads(json.dumps(draw(updates(sorted(READ), 3))))
    *way, last = draw(some.sampled_from(list(places(update))))
    at: Any = update
    for key in way:
        at = at[key]
    if draw(some.booleans()):
        del at[last]
    else:
        at[last] = draw(JUNK)
    return update


def grown(value: Any, depth: int = 0) -> Any:
    """The same with a field that does not exist yet in every object; an update and its message stay as they are."""
    if isinstance(value, list):
        return [grown(each, depth) for each in value]
    if not isinstance(value, dict):
        return value
    new = {"hologram": {"depth": 3}} if depth > 1 and "message_id" not in value else {}
    return {key: grown(each, depth + 1) for key, each in value.items()} | new


@settings(max_examples=300)
@given(updates())
def test_every_valid_update_is_read_by_both_alike(update: Json) -> None:
    raw = json.dumps(update).encode()
    assert AIOGRAM.read(raw) == PTB.read(raw)


@settings(max_examples=300)
@given(updates(sorted(READ)))
def test_every_valid_update_that_says_something_is_read_by_both_alike(update: Json) -> None:
    raw = json.dumps(update).encode()
    assert AIOGRAM.read(raw) == PTB.read(raw)
    assert bool(after_press(raw)) == ("callback_query" in update)


@settings(max_examples=100)
@given(updates(sorted(READ), 3))
def test_fields_that_do_not_exist_yet_change_nothing(update: Json) -> None:
    for carrier in CARRIERS.values():
        assert carrier.read(json.dumps(grown(update)).encode()) == carrier.read(json.dumps(update).encode())


@settings(max_examples=300)
@given(broken_updates())
def test_a_broken_update_is_unreadable_or_read_by_both_alike(update: Json) -> None:
    raw = json.dumps(update).encode()
    ours, theirs = read(AIOGRAM, raw), read(PTB, raw)
    assert ours == theirs or isinstance(ours, Unreadable) or isinstance(theirs, Unreadable), DIFFERENCES
    after_press(raw)


@settings(max_examples=200)
@given(
    some.binary() | JUNK.map(lambda junk: json.dumps(junk).encode()) | some.just(b'{"update_id":1,"message":' * 2000)
)
def test_what_is_no_update_says_nothing_or_is_unreadable(raw: bytes) -> None:
    for carrier in CARRIERS.values():
        assert not isinstance(read(carrier, raw), Received)
    assert after_press(raw) == ()

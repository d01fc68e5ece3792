"""A batch of messages becomes turns, within one unit: one statement per table, however many messages there are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import datetime
from operator import or_
from typing import TypeVar

from conversations.catalogue import Catalogue
from conversations.conversation import Conversation
from conversations.effects import Forget, LetHelperFollow, MarkBlocked, StopVolunteering, TakeBackConsent, TakeOver
from conversations.hearing import Heard, hear_out
from conversations.known import NOTHING_KNOWN
from conversations.lookups import Lookup, what_it_needs
from conversations.messages import Blocked, Chat, GroupAnswer, Incoming, Media, Overheard, Received
from conversations.one_time_code import ONE_TIME_BITS, make_one_time_code
from conversations.receipt import RANDOM_BITS, make_receipt
from conversations.reminders import wake_at
from conversations.tracking import CODE_BITS, make_code
from conversations.turn import Given, Outcome, take_turn
from handlers.effects import Aftermath, Wanted, carry_out
from handlers.faults import Fault, fault_of
from handlers.lookups import look_up
from handlers.missed import fold_missed
from handlers.new_reports import Route, to_desk
from storage import complainants, conversations, fetches, inbox, outbox
from storage.conversations import Change, Complainant
from storage.fetches import Awaited
from storage.outbox import DueMessage, NewMessage
from storage.store import Unit

T = TypeVar("T")
SAID_ELSEWHERE = (Blocked, Overheard, GroupAnswer)
"""What does not show that the person can be written to."""
TAKING_AWAY = (TakeOver, TakeBackConsent, StopVolunteering, LetHelperFollow, Forget)


@dataclass(frozen=True, slots=True)
class Taken:
    """What is to be done once the unit is committed."""

    messages: tuple[DueMessage, ...] = ()
    aftermath: Aftermath = field(default_factory=Aftermath)
    has_fetches: bool = False
    has_forgotten: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    complainant_id: int
    fault: Fault


class TurnFailed(Exception):
    """A fault of ours: no turn could be taken in these chats of the batch. Its message names none of them."""

    def __init__(self, failures: Mapping[Chat, Failure]) -> None:
        super().__init__(f"{len(failures)} of a batch")
        self.failures = failures


@dataclass(frozen=True, slots=True)
class _Turn:
    complainant: Complainant
    received: Received
    outcome: Outcome

    @property
    def is_return(self) -> bool:
        """Whoever writes to us can be written to."""
        return self.complainant.is_blocked and not isinstance(self.received.incoming, SAID_ELSEWHERE)

    @property
    def takes_away(self) -> bool:
        """Somebody else may be told something no more."""
        return any(isinstance(effect, TAKING_AWAY) for effect in self.outcome.effects)


async def take_turns(
    unit: Unit,
    batch: Sequence[Received],
    catalogue: Catalogue,
    now: datetime,
    random_bits: Callable[[int], int],
    route: Route = to_desk,
    bot_username: str | None = None,
) -> Taken:
    """Each of the messages has had its turn, except for repeats, which change nothing. No two are of one chat.

    Those that take something away from others come last: what these were answered meanwhile is taken from them too.
    `random_bits` gives a number of that many bits. Raises `TurnFailed`; or `DatabaseRefused`, when a receipt number is
    taken or another unit was in the way: done anew, it may succeed.
    """
    new = await inbox.record(unit, [(received.chat, received.key) for received in batch], now)
    fresh = [received for received in batch if (received.chat, received.key) in new]
    if not fresh:
        return Taken()
    people = await _people(unit, [received.chat for received in fresh], now)
    each = [(people[received.chat], received) for received in fresh]

    def hear(complainant: Complainant, received: Received) -> tuple[int, Heard]:
        return complainant.id, hear_out(complainant.conversation, received, catalogue)

    heard = dict(_for_each(each, hear))

    def need(complainant: Complainant, received: Received) -> tuple[int, Lookup]:
        return complainant.id, what_it_needs(complainant.conversation, received, heard[complainant.id])

    known = await look_up(unit, _for_each(each, need), now)

    def turn(complainant: Complainant, received: Received) -> _Turn:
        receipt = make_receipt(catalogue.profile.office.prefix, random_bits(RANDOM_BITS))
        code = make_code(random_bits(CODE_BITS))
        given = Given(
            now,
            catalogue,
            receipt,
            known.get(complainant.id, NOTHING_KNOWN),
            heard[complainant.id],
            code,
            bot_username,
            _one_time_code(heard[complainant.id], random_bits),
        )
        return _Turn(complainant, received, take_turn(complainant.conversation, received, given))

    turns = _for_each(each, turn)

    async def settle(some: Sequence[_Turn]) -> Taken:
        await _store(unit, some, catalogue, now)
        if awaited := _awaited(some):
            await fetches.add(unit, awaited, now)
        wanted = _wanted(some)
        aftermath = await carry_out(unit, wanted, now, catalogue.profile, random_bits, route)
        returned = [turn.complainant.id for turn in some if turn.is_return]
        digests = await fold_missed(unit, returned, now) if returned else {}
        has_forgotten = any(isinstance(each.effect, Forget) for each in wanted)
        return Taken(await _reply(unit, some, digests, now), aftermath, bool(awaited), has_forgotten)

    taking = [turn for turn in turns if turn.takes_away]
    others = [turn for turn in turns if not turn.takes_away]
    if not taking or not others:
        return await settle(turns)
    first, second = await settle(others), await settle(taking)
    return _together(replace(first, messages=await _still_there(unit, first.messages)), second)


async def _people(unit: Unit, chats: Sequence[Chat], now: datetime) -> Mapping[Chat, Complainant]:
    known = dict(await conversations.load(unit, chats))
    missing = [chat for chat in chats if chat not in known]
    if missing:
        added = await complainants.add(unit, missing, now)
        known |= {chat: Complainant(id, chat, Conversation()) for chat, id in added.items()}
    if met := [chat for chat in missing if chat not in known]:  # another process has met them meanwhile
        known |= await conversations.load(unit, met)
    return known


def _one_time_code(heard: Heard, random_bits: Callable[[int], int]) -> str:
    """Made only where it may be wanted: most turns give out none."""
    return make_one_time_code(random_bits(ONE_TIME_BITS)) if heard.trigger == "hand_over" else ""


def _for_each(each: Sequence[tuple[Complainant, Received]], do: Callable[[Complainant, Received], T]) -> list[T]:
    """What `do` returns for each. Raises `TurnFailed` with all for which it fails."""
    done, failures = [], {}
    for complainant, received in each:
        try:
            done.append(do(complainant, received))
        except Exception as error:  # noqa: BLE001 -- whatever it is, the other chats must not wait for it
            failures[received.chat] = Failure(complainant.id, fault_of(error))
    if failures:
        raise TurnFailed(failures)
    return done


async def _store(unit: Unit, turns: Sequence[_Turn], catalogue: Catalogue, now: datetime) -> None:
    changes = [
        Change(t.complainant.id, t.outcome.conversation, wake_at(t.outcome.conversation, catalogue.profile))
        for t in turns
    ]
    await conversations.store(unit, changes, now)
    persons = {
        t.complainant.id: t.outcome.conversation.person
        for t in turns
        if t.outcome.conversation.person != t.complainant.conversation.person
    }
    if persons:
        await complainants.store_persons(unit, persons)


def _awaited(turns: Sequence[_Turn]) -> list[Awaited]:
    """The files that came with these turns and that their messaging apps still have."""
    return [
        Awaited(turn.complainant.id, turn.complainant.chat.channel, media)
        for turn in turns
        for media in _files_in(turn.received.incoming)
        if media.source
    ]


def _files_in(incoming: Incoming) -> tuple[Media, ...]:
    match incoming:
        case Media():
            return (incoming,)
        case Overheard(media=media):
            return media
        case _:
            return ()


def _wanted(turns: Sequence[_Turn]) -> list[Wanted]:
    wanted = []
    for turn in turns:
        effects = turn.outcome.effects
        if turn.is_return:
            effects = (*effects, MarkBlocked(False))
        wanted += [Wanted(turn.complainant.id, turn.complainant.chat, effect) for effect in effects]
    return wanted


async def _still_there(unit: Unit, messages: Sequence[DueMessage]) -> tuple[DueMessage, ...]:
    there = await outbox.editions(unit, [message.id for message in messages])
    return tuple(message for message in messages if there.get(message.id) == message.edition)


def _together(first: Taken, second: Taken) -> Taken:
    return Taken(
        (*first.messages, *second.messages),
        Aftermath(*map(or_, astuple(first.aftermath), astuple(second.aftermath))),
        first.has_fetches or second.has_fetches,
        first.has_forgotten or second.has_forgotten,
    )


async def _reply(unit: Unit, turns: Sequence[_Turn], digests: dict[int, int], now: datetime) -> tuple[DueMessage, ...]:
    replies = [(turn, outgoing) for turn in turns for outgoing in turn.outcome.replies]
    if not replies:
        return ()
    ids = await outbox.add(unit, [NewMessage(turn.complainant.id, outgoing) for turn, outgoing in replies], now)
    last = {turn.complainant.id: turn.complainant.last_message for turn in turns} | digests
    messages = []
    for id, (turn, outgoing) in zip(ids, replies, strict=True):
        complainant, language = turn.complainant, turn.outcome.conversation.person.language
        follows, last[complainant.id] = last[complainant.id], id
        messages.append(
            DueMessage(id, complainant.chat, complainant.id, outgoing, language, False, now, follows=follows)
        )
    return tuple(messages)

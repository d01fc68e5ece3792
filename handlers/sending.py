"""One try to send one message, and what came of it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from conversations.catalogue import Catalogue
from handlers.errors import Misconfigured, Moved, Rejected, TryLater, Undeliverable
from handlers.faults import fault_of
from handlers.ports import Channel
from handlers.retry import FIRST_WAIT, retry_decision
from storage import channels, complainants, moving, outbox
from storage.outbox import Delay, DueMessage
from storage.store import Unit

LONGEST_SEND_SECONDS = 30.0
MOST_SURPRISES = 8
"""Errors that no channel should raise may pass; but one message must not hold up its chat for ever."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Sent:
    message: DueMessage


@dataclass(frozen=True, slots=True)
class PutOff:
    """It is tried again, not before `after` where that is given."""

    message: DueMessage
    error: str
    after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person cannot be reached: it waits until they come back, unless they have since the try `began`."""

    message: DueMessage
    began: datetime


@dataclass(frozen=True, slots=True)
class HasMoved:
    """It is sent again, to the address where the chat is now."""

    message: DueMessage
    to: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """It will never be sent."""

    message: DueMessage
    error: str


@dataclass(frozen=True, slots=True)
class ChannelStopped:
    """Nothing can be sent through this channel."""

    message: DueMessage


Result = Sent | PutOff | Blocked | HasMoved | SetAside | ChannelStopped


async def send(message: DueMessage, channel: Channel, catalogue: Catalogue, now: datetime) -> Result:
    """What came of one try, which begins now. What went wrong is logged without anything of the message."""
    try:
        rendered = catalogue.render(message.outgoing, message.language)
    except Exception as error:  # noqa: BLE001 -- whatever it is, the messages after it must not wait for it
        fault = fault_of(error)
        log.error("message set aside: no words for it", message=message.id, error=fault.error, at=fault.at)
        return SetAside(message, fault.error)
    try:
        async with asyncio.timeout(LONGEST_SEND_SECONDS):
            await channel.send(message.chat.address, message.id, rendered, message.at)
    except Exception as error:  # noqa: BLE001 -- the same
        return _result_of(error, message, now, log.bind(message=message.id, channel=channel.name))
    return Sent(message)


def _result_of(error: Exception, message: DueMessage, began: datetime, about: structlog.stdlib.BoundLogger) -> Result:
    name = type(error).__name__
    match error:
        case TryLater(after=after):
            return PutOff(message, name, after)
        case TimeoutError():
            return PutOff(message, name)
        case Undeliverable():
            about.info("person cannot be reached")
            return Blocked(message, began)
        case Moved(to=to):
            about.info("chat has another address now")
            return HasMoved(message, to)
        case Misconfigured():
            about.error("channel stopped: it is not set up as it should be")
            return ChannelStopped(message)
        case Rejected():
            about.error("message set aside: the messaging app will never take it")
            return SetAside(message, name)
    about.error("sending failed in an unforeseen way", error=name, at=fault_of(error).at, attempts=message.attempts + 1)
    return SetAside(message, name) if message.attempts + 1 >= MOST_SURPRISES else PutOff(message, name)


async def write_down(unit: Unit, results: Sequence[Result], now: datetime, jitter: Callable[[], float]) -> None:
    """The outbox is as it should be after these results."""
    done = [result.message.id for result in results if isinstance(result, Sent | SetAside)]
    put_off = [_delay(result, now, jitter()) for result in results if isinstance(result, PutOff)]
    unreachable = {result.message.complainant_id: result.began for result in results if isinstance(result, Blocked)}
    moved = [(result.message.complainant_id, result.to) for result in results if isinstance(result, HasMoved)]
    if people := {*unreachable, *(id for id, _ in moved)}:
        await complainants.lock(unit, people)  # before their messages: who takes in what they write locks in this order
    if unreachable:
        await complainants.mark_unreachable(unit, unreachable)
    for complainant_id, to in moved:
        await moving.move(unit, complainant_id, to)
    if done:
        await outbox.remove(unit, done)
    if put_off:
        await outbox.put_off(unit, put_off)
    for channel, after in _pauses(results).items():
        await channels.pause(unit, channel, now + after)


def pause_after(result: Result) -> float:
    """For how many seconds the messaging app wants nothing sent."""
    return result.after.total_seconds() if isinstance(result, PutOff) and result.after else 0.0


def _pauses(results: Sequence[Result]) -> dict[str, timedelta]:
    pauses: dict[str, timedelta] = {}
    for result in results:
        if seconds := pause_after(result):
            channel = result.message.chat.channel
            pauses[channel] = max(timedelta(seconds=seconds), pauses.get(channel, timedelta()))
    return pauses


def _delay(result: PutOff, now: datetime, jitter: float) -> Delay:
    """Where the messaging app says when, it is no failure of this message, however often it says so."""
    if result.after is not None:
        due_at = now + max(result.after, FIRST_WAIT)
        return Delay(result.message.id, result.message.attempts, due_at, result.error)
    attempts = result.message.attempts + 1
    return Delay(result.message.id, attempts, retry_decision(attempts, None, now, jitter), result.error)

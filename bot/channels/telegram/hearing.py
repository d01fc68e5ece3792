"""What is done with an update, however it came: it is handled, or stands aside, or says nothing to us."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.channels.telegram.calls import Call
from bot.channels.telegram.carrier import Carrier
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.errors import Unreadable
from bot.channels.telegram.heads import head_of
from bot.channels.telegram.reading import CHANNEL
from conversations.messages import Choice, GroupAnswer, Overheard, Received
from handlers.errors import NotHandled, TooBusy, TryLater
from handlers.faults import fault_of
from handlers.groups import Groups
from handlers.incoming import Intake
from handlers.quarantine import Poison, Quarantine

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Update:
    """One update as it came, and what it says: nothing to us where both are empty."""

    raw: bytes
    received: Received | None = None
    error: str = ""
    """Why it cannot be read: a class of error."""


@dataclass(frozen=True, slots=True)
class Settled:
    """`is_answered`: a reply goes out at once. `beside`: what is to be called too, which nobody waits for."""

    is_answered: bool = False
    beside: tuple[Call, ...] = ()


class Hearing:
    def __init__(
        self, carrier: Carrier, channel: TelegramChannel, intake: Intake, groups: Groups, quarantine: Quarantine
    ) -> None:
        self._carrier = carrier
        self._channel = channel
        self._intake = intake
        self._groups = groups
        self._quarantine = quarantine

    def read(self, raw: bytes) -> Update:
        try:
            return Update(raw, self._carrier.read(raw))
        except Unreadable as error:
            return Update(raw, error=error.error)

    async def settle(self, update: Update) -> Settled:
        """It is committed with all that came of it, or was before; or it is in quarantine. It need not come again.

        Raises `TryLater` or `TooBusy`: then it must come again.
        """
        settled = Settled()
        try:
            if update.received:
                settled = await self._take(update.received, update.raw)
            elif not update.error:
                settled = Settled(beside=self._channel.pressed_in_group(update.raw))
            problem = update.error
        except (TryLater, TooBusy):
            raise
        except NotHandled as error:
            problem = str(error)
        except Exception as error:  # noqa: BLE001 -- whatever it is, it must not come again without end
            fault = fault_of(error)
            log.error("update not handled", error=fault.error, at=fault.at)
            problem = fault.error
        if problem:
            await self._quarantine.keep(poison(update.raw, problem))
        return settled

    async def _take(self, received: Received, raw: bytes) -> Settled:
        address = received.chat.address
        if isinstance(received.incoming, Overheard | GroupAnswer):
            return Settled(await self._groups.take(received), self._channel.pressed_in_group(raw))
        beside = self._channel.pressed(address, raw) if isinstance(received.incoming, Choice) else ()
        with self._channel.typing(address):
            is_answered = await self._intake.take(received)
        return Settled(is_answered, beside)

    def call_beside(self, calls: Sequence[Call]) -> None:
        if calls:
            self._channel.asides.call(calls)


def poison(raw: bytes, error: str) -> Poison:
    head = head_of(raw)
    key = str(head.update_id) if head.update_id is not None else hashlib.sha256(raw).hexdigest()
    return Poison(CHANNEL, key, head.kind, head.address, error, raw)

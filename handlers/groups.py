"""What is said in a group, and concerns a volunteer: it comes to the volunteer's own chat, or is answered in the group.

So nobody but a volunteer gets a conversation by what others, or they themselves, say in a group.
"""

from dataclasses import replace
from typing import Protocol

from conversations.group_questions import REFUSES
from conversations.guards.group import asked_by
from conversations.messages import Chat, GroupAnswer, InGroup, Overheard, Received
from handlers.later import read_or_later
from storage import filings, volunteers
from storage.store import Store


class Taking(Protocol):
    async def take(self, received: Received) -> bool: ...


class Groups:
    def __init__(self, store: Store, intake: Taking) -> None:
        self._store = store
        self._intake = intake

    async def take(self, received: Received) -> bool:
        """As `Intake.take`, for an `Overheard` or a `GroupAnswer`: an answer to nobody is passed over.

        Raises what that does.
        """
        volunteer = await self._volunteer(received.chat)
        match received.incoming:
            case Overheard(group=group):
                is_volunteer = volunteer is not None and volunteer.may_file
                if volunteer and is_volunteer and not volunteer.is_blocked:
                    return await self._intake.take(received)
                elsewhere = Chat(received.chat.channel, group)
                return await self._intake.take(replace(received, chat=elsewhere, incoming=InGroup(is_volunteer)))
            case GroupAnswer() if volunteer or await self._is_refused_late(received):
                return await self._intake.take(received)
        return False

    async def _is_refused_late(self, received: Received) -> bool:
        """Whoever filed the report has ended, but who was asked about it still has a say."""
        if not isinstance(received.incoming, GroupAnswer) or received.incoming.says != REFUSES:
            return False
        async with read_or_later(self._store) as unit:
            return bool(await filings.nobodys(unit, [asked_by(received)]))

    async def _volunteer(self, chat: Chat) -> volunteers.Reachable | None:
        async with read_or_later(self._store) as unit:
            return await volunteers.reachable(unit, chat)

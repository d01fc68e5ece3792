"""A KIM's group: Rudi, a volunteer, and his neighbours."""

import asyncio
from dataclasses import dataclass
from typing import Any

from bot.wiring import now
from conversations.conversation import Conversation, Person
from conversations.messages import Chat
from conversations.volunteering import Standing, Volunteering
from storage import complainants, conversations
from storage.conversations import Change
from tests.bot.telegram.office import Office
from tests.telegram.people import Person as Member
from tests.telegram.server import BotApi
from tests.volunteering import add_volunteer

RUDI = Volunteering("Rudi Hartono", "KIM Sangatta Utara", "64.08.04", Standing.ACTIVE)
STORY = "Lampu jalan depan SMPN 1 Sangatta Utara mati, gelap sekali"
AGREES, UNNAMED, REFUSES = "Setuju", "Setuju, tanpa nama", "Tidak"


@dataclass(frozen=True, slots=True)
class Village:
    """Rudi, a volunteer, and two neighbours in a group; `in_group` are they as they write there."""

    api: BotApi
    office: Office
    rudi: Member
    group: Any

    def neighbour(self, id: int = 81, name: str = "Budi Santoso") -> Member:
        first, _, last = name.partition(" ")
        return self.group.member(self.api.person(id, first, last_name=last or None))  # type: ignore[no-any-return]

    @property
    def rudi_in_group(self) -> Member:
        return self.group.member(self.rudi)  # type: ignore[no-any-return]

    async def settled(self) -> None:
        await self.api.settled()
        await self.office.all_is_sent()
        await asyncio.sleep(0.1)  # calls beside the messages, which nobody waits for

    async def points_to(self, message: Any, by: Member | None = None) -> None:
        await (by or self.rudi_in_group).says("/lapor@pintulapor_bot", reply_to=message)
        await self.settled()

    async def talk(self) -> Conversation:
        chat = Chat("telegram", str(self.rudi.id))
        async with self.office.store.begin() as unit:
            return (await conversations.load(unit, [chat]))[chat].conversation

    def said_in_group(self) -> list[str]:
        return [shown.text for shown in self.group.member(self.rudi).sees]

    def said_to_rudi(self) -> str:
        return "\n".join(shown.text for shown in self.rudi.sees)


async def is_volunteer(office: Office, address: int, volunteering: Volunteering = RUDI) -> None:
    """They have written to the bot before, and the office lets them file for others."""
    chat = Chat("telegram", str(address))
    async with office.store.begin() as unit:
        id = (await complainants.add(unit, [chat], now()))[chat]
        await add_volunteer(unit, id, volunteering, now())
        known = Conversation(volunteering=volunteering, heard_at=now())
        await conversations.store(unit, [Change(id, known, None)], now())
        await complainants.store_persons(unit, {id: Person(volunteering.name, "", "id", now())})

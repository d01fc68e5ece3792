"""The office as its volunteers know it, and what they have."""

from conversations.messages import Chat, Command, MediaKind, Text
from conversations.profile import Profile
from conversations.volunteering import Decision
from handlers.volunteers import Volunteers
from storage import attachments, volunteers
from storage.attachments import StoredFile
from storage.store import Store
from storage.volunteer_invitations import OpenInvitation
from storage.volunteers import Volunteer
from tests.filed import NOW, Clock
from tests.handlers.house import Bell, House, different_numbers

RAHMA, BUDI = Chat("webchat", "rahma"), Chat("webchat", "budi")
GROUP, AREA = "KIM Sangatta Utara", "64.08.04"
WRONG = "Kode itu tidak bisa dipakai."
SECOND, THIRD, FOURTH = "KTM-0000-0000", "KTM-1111-1111", "KTM-2222-2222"


class Office:
    def __init__(self, store: Store, profile: Profile) -> None:
        self.clock, self.bells = Clock(), (Bell(), Bell())
        self.store = store
        self.volunteers = Volunteers(store, profile, *self.bells, self.clock, different_numbers(1_000))

    async def invite(self, uses: int = 1) -> OpenInvitation:
        return await self.volunteers.invite(GROUP, AREA, uses)

    async def decide(self, decision: Decision, helper: int = 1) -> bool:
        return await self.volunteers.decide(helper, decision)

    async def known(self, id: int = 1) -> Volunteer:
        async with self.store.read() as unit:
            found = await volunteers.find(unit, id)
        assert found
        return found


def asking(invited: OpenInvitation) -> Command:
    return Command("start", f"kim_{invited.invitation.code}")


async def ask(house: House, invited: OpenInvitation, chat: Chat = RAHMA, begin: int = 0) -> None:
    await house.say(chat, asking(invited), Text("Rahmawati"), begin=begin)


async def keep_file(store: Store, id: str, owner: int) -> None:
    async with store.begin() as unit:
        await attachments.add(unit, owner, StoredFile(id, MediaKind.PHOTO, "image/jpeg", 3, "0", f"{id}/original"), NOW)

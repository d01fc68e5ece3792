"""The office and its volunteers: invited, approved, suspended and ended, and how the reports of their groups fare."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from conversations.effects import DropAttachments
from conversations.filing_figures import Figures, figures
from conversations.one_time_code import ONE_TIME_BITS, make_one_time_code
from conversations.profile import Profile
from conversations.reminders import wake_at
from conversations.volunteer_decisions import decided
from conversations.volunteering import Decision, Invitation, standing_after
from conversations.wording import clean
from handlers.desk import Waker
from handlers.standing import change_standing
from storage import attachments, conversations, filing_figures, outbox, volunteer_invitations, volunteers
from storage.conversations import Change
from storage.outbox import NewMessage
from storage.store import Store, Unit
from storage.volunteer_invitations import OpenInvitation
from storage.volunteers import Volunteer

LASTS = timedelta(days=14)
LONGEST_LASTS = timedelta(days=366)
MOST_USES = 200
"""More people than come to one meeting."""
LONGEST_GROUP = 80
"""Characters: it stands in messages, and on one line of a list."""


@dataclass(frozen=True, slots=True)
class Registry:
    """All that the office sees of its volunteers at a glance."""

    volunteers: tuple[Volunteer, ...]
    invitations: tuple[OpenInvitation, ...]
    figures: tuple[Figures, ...]


class NoInvitation(ValueError):
    """Nobody can be invited so; `field` is what is wrong: `group`, `area`, `count` or `until`."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class Volunteers:
    def __init__(
        self,
        store: Store,
        profile: Profile,
        delivery: Waker,
        file_removal: Waker,
        now: Callable[[], datetime],
        random_bits: Callable[[int], int],
    ) -> None:
        """`random_bits` gives a number of that many bits, unguessable."""
        self._store = store
        self._profile = profile
        self._delivery = delivery
        self._file_removal = file_removal
        self._now = now
        self._random_bits = random_bits

    async def invite(self, group: str, area: str = "", uses: int = 1, until: datetime | None = None) -> OpenInvitation:
        """So many people may ask to be volunteers of this group with the new code, for two weeks unless it is said.

        `area` is a code of the profile, or empty for all of it. Raises `NoInvitation`, and `DatabaseAway` as all do.
        """
        now, group = self._now(), " ".join(clean(group).split())
        until = until or now + LASTS
        if problem := self._problem_with(group, area, uses, until, now):
            raise NoInvitation(problem)
        invitation = Invitation(make_one_time_code(self._random_bits(ONE_TIME_BITS)), group, area)
        async with self._store.begin() as unit:
            id = await volunteer_invitations.add(unit, invitation, uses, until, now)
        return OpenInvitation(id, invitation, uses, until)

    async def revoke(self, id: int) -> bool:
        """Nobody may ask with this invitation any more, not even who is answering it now; False for one that is over.

        Who has asked already stays asked.
        """
        async with self._store.begin() as unit:
            return await volunteer_invitations.revoke(unit, id, self._now())

    async def registry(self) -> Registry:
        async with self._store.read() as unit:
            people = await volunteers.listed(unit)
            invitations = await volunteer_invitations.listed(unit, self._now())
            filed = await filing_figures.filed(unit)
        return Registry(tuple(people), tuple(invitations), figures(filed, self._profile))

    async def decide(self, id: int, decision: Decision) -> bool:
        """The volunteer stands as the office has decided, and is told so; False where the decision makes no sense now.

        What is told is sent by a running process, or by the next one.
        """
        async with self._store.begin() as unit:
            is_decided = await self._decide(unit, id, decision)
        if is_decided:
            self._delivery.wake()
            self._file_removal.wake()
        return is_decided

    def _problem_with(self, group: str, area: str, uses: int, until: datetime, now: datetime) -> str:
        if not group or len(group) > LONGEST_GROUP:
            return "group"
        if area and self._profile.area(area) is None:
            return "area"
        if not 1 <= uses <= MOST_USES:
            return "count"
        return "" if now < until <= now + LONGEST_LASTS else "until"

    async def _decide(self, unit: Unit, id: int, decision: Decision) -> bool:
        found = await volunteers.find(unit, id)
        if found is None or found.complainant_id is None:
            return False
        person = (await conversations.load_by_id(unit, [found.complainant_id]))[found.complainant_id]
        volunteer = await volunteers.find(unit, id)  # as it is now that nobody else changes it
        standing = standing_after(volunteer.standing, decision) if volunteer else None
        if volunteer is None or volunteer.complainant_id != person.id or standing is None:
            return False
        now = self._now()
        outcome = decided(person.conversation, decision, self._profile)
        wake = wake_at(outcome.conversation, self._profile)
        await conversations.store(unit, [Change(person.id, outcome.conversation, wake)], now)
        await change_standing(unit, volunteer, standing, now, self._profile, self._random_bits)
        dropped = [(person.id, file) for e in outcome.effects if isinstance(e, DropAttachments) for file in e.ids]
        if dropped:
            await attachments.drop(unit, dropped)
        told = [NewMessage(person.id, each, is_notice=True) for each in outcome.replies]
        await outbox.add(unit, told, now)
        return True

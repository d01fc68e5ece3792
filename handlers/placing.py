"""What a routing backend elsewhere calls our reports, kept so that none is sent there twice."""

from collections.abc import Callable, Sequence
from datetime import datetime

from conversations.deadlines import due_at
from conversations.profile import Profile, Stage
from conversations.report import Attachment, Report
from conversations.status import ResponseKind, Status, StatusUpdate
from handlers.forwarding_body import as_json
from handlers.later import begin_or_later, read_or_later
from handlers.ports import ResponseForwarding
from handlers.status_update import apply_update
from storage import forgetting, forwardings, placements, report_standings
from storage.forwardings import FILES, NewForwarding
from storage.placements import WORDS, Placement
from storage.store import Store, Unit


class Placing:
    """All of it raises `TryLater` while the database is away."""

    def __init__(self, store: Store, backend: str, profile: Profile, now: Callable[[], datetime]) -> None:
        self._store = store
        self._backend = backend
        self._profile = profile
        self._now = now

    async def of(self, receipt: str) -> Placement | None:
        async with read_or_later(self._store) as unit:
            return await placements.of(unit, self._backend, receipt)

    async def note_posting(self, placement: Placement, at: datetime | None) -> None:
        """The report may be there from now on (`at`), or is known not to be (None)."""
        async with begin_or_later(self._store) as unit:
            await placements.note_posting(unit, self._backend, placement.report_id, at)

    async def note_token(self, placement: Placement, token: str) -> None:
        async with begin_or_later(self._store) as unit:
            await placements.note_token(unit, self._backend, placement.report_id, token)

    async def note_id(self, placement: Placement, external_id: str, left_out: Sequence[Attachment]) -> None:
        """The backend has the report, and calls it so; the files that were left out follow it."""
        async with begin_or_later(self._store) as unit:
            await placements.note_external_id(unit, self._backend, placement.report_id, external_id)
            await self._send_later(unit, placement, left_out)

    async def register(
        self, placement: Placement, report: Report, tracking_id: str, left_out: Sequence[Attachment]
    ) -> None:
        """As `note_id`, and what it calls it is LAPOR!'s own id: the complainant is told it."""
        now = self._now()
        async with begin_or_later(self._store) as unit:
            standing = await report_standings.of(unit, report.receipt)
            if standing is None:
                return
            await placements.note_external_id(unit, self._backend, placement.report_id, tracking_id)
            await self._send_later(unit, placement, left_out)
            limit = due_at(self._profile, report.report_class, Stage.VERIFICATION, now)
            key, number = f"{self._backend}:registered {tracking_id}", standing.number + 1
            registered = StatusUpdate(
                key, report.receipt, number, Status.REGISTERED, now, tracking_id=tracking_id, due_at=limit
            )
            await apply_update(unit, registered, now, self._profile)

    async def note_said(self, placement: Placement, update_ids: Sequence[str]) -> None:
        """These updates are the complainant's own: they are no news when they come back.

        Of the words of somebody who was forgotten meanwhile nothing is noted.
        """
        async with begin_or_later(self._store) as unit:
            is_forgotten = await forgetting.forgotten(unit, [placement.report_id])
            ids = [id for id in update_ids if not (is_forgotten and id.startswith(WORDS))]
            if ids:
                await placements.note_updates(unit, self._backend, placement.report_id, ids)

    async def _send_later(self, unit: Unit, placement: Placement, left_out: Sequence[Attachment]) -> None:
        """As what the complainant adds; nothing of somebody who was forgotten meanwhile."""
        if not left_out or await forgetting.forgotten(unit, [placement.report_id]):
            return
        now, receipt = self._now(), placement.receipt
        key = f"{receipt}{FILES}"
        later = ResponseForwarding(key, receipt, ResponseKind.ADDENDUM, "", tuple(left_out), now)
        await forwardings.add(unit, [NewForwarding(placement.report_id, key, self._backend, as_json(later))], now)

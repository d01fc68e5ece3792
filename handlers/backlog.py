"""What has not reached its routing backend, for the office: looked at, tried again, or given up."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

import msgspec

from conversations.profile import Profile
from conversations.status import ResponseKind, Status, StatusUpdate
from conversations.undelivered import giving_up_notice
from handlers.errors import Misconfigured, Rejected
from handlers.forwarding import CLAIM_LASTS
from handlers.forwarding_body import from_json
from handlers.own_words import listeners, tell_of_own_words
from handlers.ports import Forwarding, ResponseForwarding
from handlers.status_update import apply_update
from storage import backlog, forwardings, report_standings, reports
from storage.backlog import Count, Failed
from storage.store import Store, Unit

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Outstanding:
    """What was tried in vain. `response` is None for a report itself, and for what cannot be read."""

    failed: Failed
    response: ResponseKind | None

    @property
    def is_set_aside(self) -> bool:
        return self.failed.next_try_at is None


async def counts(store: Store) -> list[Count]:
    """For each backend that has something to get. Raises `DatabaseAway`."""
    async with store.read() as unit:
        return await count(unit)


async def count(unit: Unit) -> list[Count]:
    return await backlog.count(unit, Misconfigured.__name__)


class Backlog:
    def __init__(self, store: Store, profile: Profile, now: Callable[[], datetime]) -> None:
        self._store = store
        self._profile = profile
        self._now = now

    async def counts(self) -> list[Count]:
        """For each backend that has something to get. Raises `DatabaseAway`, as all of these do."""
        return await counts(self._store)

    async def listed(self, ids: Sequence[int] = ()) -> list[Outstanding]:
        """Those with these ids, or the first `MOST_SHOWN`: what is set aside, then what is tried again by itself."""
        async with self._store.read() as unit:
            found = await backlog.failed(unit, ids, len(ids) or MOST_SHOWN)
        return [Outstanding(each, _response_kind(each.body)) for each in found]

    async def content(self, id: int) -> Forwarding | None:
        """What a person said: to be shown only to whoever asked for it. Raises `Rejected` where it cannot be read."""
        async with self._store.read() as unit:
            found = await backlog.failed(unit, [id], 1)
        return from_json(found[0].body) if found else None

    async def retry(self, ids: Sequence[int]) -> None:
        """These are tried again now, by a running process or by the next one."""
        now = self._now()
        async with self._store.begin() as unit:
            await backlog.retry(unit, ids, now, now + CLAIM_LASTS)

    async def drop(self, id: int, because: str = "") -> bool:
        """It is given up, and its complainant is told so, and `because` of what.

        A report goes with all that was to follow it, and is archived. False when it was not tried in vain, or may be
        on its way just now.
        """
        now = self._now()
        async with self._store.begin() as unit:
            given_up = await backlog.in_vain(unit, id, now, now + CLAIM_LASTS)
            if given_up is None:
                return False
            if given_up.is_report:
                await self._give_up_report(unit, given_up, because, now)
            else:
                await self._give_up_response(unit, given_up, now)
        return True

    async def _give_up_report(self, unit: Unit, given_up: Failed, because: str, now: datetime) -> None:
        await forwardings.remove(unit, await backlog.ids_of(unit, given_up.report_id))
        standing = await report_standings.of(unit, given_up.receipt)
        number = standing.number + 1 if standing else 1
        key = f"given-up-{given_up.id}"
        update = StatusUpdate(key, given_up.receipt, number, Status.ARCHIVED, now, text=because)
        await apply_update(unit, update, now, self._profile)
        if standing and not standing.report.is_handed_over:
            await reports.mark_never_there(unit, given_up.report_id)

    async def _give_up_response(self, unit: Unit, given_up: Failed, now: datetime) -> None:
        await forwardings.remove(unit, [given_up.id])
        to = await listeners(unit, [given_up.report_id], now, self._profile)
        notice = giving_up_notice(given_up.receipt)
        await tell_of_own_words(unit, [(given_up.report_id, notice)], to, now, self._profile)


def as_text(forwarding: Forwarding) -> str:
    """All of it, as JSON with an indentation."""
    return msgspec.json.format(msgspec.json.encode(forwarding), indent=2).decode()


def _response_kind(body: bytes) -> ResponseKind | None:
    with suppress(Rejected):
        forwarding = from_json(body)
        return forwarding.kind if isinstance(forwarding, ResponseForwarding) else None
    return None

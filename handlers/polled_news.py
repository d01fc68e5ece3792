"""News of reports from a routing backend that has to be asked: what is new in them is noted and told, once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import structlog

from conversations.profile import Profile
from conversations.status import Event, Status, StatusUpdate
from handlers.faults import fault_of
from handlers.incoming import Wakeable
from handlers.later import begin_or_later, or_later, read_or_later
from handlers.news import News, Step, as_seen, key_of, runs, what_is_new
from handlers.status_update import Fate, apply_updates
from storage import forgetting, history, placements, polls, report_standings
from storage.errors import DatabaseAway
from storage.placements import Placement
from storage.polls import Asked
from storage.report_standings import Standing
from storage.store import Store, Unit

MAY_REOPEN_WITHIN = timedelta(days=30)
"""So long after it was closed a report is still asked for."""
AT_ONCE = 50
"""News in one unit: those who write to us wait for no more."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""News that do not say when they were made stand back behind all that do."""

log = structlog.get_logger()


def _with_history(standing: Standing, told: tuple[Event, ...]) -> Standing:
    return replace(standing, report=replace(standing.report, history=told))


class PolledNews:
    """All of it raises `TryLater` while the database is away."""

    def __init__(
        self, store: Store, backend: str, profile: Profile, delivery: Wakeable, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._backend = backend
        self._profile = profile
        self._delivery = delivery
        self._now = now

    async def take_turn(self, every: timedelta) -> Asked | None:
        """How far the backend has been asked, for whoever asks it now; None when it is not time, or another does."""
        now = self._now()
        async with read_or_later(self._store) as unit:
            if not await polls.is_due(unit, self._backend, now):
                return None
        async with begin_or_later(self._store) as unit:
            return await polls.take_turn(unit, self._backend, now, now + every)

    async def note_asked(self, asked: Asked) -> None:
        async with begin_or_later(self._store) as unit:
            await polls.note(unit, self._backend, asked)

    async def watched(self) -> Sequence[str]:
        """What the backend calls the reports that may still change."""
        async with read_or_later(self._store) as unit:
            since = self._now() - MAY_REOPEN_WITHIN
            watched = await placements.watched(unit, self._backend, since)
        return list(dict.fromkeys(each.external_id for each in watched))

    async def take(self, heard: Sequence[News]) -> int:
        """What is new in these is in the reports, and on its way to complainants; how many those were.

        They may come in any order, and again; those of reports that are not ours are passed over.
        """
        try:
            fresh = sorted(await self._fresh(heard), key=lambda each: each.at or LONG_AGO)
            with or_later():
                fates = [
                    fate for n in range(0, len(fresh), AT_ONCE) for fate in await self._take_all(fresh[n : n + AT_ONCE])
                ]
        finally:
            self._delivery.wake()
        return fates.count(Fate.APPLIED)

    async def _fresh(self, heard: Sequence[News]) -> list[News]:
        """Worth knowing before anything is written: most of what is heard was heard before."""
        said = [(news.external_id, news.update_id, as_seen(news)) for news in heard]
        async with read_or_later(self._store) as unit:
            fresh = await placements.fresh(unit, self._backend, said)
        return [news for news, each in zip(heard, said, strict=True) if each in fresh]

    async def _take_all(self, heard: Sequence[News]) -> list[Fate]:
        """In one unit, or each in its own where one cannot be written down: it must not hold up the others."""
        try:
            async with self._store.begin() as unit:
                return [fate for run in runs(heard) for fate in await self._take_run(unit, run)]
        except DatabaseAway:
            raise
        except Exception as error:  # noqa: BLE001 -- whatever is wrong with one, the others must not wait for it
            if len(heard) > 1:
                return [fate for news in heard for fate in await self._take_all([news])]
            fault = fault_of(error)
            log.error("news cannot be taken", backend=self._backend, error=fault.error, at=fault.at)
            return []

    async def _take_run(self, unit: Unit, run: Sequence[News]) -> list[Fate]:
        now = self._now()
        news_of = {news.external_id: news for news in run}
        stand = await self._stand(unit, news_of)
        nobodys = [standing.id for _, standing in stand if standing.complainant_id is None]
        forgotten = await forgetting.forgotten(unit, nobodys) if nobodys else ()
        for id in {each.external_id for each, standing in stand if standing.id in forgotten}:
            if not news_of[id].seen:
                news_of[id] = replace(news_of[id], text="")  # it may be what they said, come back
        noted = [await self._note(unit, *each, news_of[each[0].external_id], now) for each in stand]
        updates = [update for update in noted if update]
        results = await apply_updates(unit, updates, now, self._profile) if updates else []
        return [result.fate for result in results]

    async def _stand(self, unit: Unit, news_of: Mapping[str, News]) -> Sequence[tuple[Placement, Standing]]:
        """The reports that the news are of, with the history where it matters. Nobody else changes them.

        One that the backend has made of several of ours is all of these.
        """
        found = await placements.of_externals(unit, self._backend, list(news_of))
        standings = await report_standings.of_many(unit, [each.receipt for each in found])
        # another process may have noted something
        found = await placements.of_externals(unit, self._backend, list(news_of))
        own = [each for each in found if each.receipt in standings]
        stand = [(each, standings[each.receipt]) for each in own if standings[each.receipt].backend == self._backend]
        seen = [standing.id for each, standing in stand if news_of[each.external_id].seen]
        told = await history.of(unit, sorted(seen)) if seen else {}
        return [(each, _with_history(standing, told.get(standing.id, ()))) for each, standing in stand]

    async def _note(
        self, unit: Unit, placement: Placement, standing: Standing, news: News, now: datetime
    ) -> StatusUpdate | None:
        """The news are noted as heard; the update that they are, if they are one."""
        if not await self._is_unheard(unit, placement, news):
            return None
        # a server whose clock is ahead must not make all that follows late
        at = min(news.at or now, now)
        is_late = not news.seen and placement.heard_at is not None and at < placement.heard_at
        heard_at = placement.heard_at if is_late or news.seen or not news.at else at
        seen = as_seen(news) or placement.seen
        await placements.note_heard(unit, self._backend, placement.report_id, heard_at, seen)
        step = what_is_new(standing.report, news, is_late, placement.seen)
        if step is None:
            return None
        number = standing.number if is_late else standing.number + 1
        return self._update(placement, news, step, number, at, now)

    async def _is_unheard(self, unit: Unit, placement: Placement, news: News) -> bool:
        if news.seen:
            return placement.seen != as_seen(news)
        is_new = await placements.note_updates(unit, self._backend, placement.report_id, [news.update_id])
        is_own = bool(news.words_id) and await placements.is_said(unit, self._backend, news.external_id, news.words_id)
        return is_new and not is_own

    def _update(
        self, placement: Placement, news: News, step: Step, number: int, at: datetime, now: datetime
    ) -> StatusUpdate:
        """A limit that has passed already is not promised to anybody."""
        return StatusUpdate(
            key=key_of(self._backend, news.update_id),
            receipt=placement.receipt,
            number=number,
            status=step.status,
            at=at,
            text=step.text,
            agency=news.agency,
            level=news.level,
            due_at=news.due_at if news.due_at and news.due_at > now else None,
            own_word=news.own_word if step.status is Status.OTHER else "",
        )

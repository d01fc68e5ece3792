"""What became of tries to deliver: noted for many in one unit, and told to whoever must know."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from conversations.messages import Outgoing
from conversations.profile import Profile
from conversations.status import Event, Status, Undelivered
from conversations.undelivered import TELL_AFTER, arrival_notice, late_notice
from handlers.own_words import Listener, listeners, tell_of_own_words
from storage import forwardings, history, promises, reports
from storage.forwardings import DueForwarding, Failure
from storage.history import NewEvent
from storage.store import Unit


@dataclass(frozen=True, slots=True)
class HandedOver:
    """The backend has a report since `at`; it verifies it until `limit`, where there is one."""

    at: datetime
    limit: datetime | None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one try: nothing to note is that the backend has a response."""

    due: DueForwarding
    handed_over: HandedOver | None = None
    failure: Failure | None = None

    @property
    def undelivered(self) -> Undelivered | None:
        return Undelivered(self.failure.due_at) if self.failure else None


async def conclude(unit: Unit, results: Sequence[Result], now: datetime, profile: Profile) -> bool:
    """All of it is noted, with one statement per table. Whether somebody is told something now.

    A complainant is told once that something is late or was set aside, and then that it arrived. Of what arrives in
    time they are told nothing: nothing was done yet. In the night nobody is told; that something is late, only by a
    try of the morning, if it still is.
    """
    news = [each for each in results if _is_news(each)]
    to = await listeners(unit, [each.due.report_id for each in news], now, profile) if news else {}
    arrived = [each for each in results if each.failure is None]
    if arrived:
        await _note_arrivals(unit, arrived)
    if failures := [each.failure for each in results if each.failure]:
        await forwardings.note_failures(unit, failures)
    return await _tell(unit, [each for each in news if not _can_wait(each, to, now)], to, now, profile)


async def _note_arrivals(unit: Unit, arrived: Sequence[Result]) -> None:
    await forwardings.remove(unit, [each.due.id for each in arrived])
    in_order = sorted(arrived, key=lambda each: each.due.report_id)  # as whoever else changes several reports
    handed_over = [(each.due, each.handed_over) for each in in_order if each.handed_over]
    if not handed_over:
        return
    events = [NewEvent(due.report_id, due.key, Event(it.at, status=Status.HANDED_OVER)) for due, it in handed_over]
    await history.add(unit, events)
    await promises.promise(unit, [(due.report_id, it.limit) for due, it in handed_over])
    await reports.mark_handed_over(unit, [due.report_id for due, _ in handed_over])


async def _tell(
    unit: Unit, news: Sequence[Result], to: Mapping[int, Listener], now: datetime, profile: Profile
) -> bool:
    if late := [each.due.id for each in news if each.failure]:
        await forwardings.note_told(unit, late, now)
    told = [(id, _notice(each, to[id].receipt, now)) for each in news if (id := each.due.report_id) in to]
    return await tell_of_own_words(unit, told, to, now, profile)


def _can_wait(news: Result, to: Mapping[int, Listener], now: datetime) -> bool:
    """It may be over by the morning, and the next try will be another."""
    listener = to.get(news.due.report_id)
    is_tried_again = news.undelivered is not None and news.undelivered.next_try_at is not None
    return is_tried_again and listener is not None and listener.told_at > now


def _is_news(result: Result) -> bool:
    if result.undelivered is None:
        return result.due.is_told
    again = result.undelivered.next_try_at
    return not result.due.is_told and (again is None or again - result.due.created_at >= TELL_AFTER)


def _notice(result: Result, receipt: str, now: datetime) -> Outgoing:
    is_report = result.due.key == receipt  # a response has a key of its own
    if result.undelivered:
        return late_notice(receipt, is_report, result.undelivered, now)
    return arrival_notice(receipt, is_report)

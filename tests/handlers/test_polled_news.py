"""What is new in what a backend says, when it is asked, is noted and told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.profile import Profile
from conversations.status import Event, KnownReport, Status
from handlers.news import News, Step, as_seen, what_is_new
from handlers.polled_news import PolledNews
from storage import forgetting, history, outbox, ownership, placements, report_standings, reports
from storage.store import Store
from tests.filed import NOW, RECEIPT, Clock, file_report
from tests.handlers.house import Bell

REPORT = KnownReport(
    RECEIPT, "Lampu mati", Status.FORWARDED, NOW, history=(Event(NOW, Status.FORWARDED, text="Dicek."),)
)


def said(status: Status, text: str = "", id: str = "u1", **more: object) -> News:
    return News("7", id, NOW + timedelta(minutes=1), status, text=text, **more)  # type: ignore[arg-type]


def test_a_step_or_a_word_is_new_and_neither_is_nothing() -> None:
    assert what_is_new(REPORT, said(Status.CLOSED), is_late=False) == Step(Status.CLOSED, "")
    assert what_is_new(REPORT, said(Status.FORWARDED, "Lagi."), is_late=False) == Step(Status.FORWARDED, "Lagi.")
    assert what_is_new(REPORT, said(Status.OTHER, own_word="moon"), is_late=False) == Step(Status.OTHER, "")
    assert what_is_new(REPORT, said(Status.FORWARDED), is_late=False) is None
    assert what_is_new(REPORT, said(Status.OTHER), is_late=False) is None


def test_what_an_update_said_is_not_said_again_by_the_report_as_it_stands() -> None:
    assert what_is_new(REPORT, said(Status.OTHER, "Dicek.", seen="x"), is_late=False) is None
    assert what_is_new(REPORT, said(Status.CLOSED, "Dicek.", seen="x"), is_late=False) == Step(Status.CLOSED, "")
    assert what_is_new(REPORT, said(Status.OTHER, "Dicek."), is_late=False) == Step(Status.OTHER, "Dicek.")


def test_only_what_was_closed_there_is_open_again_by_standing_open() -> None:
    closed = KnownReport(RECEIPT, "Lampu mati", Status.CLOSED, NOW)
    stands_open, was_closed = said(Status.OTHER, seen="x", reopens=True), said(Status.CLOSED, seen="y")
    assert what_is_new(closed, stands_open, False, as_seen(was_closed)) == Step(Status.FOLLOWED_UP, "")
    assert what_is_new(closed, stands_open, False, as_seen(stands_open)) is None
    assert what_is_new(closed, said(Status.OTHER, reopens=True), False) == Step(Status.FOLLOWED_UP, "")


async def test_what_cannot_be_written_down_holds_up_no_other(store: Store, profile: Profile) -> None:
    filed = await file_report(store, backend="elsewhere")
    async with store.begin() as unit:
        await placements.note_external_id(unit, "elsewhere", filed.id, "7")
    bell = Bell()
    news = PolledNews(store, "elsewhere", profile, bell, Clock(NOW + timedelta(hours=1)))

    heard = [said(Status.FOLLOWED_UP, "\ud800", "bad"), said(Status.CLOSED, "Selesai.", "good")]
    assert await news.take(heard) == 1
    assert await news.take(heard[1:]) == 0

    async with store.read() as unit:
        assert len((await outbox.find(unit, ["webchat"], NOW + timedelta(hours=1), (), 10)).messages) == 1
    assert bell.rung == 2


async def test_of_many_at_once_what_is_new_in_each_depends_on_what_came_before(store: Store, profile: Profile) -> None:
    filed = [await file_report(store, receipt, backend="elsewhere") for receipt in (RECEIPT, "KTM-0000-0000")]
    async with store.begin() as unit:
        for id, each in zip(("7", "8"), filed, strict=True):
            await placements.note_external_id(unit, "elsewhere", each.id, id)
    news = PolledNews(store, "elsewhere", profile, Bell(), Clock(NOW + timedelta(hours=1)))

    heard = [
        said(Status.VERIFIED),
        replace(said(Status.FORWARDED, id="v1"), external_id="8"),
        said(Status.VERIFIED, id="u2"),
        replace(said(Status.VERIFIED, id="x1"), external_id="9"),
        said(Status.CLOSED, "Selesai.", "u3"),
        replace(said(Status.CLOSED, "Selesai.", "v2"), external_id="8"),
    ]
    assert await news.take(heard) == 4

    async with store.begin() as unit:
        standings = await report_standings.of_many(unit, [each.report.receipt for each in filed])
        told = await history.of(unit, [each.id for each in filed])
    assert [(each.number, each.report.status) for each in standings.values()] == [(2, Status.CLOSED)] * 2
    assert [[event.status for event in told[each.id]] for each in filed] == [
        [Status.VERIFIED, Status.CLOSED],
        [Status.FORWARDED, Status.CLOSED],
    ]


@pytest.mark.parametrize("is_forgotten", [False, True])
async def test_what_the_office_says_of_a_report_is_noted_also_while_it_is_nobodys(
    store: Store, profile: Profile, is_forgotten: bool
) -> None:
    filed = await file_report(store, backend="elsewhere")
    async with store.begin() as unit:
        await placements.note_external_id(unit, "elsewhere", filed.id, "7")
        await reports.mark_handed_over(unit, [filed.id])
        if is_forgotten:
            await forgetting.forget(unit, [filed.complainant_id])
        else:
            await ownership.set_owner(unit, [(filed.id, None, "")])

    await PolledNews(store, "elsewhere", profile, Bell(), Clock(NOW)).take([said(Status.CLOSED, "Selesai.")])

    async with store.read() as unit:
        [*_, last] = (await history.of(unit, [filed.id]))[filed.id]
    assert (last.status, last.text) == (Status.CLOSED, "" if is_forgotten else "Selesai.")

"""While a backend takes nothing its queue is held, as a whole, and nothing in it is to blame for that."""

from datetime import timedelta

import pytest

from conversations.catalogue import Catalogue
from conversations.profile import Profile
from conversations.status import Undelivered
from conversations.undelivered import TELL_AFTER
from handlers.backlog import Backlog
from handlers.errors import Misconfigured, TakesNothing, TryLater
from handlers.forwarding import AT_ONCE, TELL_AT_ONCE, Forwarder
from handlers.hold import FAILED_IN_A_ROW, Hold, hold_after, room_in
from handlers.ports import Forwarding
from handlers.retry import FIRST_WAIT, LONGEST_WAIT
from storage.store import Store
from tests.filed import NOW, RECEIPT, Clock, Filed, file_report, known, respond, response
from tests.forwarded import forward_all
from tests.handlers.remote import AWAY, Remote, forwarder, told

MANY = 3 * AT_ONCE
REFUSED = TakesNothing("connection refused")


def away(forwarding: Forwarding) -> Exception:
    return REFUSED


async def file_many(store: Store, number: int = MANY) -> list[Filed]:
    return [await file_report(store, f"KTM-0000-{n:04}") for n in range(number)]


async def go_on_for(forwarding: Forwarder, clock: Clock, minutes: int) -> None:
    """Every second it looks whether something is to be done."""
    for _ in range(minutes * 60):
        await forward_all(forwarding)
        clock.move(seconds=1)


# --- the decision ---


def failed(hold: Hold, *report_ids: int, error: TakesNothing | Misconfigured = REFUSED) -> Hold:
    """After tries that were begun and ended now."""
    for id in report_ids:
        hold = hold_after(hold, id, error, NOW, NOW, 0.0)
    return hold


def test_it_is_held_when_different_reports_fail_in_a_row_and_not_when_one_does() -> None:
    assert failed(Hold(), *[7] * FAILED_IN_A_ROW).until is None
    assert failed(Hold(), *range(FAILED_IN_A_ROW)).until == NOW + FIRST_WAIT


def test_a_wrong_setting_holds_it_at_once() -> None:
    hold = failed(Hold(), 7, error=Misconfigured("wrong key"))
    assert (hold.until, hold.error, hold.reason) == (NOW + FIRST_WAIT, "Misconfigured", "wrong key")


def test_what_was_under_way_when_it_was_held_does_not_hold_it_longer() -> None:
    held = failed(Hold(), *range(FAILED_IN_A_ROW))
    assert failed(held, *range(AT_ONCE)) == held


def test_each_try_in_vain_holds_it_for_twice_as_long_up_to_the_longest_wait() -> None:
    hold, waits = failed(Hold(), *range(FAILED_IN_A_ROW)), []
    for id in range(12):
        assert hold.until
        began = hold.until
        hold = hold_after(hold, id, REFUSED, began, began, 0.0)
        assert hold.until
        waits.append(hold.until - began)
    assert waits[:3] == [2 * FIRST_WAIT, 4 * FIRST_WAIT, 8 * FIRST_WAIT]
    assert waits[-1] == LONGEST_WAIT


def test_it_is_held_as_long_as_the_other_side_asks_for() -> None:
    asked = timedelta(minutes=3)
    assert failed(Hold(), *range(FAILED_IN_A_ROW), error=TakesNothing("429", asked)).until == NOW + asked


def test_there_is_room_for_none_while_it_is_held_and_then_for_one_at_a_time() -> None:
    until = NOW + FIRST_WAIT
    hold = Hold(until=until)
    assert [room_in(hold, AT_ONCE, 0, at) for at in (NOW, until)] == [0, 1]
    assert room_in(hold, AT_ONCE, 1, until) == 0
    assert room_in(Hold(), AT_ONCE, 3, NOW) == AT_ONCE - 3


# --- the queue ---


async def test_while_the_backend_is_down_one_is_tried_now_and_then_and_not_each(store: Store, profile: Profile) -> None:
    await file_many(store)
    backend, clock = Remote(), Clock()
    backend.answers = away
    forwarding = forwarder(store, backend, profile, clock)
    await forward_all(forwarding)
    assert len(backend.tried) == AT_ONCE

    await go_on_for(forwarding, clock, minutes=8)  # 1 s, 2 s, 4 s … 256 s: it has been tried nine times by then

    assert len(backend.tried) == AT_ONCE + 8
    assert len(set(backend.tried)) == len(backend.tried)  # each time another, so that none is in the way


@pytest.mark.parametrize("error", [REFUSED, Misconfigured("wrong key")])
async def test_once_it_answers_again_all_go_at_once(store: Store, profile: Profile, error: Exception) -> None:
    await file_many(store)
    backend, clock = Remote(), Clock()
    backend.answers = lambda forwarding: error
    forwarding = forwarder(store, backend, profile, clock)
    await go_on_for(forwarding, clock, minutes=1)
    backend.answers = lambda forwarding: None

    clock.move(seconds=LONGEST_WAIT.total_seconds())
    await forward_all(forwarding)

    assert len(backend.has) == MANY


async def test_once_it_answers_again_what_has_failed_for_long_goes_too(store: Store, profile: Profile) -> None:
    await file_report(store)
    backend, clock = Remote(), Clock()
    backend.answers = away
    forwarding = forwarder(store, backend, profile, clock)
    for _ in range(12):
        await forward_all(forwarding)
        clock.move(seconds=LONGEST_WAIT.total_seconds())
    await file_many(store, FAILED_IN_A_ROW - 1)
    for _ in range(20):
        await forward_all(forwarding)
        clock.move(seconds=1)
    backend.answers = lambda forwarding: None

    for _ in range(16):
        await forward_all(forwarding)
        clock.move(seconds=1)

    assert len(backend.has) == FAILED_IN_A_ROW


async def test_a_wrong_key_sets_nothing_aside_and_is_shown_as_what_must_be_mended(
    store: Store, profile: Profile
) -> None:
    await file_many(store)
    backend, clock = Remote(), Clock()
    backend.answers = lambda forwarding: Misconfigured("the backend answered 401")
    await go_on_for(forwarder(store, backend, profile, clock), clock, minutes=1)
    await file_report(store, backend=AWAY)

    desk, other = await Backlog(store, profile, clock).counts()

    assert (desk.waiting, desk.set_aside, desk.stopped_by) == (MANY, 0, "the backend answered 401")
    assert (other.waiting, other.stopped_by) == (1, None)


async def test_what_must_be_mended_is_shown_no_more_once_it_is(store: Store, profile: Profile) -> None:
    await file_many(store)
    backend, clock = Remote(), Clock()
    backend.answers = lambda forwarding: Misconfigured("the backend answered 401")
    forwarding = forwarder(store, backend, profile, clock)
    await go_on_for(forwarding, clock, minutes=1)
    backend.answers = lambda forwarding: TryLater("busy")
    clock.move(seconds=LONGEST_WAIT.total_seconds())
    await forward_all(forwarding)

    assert [count.stopped_by for count in await Backlog(store, profile, clock).counts()] == [None]


async def test_one_report_that_makes_the_backend_stumble_holds_up_no_other(store: Store, profile: Profile) -> None:
    await file_report(store)
    backend, clock = Remote(), Clock()
    backend.answers = lambda forwarding: TakesNothing("status 500") if forwarding.key == RECEIPT else None
    forwarding = forwarder(store, backend, profile, clock)
    await go_on_for(forwarding, clock, minutes=2)
    await file_many(store)

    await forward_all(forwarding)

    assert len(backend.has) == MANY


async def test_reports_that_make_the_backend_stumble_together_hold_up_the_others_for_moments_only(
    store: Store, profile: Profile
) -> None:
    bad = {(await file_report(store, f"KTM-9999-{n:04}")).report.receipt for n in range(FAILED_IN_A_ROW)}
    await file_many(store)
    backend, clock = Remote(), Clock()
    backend.answers = lambda forwarding: TakesNothing("status 500") if forwarding.key in bad else None

    await go_on_for(forwarder(store, backend, profile, clock), clock, minutes=1)

    assert len(backend.has) == MANY


async def test_what_follows_a_report_keeps_its_place_through_a_hold(store: Store, profile: Profile) -> None:
    filed = await file_many(store, AT_ONCE)
    for each in filed:
        await respond(store, each, response(each.report.receipt, key=f"{each.report.receipt}-more"))
    backend, clock = Remote(), Clock()
    backend.answers = away
    forwarding = forwarder(store, backend, profile, clock)
    await go_on_for(forwarding, clock, minutes=1)
    backend.answers = lambda forwarding: None
    await go_on_for(forwarding, clock, minutes=6)

    came = [forwarding.key for forwarding in backend.has]
    assert len(came) == 2 * AT_ONCE
    assert all(came.index(key) < came.index(f"{key}-more") for key in came if not key.endswith("-more"))


async def test_a_held_queue_holds_up_no_other(store: Store, profile: Profile) -> None:
    await file_many(store)
    await file_report(store, backend=AWAY)
    down, works, clock = Remote(), Remote(AWAY), Clock()
    down.answers = away
    held, goes = (forwarder(store, each, profile, clock) for each in (down, works))
    await forward_all(held)
    await forward_all(goes)

    assert [forwarding.key for forwarding in works.has] == [RECEIPT]


async def test_it_tries_at_once_when_it_is_started_again(store: Store, profile: Profile) -> None:
    await file_many(store, AT_ONCE)
    backend, clock = Remote(), Clock()
    backend.answers = lambda forwarding: Misconfigured("wrong key")
    await go_on_for(forwarder(store, backend, profile, clock), clock, minutes=6)
    backend.answers = lambda forwarding: None

    mended = forwarder(store, backend, profile, clock)
    await mended._begin_anew()
    await forward_all(mended)
    clock.move(seconds=30)  # on PostgreSQL another process may just have taken on what is due so soon
    await forward_all(mended)

    assert len(backend.has) == AT_ONCE


# --- the truth for the complainant ---


@pytest.mark.parametrize("number", [MANY, AT_ONCE + TELL_AT_ONCE + 1])
async def test_of_what_is_not_even_tried_for_long_the_complainants_are_told_once_and_that_it_arrived(
    store: Store, profile: Profile, catalogue: Catalogue, number: int
) -> None:
    filed = await file_many(store, number)
    backend, clock = Remote(), Clock()
    backend.answers = away
    forwarding = forwarder(store, backend, profile, clock)
    for _ in range(40):
        await forward_all(forwarding)
        clock.move(minutes=1)
    for each in filed:
        [late] = await told(store, each, catalogue)
        assert late.startswith(f"Laporan {each.report.receipt} belum sampai ke LAPOR!.\nKami coba lagi pukul")

    backend.answers = lambda forwarding: None
    clock.move(minutes=10)
    await forward_all(forwarding)
    assert len(backend.has) == number
    for each in filed:
        assert ["sekarang sudah sampai" in text for text in await told(store, each, catalogue)] == [False, True]


async def test_a_report_that_waits_behind_a_hold_says_when_it_is_tried_again(store: Store, profile: Profile) -> None:
    filed = await file_many(store)
    backend, clock = Remote(), Clock()
    backend.answers = away
    forwarding = forwarder(store, backend, profile, clock)
    await go_on_for(forwarding, clock, minutes=int(TELL_AFTER.total_seconds() / 60) + 1)

    last = await known(store, filed[-1])

    assert filed[-1].report.receipt not in backend.tried
    assert last.undelivered == Undelivered(forwarding._hold.until)

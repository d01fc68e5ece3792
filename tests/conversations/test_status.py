from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.status import BEGINNINGS, Event, KnownReport, Status, StatusUpdate, after_update, status_after

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def report(**changed: object) -> KnownReport:
    known: dict[str, object] = {"receipt": "KTM-7F3K-9Q2C", "title": "Lampu mati", "sent_at": NOW}
    return KnownReport(**{**known, "status": Status.HANDED_OVER, **changed})  # type: ignore[arg-type]


def update(status: Status, number: int = 1, minutes: int = 0, **said: object) -> StatusUpdate:
    at = NOW + timedelta(minutes=minutes)
    return StatusUpdate(f"u{number}", "KTM-7F3K-9Q2C", number, status, at, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize("said", [s for s in Status if s not in (*BEGINNINGS, Status.OTHER)])
@pytest.mark.parametrize("status", list(Status))
def test_a_step_of_the_backend_is_where_the_report_stands_then(status: Status, said: Status) -> None:
    assert status_after(status, said) is said


@pytest.mark.parametrize("said", BEGINNINGS)
@pytest.mark.parametrize("status", [s for s in Status if s not in BEGINNINGS])
def test_having_arrived_somewhere_never_undoes_a_step(status: Status, said: Status) -> None:
    assert status_after(status, said) is status


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.RECEIVED])
def test_what_has_no_name_here_changes_nothing_but_is_heard(status: Status) -> None:
    known = report(status=status, question="Berapa tiang?", due_at=NOW)
    heard = after_update(known, 1, update(Status.OTHER, 2, text="Menunggu anggaran", own_word="awaiting_budget"))
    assert (heard.status, heard.question, heard.due_at) == (status, "Berapa tiang?", NOW)
    assert [(event.text, event.own_word) for event in heard.history] == [("Menunggu anggaran", "awaiting_budget")]


def test_whoever_says_anything_of_a_report_has_it() -> None:
    assert status_after(Status.RECEIVED, Status.OTHER) is Status.HANDED_OVER


def test_arriving_goes_only_forward() -> None:
    assert status_after(Status.RECEIVED, Status.REGISTERED) is Status.REGISTERED
    assert status_after(Status.REGISTERED, Status.HANDED_OVER) is Status.REGISTERED


def test_a_late_update_is_kept_in_the_history_at_its_time_and_rolls_nothing_back() -> None:
    followed_up = after_update(report(), 0, update(Status.FOLLOWED_UP, 3, minutes=30, agency="dishub"))
    late = after_update(followed_up, 3, update(Status.FORWARDED, 2, minutes=10, agency="pupr", due_at=NOW))
    assert (late.status, late.agency, late.due_at) == (Status.FOLLOWED_UP, "dishub", None)
    assert [event.status for event in late.history] == [Status.FORWARDED, Status.FOLLOWED_UP]


def test_a_late_tracking_id_is_noted_where_there_was_none() -> None:
    assert after_update(report(), 5, update(Status.REGISTERED, 2, tracking_id="#1916449")).tracking_id == "#1916449"


def test_a_late_tracking_id_does_not_replace_a_newer_one() -> None:
    known = report(tracking_id="#2000000")
    assert after_update(known, 5, update(Status.REGISTERED, 2, tracking_id="#1916449")).tracking_id == "#2000000"


def test_a_question_waits_until_the_next_step() -> None:
    asked = after_update(report(), 0, update(Status.QUESTION, 1, text="Berapa tiang?", due_at=NOW))
    registered = after_update(asked, 1, update(Status.REGISTERED, 2, tracking_id="#1916449"))
    assert (registered.status, registered.question, registered.due_at) == (Status.QUESTION, "Berapa tiang?", NOW)
    assert after_update(registered, 2, update(Status.FORWARDED, 3)).question == ""


def test_the_agency_stays_known_when_an_update_does_not_name_one() -> None:
    forwarded = after_update(report(), 0, update(Status.FORWARDED, 1, agency="dishub"))
    assert after_update(forwarded, 1, update(Status.CLOSED, 2, text="Sudah menyala.")).agency == "dishub"


@given(st.permutations(range(1, 6)))
def test_in_whatever_order_updates_come_the_highest_number_decides_and_all_are_told_in_order(order: list[int]) -> None:
    statuses = (Status.VERIFIED, Status.QUESTION, Status.FORWARDED, Status.FOLLOWED_UP, Status.CLOSED)
    known, number = report(), 0
    for n in order:
        known = after_update(known, number, update(statuses[n - 1], n, minutes=n))
        number = max(number, n)
    assert known.status is Status.CLOSED
    assert [event.status for event in known.history] == list(statuses)


def test_what_happened_at_the_same_moment_keeps_the_order_in_which_it_was_heard() -> None:
    known = report(history=(Event(NOW, status=Status.HANDED_OVER),))
    heard = after_update(known, 0, update(Status.VERIFIED, 1))
    assert [event.status for event in heard.history] == [Status.HANDED_OVER, Status.VERIFIED]


@pytest.mark.parametrize("status", [Status.OTHER, Status.REGISTERED])
def test_what_is_no_step_does_not_move_the_limit_of_a_question(status: Status) -> None:
    asked = KnownReport("KTM-7F3K-9Q2C", "Lampu mati", Status.QUESTION, NOW, question="Berapa?", due_at=NOW)
    later = StatusUpdate("u2", asked.receipt, 2, status, NOW, due_at=NOW + timedelta(days=30), tracking_id="#1")
    after = after_update(asked, 1, later)
    assert (after.question, after.due_at) == ("Berapa?", NOW)

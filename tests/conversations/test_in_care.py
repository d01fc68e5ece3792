"""Which of the reports in a volunteer's care are shown, and in which order."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.in_care import PAGE, InCare, Look, Shown, Urgency, fits_words, looked_at, page_of, shares, urgency
from conversations.status import Status
from tests.conversations.standing import NOW

SITI = InCare("KTM-7F3K-9Q2C", "Lampu jalan mati", Status.VERIFIED, NOW, "Siti Aminah", "64.08.04.1003")


def receipts(reports: list[InCare]) -> list[str]:
    return [each.receipt for each in reports]


def test_what_waits_stands_first_and_what_ends_soonest_before_others() -> None:
    asked = replace(SITI, is_asked=True, status=Status.QUESTION)
    later = NOW + timedelta(days=5)
    reports = [
        replace(SITI, receipt="closed", status=Status.CLOSED, due_at=NOW),
        replace(SITI, receipt="older", sent_at=NOW - timedelta(days=2), due_at=later),
        replace(SITI, receipt="newer", sent_at=NOW - timedelta(days=1)),
        replace(SITI, receipt="ends soon", due_at=NOW + timedelta(days=2)),
        replace(SITI, receipt="is over", due_at=NOW - timedelta(days=2)),
        replace(asked, receipt="asked", due_at=None),
        replace(asked, receipt="asked with a limit", due_at=later),
    ]
    in_order = ["asked with a limit", "asked", "is over", "ends soon", "newer", "older", "closed"]
    assert receipts(looked_at(reports, Look(), NOW)) == in_order
    assert receipts(looked_at(reports, Look(Shown.WAITING), NOW)) == in_order[:4]


def test_a_question_waits_also_on_a_report_that_is_closed() -> None:
    assert urgency(replace(SITI, status=Status.CLOSED, is_asked=True), NOW) is Urgency.ASKED


def test_what_was_answered_waits_no_more_though_the_limit_for_it_is_near() -> None:
    assert urgency(replace(SITI, status=Status.QUESTION, due_at=NOW), NOW) is Urgency.OPEN


@pytest.mark.parametrize("words", ["siti", "AMINAH", "ami siti", "Siti Aminah", "7f3k", "ktm-7f3k-9q2c", "9Q2C"])
def test_a_name_is_found_by_its_beginnings_and_a_number_by_any_part(words: str) -> None:
    assert fits_words(SITI, words)


@pytest.mark.parametrize("words", ["", "…", "minah", "siti lampu", "ktm", "7f", "lampu", "ktm-0000-0000"])
def test_nothing_else_is_found(words: str) -> None:
    assert not fits_words(SITI, words)


def test_a_page_that_there_is_no_more_is_the_last_one() -> None:
    reports = [replace(SITI, receipt=str(n)) for n in range(2 * PAGE + 1)]
    assert page_of(reports, 99) == page_of(reports, 2)
    assert (page_of(reports, 2).reports, page_of(reports, 2).has_after) == ((reports[-1],), False)
    assert (page_of(reports, 0).has_before, page_of(reports, 0).has_after) == (False, True)
    assert page_of([], 3).reports == ()


def test_each_report_is_on_one_page() -> None:
    reports = [replace(SITI, receipt=str(n)) for n in range(200)]
    pages = [page_of(reports, number) for number in range(200 // PAGE + 1)]
    assert [each for page in pages for each in page.reports] == reports


def test_where_most_waits_stands_first_among_the_villages() -> None:
    elsewhere = replace(SITI, area="64.08.13")
    reports = [SITI, SITI, elsewhere, replace(elsewhere, is_asked=True), replace(SITI, area="")]
    counted = [(each.of, each.number, each.waiting) for each in shares(reports, Shown.VILLAGE, NOW)]
    assert counted == [("64.08.13", 2, 1), ("64.08.04.1003", 2, 0), ("", 1, 0)]

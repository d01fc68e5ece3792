"""What has not reached its backend is said plainly, with the time of the next try."""

from datetime import timedelta

import pytest

from conversations.catalogue import Catalogue
from conversations.history import history_lines, summary_line
from conversations.messages import Outgoing
from conversations.status import KnownReport, Status, Undelivered
from conversations.undelivered import arrival_notice, late_notice
from tests.filed import NOW, RECEIPT

FIVE_PAST_NINE = NOW + timedelta(minutes=5)  # in Kutai Timur


def shown(catalogue: Catalogue, undelivered: Undelivered | None, language: str = "id") -> str:
    report = KnownReport(RECEIPT, "Lampu mati", Status.RECEIVED, NOW, undelivered=undelivered)
    lines = history_lines(report, NOW, catalogue.profile)
    return catalogue.render(Outgoing(lines), language).text


@pytest.mark.parametrize(
    ("undelivered", "said"),
    [
        (Undelivered(FIVE_PAST_NINE), "Belum sampai ke LAPOR!.\nKami coba lagi pukul 09.05."),
        (Undelivered(NOW), "Belum sampai ke LAPOR!.\nSedang kami coba lagi."),
        (Undelivered(NOW + timedelta(days=2)), "Belum sampai ke LAPOR!.\nKami coba lagi 22 Nov 2026, 09.00."),
        (Undelivered(), "Petugas harus memeriksanya dulu"),
        (None, "Belum sampai ke petugas; kami terus mencoba."),
    ],
)
def test_the_status_tells_when_it_is_tried_again(
    catalogue: Catalogue, undelivered: Undelivered | None, said: str
) -> None:
    assert said in shown(catalogue, undelivered)


def test_it_is_told_in_english_too(catalogue: Catalogue) -> None:
    assert "It has not reached LAPOR! yet.\nWe try again at 09:05." in shown(
        catalogue, Undelivered(FIVE_PAST_NINE), "en"
    )


def test_the_line_in_my_reports_does_not_say_that_it_is_on_its_way(catalogue: Catalogue) -> None:
    report = KnownReport(RECEIPT, "Lampu mati", Status.RECEIVED, NOW, undelivered=Undelivered())
    assert catalogue.text(summary_line(report), "id").endswith("tersimpan, belum sampai ke LAPOR!")


@pytest.mark.parametrize("is_report", [True, False])
def test_a_notice_names_the_report_and_leaves_the_open_question_as_it_is(catalogue: Catalogue, is_report: bool) -> None:
    for notice in (
        late_notice(RECEIPT, is_report, Undelivered(FIVE_PAST_NINE), NOW),
        late_notice(RECEIPT, is_report, Undelivered(), NOW),
        arrival_notice(RECEIPT, is_report),
    ):
        assert RECEIPT in catalogue.render(notice, "id").text
        assert not notice.closes_prompt
        assert [option.data for option in notice.options] == [f"status:{RECEIPT}"]

"""What somebody missed is told in one message that still says everything that matters."""

from collections.abc import Sequence
from datetime import timedelta

from bot.profile import load_profile
from conversations.catalogue import Catalogue
from conversations.conversation import Conversation
from conversations.digest import MOST_REPORTS, MOST_TOLD, digest
from conversations.known import Known
from conversations.messages import Chat, Choice, Outgoing, Received, line
from conversations.missed import Missed
from conversations.notices import LONGEST_TEXT, hear
from conversations.state import State
from conversations.status import KnownReport, Status, StatusUpdate
from conversations.turn import Given, take_turn
from tests.conversations.standing import NOW, RECEIPT, REPORT, standing_in

PROFILE = load_profile("kutai-timur")
OTHER = "KTM-0000-0001"


def missed(status: Status, text: str = "", receipt: str = RECEIPT, hours: int = 0) -> Missed:
    at = NOW + timedelta(hours=hours)
    update = StatusUpdate("k", receipt, 1, status, at, text, "dishub", due_at=at)
    report = KnownReport(receipt, "Lampu mati", status, NOW)
    [told] = hear(Conversation(), report, update, PROFILE).replies
    return Missed(told, at)


def text_of(several: Sequence[Missed], catalogue: Catalogue, language: str = "id") -> str:
    return catalogue.render(digest(several), language).text


def test_the_news_stand_in_their_order_each_with_its_time(catalogue: Catalogue) -> None:
    several = [missed(Status.VERIFIED), missed(Status.FORWARDED, hours=24), missed(Status.FOLLOWED_UP, hours=48)]
    text = text_of(several, catalogue)
    places = [text.index(words) for words in ("ada 3 kabar", "sudah diverifikasi", "diteruskan ke", "ditindaklanjuti")]
    assert places == sorted(places)
    assert text.count("Nov 2026") == 3


def test_only_the_newest_of_a_report_says_until_when_and_asks(catalogue: Catalogue) -> None:
    several = [missed(Status.QUESTION, "Berapa tiang?"), missed(Status.CLOSED, "Sudah menyala.", hours=24)]
    text = text_of(several, catalogue)
    assert "“Berapa tiang?”" in text
    assert "Jawab di sini paling lambat" not in text
    assert text.endswith("Apakah masalahnya sudah beres?")


def test_about_one_report_it_offers_what_its_newest_notice_offers() -> None:
    several = [missed(Status.QUESTION, "Berapa tiang?"), missed(Status.CLOSED, hours=24)]
    assert digest(several).options == several[-1].outgoing.options


def test_about_several_reports_it_offers_to_see_each_by_its_number(catalogue: Catalogue) -> None:
    several = [missed(Status.VERIFIED), missed(Status.VERIFIED, receipt=OTHER), missed(Status.FORWARDED)]
    options = catalogue.render(digest(several), "en").options
    assert [(option.data, option.label) for option in options] == [
        (f"status:{RECEIPT}", f"See {RECEIPT}"),
        (f"status:{OTHER}", f"See {OTHER}"),
    ]


def test_its_options_are_understood(catalogue: Catalogue) -> None:
    several = [missed(Status.VERIFIED), missed(Status.VERIFIED, receipt=OTHER)]
    pressed = Received(Chat("test", "1"), "k", NOW, Choice(digest(several).options[-1].data))
    after = take_turn(standing_in(State.IDLE), pressed, Given(NOW, catalogue, "KTM-1111-1111", Known((REPORT,))))
    assert REPORT.title in catalogue.render(after.replies[0], "id").text


def test_what_concerns_no_report_is_told_whole(catalogue: Catalogue) -> None:
    reminder = Missed(Outgoing((line("reminder.wordless_draft"),)), NOW)
    words = catalogue.text(line("reminder.wordless_draft"), "id")
    assert text_of([reminder, missed(Status.VERIFIED), reminder], catalogue).count(words) == 2


def test_of_very_many_the_newest_are_told_and_the_others_counted(catalogue: Catalogue) -> None:
    several = [missed(Status.FOLLOWED_UP, f"langkah {n}", hours=n) for n in range(MOST_TOLD + 3)]
    text = text_of(several, catalogue)
    assert "“langkah 2”" not in text
    assert "“langkah 3”" in text
    assert "(3 kabar yang lebih lama" in text


def test_it_fits_into_one_message_however_much_was_written(catalogue: Catalogue) -> None:
    several = [
        missed(Status.FOLLOWED_UP, "panjang " * (LONGEST_TEXT // 8), receipt=f"KTM-0000-{n:04}") for n in range(99)
    ]
    assert len(text_of(several, catalogue)) < 4_096
    assert len(digest(several).options) == MOST_REPORTS

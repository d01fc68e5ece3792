"""Whoever loses a report keeps nothing of it, and everything else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from conversations.conversation import Album, Conversation, Question, Sent
from conversations.digest import digest
from conversations.in_care import Look, Shown
from conversations.losing import without_report
from conversations.mentions import without_mention
from conversations.messages import Option, Outgoing, line
from conversations.missed import Missed
from conversations.state import State
from tests.conversations.standing import standing_in

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
LOST, KEPT = "KTM-7F3K-9Q2C", "KTM-0000-0000"


def knowing_both(state: State = State.IDLE, about: str = "") -> Conversation:
    return Conversation(
        state,
        about=about,
        sent=Sent(LOST, ("told",)),
        earlier=(Sent(KEPT, ("before",)), Sent(LOST, ("long ago",))),
        questions=(Question(LOST, "Berapa tiang?"), Question(KEPT, "Di mana?")),
        offered=(Option(f"answer:{LOST}", line("option.answer")), Option(f"status:{KEPT}", line("option.see_report"))),
        album=Album("a", LOST),
    )


def notice(receipt: str, text: str) -> Outgoing:
    said = (line("notice.followed_up", receipt=receipt), line("notice.text", text=text))
    return Outgoing(said, (Option(f"status:{receipt}", line("option.see_report")),), closes_prompt=False)


def test_nothing_of_the_report_is_left_in_the_conversation() -> None:
    after = without_report(knowing_both(), LOST)
    assert LOST not in repr(after)
    assert after.questions == (Question(KEPT, "Di mana?"),)
    assert after.earlier == (Sent(KEPT, ("before",)),)
    assert [option.data for option in after.offered] == [f"status:{KEPT}"]


@pytest.mark.parametrize("state", [State.ANSWERING, State.ADDING, State.NOT_SOLVED])
def test_a_talk_about_the_report_ends_where_nothing_is_open(state: State) -> None:
    after = without_report(knowing_both(state, LOST), LOST)
    assert (after.state, after.about) == (State.IDLE, "")


def test_whoever_looks_through_the_list_begins_anew_without_the_name_they_searched_for() -> None:
    looking = replace(standing_in(State.IN_CARE), look=Look(Shown.WORDS, "siti aminah", 2, is_open=True))
    after = without_report(looking, LOST)
    assert (after.state, after.look) == (State.IN_CARE, Look())


def test_a_digest_loses_the_name_with_the_notice() -> None:
    def about(receipt: str, name: str) -> Missed:
        told = notice(receipt, "sudah")
        return Missed(replace(told, lines=(*told.lines, line("report.filed_for", name=name))), NOW)

    left = without_mention(digest([about(LOST, "Siti Aminah"), about(KEPT, "Budi Santoso")]), LOST)
    assert left is not None
    assert "Siti Aminah" not in repr(left)
    assert "Budi Santoso" in repr(left)
    assert left.lines[0].params["number"] == 1


def test_a_draft_that_lies_open_behind_the_talk_is_offered_again() -> None:
    drafted = replace(standing_in(State.REVIEW), state=State.ADDING, about=LOST)
    after = without_report(drafted, LOST)
    assert (after.state, after.draft) == (State.RESUMING, drafted.draft)


def test_what_is_about_another_report_goes_on() -> None:
    talk = knowing_both(State.ANSWERING, KEPT)
    after = without_report(talk, LOST)
    assert (after.state, after.about) == (State.ANSWERING, KEPT)


def test_one_who_never_had_it_loses_nothing() -> None:
    talk = standing_in(State.ANSWERING)
    assert without_report(talk, LOST) == talk


def test_a_notice_on_the_report_is_told_no_more() -> None:
    assert without_mention(notice(LOST, "Berapa tiang?"), LOST) is None
    assert without_mention(notice(KEPT, "Berapa tiang?"), LOST) == notice(KEPT, "Berapa tiang?")


def test_a_line_that_only_quotes_the_number_is_a_mention_too() -> None:
    shared = Outgoing((line("plain.text", text=f"/ikuti {LOST} 0123456789"),))
    assert without_mention(shared, LOST) is None


def test_a_digest_loses_the_reports_lines_and_counts_the_others() -> None:
    told = [notice(KEPT, "Petugas datang"), notice(LOST, "Ibu Siti sakit"), notice(KEPT, "Sudah nyala")]
    left = without_mention(digest([Missed(each, NOW) for each in told], is_planned=True), LOST)
    assert left is not None
    assert left.lines[0] == line("digest.planned", number=2)
    assert "Ibu Siti sakit" not in repr(left)
    assert "Sudah nyala" in repr(left)
    assert LOST not in repr(left)


def test_a_digest_of_nothing_else_is_told_no_more() -> None:
    told = digest([Missed(notice(LOST, "a"), NOW), Missed(notice(LOST, "b"), NOW)])
    assert without_mention(told, LOST) is None

"""The small decisions of the web chat: who may write how fast, and what waits for a page."""

import json
from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as some
from msgspec import Raw

from bot.channels.webchat.frames import BrokenFrame, FromPage, News, Shown, read_frame, written
from bot.channels.webchat.hearing import text_or_command, without_controls
from bot.channels.webchat.pace import MESSAGES, REMEMBERED, SECONDS, Pace, spend
from bot.channels.webchat.tabs import MAX_TABS, MAX_WAITING, Tab, Tabs
from conversations.messages import Command, Text


def test_so_many_messages_may_come_at_once_and_then_one_after_the_other() -> None:
    pace = Pace()
    assert [pace.wait("budi", 100.0) for _ in range(MESSAGES)] == [0.0] * MESSAGES
    wait = pace.wait("budi", 100.0)
    assert 0 < wait <= SECONDS / MESSAGES
    assert pace.wait("sari", 100.0) == 0
    assert pace.wait("budi", 100.0 + wait) == 0
    assert pace.wait("budi", 100.0 + wait) > 0


@given(some.lists(some.floats(0, 30), max_size=200))
def test_nobody_gets_more_through_than_the_pace_allows(pauses: list[float]) -> None:
    now, allowance, taken = 0.0, None, 0
    for pause in pauses:
        now += pause
        allowance, wait = spend(allowance, now)
        taken += wait == 0
    assert taken <= MESSAGES + now * MESSAGES / SECONDS + 1e-6


def test_who_has_been_quiet_is_forgotten_and_who_writes_is_not() -> None:
    pace = Pace()
    for _ in range(MESSAGES + 1):
        pace.wait("budi", SECONDS * 2)
    for n in range(REMEMBERED):
        pace.wait(f"visitor {n}", 0.0)
    assert pace.wait("budi", SECONDS * 2) > 0
    assert pace.remembered < REMEMBERED


def queued(tab: Tab) -> list[str]:
    return [tab.frames.get_nowait() for _ in range(tab.frames.qsize())]


async def test_what_is_said_before_the_welcome_comes_after_it() -> None:
    tab = Tab(abort=lambda: None)
    tab.push("early")
    tab.answer("not held back")
    tab.welcome("welcome")
    tab.push("late")
    assert queued(tab) == ["not held back", "welcome", "early", "late"]
    tab.hold()
    tab.push("while the page asks again")
    tab.welcome("welcome again")
    assert queued(tab) == ["welcome again", "while the page asks again"]


async def test_a_page_that_reads_nothing_loses_its_line_and_holds_up_nobody() -> None:
    aborted: list[int] = []
    slow, tabs = Tab(abort=lambda: aborted.append(1)), Tabs()
    quick = Tab(abort=lambda: None)
    for tab in (slow, quick):
        tab.welcome("welcome")
        tabs.open("budi", tab, socket=None)  # type: ignore[arg-type]
    for n in range(MAX_WAITING):
        tabs.push("budi", str(n))
        quick.frames.get_nowait()
    assert aborted == [1]
    assert queued(quick) == [str(MAX_WAITING - 1)]


async def test_a_page_that_never_says_hello_does_not_fill_the_memory() -> None:
    aborted: list[int] = []
    tab = Tab(abort=lambda: aborted.append(1))
    for n in range(MAX_WAITING + 1):
        tab.push(str(n))
    assert aborted == [1]


async def test_only_so_many_pages_of_one_visitor_are_open_at_once() -> None:
    tabs = Tabs()
    opened = [Tab(abort=lambda: None) for _ in range(MAX_TABS)]
    assert all(tabs.open("budi", tab, socket=None) for tab in opened)  # type: ignore[arg-type]
    assert not tabs.open("budi", Tab(abort=lambda: None), socket=None)  # type: ignore[arg-type]
    assert tabs.open("sari", Tab(abort=lambda: None), socket=None)  # type: ignore[arg-type]
    for tab in opened:
        tabs.close("budi", tab)
    assert tabs.addresses() == ["sari"]


def test_a_command_is_a_slash_and_a_word() -> None:
    assert text_or_command("/Status@PintuLaporBot  KTM-7F3K\n-9Q2C ") == Command("status", "KTM-7F3K\n-9Q2C")
    assert text_or_command("/batal") == Command("batal")
    for text in ("/ 5 RT", "5/6", "//", "/123", "jalan /batal", "/jalan-rusak"):
        assert text_or_command(text) == Text(text)


@given(some.text())
def test_no_control_character_is_left_and_nothing_else_is_lost(text: str) -> None:
    cleaned = without_controls(text)
    assert not any(ord(letter) < 32 and letter not in "\n\t" for letter in cleaned)
    kept = [letter for letter in text if ord(letter) >= 32 and ord(letter) != 127]
    assert [letter for letter in cleaned if letter not in "\n\t"] == kept


json_values: Any = some.recursive(
    some.none() | some.booleans() | some.floats() | some.text(),
    lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
)
nearly_frames = some.dictionaries(some.sampled_from(["type", "key", "text", "last_id", "of"]), json_values)


@given(some.text() | json_values.map(json.dumps) | nearly_frames.map(json.dumps))
def test_whatever_comes_is_a_frame_or_a_broken_frame(raw: str) -> None:
    with suppress(BrokenFrame):
        assert isinstance(read_frame(raw), FromPage)


def test_what_was_kept_is_shown_without_being_read() -> None:
    news = News(Shown(1, "o7", False, 1_700, Raw(b'{"type":"bot","text":"<b>"}')), 1)
    assert json.loads(written(news))["entry"]["body"] == {"type": "bot", "text": "<b>"}

"""The table holds together: every end exists, every state can be reached, asks something, and can be left."""

from collections import deque

from conversations.flow import TABLE
from conversations.flow_row import NEXT
from conversations.machine import TRIGGERS
from conversations.prompts import PROMPTS
from conversations.state import State
from tests.conversations.drawing import PAGE, page


def test_every_state_can_be_reached_from_the_start() -> None:
    reached, waiting = {State.IDLE}, deque([State.IDLE])
    while waiting:
        state = waiting.popleft()
        for row in TABLE:
            if state in row.starts and row.to is not None and row.to not in reached:
                reached.add(row.to)
                waiting.append(row.to)
    assert reached == set(State)


def test_every_state_but_the_crossing_has_a_prompt() -> None:
    assert set(PROMPTS) == set(State) - {NEXT}


def test_every_state_can_be_left_for_idle() -> None:
    leads: dict[State, set[State]] = {}
    for row in TABLE:
        for start in row.starts:
            leads.setdefault(start, set()).add(row.to or start)
    for state in State:
        seen, waiting = {state}, deque([state])
        while waiting:
            for after in leads[waiting.popleft()] - seen:
                seen.add(after)
                waiting.append(after)
        assert State.IDLE in seen, state


def test_the_crossing_is_left_by_advancing_only() -> None:
    assert {row.trigger for row in TABLE if NEXT in row.starts} == {"advance"}
    assert "advance" not in TRIGGERS


def test_every_row_can_be_taken() -> None:
    """A row behind one without a condition, for the same trigger and state, is dead."""
    always: set[tuple[str, State]] = set()
    for row in TABLE:
        ends = {(row.trigger, start) for start in row.starts}
        assert not ends <= always, row
        if row.only_if is None:
            always |= ends


def test_the_page_in_the_docs_is_the_tables() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == page(), "docs/flow.md is out of date: run `python -m tests.conversations.drawing`"

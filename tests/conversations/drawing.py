"""Draws the flow's table as Mermaid diagrams: `python -m tests.conversations.drawing` writes docs/flow.md anew."""

from collections.abc import Iterable
from pathlib import Path

from conversations.flow import TABLE
from conversations.flow_row import ANY, NEXT, STAY, Row
from conversations.state import State

PAGE = Path(__file__).parents[2] / "docs" / "flow.md"
MANY = 5  # a row that starts in more states than these is drawn from "anywhere"

HEADING = """# The conversation

Drawn from the table in `conversations/flow.py`; a test keeps it true (`python -m tests.conversations.drawing` writes
this page anew). An arrow says which message or button leads on, and on what condition. `next` is a crossing, never
rested in: from it the conversation goes on to what the report still lacks. Rows that keep the state are left out.
"""

FINISHING = (State.REVIEW, State.CHANGING, State.TITLE, State.RESUMING, State.CANCELLING)
ABOUT = tuple(state for state in State if state.is_about_sent)
QUESTIONS = tuple(state for state in State if state not in (*FINISHING, *ABOUT, NEXT, State.IDLE))

PICTURES = {
    "Telling a report": (State.IDLE, *QUESTIONS),
    "Checking, changing and leaving it": FINISHING,
    "About sent reports, and about the person": ABOUT,
}


def page() -> str:
    """The whole page, its pictures one for each part of the dialogue."""
    parts = [f"## {title}\n\n{_picture(states)}\n" for title, states in PICTURES.items()]
    return f"{HEADING}\n" + "\n".join(parts)


def _picture(states: Iterable[State]) -> str:
    """The arrows out of these states, and those that lead into them from the crossing or from anywhere."""
    inside = set(states)
    arrows: dict[tuple[str, str], list[str]] = {}
    for row in TABLE:
        for start, end in _ends(row, inside):
            words = arrows.setdefault((start, end), [])
            if _words(row) not in words:
                words.append(_words(row))
    lines = [f"    {start} --> {end}: {'; '.join(words)}" for (start, end), words in arrows.items()]
    return "```mermaid\nstateDiagram-v2\n    direction LR\n" + "\n".join(lines) + "\n```"


def _ends(row: Row, inside: set[State]) -> list[tuple[str, str]]:
    if row.to is STAY:
        return []
    if len(row.starts) > MANY:
        is_ours = row.to in inside or (
            row.to is NEXT and inside.intersection(row.starts) and set(row.starts) != set(ANY)
        )
        return [("anywhere", row.to)] if is_ours else []
    if row.trigger == "advance":
        return [(NEXT, row.to)] if row.to in inside else []
    return [(start, row.to) for start in row.starts if start in inside]


def _words(row: Row) -> str:
    condition = row.only_if.__name__.replace("_", " ") if row.only_if else ""
    if row.trigger == "advance":
        return condition or "nothing is missing"
    return f"{row.trigger} ({condition})" if condition else row.trigger


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

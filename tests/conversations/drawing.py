"""Draws the flow's table as a Mermaid diagram: `python -m tests.conversations.drawing` writes docs/flow.md anew."""

from pathlib import Path

from conversations.flow import STAY, TABLE, Row
from conversations.state import State

PAGE = Path(__file__).parents[2] / "docs" / "flow.md"
MANY = 6  # a row that starts in more states than these stands in the list below the picture

HEADING = """# The conversation

Drawn from the table in `conversations/flow.py`; a test keeps it true. An arrow says which message or button leads on.
`next` is a crossing, never rested in: from it the conversation goes on to what the report still lacks. Rows that hold
nearly everywhere would hide the picture; they stand below it.
"""


def draw() -> str:
    """The Mermaid text of all rows that lead from few states to another one."""
    arrows: dict[tuple[State, State], list[str]] = {}
    for row in TABLE:
        if row.to is STAY or len(row.starts) > MANY:
            continue
        for start in row.starts:
            words = _words(row)
            arrows.setdefault((start, row.to), [])
            if words not in arrows[start, row.to]:
                arrows[start, row.to].append(words)
    lines = ["stateDiagram-v2", "    direction LR", "    [*] --> idle"]
    lines += [f"    {start} --> {end}: {', '.join(words)}" for (start, end), words in arrows.items()]
    return "```mermaid\n" + "\n".join(lines) + "\n```"


def everywhere() -> str:
    """The rows that hold in many states, and those that keep the state, as a list."""
    lines = []
    for row in TABLE:
        if len(row.starts) > MANY and row.to is not STAY:
            condition = f", if {_name(row)}" if row.only_if else ""
            lines.append(f"- **{row.trigger}**{condition}: to `{row.to}`")
    return "\n".join(dict.fromkeys(lines))


def _words(row: Row) -> str:
    if row.trigger == "advance":
        return "when it is missing" if row.only_if else "nothing is missing"
    return row.trigger


def _name(row: Row) -> str:
    return row.only_if.__name__.replace("_", " ") if row.only_if else ""


if __name__ == "__main__":
    PAGE.write_text(f"{HEADING}\n{draw()}\n\n## Nearly everywhere\n\n{everywhere()}\n", encoding="utf-8")

"""Whoever has a report's receipt may see where it stands, without asking its complainant or the office."""

from dataclasses import replace
from hmac import compare_digest

from conversations.tracking import TrackedReport, without_words
from handlers.later import read_or_later
from storage import history, tracking
from storage.store import Store


class Tracking:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def look(self, receipt: str, code: str) -> TrackedReport | None:
        """The report with its history, oldest first; None alike for an unknown receipt and for a wrong code.

        Raises `TryLater`.
        """
        async with read_or_later(self._store) as unit:
            found = await tracking.find(unit, receipt)
            if found is None or not _opens(code, found[1]):
                return None
            id, _, report = found
            events = (await history.of(unit, [id]))[id]
        return replace(report, history=tuple(without_words(event) for event in events))


def _opens(given: str, code: str) -> bool:
    """No code opens a report that has none: it was sent before there were any, or its person was forgotten."""
    return bool(code) and compare_digest(given.encode(), code.encode())

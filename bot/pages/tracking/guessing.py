"""Whoever keeps on giving codes that open nothing is made to wait."""

from conversations.guessing import Allowance, Debt, debt_now, one_more, wait

WRONG_AT_ONCE = 10
SECONDS_FOR_ONE_MORE = 6.0
ON_PAGE = Allowance(WRONG_AT_ONCE, SECONDS_FOR_ONE_MORE)
REMEMBERED = 10_000
"""Askers: beyond it, those who may try again freely are let go, and then the ones that were slowest to come back."""


class Guesses:
    """Only wrong codes count: a link that opens its report may be opened as often as one likes."""

    def __init__(self) -> None:
        self._debts: dict[str, Debt] = {}

    @property
    def remembered(self) -> int:
        return len(self._debts)

    def wait(self, asker: str, now: float) -> float:
        """Seconds until the asker may try again; 0 is at once."""
        debt = self._debts.get(asker)
        return wait(debt, now, ON_PAGE) if debt else 0.0

    def note_wrong(self, asker: str, now: float) -> None:
        before = self._debts.pop(asker, Debt(0.0, now))
        if len(self._debts) >= REMEMBERED:
            self._debts = {a: each for a, each in self._debts.items() if debt_now(each, now, ON_PAGE) > 0}
        if len(self._debts) >= REMEMBERED:
            del self._debts[next(iter(self._debts))]
        self._debts[asker] = one_more(before, now, ON_PAGE)

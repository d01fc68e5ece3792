"""Whoever keeps on giving codes that open nothing is made to wait."""

from dataclasses import dataclass

WRONG_AT_ONCE = 10
SECONDS_FOR_ONE_MORE = 6.0
REMEMBERED = 10_000
"""Askers: beyond it, those who may try again freely are let go, and then the ones that were slowest to come back."""


@dataclass(frozen=True, slots=True)
class Debt:
    """How many wrong codes count against somebody at `at` (seconds); one is forgotten every `SECONDS_FOR_ONE_MORE`."""

    wrong: float
    at: float


def debt_now(debt: Debt, now: float) -> float:
    return max(debt.wrong - (now - debt.at) / SECONDS_FOR_ONE_MORE, 0.0)


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
        excess = debt_now(debt, now) - (WRONG_AT_ONCE - 1) if debt else 0.0
        return max(excess, 0.0) * SECONDS_FOR_ONE_MORE

    def note_wrong(self, asker: str, now: float) -> None:
        before = self._debts.pop(asker, Debt(0.0, now))
        if len(self._debts) >= REMEMBERED:
            self._debts = {a: each for a, each in self._debts.items() if debt_now(each, now) > 0}
        if len(self._debts) >= REMEMBERED:
            del self._debts[next(iter(self._debts))]
        self._debts[asker] = Debt(debt_now(before, now) + 1, now)

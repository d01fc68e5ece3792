"""How fast one visitor may write."""

from dataclasses import dataclass

MESSAGES = 20
SECONDS = 10.0
# visitors whose allowance is remembered: beyond it, those who have been quiet are let go
REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many messages a visitor may still send at `at` (seconds); it fills up again by itself."""

    left: float
    at: float


def spend(allowance: Allowance | None, now: float) -> tuple[Allowance, float]:
    """The allowance after one more message, and the seconds to wait first: 0 when it may be taken at once."""
    left = MESSAGES if allowance is None else allowance.left + (now - allowance.at) * MESSAGES / SECONDS
    left = min(left, MESSAGES)
    if left >= 1:
        return Allowance(left - 1, now), 0.0
    return Allowance(left, now), (1 - left) * SECONDS / MESSAGES


class Pace:
    def __init__(self) -> None:
        self._allowances: dict[str, Allowance] = {}

    @property
    def remembered(self) -> int:
        return len(self._allowances)

    def wait(self, address: str, now: float) -> float:
        """Seconds until one more message may be taken; 0 takes it."""
        if len(self._allowances) >= REMEMBERED:
            self._allowances = {a: each for a, each in self._allowances.items() if now - each.at < SECONDS}
        # put last again: a visitor who keeps on writing is not forgotten
        self._allowances[address], seconds = spend(self._allowances.pop(address, None), now)
        return seconds

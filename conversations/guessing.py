"""Whoever keeps on giving codes that open nothing is made to wait: a bucket that leaks."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many wrong codes are nothing, and then one more each time these seconds have gone by."""

    wrong_at_once: int
    seconds_for_one_more: float


IN_CHAT = Allowance(wrong_at_once=5, seconds_for_one_more=300.0)
"""A person reads a code off a slip: a few slips of the pen, and then there is time to look again."""


@dataclass(frozen=True, slots=True)
class Debt:
    """How many wrong codes count against somebody at `at` (seconds)."""

    wrong: float = 0.0
    at: float = 0.0


def debt_now(debt: Debt, now: float, allowance: Allowance) -> float:
    return max(debt.wrong - (now - debt.at) / allowance.seconds_for_one_more, 0.0)


def wait(debt: Debt, now: float, allowance: Allowance) -> float:
    """Seconds until one may try again; 0 is at once."""
    excess = debt_now(debt, now, allowance) - (allowance.wrong_at_once - 1)
    return max(excess, 0.0) * allowance.seconds_for_one_more


def one_more(debt: Debt, now: float, allowance: Allowance) -> Debt:
    return Debt(debt_now(debt, now, allowance) + 1, now)

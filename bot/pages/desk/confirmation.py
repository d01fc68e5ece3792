"""What an officer is told once a step was taken."""

from dataclasses import dataclass

from conversations.messages import Outgoing
from handlers.officer_steps import StepKind


@dataclass(frozen=True, slots=True)
class Confirmation:
    """`told` is what the complainant is told now: nothing when their data was deleted."""

    receipt: str
    kind: StepKind
    told: tuple[Outgoing, ...]

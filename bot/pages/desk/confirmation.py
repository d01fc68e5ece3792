"""What an officer is told once a step was taken."""

from dataclasses import dataclass

from conversations.messages import Outgoing
from handlers.officer_steps import StepKind


@dataclass(frozen=True, slots=True)
class Confirmation:
    """`told` is what the complainant is told, now or (`is_held`) later: nothing when they deleted their data, or do not
    want to be told.
    """

    receipt: str
    kind: StepKind
    told: tuple[Outgoing, ...]
    is_held: bool = False

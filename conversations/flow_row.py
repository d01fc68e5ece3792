"""What a row of the flow's table is, and the states that many rows share."""

from collections.abc import Callable
from typing import NamedTuple

from conversations.conversation import Field
from conversations.state import State
from conversations.step import Step

STAY = None


class Row(NamedTuple):
    trigger: str
    at: State | tuple[State, ...]
    to: State | None
    only_if: Callable[[Step], bool] | None = None
    then: Callable[[Step], None] | None = None

    @property
    def starts(self) -> tuple[State, ...]:
        return self.at if isinstance(self.at, tuple) else (self.at,)


S = State
IDLE, NEXT, REVIEW = S.IDLE, S.NEXT, S.REVIEW
ANY = tuple(state for state in S if state is not NEXT)
ASKING = (*(S(field) for field in Field), S.CONSENT, S.ALL_CATEGORIES)
RESPONDING = tuple(state for state in S if state.is_response)
TELLING = (*ASKING, REVIEW, S.CHANGING)

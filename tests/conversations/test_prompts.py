"""What every prompt has beside its words."""

import pytest

from conversations.catalogue import Catalogue
from conversations.messages import Outgoing
from conversations.profile import Profile
from conversations.prompts import prompt_for
from conversations.state import State
from tests.conversations.standing import standing_in


@pytest.mark.parametrize(
    ("state", "progress"),
    [(State.DESCRIPTION, (2, 7)), (State.EVENT_DATE, (4, 7)), (State.IDLE, (0, 0)), (State.REVIEW, (0, 0))],
)
def test_says_how_far_it_is(state: State, progress: tuple[int, int], profile: Profile) -> None:
    assert prompt_for(standing_in(state), profile).progress == progress


def test_tells_it_in_words(catalogue: Catalogue) -> None:
    assert catalogue.render(Outgoing((), progress=(3, 7)), "id").progress == "Langkah 3 dari 7"
    assert catalogue.render(Outgoing(()), "id").progress == ""

"""What the office's decision makes of a volunteer's conversation, and how the reports of the groups are counted."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conversations.conversation import Conversation, Draft
from conversations.filing_figures import Filed, figures
from conversations.profile import Profile
from conversations.state import State
from conversations.volunteer_decisions import decided
from conversations.volunteering import Decision, Represented, Standing, standing_after
from tests.conversations.standing import NOW, VOLUNTEERING, standing_in

OWN, FOR_SITI = Draft(1, NOW, may_represent=True), Draft(2, NOW, represents=Represented("Siti Aminah"))
MAKES_SENSE = {
    (Standing.ASKED, Decision.APPROVE),
    (Standing.ACTIVE, Decision.SUSPEND),
    (Standing.SUSPENDED, Decision.RESUME),
    *((each, Decision.END) for each in (Standing.ASKED, Standing.ACTIVE, Standing.SUSPENDED)),
}


def volunteer(standing: Standing, **changes: object) -> Conversation:
    before = Conversation(volunteering=replace(VOLUNTEERING, standing=standing))
    return replace(before, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("decision", Decision)
@pytest.mark.parametrize("standing", Standing)
def test_what_makes_no_sense_changes_nothing(standing: Standing, decision: Decision, profile: Profile) -> None:
    is_sense = (standing, decision) in MAKES_SENSE
    assert (standing_after(standing, decision) is not None) is is_sense
    outcome = decided(volunteer(standing), decision, profile)
    assert (outcome.conversation != volunteer(standing)) is bool(outcome.replies) is is_sense


def test_who_only_asked_is_turned_down_and_not_ended(profile: Profile) -> None:
    [told] = decided(volunteer(Standing.ASKED), Decision.END, profile).replies
    assert told.lines[0].key == "notice.volunteer_declined"


def test_a_draft_for_somebody_goes_and_the_persons_own_is_offered_again(profile: Profile) -> None:
    before = volunteer(Standing.ACTIVE, state=State.STOPPING, draft=OWN, shelf=(FOR_SITI,))
    after = decided(before, Decision.END, profile).conversation
    assert (after.state, after.draft, after.shelf) == (State.RESUMING, replace(OWN, may_represent=False), ())


def test_whoever_is_asked_something_else_meanwhile_is_asked_it_still(profile: Profile) -> None:
    before = volunteer(Standing.ACTIVE, state=State.LANGUAGE, draft=FOR_SITI)
    after = decided(before, Decision.END, profile).conversation
    assert (after.state, after.draft) == (State.LANGUAGE, None)


def test_a_suspended_volunteer_keeps_the_drafts_and_is_asked_nothing_that_is_for_volunteers(profile: Profile) -> None:
    before = replace(standing_in(State.STOPPING), draft=FOR_SITI)
    after = decided(before, Decision.SUSPEND, profile).conversation
    assert (after.state, after.draft) == (State.RESUMING, FOR_SITI)


def test_figures_are_by_group_and_village_in_alphabetical_order(profile: Profile) -> None:
    """NOW is a Saturday: its working days begin on Monday."""
    one = Filed("KIM B", "64.08.04", True, True, False, NOW)
    answered = [replace(one, answered_at=NOW + timedelta(days=days)) for days in (2, 3, 9)]
    found = figures([*answered, replace(one, has_day=False), replace(one, kim_group="kim a", area="")], profile)
    assert [(each.kim_group, each.area, each.reports) for each in found] == [("kim a", "", 1), ("KIM B", "64.08.04", 4)]
    assert (found[1].with_day, found[1].with_files, found[1].answered, found[1].days) == (3, 0, 3, 2)
    assert found[0].days is None

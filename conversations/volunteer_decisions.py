"""What the office's decision makes of a volunteer's conversation, and what they are told of it."""

from dataclasses import replace

from conversations.conversation import Conversation, Draft
from conversations.effects import DropAttachments
from conversations.messages import Line, Option, Outgoing, Param, line
from conversations.profile import Profile
from conversations.shelf import files_of
from conversations.state import State
from conversations.step import Outcome
from conversations.volunteering import Decision, Standing, standing_after

TOLD = {
    Decision.APPROVE: "notice.volunteer_approved",
    Decision.SUSPEND: "notice.volunteer_suspended",
    Decision.RESUME: "notice.volunteer_resumed",
    Decision.END: "notice.volunteer_ended",
}
ACTIVE_BEGINS = (
    Option("begin", line("option.begin")),
    Option("village_list", line("option.village_list")),
)


def decided(conversation: Conversation, decision: Decision, profile: Profile) -> Outcome:
    """The conversation after a decision that makes sense there, what is told of it, and the files that go with it.

    Whoever is suspended keeps the drafts, which cannot be sent; whoever ends keeps nothing that is for others.
    """
    before = conversation.volunteering
    standing = standing_after(before.standing, decision) if before else None
    if before is None or standing is None:
        return Outcome(conversation)
    is_declined = decision is Decision.END and before.standing is Standing.ASKED
    key = "notice.volunteer_declined" if is_declined else TOLD[decision]
    params: dict[str, Param] = {"group": before.kim_group, "area": before.area, "contact": profile.office.contact}
    told = Outgoing((Line(key, params),), ACTIVE_BEGINS if standing is Standing.ACTIVE else (), closes_prompt=False)
    if standing is Standing.ENDED:
        after, files = without_volunteering(conversation)
        return Outcome(after, (told,), (DropAttachments(files),) if files else ())
    after = replace(conversation, volunteering=replace(before, standing=standing))
    return Outcome(after if standing is Standing.ACTIVE else _left(after), (told,))


def without_volunteering(conversation: Conversation) -> tuple[Conversation, tuple[str, ...]]:
    """The conversation of somebody who is a volunteer no more, and the files of the drafts that went with it.

    Drafts for others are gone, and questions on what was filed for them; a draft of their own goes on as anybody's.
    """
    draft = conversation.draft if conversation.draft and conversation.draft.represents is None else None
    shelf = tuple(_as_anybodys(each) for each in conversation.shelf if each.represents is None)
    every = (*conversation.shelf, *((conversation.draft,) if conversation.draft else ()))
    dropped = tuple(each for each in every if each.represents is not None)
    after = replace(
        conversation,
        draft=draft and _as_anybodys(draft),
        shelf=shelf,
        volunteering=None,
        questions=tuple(question for question in conversation.questions if not question.filed_for),
        carried=None,
        listed=None,
        forms=(),
    )
    if conversation.draft and draft is None and not after.state.is_about_sent:
        after = replace(after, state=State.IDLE)
    forms = tuple(form.id for form in conversation.forms)
    return _left(after), (*files_of(dropped), *forms)


def _left(conversation: Conversation) -> Conversation:
    """Out of a state that is for volunteers."""
    conversation = replace(conversation, look=None)
    if not conversation.state.is_for_volunteers:
        return conversation
    return replace(conversation, state=State.RESUMING if conversation.draft else State.IDLE, about="")


def _as_anybodys(draft: Draft) -> Draft:
    return replace(draft, may_represent=False)

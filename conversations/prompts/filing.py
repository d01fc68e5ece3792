"""Asked of a volunteer who files for somebody else."""

from conversations.conversation import Conversation
from conversations.messages import Line, Option, Outgoing, line
from conversations.profile import Profile
from conversations.prompts.options import draft_of, option
from conversations.volunteering import Represented
from conversations.wording import excerpt

SHOWN_TITLE = 60


def for_whom(c: Conversation, p: Profile) -> Outgoing:
    """Somebody else only where the office lets the person file for others now."""
    others: tuple[Option, ...] = ()
    if c.may_file:
        others = (option(c, "for_someone", "option.for_someone"),)
        if c.carried:
            others = (option(c, "for_same", "option.for_same", name=c.carried.person.name), *others)
    return Outgoing((line("ask.for_whom"),), (*others, option(c, "for_me", "option.for_me")))


def person_name(c: Conversation, p: Profile) -> Outgoing:
    return Outgoing((line("ask.person_name"),))


def person_contact(c: Conversation, p: Profile) -> Outgoing:
    asked = line("ask.person_contact", name=_person(c).name)
    return Outgoing((asked,), (option(c, "skip", "option.no_phone"),))


def person_consent(c: Conversation, p: Profile) -> Outgoing:
    """Worded to the represented person, who reads it on the volunteer's telephone, or has it read out."""
    draft, person = draft_of(c), _person(c)
    lines = (
        line("ask.person_consent", name=person.name),
        line(
            "ask.consent_of_person", name=person.name, volunteer=_volunteer(c), title=excerpt(draft.title, SHOWN_TITLE)
        ),
        Line(f"covers.{draft.visibility}"),
        line("ask.other_consent"),
    )
    agrees = (option(c, "person_agrees", "option.person_agrees", name=person.name),)
    signed = (option(c, "form_agrees", "option.form_agrees"),) if draft.form else ()
    if draft.neighbour is None:
        return Outgoing(lines, (*signed, *agrees))
    again = option(c, "ask_in_group", "option.ask_in_group")
    return Outgoing((*lines, line("ask.consent_in_group")), (*signed, *agrees, again))


def _volunteer(c: Conversation) -> str:
    return f"{c.volunteering.name} ({c.volunteering.kim_group})" if c.volunteering else ""


def _person(c: Conversation) -> Represented:
    person = draft_of(c).represents
    assert person is not None, f"nobody is represented in {c.state}"
    return person

"""A neighbour's message in a group becomes a draft of the volunteer's; the neighbour is asked there, and answers."""

from dataclasses import replace

from conversations.actions import drafts
from conversations.actions.consent import give_up_filed
from conversations.actions.files import add_file
from conversations.actions.filing import drop_consent
from conversations.actions.story import edit_description
from conversations.conversation import Draft, Field
from conversations.dates import find_date
from conversations.effects import AskInGroup, DropAttachments, TakeBackRefused
from conversations.group_questions import AGREES, AGREES_UNNAMED, REFUSES, GroupButton
from conversations.guards.drafts import has_room
from conversations.guards.group import asked_by, draft_asked_about, draft_heard_before
from conversations.guards.words import LONGEST_NAME, reads_as_name
from conversations.messages import Line, Option, Outgoing, Overheard, line
from conversations.missing import allowed_visibilities
from conversations.refusals import refusal_line
from conversations.report import ConsentKind, EventDate, Visibility
from conversations.shelf import files_of
from conversations.step import Step
from conversations.volunteering import Consent, Neighbour, Represented
from conversations.wording import clean


def begin(step: Step) -> None:
    """A draft with the words, the files and the day of the message, for its writer, who is asked in the group."""
    heard = _overheard(step)
    drafts.begin(step)
    step.change_draft(neighbour=Neighbour(heard.group, heard.message, heard.writer, heard.album))
    name = clean(heard.name, LONGEST_NAME)
    step.settle(Field.FOR_WHOM, represents=Represented(name if reads_as_name(name) else ""))
    if _person(step.draft).name:
        step.settle(Field.PERSON_NAME)
    _add_files(step)
    drafts.tell_or_assume(step)
    day = find_date(step.text, step.today) or step.today
    step.settle(Field.EVENT_DATE, event_date=EventDate(min(day, step.today)))
    step.say(line("said.day", day=min(day, step.today).isoformat()))
    ask(step)


def hear_again(step: Step) -> None:
    """The draft is the open one, and has the words that the message has now; who has not agreed to them is asked."""
    found = draft_heard_before(step)
    assert found is not None, "guarded by was_heard_before"
    if found is not step.conversation.draft:
        drafts.take_up(step, found)
    before = [told.text for told in found.told if told.key == step.received_key]
    is_changed = bool(before) and bool(step.text) and before != [step.text]
    if is_changed:
        drop_consent(step)
        edit_description(step)
    if is_changed or not _person(step.draft).consent:
        ask(step)
    else:
        drafts.welcome_back(step)


def add_to_album(step: Step) -> None:
    _add_files(step)


def ask(step: Step) -> None:
    """The neighbour is asked in the group, without a word of what the draft has; an earlier question counts no more."""
    neighbour, volunteer = step.draft.neighbour, step.conversation.volunteering
    assert neighbour is not None, "a neighbour's draft"
    assert volunteer is not None, "guarded by may_file"
    neighbour = replace(neighbour, asked=neighbour.asked + 1)
    step.change_draft(neighbour=neighbour)

    def button(says: str, label: Line) -> Option:
        chat = step.received.chat.address
        asked = GroupButton(says, chat, step.draft.number, neighbour.asked, neighbour.address)
        return Option(asked.data, label)

    name = _person(step.draft).name
    asked_by = {"volunteer": volunteer.name, "group": volunteer.kim_group}
    said = line("group.ask_consent", name=name, **asked_by) if name else line("group.ask_consent_unnamed", **asked_by)
    options = [button(AGREES, line("option.group_agrees"))]
    if Visibility.ANONYMOUS in allowed_visibilities(step.draft.report_class, step.profile):
        options.append(button(AGREES_UNNAMED, line("option.group_agrees_unnamed")))
    options.append(button(REFUSES, line("option.group_refuses")))
    question = Outgoing((said,), tuple(options), closes_prompt=False, answers=neighbour.message)
    step.effects.append(AskInGroup(neighbour.group, question))
    step.say(line("said.asked_in_group"))


def keep_agreed(step: Step) -> None:
    """The neighbour agrees; who wants to stay unnamed is, and agrees to nothing else."""
    draft = _asked_about(step)
    is_unnamed = step.value == AGREES_UNNAMED
    covers = Visibility.ANONYMOUS if is_unnamed else Visibility.OPEN
    person, settled = _person(draft), [f for f in draft.settled if f is not Field.PERSON_CONSENT]
    after = replace(draft, represents=replace(person, consent=Consent(ConsentKind.GROUP_BUTTON, step.said_at, covers)))
    if is_unnamed and covers in allowed_visibilities(draft.report_class, step.profile):
        settled = [*(f for f in settled if f is not Field.VISIBILITY), Field.VISIBILITY]
        after = replace(after, visibility=draft.visibility.anonymous)
    _put_in_place(step, draft, replace(after, settled=(*settled, Field.PERSON_CONSENT)))
    if draft.evidence:
        step.effects.append(DropAttachments((draft.evidence.id,)))
    name = _called(step, person)
    step.say(line("said.agreed_unnamed", name=name) if is_unnamed else line("said.agreed_in_group", name=name))
    _offer_if_put_away(step, draft)


def drop_refused(step: Step) -> None:
    """Nothing of the neighbour's words or files is left, and the volunteer knows."""
    draft = _asked_about(step)
    if draft is step.conversation.draft:
        step.change(draft=None)
    else:
        step.change(shelf=tuple(d for d in step.conversation.shelf if d is not draft))
    if ids := files_of((draft,)):
        step.effects.append(DropAttachments(ids))
    step.say(line("said.refused_in_group", name=_called(step, _person(draft))))


def take_back_sent(step: Step) -> None:
    """The report was sent with another consent: whoever is its owner has the last word."""
    [report] = step.given.known.reports
    give_up_filed(step, report)
    step.say(line("said.refused_sent", name=report.filed_for, receipt=report.receipt))


def take_back_refused(step: Step) -> None:
    """Whoever filed it has it no more: nobody is told, but the refusal counts."""
    step.effects.append(TakeBackRefused(asked_by(step.received)))


def pass_over(step: Step) -> None:
    """Nobody is told: it was asked of somebody else, or is settled."""


def say_may_not_file(step: Step) -> None:
    step.say(line("said.may_not_file_from_group"))


def point_volunteer_to_private_chat(step: Step) -> None:
    step.say(line("said.open_private_first"))


def _add_files(step: Step) -> None:
    """What the message has, as far as there is room; its words belong to the first file."""
    heard = _overheard(step)
    for number, media in enumerate(heard.media):
        if has_room(step):
            add_file(step, media, step.text if number == 0 else "")
        else:
            step.effects.append(DropAttachments((media.file_id,)))
            step.say(line("said.too_many_files", count=step.profile.files.max_files))
    for refused in heard.refused:
        step.say(refusal_line(refused.reason, step.profile.files))


def _put_in_place(step: Step, before: Draft, after: Draft) -> None:
    if before is step.conversation.draft:
        step.change(draft=after)
    else:
        step.change(shelf=tuple(after if d is before else d for d in step.conversation.shelf))


def _offer_if_put_away(step: Step, draft: Draft) -> None:
    if any(d.number == draft.number for d in step.conversation.shelf):
        step.offer(f"unshelve:{draft.number}", "option.unshelve")


def _called(step: Step, person: Represented) -> str:
    return person.name or step.given.catalogue.text(line("plain.writer"), step.conversation.person.language)


def _overheard(step: Step) -> Overheard:
    heard = step.received.incoming
    assert isinstance(heard, Overheard), "a row for what was overheard only"
    return heard


def _asked_about(step: Step) -> Draft:
    draft = draft_asked_about(step)
    assert draft is not None, "guarded by is_awaited"
    return draft


def _person(draft: Draft) -> Represented:
    assert draft.represents is not None, "a neighbour's draft is for somebody"
    return draft.represents

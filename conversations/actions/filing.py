"""Filing for somebody else: for whom, how they agreed, and what the next report takes over."""

from dataclasses import replace

from conversations.actions import drafts
from conversations.actions.files import attach, refuse_file
from conversations.conversation import Draft, Field
from conversations.effects import DropAttachments
from conversations.guards.words import LONGEST_NAME, reads_as_name
from conversations.messages import Media, MediaKind, line
from conversations.missing import OF_PERSON
from conversations.report import Attachment, ConsentKind, EventDate, FiledBy
from conversations.step import Step
from conversations.telephone import read_phone
from conversations.volunteering import Carried, Consent, Represented
from conversations.wording import clean

RECORDED = (MediaKind.VOICE, MediaKind.VIDEO)


def keep_for_me(step: Step) -> None:
    _keep_for(step, None)


def keep_for_someone(step: Step) -> None:
    _keep_for(step, Represented())


def keep_for_named(step: Step) -> None:
    """The answer was a name already."""
    _keep_for(step, Represented())
    keep_name(step)


def keep_for_shared(step: Step) -> None:
    """The answer was somebody's contact."""
    _keep_for(step, Represented())
    keep_shared(step)


def keep_for_same(step: Step) -> None:
    """The person of the last report; whether they agree to this one is asked anew."""
    carried = step.conversation.carried
    assert carried is not None, "guarded by knows_person"
    _keep_for(step, carried.person)
    step.settle(Field.PERSON_NAME)
    step.settle(Field.PERSON_CONTACT)


def _keep_for(step: Step, person: Represented | None) -> None:
    """Somebody else's name, number and consent are nobody's any more."""
    drop_consent(step)
    step.change_draft(settled=tuple(f for f in step.draft.settled if f not in OF_PERSON), neighbour=None)
    step.settle(Field.FOR_WHOM, represents=person)


def keep_name(step: Step) -> None:
    """With another name it is another person, who has another number and is yet to agree."""
    before = _person(step).name
    mend_name(step)
    if before and _person(step).name != before:
        settled = tuple(f for f in step.draft.settled if f is not Field.PERSON_CONTACT)
        step.change_draft(settled=settled, represents=replace(_person(step), contact=""))


def mend_name(step: Step) -> None:
    """The person has this name, under which they are yet to agree."""
    name = clean(step.text.replace("\n", " "), LONGEST_NAME)
    if name != _person(step).name:
        drop_consent(step)
        _void_question(step)
    step.settle(Field.PERSON_NAME, represents=replace(_person(step), name=name))


def _void_question(step: Step) -> None:
    """Whoever was asked in a group under another name is yet to be asked under this one."""
    if neighbour := step.draft.neighbour:
        step.change_draft(neighbour=replace(neighbour, asked=neighbour.asked + 1))


def keep_phone(step: Step) -> None:
    step.settle(Field.PERSON_CONTACT, represents=replace(_person(step), contact=read_phone(step.text)))


def keep_no_phone(step: Step) -> None:
    step.settle(Field.PERSON_CONTACT, represents=replace(_person(step), contact=""))


def keep_shared(step: Step) -> None:
    """A contact shared in chat gives the name, and the number where it can be called."""
    if reads_as_name(step.text):
        keep_name(step)
    if read_phone(step.value):
        keep_shared_phone(step)


def keep_shared_phone(step: Step) -> None:
    """Whose number it is now is said: a contact may be called otherwise than the person."""
    step.settle(Field.PERSON_CONTACT, represents=replace(_person(step), contact=read_phone(step.value)))
    if name := _person(step).name:
        step.say(line("said.persons_phone", name=name, contact=_person(step).contact))


def keep_agreed(step: Step) -> None:
    """The person has pressed the button on the volunteer's telephone."""
    _keep_consent(step, ConsentKind.IN_PERSON)
    step.say(line("said.agreed", name=_person(step).name))


def keep_evidence(step: Step) -> None:
    """The recording or the picture is kept with the report, and is no part of it."""
    media = step.received.incoming
    assert isinstance(media, Media), "guarded by shows_consent"
    keep_shown(step, Attachment(media.file_id, media.kind, step.text, media.file_name))


def keep_shown(step: Step, evidence: Attachment) -> None:
    """The person agrees, as is heard or seen in this file."""
    kind = ConsentKind.VOICE_NOTE if evidence.kind in RECORDED else ConsentKind.SIGNED_SLIP
    _keep_consent(step, kind, evidence)
    name = _person(step).name
    is_voice = kind is ConsentKind.VOICE_NOTE
    step.say(line("said.agreed_by_voice", name=name) if is_voice else line("said.agreed_by_slip", name=name))


def move_evidence(step: Step) -> None:
    """What came while the consent was asked for, and was none, belongs to the report; the consent is asked for again.

    A picture may be long on its way, and nobody can tell one of a pothole from one of a signature.
    """
    evidence, album = step.draft.evidence, step.conversation.album
    assert evidence is not None, "guarded by may_be_of_report"
    step.change_draft(represents=replace(_person(step), consent=None))
    is_one_of_set = album.is_evidence and album.draft in (0, step.draft.number)
    if is_one_of_set:
        step.change(album=replace(album, is_evidence=False, is_refused=False, draft=step.draft.number))
    step.say(line("said.evidence_moved"))
    attach(step, evidence)
    if is_one_of_set and album.is_refused:
        step.say(line("said.send_rest_again", name=_person(step).name))


def refuse_rest(step: Step) -> None:
    refuse_file(step)
    step.say(line("said.one_slip_is_enough"))


def say_may_not_file(step: Step) -> None:
    step.say(line("said.may_not_file"))


def say_name_unread(step: Step) -> None:
    step.say(line("said.person_name_unread"))


def say_phone_unread(step: Step) -> None:
    step.say(line("said.phone_unread"))


def say_how_to_agree(step: Step) -> None:
    step.say(line("said.how_to_agree", name=_person(step).name))


def filed_by(step: Step, draft: Draft) -> FiledBy | None:
    """Who files, for the office; nobody where identities are hidden: a volunteer leads to their neighbours."""
    volunteer, person = step.conversation.volunteering, draft.represents
    if person is None or person.consent is None or draft.visibility.is_anonymous:
        return None
    assert volunteer is not None, "guarded by must_not_send"
    return FiledBy(volunteer.name, volunteer.kim_group, person.consent.kind, person.consent.at)


def go_on_after(step: Step, draft: Draft, receipt: str) -> None:
    """What stays the same in the next report is at hand."""
    person, place = draft.represents, draft.place
    assert person is not None, "sent for somebody"
    date = draft.event_date if Field.EVENT_DATE in draft.settled else EventDate()
    step.change(carried=Carried(receipt, replace(person, consent=None), date, place.village or place.district))
    step.offer("next_report", "option.next_report")


def begin_next(step: Step) -> None:
    """A new draft that has the day and the area of the last report."""
    carried = step.conversation.carried
    assert carried is not None, "guarded by knows_person"
    drafts.begin(step)
    step.change_draft(near=carried.area)
    if day := carried.event_date.day:
        step.settle(Field.EVENT_DATE, event_date=carried.event_date)
        step.say(line("said.same_day", day=day.isoformat()))


def _keep_consent(step: Step, kind: ConsentKind, evidence: Attachment | None = None) -> None:
    drop_consent(step)
    consent = Consent(kind, step.said_at, step.draft.visibility, evidence)
    step.settle(Field.PERSON_CONSENT, represents=replace(_person(step), consent=consent))


def drop_consent(step: Step) -> None:
    """What was agreed to before holds no more, and what showed it goes."""
    if step.draft.evidence and step.draft.evidence != step.draft.form:
        step.effects.append(DropAttachments((step.draft.evidence.id,)))
    if step.draft.represents:
        step.change_draft(represents=replace(step.draft.represents, consent=None))


def _person(step: Step) -> Represented:
    assert step.draft.represents is not None, "asked only where somebody is represented"
    return step.draft.represents

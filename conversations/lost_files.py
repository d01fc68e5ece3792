"""What a person is told of files that they sent and that could not be fetched from their messaging app after all."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from conversations.catalogue import Catalogue
from conversations.conversation import Conversation, Draft, Field, Told
from conversations.effects import DropAttachments
from conversations.messages import Line, MediaKind, Option, Outgoing, Refusal, line
from conversations.prompts import prompt_for
from conversations.refusals import refusal_line
from conversations.shelf import files_of
from conversations.state import State
from conversations.step import Outcome
from conversations.wording import excerpt, propose_title, says_something

SHOWN_NAME = 60
RECORDINGS = (MediaKind.VOICE, MediaKind.VIDEO)
BEFORE_TELLING = frozenset({State.FOR_WHOM, State.PERSON_NAME, State.PERSON_CONTACT, State.REPORT_CLASS})
COMES_BEFORE_THE_STORY = frozenset({State.IDLE, State.RESUMING, State.CANCELLING}) | BEFORE_TELLING
COMES_AFTER_THE_CONSENT = frozenset({State.REVIEW, State.CHANGING})


@dataclass(frozen=True, slots=True)
class LostFile:
    """`receipt` is the number of the report that it was sent with, or empty.

    `is_evidence` where it was no part of that report, but showed that somebody agreed to it.
    """

    id: str
    kind: MediaKind
    reason: Refusal
    file_name: str = ""
    receipt: str = ""
    is_evidence: bool = False


def lose_files(conversation: Conversation, lost: Sequence[LostFile], catalogue: Catalogue) -> Outcome:
    """The conversation without these files in its drafts, where their words stay, and the one message that says so.

    A story that was only in a lost recording is asked for again. A report that was sent goes on without the file.
    """
    ids = {file.id for file in lost if not file.receipt}
    after = replace(
        conversation,
        draft=conversation.draft and _without(conversation.draft, ids, catalogue),
        shelf=tuple(_without(draft, ids, catalogue) for draft in conversation.shelf),
        forms=tuple(form for form in conversation.forms if form.id not in ids),
    )
    has_words = any(each.told for each in _drafts(conversation) if ids.intersection(files_of((each,))))
    dropped = tuple(id for id in _files_of(conversation) if id not in _files_of(after))
    effects = (DropAttachments(dropped),) if dropped else ()
    if again := _asked_again(after):
        after = replace(after, state=again)
        asked = prompt_for(after, catalogue.profile)
        return Outcome(after, (replace(asked, lines=(*_lines(lost, has_words, catalogue), *asked.lines)),), effects)
    said = Outgoing(_lines(lost, has_words, catalogue), _options(lost), closes_prompt=False)
    return Outcome(replace(after, offered=said.options or after.offered), (said,), effects)


def _without(draft: Draft, ids: Collection[str], catalogue: Catalogue) -> Draft:
    """Each lost file leaves its words in the story; one whose words find no room there stays, as lost.

    What showed that the represented person agrees is lost too, and is asked for again.
    """
    if draft.represents and draft.evidence and draft.evidence.id in ids:
        draft = replace(draft, represents=replace(draft.represents, consent=None))
    if draft.form and draft.form.id in ids:
        draft = replace(draft, form=None)
    for file in draft.attachments:
        if file.id in ids:
            rest = replace(draft, attachments=tuple(a for a in draft.attachments if a.id != file.id))
            draft = _with_words(_untold(rest, catalogue), file.caption, catalogue) or draft
    return draft


def _untold(draft: Draft, catalogue: Catalogue) -> Draft:
    """Without a story that only says that it is in a recording, when there is none any more."""
    in_recording = catalogue.text(line("description.in_recording"), "id")
    if draft.description != in_recording or any(a.kind in RECORDINGS for a in draft.attachments):
        return draft
    settled = tuple(field for field in draft.settled if field is not Field.DESCRIPTION)
    return replace(draft, told=(), title="", settled=settled, revising=None)


def _with_words(draft: Draft, words: str, catalogue: Catalogue) -> Draft | None:
    """None where there is no room for the words."""
    if not says_something(words) or words in draft.description:
        return draft
    if not draft.told:
        settled = (*draft.settled, Field.DESCRIPTION)
        return replace(draft, told=(Told("", words),), title=propose_title(words), settled=settled)
    told = replace(draft, told=(*draft.told, Told("", words)))
    return told if len(told.description) <= catalogue.profile.max_description else None


def _asked_again(conversation: Conversation) -> State | None:
    """What asks for the story, or for the consent, where the conversation stands beyond it and its draft has none."""
    draft, state = conversation.draft, conversation.state
    if draft is None or state.is_about_sent:
        return None
    if Field.DESCRIPTION not in draft.settled:
        return None if state in (*COMES_BEFORE_THE_STORY, State.DESCRIPTION) else State.DESCRIPTION
    is_lacking = draft.represents is not None and not draft.represents.agrees_to(draft.visibility)
    return State.PERSON_CONSENT if is_lacking and state in COMES_AFTER_THE_CONSENT else None


def _files_of(conversation: Conversation) -> tuple[str, ...]:
    return files_of(_drafts(conversation))


def _drafts(conversation: Conversation) -> tuple[Draft, ...]:
    return (*conversation.shelf, *((conversation.draft,) if conversation.draft else ()))


def _lines(every: Sequence[LostFile], has_words: bool, catalogue: Catalogue) -> tuple[Line, ...]:
    lost = [file for file in every if not file.is_evidence]
    evidence = dict.fromkeys(file.receipt for file in every if file.is_evidence)
    of_evidence = tuple(line("notice.evidence_lost", receipt=receipt) for receipt in evidence)
    return (*(_lines_of_parts(lost, has_words, catalogue) if lost else ()), *of_evidence)


def _lines_of_parts(lost: Sequence[LostFile], has_words: bool, catalogue: Catalogue) -> tuple[Line, ...]:
    """A list, or a form, had no words beside it of which to say that they are kept."""
    reasons = dict.fromkeys(file.reason for file in lost)
    receipts = dict.fromkeys(file.receipt for file in lost)
    return (
        _first_line(lost),
        *(refusal_line(reason, catalogue.profile.files) for reason in reasons),
        *(line("notice.report_goes_on", receipt=receipt) for receipt in receipts if receipt),
        *((line("notice.words_are_kept"),) if has_words and "" in receipts else ()),
    )


def _first_line(lost: Sequence[LostFile]) -> Line:
    if len(lost) > 1:
        return line("notice.files_lost", count=len(lost))
    [file] = lost
    name = excerpt(file.file_name, SHOWN_NAME)
    return line("notice.file_lost_named", name=name) if name else Line(f"notice.file_lost.{file.kind}")


def _options(lost: Sequence[LostFile]) -> tuple[Option, ...]:
    """For each report, one that takes the file once more."""
    receipts = dict.fromkeys(file.receipt for file in lost if file.receipt and not file.is_evidence)
    if len(receipts) == 1:
        return tuple(Option(f"add:{receipt}", line("option.add")) for receipt in receipts)
    return tuple(Option(f"add:{receipt}", line("plain.text", text=receipt)) for receipt in receipts)

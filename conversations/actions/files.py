"""Photos, videos, voice notes and documents of the draft."""

from conversations.actions.story import keep_description, with_new_words
from conversations.conversation import Field
from conversations.effects import DropAttachments
from conversations.guards.words import is_only_recording
from conversations.messages import Line, Media, MediaKind, RefusedMedia, line
from conversations.refusals import refusal_line
from conversations.report import Attachment
from conversations.step import Step
from conversations.wording import says_something


def add_media(step: Step) -> None:
    """The file is in the draft, with the words that came with it."""
    media = step.received.incoming
    assert isinstance(media, Media), "a row for media only"
    add_file(step, media, step.text)


def add_file(step: Step, media: Media, caption: str) -> None:
    step.change_draft(files=(*step.draft.files, (step.received_key, media.file_id)))
    step.say(line("said.long_text_kept") if media.is_whole_text else Line(f"said.media.{media.kind}"))
    attach(step, Attachment(media.file_id, media.kind, caption, media.file_name))


def attach(step: Step, attachment: Attachment) -> None:
    before = step.draft.attachments
    step.change_draft(attachments=(*before, attachment))
    if step.draft.visibility.is_anonymous and may_tell_who((attachment,)) and not may_tell_who(before):
        step.say(line("said.files_may_tell"))


def may_tell_who(attachments: tuple[Attachment, ...]) -> bool:
    """Whether the office gets a file as it was sent, with all that is written into it; photos it gets cleaned."""
    return any(attachment.kind is not MediaKind.PHOTO for attachment in attachments)


def keep_media(step: Step) -> None:
    """The file is in the draft; its words are the story when there is none yet."""
    add_media(step)
    if says_something(step.text) and not step.draft.told:
        keep_description(step)


def edit_caption(step: Step) -> None:
    """The file has these words now; they are the story when there is none yet."""
    step.change_draft(attachments=with_new_words(step))
    if says_something(step.text) and not step.draft.told:
        keep_description(step)
    step.lines.insert(0, line("said.edited"))


def keep_media_as_answer(step: Step) -> None:
    keep_media(step)
    step.settle(Field.ATTACHMENTS)


def settle_attachments(step: Step) -> None:
    step.settle(Field.ATTACHMENTS)


def ask_to_send(step: Step) -> None:
    step.say(line("said.send_it"))


def drop_media(step: Step) -> None:
    """The files are gone; a story that was only in them has to be told."""
    step.effects.append(DropAttachments(tuple(a.id for a in step.draft.attachments)))
    if is_only_recording(step):
        settled = tuple(f for f in step.draft.settled if f is not Field.DESCRIPTION)
        step.change_draft(told=(), title="", settled=settled)
    step.change_draft(attachments=(), files=(), revising=None)
    step.say(line("said.media_dropped"))


def refuse_for_room(step: Step) -> None:
    refuse_file(step)
    step.say(line("said.too_many_files", count=step.profile.files.max_files))


def refuse_here(step: Step) -> None:
    """Files and places mean nothing here; the file is not kept."""
    refuse_file(step)
    step.say(line("said.choose"))


def explain_refusal(step: Step) -> None:
    """Why the file could not be taken; the words sent with it go on as text."""
    refused = step.received.incoming
    assert isinstance(refused, RefusedMedia), "a row for refused media only"
    step.say(refusal_line(refused.reason, step.profile.files))


def refuse_file(step: Step) -> None:
    """The file that has just come, where it is one, is not kept."""
    if isinstance(step.received.incoming, Media):
        step.effects.append(DropAttachments((step.received.incoming.file_id,)))

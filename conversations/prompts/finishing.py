"""Looking at the whole draft: reviewing, changing, leaving it, coming back to it."""

from conversations.conversation import Conversation
from conversations.messages import Option, Outgoing, line
from conversations.missing import changeable
from conversations.profile import Profile
from conversations.prompts.options import draft_of, option
from conversations.review import review_lines
from conversations.wording import excerpt

SHOWN_START = 80


def resuming(c: Conversation, p: Profile) -> Outgoing:
    draft = draft_of(c)
    text = excerpt(draft.description, SHOWN_START)
    options = (
        option(c, f"resume:{draft.number}", "option.resume"),
        option(c, "begin_new", "option.begin_new"),
        Option("cancel", line("option.discard"), is_quiet=True),
    )
    return Outgoing((line("ask.resuming", text=text) if text else line("ask.resuming_wordless"),), options)


def review(c: Conversation, p: Profile) -> Outgoing:
    draft = draft_of(c)
    options = [option(c, "send", "option.send"), option(c, "change", "option.change")]
    if draft.loose_evidence and len(draft.attachments) < p.files.max_files:
        options.append(option(c, "of_report", "option.of_report"))
    return Outgoing((line("ask.review"), *review_lines(draft, p), line("ask.review_end")), tuple(options))


def changing(c: Conversation, p: Profile) -> Outgoing:
    options = tuple(option(c, f"field:{f}", f"field.{f}") for f in changeable(draft_of(c)))
    return Outgoing((line("ask.changing"),), options)


def title(c: Conversation, p: Profile) -> Outgoing:
    return Outgoing((line("ask.title", title=draft_of(c).title),))


def cancelling(c: Conversation, p: Profile) -> Outgoing:
    options = (
        option(c, f"resume:{draft_of(c).number}", "option.go_on"),
        option(c, "shelve", "option.shelve"),
        option(c, "discard", "option.discard"),
    )
    return Outgoing((line("ask.cancelling"),), options)

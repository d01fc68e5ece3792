"""What a message means where the conversation stands: the trigger that it pulls in the flow, and what it carries."""

from dataclasses import dataclass

from conversations import messages as m
from conversations.catalogue import Catalogue
from conversations.conversation import Conversation
from conversations.messages import Received, line
from conversations.prompts import prompt_for, stamp
from conversations.receipt import read_receipt
from conversations.state import State
from conversations.wording import clean, same_words

LONGEST_LABEL = 60

COMMANDS = {
    "start": "start",
    "mulai": "start",
    "lapor": "begin",
    "baru": "begin",
    "report": "begin",
    "bantuan": "help",
    "help": "help",
    "laporan": "my_reports",
    "reports": "my_reports",
    "status": "status",
    "cek": "status",
    "bahasa": "language",
    "language": "language",
    "batal": "cancel",
    "cancel": "cancel",
    "kembali": "back",
    "back": "back",
    "hapus": "delete",
    "delete": "delete",
}

# What a plain yes or no presses; deleting and dropping want their own words.
YES = {
    State.RESUMING: "resume",
    State.CONSENT: "agree",
    State.LANDMARK: "area_right",
    State.REVIEW: "send",
}
NO = {
    State.CONSENT: "disagree",
    State.LANDMARK: "area_wrong",
    State.ATTACHMENTS: "skip",
    State.REVIEW: "change",
    State.CANCELLING: "resume",
    State.DELETING: "keep",
}


@dataclass(frozen=True, slots=True)
class Heard:
    """`trigger` is a word of the flow's table; `value` what a button or command carried; `text` is cleaned."""

    trigger: str
    value: str = ""
    text: str = ""
    is_typed: bool = False


def hear_out(conversation: Conversation, received: Received, catalogue: Catalogue) -> Heard:
    """What was meant. A typed label counts as pressed; a button of another draft or question as `stale`."""
    match received.incoming:
        case m.Text(text):
            return _text(clean(text), conversation, catalogue)
        case m.Choice(data):
            return _choice(data, conversation)
        case m.Command(name, argument):
            return _command(name, argument, catalogue)
        case m.Media(caption=caption):
            return Heard("media", text=clean(caption), is_typed=bool(caption))
        case m.RefusedMedia(caption=caption):
            return Heard("refused_media", text=clean(caption), is_typed=bool(caption))
        case m.Edited(text=text):
            return Heard("edited", text=clean(text))
        case m.Location():
            return Heard("location")
        case m.Contact(name, phone):
            return Heard("contact", value=clean(phone), text=clean(name))
        case m.Blocked():
            return Heard("blocked")
        case m.Unblocked():
            return Heard("unblocked")
        case m.Unsupported(kind):
            return Heard("unsupported", value=kind)


def _choice(data: str, conversation: Conversation) -> Heard:
    pressed, _, stamped = data.partition("|")
    verb, _, value = pressed.partition(":")
    if stamped and stamped != stamp(conversation):
        return Heard("stale")
    return Heard(verb, value)


def _command(name: str, argument: str, catalogue: Catalogue) -> Heard:
    argument = clean(argument)
    trigger = COMMANDS.get(name.lower(), "unknown_command")
    if trigger == "status":
        return Heard("status", read_receipt(argument, catalogue.profile.office.prefix, is_asked=True) or "", argument)
    return Heard(trigger, text=argument, is_typed=bool(argument))


def _text(text: str, conversation: Conversation, catalogue: Catalogue) -> Heard:
    if text.startswith("/") and len(text) > 1:
        name, _, argument = text[1:].partition(" ")
        return _command(name.partition("@")[0], argument, catalogue)
    if len(text) <= LONGEST_LABEL and (pressed := _as_pressed(text, conversation, catalogue)):
        return _choice(pressed, conversation)
    is_asked = conversation.state is State.ASKING_RECEIPT
    is_looked_for = is_asked or conversation.state is State.IDLE
    if is_looked_for and (receipt := read_receipt(text, catalogue.profile.office.prefix, is_asked=is_asked)):
        return Heard("status", receipt, text)
    return Heard("text", text=text, is_typed=True)


def _as_pressed(text: str, conversation: Conversation, catalogue: Catalogue) -> str:
    """The data of the option that these words stand for, or empty."""
    language, state = conversation.person.language, conversation.state
    options = prompt_for(conversation, catalogue.profile).options
    for option in options:
        if same_words(text, catalogue.text(option.label, language)):
            return option.data
    plain_words = ((line("words.yes"), YES.get(state)), (line("words.no"), NO.get(state)), (line("words.skip"), "skip"))
    for words, verb in plain_words:
        if verb and _is_one_of(text, catalogue.text(words, language)):
            return next((o.data for o in options if o.data.partition("|")[0] == verb), "")
    return ""


def _is_one_of(text: str, words: str) -> bool:
    return any(same_words(text, word) for word in words.split("|"))

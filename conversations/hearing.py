"""What a message means where the conversation stands: the trigger that it pulls in the flow, and what it carries."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from conversations import messages as m
from conversations.answer_words import is_no, is_skip, is_solved, is_stop, is_yes, said_in
from conversations.catalogue import LANGUAGES, Catalogue
from conversations.conversation import Conversation
from conversations.following import LINK, read_invitation
from conversations.group_questions import REFUSES
from conversations.handovers import HANDOVER_LINK
from conversations.messages import Option, Received
from conversations.one_time_code import looks_like_one_time_code, read_one_time_code
from conversations.places import find_area
from conversations.prompts import prompt_for, stamp
from conversations.receipt import read_receipt
from conversations.state import State
from conversations.volunteering import VOLUNTEER_LINK
from conversations.wording import clean, words_key

LONGEST_LABEL = 60
OF_SLIP = "-slip"

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
    "ikuti": "follow",
    "follow": "follow",
    "daftar": "village_list",
    "list": "village_list",
    "relawan": "volunteer",
    "volunteer": "volunteer",
    "serah": "receive",
    "receive": "receive",
    "slip": "slips",
    "slips": "slips",
    "cekslip": "check_slip",
    "cek-slip": "check_slip",
    "checkslip": "check_slip",
    "binaan": "in_care",
    "neighbours": "in_care",
    "berhenti": "stop_volunteering",
    "resign": "stop_volunteering",
    "hapus": "delete",
    "delete": "delete",
}

LINKED = frozenset({"begin", "help", "my_reports", "follow", "status", "language"})
"""Where a link to the bot may lead: nowhere that takes something away."""

OPENING_LINKS = {HANDOVER_LINK: "receive", VOLUNTEER_LINK: "volunteer"}
OPENED_BY_CODE = frozenset(OPENING_LINKS.values())
"""What begins with a code that works once."""

# What is sent, never pressed: a button that says so is none of ours.
SENT = frozenset(
    {
        "text",
        "media",
        "refused_media",
        "location",
        "contact",
        "edited",
        "unsupported",
        "unknown_command",
        "blocked",
        "unblocked",
        "in_group",
        "overheard",
        "agreed_in_group",
        "refused_in_group",
    }
)

WORDLESS: dict[type, str] = {
    m.Location: "location",
    m.Blocked: "blocked",
    m.Unblocked: "unblocked",
    m.InGroup: "in_group",
}

CONTENT = frozenset({"text", "media", "refused_media", "location"})

# What plain words press, where that button is shown; deleting and dropping want their own words.
PRESSED_BY_WORDS: tuple[tuple[str, Callable[[frozenset[str]], bool]], ...] = (
    ("agree", is_yes),
    ("disagree", is_no),
    ("resume", is_yes),
    ("area_right", is_yes),
    ("area_wrong", is_no),
    ("send", is_yes),
    ("change", is_no),
    ("satisfied", is_solved),
    ("not_solved", is_no),
    ("keep", is_no),
    ("skip", is_skip),
)


@dataclass(frozen=True, slots=True)
class Heard:
    """`trigger` is a word of the flow's table; `value` what a button or command carried; `text` is cleaned.

    `is_typed` where words were written: an edit of that message changes what they answered. `about` is the receipt
    number in the message of ours that this one replies to. `code` is what lets somebody follow a report, or the code of
    the village that is on a slip.
    """

    trigger: str
    value: str = ""
    text: str = ""
    is_typed: bool = False
    about: str = ""
    code: str = ""


def hear_out(conversation: Conversation, received: Received, catalogue: Catalogue) -> Heard:
    """What was meant. A typed label counts as pressed; a button of another draft or question as `stale`."""
    heard = _hear(conversation, received, catalogue)
    if received.about and heard.trigger in CONTENT:
        return replace(heard, about=_replied_to(conversation, received.about, catalogue))
    return heard


def _replied_to(conversation: Conversation, text: str, catalogue: Catalogue) -> str:
    """The receipt number in our message; not one that it only names as what a row of a list doubles."""
    receipt = read_receipt(text, catalogue.profile.office.prefix) or ""
    listed = conversation.listed if conversation.state is State.LIST_ROW else None
    return "" if listed and any(fault.of == receipt for fault in listed.row.faults) else receipt


def _hear(conversation: Conversation, received: Received, catalogue: Catalogue) -> Heard:
    match received.incoming:
        case m.Text(text):
            return _text(clean(text), conversation, catalogue)
        case m.Choice(data):
            return _choice(data, conversation)
        case m.Command(name, argument):
            return _command(name, clean(argument), catalogue)
        case m.Media(caption=caption):
            return Heard("media", text=clean(caption), is_typed=bool(caption))
        case m.RefusedMedia(caption=caption):
            return Heard("refused_media", text=clean(caption), is_typed=bool(caption))
        case m.Edited(text=text):
            return Heard("edited", text=_without_command(clean(text)))
        case m.Location() | m.Blocked() | m.Unblocked() | m.InGroup() as wordless:
            return Heard(WORDLESS[type(wordless)])
        case m.Overheard(text=text):
            return Heard("overheard", text=clean(text))
        case m.GroupAnswer(says=says):
            return Heard("refused_in_group" if says == REFUSES else "agreed_in_group", says)
        case m.Contact(name, phone):
            return Heard("contact", value=clean(phone), text=clean(name))
        case m.Unsupported(kind):
            return Heard("unsupported", value=kind)


def _choice(data: str, conversation: Conversation) -> Heard:
    pressed, _, stamped = data.partition("|")
    verb, _, value = pressed.partition(":")
    if verb in SENT or (stamped and stamped != stamp(conversation)):
        return Heard("stale", verb)
    return Heard(verb, value)


def _command(name: str, argument: str, catalogue: Catalogue) -> Heard:
    trigger = COMMANDS.get(name.lower(), "unknown_command")
    if trigger == "follow":
        return _invited(argument, catalogue) or Heard("follow", text=argument)
    if trigger in OPENED_BY_CODE:
        return Heard(trigger, read_one_time_code(argument) or "", argument)
    if name.lower() == "cek" and argument.lower().startswith(OF_SLIP):  # Telegram ends a command before the dash
        return _slip(argument[len(OF_SLIP) :], catalogue)
    if trigger == "check_slip":
        return _slip(argument, catalogue)
    if trigger == "start" and argument:
        return _link(argument, catalogue)
    if trigger == "status":
        return Heard("status", read_receipt(argument, catalogue.profile.office.prefix, is_asked=True) or "", argument)
    return Heard(trigger, text=argument, is_typed=bool(argument))


def _link(payload: str, catalogue: Catalogue) -> Heard:
    """A link to the bot leads to a report by its number, or to where a command leads; any other only to its door.

    One that invites to follow a report says so, also where it is broken.
    """
    if payload.lower().startswith(LINK) and (invited := _invited(payload, catalogue)):
        return invited
    if payload.lower().startswith(f"{LINK}_"):
        return Heard("follow", text=payload)
    word, dash, code = payload.partition("_")
    if dash and (opens := OPENING_LINKS.get(word.lower())):
        return Heard(opens, read_one_time_code(code) or "", payload)
    if receipt := read_receipt(payload, catalogue.profile.office.prefix):
        return Heard("status", receipt, payload)
    if len(payload.split()) > 1:  # no link, but somebody's own words
        return Heard("begin", text=payload, is_typed=True)
    linked = COMMANDS.get(payload.lower(), "")
    return Heard(linked) if linked in LINKED else Heard("start", text=payload)


def _invited(text: str, catalogue: Catalogue) -> Heard | None:
    invitation = read_invitation(text, catalogue.profile.office.prefix)
    return Heard("follow", invitation.receipt, text, code=invitation.code) if invitation else None


def _slip(text: str, catalogue: Catalogue) -> Heard:
    """What is read off a slip: the receipt number and the village."""
    receipt = read_receipt(text, catalogue.profile.office.prefix, is_asked=True)
    area = find_area(text, catalogue.profile)
    return Heard("check_slip", receipt or "", text.strip(), code=area.code if area else "")


def _without_command(text: str) -> str:
    """What was written after a command is what was told, when it is written anew too."""
    name, *words = text.split(maxsplit=1)[:2] or [""]
    is_command = name.startswith("/") and name[1:].partition("@")[0].lower() in COMMANDS
    return "".join(words) if is_command else text


def _text(text: str, conversation: Conversation, catalogue: Catalogue) -> Heard:
    if text.startswith("/") and len(text) > 1:
        name, _, argument = text[1:].partition(" ")
        return _command(name.partition("@")[0], argument, catalogue)
    if len(text) <= LONGEST_LABEL and (pressed := _as_pressed(text, conversation, catalogue)):
        return replace(_choice(pressed, conversation), is_typed=True)
    is_asked = conversation.state is State.ASKING_RECEIPT
    is_looked_for = is_asked or conversation.state in (State.IDLE, State.IN_CARE)
    if is_looked_for and (receipt := read_receipt(text, catalogue.profile.office.prefix, is_asked=is_asked)):
        return Heard("status", receipt, text)
    if is_looked_for and conversation.state is not State.IN_CARE and looks_like_one_time_code(text):
        return Heard("receive", read_one_time_code(text) or "", text)
    return Heard("text", text=text, is_typed=True)


def _as_pressed(text: str, conversation: Conversation, catalogue: Catalogue) -> str:
    """The data of the option that these words stand for, or empty."""
    shown = (*conversation.offered, *prompt_for(conversation, catalogue.profile).options)
    typed = words_key(text)
    for option in shown:
        if typed and any(typed == words_key(catalogue.text(option.label, language)) for language in LANGUAGES):
            return option.data
    said = said_in(text)
    for verb, is_meant in PRESSED_BY_WORDS:
        if is_meant(said) and (meant := _with_verb(verb, shown)):
            return meant.data
    return "cancel" if is_stop(said) else ""


def _with_verb(verb: str, options: tuple[Option, ...]) -> Option | None:
    return next((o for o in options if o.data.partition("|")[0].partition(":")[0] == verb), None)

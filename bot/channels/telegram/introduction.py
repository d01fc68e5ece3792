"""What the bot says of itself before anybody writes to it: commands, descriptions, the menu button."""

from collections.abc import Iterator, Mapping

from bot.channels.telegram.calls import Call
from conversations.catalogue import LANGUAGES, Catalogue
from conversations.messages import Line, line
from conversations.wording import clean

LONGEST_DESCRIPTION = 512
LONGEST_SHORT_DESCRIPTION = 120

# in the order of the menu; each is also understood by its other language's name
COMMANDS: tuple[tuple[Mapping[str, str], Line], ...] = (
    ({"id": "lapor", "en": "report"}, line("telegram.command.report")),
    ({"id": "laporan", "en": "reports"}, line("telegram.command.reports")),
    ({"id": "status", "en": "status"}, line("telegram.command.status")),
    ({"id": "binaan", "en": "neighbours"}, line("telegram.command.in_care")),
    ({"id": "daftar", "en": "list"}, line("telegram.command.list")),
    ({"id": "serah", "en": "receive"}, line("telegram.command.receive")),
    ({"id": "relawan", "en": "volunteer"}, line("telegram.command.volunteer")),
    ({"id": "kembali", "en": "back"}, line("telegram.command.back")),
    ({"id": "batal", "en": "cancel"}, line("telegram.command.cancel")),
    ({"id": "bahasa", "en": "language"}, line("telegram.command.language")),
    ({"id": "hapus", "en": "delete"}, line("telegram.command.delete")),
    ({"id": "bantuan", "en": "help"}, line("telegram.command.help")),
)


def introduction(catalogue: Catalogue) -> tuple[Call, ...]:
    """The calls that make the bot known: in Indonesian for everybody whose app speaks no other language of ours.

    Repeated they change nothing, but Telegram takes few of them in a row.
    """
    said = [call for language in LANGUAGES for call in _in(language, catalogue)]
    return (*said, Call("setChatMenuButton", {"menu_button": {"type": "commands"}}))


def location_labels(catalogue: Catalogue) -> Mapping[str, str]:
    """What the button says that shares the location, by language."""
    return {language: catalogue.text(line("telegram.share_location"), language) for language in LANGUAGES}


def _in(language: str, catalogue: Catalogue) -> Iterator[Call]:
    whose = {} if language == LANGUAGES[0] else {"language_code": language}
    regency = catalogue.profile.office.regency
    commands = [{"command": name[language], "description": catalogue.text(what, language)} for name, what in COMMANDS]
    description = catalogue.text(line("telegram.description", regency=regency), language)
    short = catalogue.text(line("telegram.short_description", regency=regency), language)
    yield Call("setMyCommands", {"commands": commands, "scope": {"type": "all_private_chats"}} | whose)
    yield Call("setMyDescription", {"description": clean(description, LONGEST_DESCRIPTION)} | whose)
    yield Call("setMyShortDescription", {"short_description": clean(short, LONGEST_SHORT_DESCRIPTION)} | whose)

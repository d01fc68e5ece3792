"""Methods by which a bot says what it is: commands, descriptions, the menu button."""

import re
from collections.abc import Callable

from tests.telegram.account import Account
from tests.telegram.parameters import Files
from tests.telegram.refusals import Refused, bad_request
from tests.telegram.schema import Json

COMMANDS = 100
COMMAND_NAME = re.compile(r"/?[a-z0-9_]+")


def set_my_commands(account: Account, asked: Json, files: Files) -> bool:
    commands: list[Json] = asked.get("commands", [])
    for command in commands:
        _refuse_command(command)
    if len(commands) > COMMANDS:
        raise Refused(bad_request("BOT_COMMANDS_TOO_MUCH"))
    account.profile.commands[_scope(asked)] = commands
    return True


def _refuse_command(command: Json) -> None:
    for field, what, limit in (("command", "command", 32), ("description", "command description", 256)):
        length = len(command[field].removeprefix("/") if field == "command" else command[field])
        if not length:
            raise Refused(bad_request(f"{what} must be non-empty"))
        if length > limit:
            raise Refused(bad_request(f"{what} length must not exceed {limit}"))
    if not COMMAND_NAME.fullmatch(command["command"]):
        raise Refused(bad_request("BOT_COMMAND_INVALID"))


def delete_my_commands(account: Account, asked: Json, files: Files) -> bool:
    account.profile.commands.pop(_scope(asked), None)
    return True


def get_my_commands(account: Account, asked: Json, files: Files) -> list[Json]:
    return account.profile.commands.get(_scope(asked), [])


def _scope(asked: Json) -> tuple[str, str]:
    scope: Json = asked.get("scope") or {"type": "default"}
    whose = f"{scope['type']} {scope.get('chat_id', '')}".strip()
    return whose, asked.get("language_code", "")


def _saying(
    kind: str, field: str, limit: int
) -> tuple[Callable[[Account, Json, Files], bool], Callable[[Account, Json, Files], Json]]:
    """The method that sets one of the bot's texts, and the one that tells it."""

    def set_text(account: Account, asked: Json, files: Files) -> bool:
        text = asked.get(field, "")
        if len(text) > limit:
            raise Refused(bad_request(f"{field.replace('_', ' ')} is too long"))
        getattr(account.profile, kind)[asked.get("language_code", "")] = text
        return True

    def get_text(account: Account, asked: Json, files: Files) -> Json:
        return {field: getattr(account.profile, kind).get(asked.get("language_code", ""), "")}

    return set_text, get_text


set_my_description, get_my_description = _saying("descriptions", "description", 512)
set_my_short_description, get_my_short_description = _saying("short_descriptions", "short_description", 120)


def set_chat_menu_button(account: Account, asked: Json, files: Files) -> bool:
    account.profile.menu_buttons[asked.get("chat_id")] = asked.get("menu_button") or {"type": "default"}
    return True


def get_chat_menu_button(account: Account, asked: Json, files: Files) -> Json:
    buttons = account.profile.menu_buttons
    return buttons.get(asked.get("chat_id"), buttons.get(None, {"type": "default"}))

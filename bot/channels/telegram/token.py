"""A bot's token, as BotFather gives it: the bot's id, a colon and a secret."""

import re

from handlers.errors import Misconfigured

API = "https://api.telegram.org"
TOKEN = re.compile(r"(\d{1,19}):[\w-]{1,255}", re.ASCII)


def bot_id_of(token: str) -> int:
    """Raises `Misconfigured`, which does not hold what was given."""
    found = TOKEN.fullmatch(token)
    if found is None:
        raise Misconfigured("the bot's token must be a number, a colon and letters, as BotFather gives it")
    return int(found[1])

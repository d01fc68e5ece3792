"""A bot's token, as BotFather gives it: the bot's id, a colon and a secret."""

import re
from hashlib import sha256

from handlers.errors import Misconfigured

API = "https://api.telegram.org"
TOKEN = re.compile(r"(\d{1,19}):[\w-]{1,255}", re.ASCII)


def bot_id_of(token: str) -> int:
    """Raises `Misconfigured`, which does not hold what was given."""
    found = TOKEN.fullmatch(token)
    if found is None:
        raise Misconfigured("the bot's token must be a number, a colon and letters, as BotFather gives it")
    return int(found[1])


def file_key_of(token: str) -> bytes:
    """What the ids of files are made with: it is known only to who has the token, and does not tell it."""
    return sha256(f"files {token}".encode()).digest()

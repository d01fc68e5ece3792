"""Links that open the bot's chat in Telegram and tell it what for: https://core.telegram.org/bots/features#deep-linking"""

import re

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


def start_link(bot_username: str, payload: str) -> str:
    """Whoever opens it is in the chat with the bot, which is sent `/start <payload>` once they press the button there.

    `bot_username` is without @. Raises ValueError for a payload that Telegram would not hand on.
    """
    if not PAYLOAD.fullmatch(payload):
        raise ValueError("a payload is 1 to 64 of letters, digits, - and _")
    return f"https://t.me/{bot_username}?start={payload}"

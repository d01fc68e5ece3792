"""What `pintulapor doctor` asks Telegram, and what it says of it. Nothing is changed there, no token is shown."""

import asyncio
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from bot.channels.telegram.calls import Call
from bot.channels.telegram.carriers import carrier
from bot.channels.telegram.choices import Mode
from bot.doctor import Finding, advice, good, mend
from bot.environment import wrong
from bot.settings import Settings, variable
from conversations.wording import excerpt
from handlers.errors import Misconfigured, Rejected, TryLater, Undeliverable

PATIENCE_SECONDS = 15.0
LONGEST_QUOTATION = 120


def look_at_telegram(settings: Settings) -> Iterator[Finding]:
    if settings.telegram_token is None:
        yield good(f"telegram: not in use, as {variable('telegram_token')} is not set")
        return
    try:
        me, webhook = asyncio.run(_ask(settings, settings.telegram_token.get_secret_value()))
    except Misconfigured as error:
        yield mend(wrong("telegram_token", f"is of no use: {error}; copy it anew from BotFather"))
    except (TryLater, Rejected, Undeliverable, TimeoutError) as error:
        server = urlsplit(settings.telegram_api_base).hostname
        reason = str(error) or "no answer in time"
        yield mend(f"telegram: {server} cannot be asked ({reason}); is this machine connected? The web chat works on")
    else:
        yield good(f"telegram: the bot is @{me['username']}, by {settings.telegram_mode}")
        yield from _look_at_webhook(settings, webhook)


async def _ask(settings: Settings, token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What Telegram tells of the bot, and of its webhook."""
    asked = carrier(settings.telegram_send_with, token, settings.telegram_api_base)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await asked.call(Call("getMe", {})), await asked.call(Call("getWebhookInfo", {}))
    finally:
        await asked.close()


def _look_at_webhook(settings: Settings, webhook: dict[str, Any]) -> Iterator[Finding]:
    there = webhook["url"]
    if settings.telegram_mode is Mode.POLLING:
        if there:
            yield advice(f"telegram: a webhook is set, at {urlsplit(there).hostname}: pintulapor run takes it away")
        return
    if there != settings.telegram_webhook_url:
        yield advice("telegram: the webhook is not set as it should be; pintulapor run does so by itself")
    elif problem := webhook.get("last_error_message"):
        waiting = webhook.get("pending_update_count", 0)
        said = excerpt(str(problem), LONGEST_QUOTATION)
        yield mend(wrong("telegram_webhook_url", f"was not reached of late: {said!r}; {waiting} updates wait"))

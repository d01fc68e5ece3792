"""The Bot API, asked without any library."""

from typing import Any

import aiohttp

from tests.telegram.server import BotApi


async def ask(api: BotApi, method: str, **parameters: Any) -> dict[str, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{api.base}/bot{api.token}/{method}", json=parameters) as answer,
    ):
        told: dict[str, Any] = await answer.json()
        assert told["ok"] or told["error_code"] == answer.status
        return told


def inline(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}

"""Methods by which a bot says how it wants to get its updates: by asking again and again, or by a webhook."""

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.telegram.refusals import WEBHOOK_ACTIVE, WEBHOOK_WAS_SET, Refused, bad_request, refusal
from tests.telegram.schema import Json, checked
from tests.telegram.webhook import Webhook

if TYPE_CHECKING:
    from tests.telegram.calls import Desk

CONNECTIONS = 40
CONNECTIONS_AT_MOST = 100
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


async def get_updates(desk: "Desk", asked: Json) -> Json:
    account = desk.account
    if account.webhook is not None:
        raise Refused(refusal(409, WEBHOOK_ACTIVE))
    account.allow(asked.get("allowed_updates"))
    found = await account.pending.poll(asked.get("offset", 0), asked.get("limit", 100), asked.get("timeout", 0))
    return {"ok": True, "result": found}


async def set_webhook(desk: "Desk", asked: Json) -> Json:
    """A plain HTTP address is taken, as a local Bot API server does."""
    account, url = desk.account, asked.get("url", "")
    if not url:
        return await delete_webhook(desk, asked)
    if urlsplit(url).scheme not in ("http", "https"):
        raise Refused(bad_request("bad webhook: An HTTPS URL must be provided for webhook"))
    if "secret_token" in asked and not SECRET.fullmatch(asked["secret_token"]):
        raise Refused(bad_request("secret token contains unallowed characters"))
    connections = min(max(asked.get("max_connections", CONNECTIONS), 1), CONNECTIONS_AT_MOST)
    settings = {"url": url, "secret_token": asked.get("secret_token"), "max_connections": connections}
    account.pending.abort(WEBHOOK_WAS_SET)
    account.allow(asked.get("allowed_updates"))
    if account.webhook is not None and account.webhook.settings == settings and not asked.get("drop_pending_updates"):
        return {"ok": True, "result": True, "description": "Webhook is already set"}
    await _take_away(desk, asked)
    account.webhook = Webhook(settings, account.pending, desk.faults, account.bell, desk.obey)
    return {"ok": True, "result": True, "description": "Webhook was set"}


async def delete_webhook(desk: "Desk", asked: Json) -> Json:
    was_set = desk.account.webhook is not None
    await _take_away(desk, asked)
    return {"ok": True, "result": True, "description": f"Webhook {'was' if was_set else 'is already'} deleted"}


async def _take_away(desk: "Desk", asked: Json) -> None:
    if desk.account.webhook is not None:
        await desk.account.webhook.close()
        desk.account.webhook = None
    if asked.get("drop_pending_updates"):
        desk.account.pending.clear()
        desk.account.bell.ring()


async def get_webhook_info(desk: "Desk", asked: Json) -> Json:
    account, webhook = desk.account, desk.account.webhook
    told: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(account.pending)}
    if webhook is not None:
        told |= {"url": webhook.settings["url"], "max_connections": webhook.settings["max_connections"]}
        told["allowed_updates"] = sorted(account.allowed_updates)
        if webhook.last_error:
            told |= {"last_error_date": account.date, "last_error_message": webhook.last_error}
    return {"ok": True, "result": checked("WebhookInfo", told)}


RECEIVING: Mapping[str, Callable[["Desk", Json], Awaitable[Json]]] = {
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
}

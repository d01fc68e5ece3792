"""Standard Webhooks (https://www.standardwebhooks.com): what leaves is signed, what comes must be.

While a secret is being changed there are several: all of them sign, and any of them is believed. So either side may be
given the new one first, and nothing is refused meanwhile.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
REPLAY_WINDOW_SECONDS = 300
"""How far a timestamp may be off, before and after: the library's own number."""


class NotGenuine(Exception):
    """It is not signed as it must be, or too old or too new. The message says which, and nothing of what came."""


class Signatures:
    def __init__(self, secrets: Sequence[str]) -> None:
        """At least one, each as `choices.secrets_in` gives it."""
        self._webhooks = [Webhook(secret) for secret in secrets]

    def headers(self, id: str, at: datetime, body: bytes) -> dict[str, str]:
        """The three headers. `id` is the same for a repeat; `at` is now, in UTC."""
        signatures = [webhook.sign(id, at, body.decode()) for webhook in self._webhooks]
        return {ID: id, TIMESTAMP: str(int(at.timestamp())), SIGNATURE: " ".join(signatures)}

    def check(self, headers: Mapping[str, str], body: bytes) -> None:
        """It was signed with one of the secrets, just now. Raises `NotGenuine`."""
        check_headers(headers)
        given = {name: headers[name] for name in (ID, TIMESTAMP, SIGNATURE)}
        if not any(_is_signed(webhook, given, body) for webhook in self._webhooks):
            raise NotGenuine("the signature is wrong, or the timestamp is not of now")


def check_headers(headers: Mapping[str, str]) -> None:
    """The headers are there, so that the body is worth reading. Raises `NotGenuine`."""
    missing = [name for name in (ID, TIMESTAMP, SIGNATURE) if not headers.get(name)]
    if missing:
        raise NotGenuine(f"{', '.join(missing)} is missing")


def _is_signed(webhook: Webhook, headers: dict[str, str], body: bytes) -> bool:
    try:
        webhook.verify(body, headers, json_parse=False)
    except (WebhookVerificationError, ValueError):  # broken base64, no comma, no UTF-8: the library lets these through
        return False
    return True

"""The signed HTTP contract's part of the whole: the backend, and the routes by which it calls."""

from collections.abc import Callable
from datetime import datetime, timedelta

from aiohttp import web
from obstore.store import ObjectStore

from bot.backends.webhook import NAME, routes
from bot.backends.webhook.backend import WebhookBackend
from bot.backends.webhook.choices import secrets_in
from bot.backends.webhook.links import FileLinks
from bot.backends.webhook.sharing import SharedFiles
from bot.backends.webhook.signed import SignedRequests
from bot.backends.webhook.signing import Signatures
from bot.settings import Settings
from conversations.profile import Profile
from handlers.incoming import Wakeable
from handlers.report_files import ReportFiles
from handlers.updates import Updates
from storage.store import Store


class Webhook:
    """`backend` is to `run` until nothing is delivered any more."""

    def __init__(
        self,
        settings: Settings,
        profile: Profile,
        store: Store,
        objects: ObjectStore,
        now: Callable[[], datetime],
    ) -> None:
        secrets = secrets_in(settings.backend_webhook_secrets.get_secret_value())
        lasts = timedelta(minutes=settings.backend_webhook_link_minutes)
        self._profile, self._store, self._now = profile, store, now
        self.signatures = Signatures(secrets)
        self._files = ReportFiles(store, objects, NAME)
        self._links = FileLinks(settings.public_url, secrets, lasts)
        self.shared = SharedFiles(self._files, self._links, settings.backend_webhook_files, now)
        self.backend = WebhookBackend(settings.backend_webhook_url, self.signatures, self.shared, profile, now)

    def routes(self, delivery: Wakeable) -> list[web.RouteDef]:
        """`delivery` is woken when complainants are to be told something."""
        updates = Updates(self._store, self._profile, delivery, self._now)
        requests = SignedRequests(self.signatures)
        return routes.routes(requests, updates, self._files, self._links, self.shared, self._now)

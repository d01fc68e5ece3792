"""An Open311 server's part of the whole: the backend, what asks it for news, and the connections to it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from obstore.store import ObjectStore

from bot.backends.open311.backend import NAME, Open311Backend
from bot.backends.open311.georeport import Access, GeoReport
from bot.backends.open311.polling import Polling
from bot.loops import until_cancelled
from bot.settings import Settings
from conversations.catalogue import Catalogue
from handlers.forwarded_files import ForwardedFiles
from handlers.incoming import Wakeable
from handlers.placing import Placing
from handlers.polled_news import PolledNews
from handlers.report_files import ReportFiles
from storage.store import Store


class Open311:
    """`run` it until nothing is delivered or asked any more."""

    def __init__(
        self,
        settings: Settings,
        catalogue: Catalogue,
        store: Store,
        objects: ObjectStore,
        now: Callable[[], datetime],
    ) -> None:
        key = settings.open311_api_key.get_secret_value()
        self._server = GeoReport(Access(settings.open311_url, key, settings.open311_jurisdiction))
        self._every = timedelta(seconds=settings.open311_poll_seconds)
        self._profile, self._store, self._now = catalogue.profile, store, now
        placing = Placing(store, NAME, catalogue.profile, now)
        files = ForwardedFiles(ReportFiles(store, objects, NAME))
        self.backend = Open311Backend(self._server, placing, files, catalogue, now)

    def polling(self, delivery: Wakeable) -> Polling:
        """`delivery` is woken when complainants are to be told something."""
        news = PolledNews(self._store, NAME, self._profile, delivery, self._now)
        return Polling(self._server, news, self._profile, self._every, self._now)

    async def run(self) -> None:
        """The connections are open until it is cancelled."""
        await until_cancelled(self._server.close)

"""Reports and responses go to an Open311 server. It knows no repeat when it sees one: we look before we send again."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.backends.open311 import forms
from bot.backends.open311.georeport import Duplicate, GeoReport
from bot.backends.open311.hearing import words_id
from bot.backends.open311.readings import Attribute, Service
from bot.backends.open311.windows import search_days
from bot.backends.open311.wire import File
from bot.backends.uploads import Uploads
from conversations.catalogue import Catalogue
from conversations.report import Attachment, Report
from handlers.errors import AwaitsSetting, Misconfigured, Rejected, TryLater
from handlers.forwarded_files import ForwardedFiles, Gathered
from handlers.placing import Placing
from handlers.ports import Forwarding, ReportForwarding, ResponseForwarding
from storage.forwardings import FILES
from storage.placements import Placement

NAME = "open311"
MOST_BYTES = 20 * 1024 * 1024
"""Of all files of one report together: an upload must be over before the delivery has lasted too long."""
FILES_MAY_TAKE = timedelta(minutes=10)
"""So long a report waits for the files that a messaging app still has."""
LOOK_FOR_FILES_AFTER = timedelta(seconds=5)
LOOK_AGAIN_AFTER = timedelta(seconds=30)
"""A server that did not answer may still be at work: looked for at once, its request would not be found."""
LONGEST_TRACKING_ID = 64
TOO_MUCH = "its files are too large, or the line is too slow for them"
SERVICES_LAST = timedelta(minutes=15)


class Open311Backend:
    name = NAME

    def __init__(
        self,
        server: GeoReport,
        placing: Placing,
        files: ForwardedFiles,
        catalogue: Catalogue,
        now: Callable[[], datetime],
    ) -> None:
        self._server = server
        self._placing = placing
        self._files = files
        self._catalogue = catalogue
        self._ours = catalogue.profile.open311
        self._now = now
        self._uploads = Uploads()
        self._left_out: dict[str, tuple[Attachment, ...]] = {}
        self._services: list[Service] = []
        self._attributes: dict[str, list[Attribute]] = {}
        self._services_until: datetime | None = None

    async def deliver(self, forwarding: Forwarding) -> None:
        match forwarding:
            case ReportForwarding(report=report):
                placement = await self._placement(report.receipt)
                if not placement.external_id:
                    await self._place(placement, report)
            case ResponseForwarding():
                await self._say(await self._placement(forwarding.receipt), forwarding)

    async def _placement(self, receipt: str) -> Placement:
        placement = await self._placing.of(receipt)
        if placement is None:
            raise Rejected("there is no such report any more")
        return placement

    async def _place(self, placement: Placement, report: Report) -> None:
        id = await self._found(placement) or await self._post(placement, report)
        left_out = self._left_out.get(report.receipt, ())
        if self._ours.ids_are_tracking_ids and len(id) <= LONGEST_TRACKING_ID:
            await self._placing.register(placement, report, id, left_out)
        else:
            await self._placing.note_id(placement, id, left_out)
        self._left_out.pop(report.receipt, None)

    async def _found(self, placement: Placement) -> str:
        """The id of a report that an earlier try may have brought there, or "" when it is to be sent."""
        if placement.posted_at is None:
            return ""
        if placement.token and (id := await self._server.id_for(placement.token)):
            return id
        id = await self._look_for(placement, placement.posted_at)
        if placement.token and not id:
            raise TryLater("the server has given no id yet")
        if not id and self._now() - placement.posted_at < LOOK_AGAIN_AFTER:
            raise TryLater("the server may still be at work on it", LOOK_AGAIN_AFTER)
        return id

    async def _look_for(self, placement: Placement, since: datetime) -> str:
        for begin, end in search_days(since, self._now()):
            if id := await self._server.request_that_says(placement.receipt, begin, end):
                return id
        return ""

    async def _post(self, placement: Placement, report: Report) -> str:
        form = await self._form(report)
        is_first = placement.posted_at is None
        if is_first:
            await self._placing.note_posting(placement, self._now())
        try:
            with self._uploads.watched(report.receipt):
                posted = await self._server.post_request(form.fields, form.files)
        except Duplicate:
            return await self._after_duplicate(placement, is_first)
        except (Rejected, Misconfigured):
            self._left_out.pop(report.receipt, None)
            if is_first:
                await self._placing.note_posting(placement, None)
            raise
        except TryLater as error:
            raise type(error)(str(error), max(error.after or LOOK_AGAIN_AFTER, LOOK_AGAIN_AFTER)) from None
        if posted.id:
            return posted.id
        await self._placing.note_token(placement, posted.token)
        if id := await self._server.id_for(posted.token):
            return id
        raise TryLater("the server has given no id yet")

    async def _after_duplicate(self, placement: Placement, is_first: bool) -> str:
        """It is ours where we can find it; a report that was never sent before is like somebody else's."""
        if id := await self._look_for(placement, placement.posted_at or self._now()):
            return id
        if is_first:
            await self._placing.note_posting(placement, None)
            raise Rejected("the server has one that is like it")
        raise TryLater("the server has it, and does not show it yet")

    async def _form(self, report: Report) -> forms.Form:
        service, attributes = await self._service(report)
        gathered = await self._gather(report.receipt, report.receipt, report.attachments, report.sent_at)
        form = forms.request_form(report, service, attributes, gathered.lost, self._catalogue)
        self._left_out[report.receipt] = gathered.left_out
        return forms.Form(form.fields, (*form.files, *_as_files(gathered)))

    async def _gather(self, key: str, receipt: str, attachments: Sequence[Attachment], sent_at: datetime) -> Gathered:
        may_wait = key.endswith(FILES) or self._now() - sent_at < FILES_MAY_TAKE
        if may_wait and await self._files.pending(attachments):
            raise TryLater("its files are being fetched", LOOK_FOR_FILES_AFTER)
        return await self._files.gather(receipt, attachments, self._uploads.room(key, MOST_BYTES))

    async def _service(self, report: Report) -> tuple[Service, list[Attribute]]:
        """What the server offers is asked for now and then."""
        if self._services_until is None or self._now() >= self._services_until:
            await self._learn()
        service = forms.service_of(report.category, self._services, self._catalogue.profile)
        if service is None:
            raise AwaitsSetting("the server has no service for this category: see [open311] in the profile")
        if service.has_attributes and service.code not in self._attributes:
            self._attributes[service.code] = await self._server.attributes(service.code)
        return service, self._attributes.get(service.code, [])

    async def _learn(self) -> None:
        self._services = await self._server.services()
        self._attributes = {}
        self._services_until = self._now() + SERVICES_LAST

    async def _say(self, placement: Placement, said: ResponseForwarding) -> None:
        if not placement.external_id:
            raise Rejected("the server does not have this report")
        if not self._ours.takes_updates:
            raise AwaitsSetting("the server takes no updates, as the profile says")
        gathered = await self._gather(said.key, said.receipt, said.attachments, said.at)
        if said.key.endswith(FILES) and not gathered.files:
            self._uploads.forget(said.key)
            raise Rejected(TOO_MUCH if gathered.left_out else "its files are lost")
        form = forms.update_form(said, placement.external_id, placement.status, gathered.lost, self._catalogue)
        await self._placing.note_said(placement, [said.key, words_id(form.description)])
        with self._uploads.watched(said.key):
            id = await self._server.post_update(form.fields, (*form.files, *_as_files(gathered)))
        if id:
            await self._placing.note_said(placement, [id])


def _as_files(gathered: Gathered) -> tuple[File, ...]:
    return tuple(File(file.name, file.media_type, file.content) for file in gathered.files)

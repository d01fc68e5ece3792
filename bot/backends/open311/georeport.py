"""The calls of GeoReport v2, and of its extension for updates, on one server."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import quote

from bot.backends.open311 import readings
from bot.backends.open311.readings import (
    Attribute,
    Item,
    Posted,
    RequestUpdate,
    Service,
    ServiceRequest,
    Unreadable,
)
from bot.backends.open311.wire import Answer, Fields, File, Wire
from handlers.errors import Misconfigured, Rejected, TryLater

TOKEN_TRIES = 5
TOKEN_PAUSE_SECONDS = 2.0
"""As FixMyStreet asks."""
AT_ONCE = 50
"""Ids in one question: the address stays short enough for any server."""
DUPLICATE = ("duplicate",)
ALREADY = ("already exists",)
"""As FixMyStreet says it; other words may be about the request, or be what somebody wrote."""
NO_SUCH_THING = (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.NOT_IMPLEMENTED)


class Duplicate(Exception):
    """The server says that it has this request, or one that is like it."""


@dataclass(frozen=True, slots=True)
class Access:
    """`jurisdiction` is empty where the server has only one."""

    url: str
    key: str
    jurisdiction: str = ""


class GeoReport:
    """All of it raises `TryLater` and `Misconfigured`; what a server refuses is `Rejected`."""

    def __init__(self, access: Access, pause: Callable[[float], Awaitable[object]] = asyncio.sleep) -> None:
        self._wire = Wire(access.url)
        self._access = access
        self._pause = pause

    async def close(self) -> None:
        await self._wire.close()

    async def services(self) -> list[Service]:
        return [each for item in await self._items("services.json") if (each := readings.service(item))]

    async def attributes(self, service_code: str) -> list[Attribute]:
        """What the service's definition asks for; nothing where it has none."""
        answer = await self._get(f"services/{_quoted(service_code)}.json")
        if answer.status in NO_SUCH_THING:
            return []
        return [attribute for item in _items(answer) for attribute in readings.attributes_in(item)]

    async def post_request(self, fields: Fields, files: Sequence[File]) -> Posted:
        """The server has the request. Raises `Duplicate` too; after `TryLater` it may have it."""
        answer = await self._wire.post("requests.json", [*self._signed(), *fields], files)
        if answer.is_refusal and readings.says(answer.body, *DUPLICATE):
            raise Duplicate
        if answer.status == HTTPStatus.NOT_FOUND:
            raise Misconfigured("the server does not know this address, jurisdiction or service")
        for item in _items(answer):
            if found := readings.posted(item):
                return found
        raise TryLater("the answer has neither id nor token")

    async def id_for(self, token: str, tries: int = TOKEN_TRIES) -> str:
        """The id of the request, or "" when the server has none yet after so many tries."""
        for last in range(tries):
            answer = await self._get(f"tokens/{_quoted(token)}.json")
            found = [] if answer.status in NO_SUCH_THING else _items(answer)
            for item in found:
                if id := readings.id_of(item, "service_request_id"):
                    return id
            if last < tries - 1:
                await self._pause(TOKEN_PAUSE_SECONDS)
        return ""

    async def request_that_says(self, words: str, begin: datetime, end: datetime, service_code: str = "") -> str:
        """The id of the request, made between these moments, that ends with `words`, or an attribute of it, or "".

        With the key: a server may hide from strangers what the public may not see.
        """
        asked = {"start_date": _w3c(begin), "end_date": _w3c(end), "api_key": self._access.key}
        if service_code:
            asked["service_code"] = service_code
        items = await self._items("requests.json", **asked)
        requests = _requests(items)
        if items and not requests:
            raise TryLater("the answer is no list of requests")
        found = (request.id for request in requests if any(text.rstrip().endswith(words) for text in request.words))
        return next(found, "")

    async def requests(self, ids: Sequence[str]) -> list[ServiceRequest]:
        """Those of the requests that the server still knows."""
        found: list[ServiceRequest] = []
        for n in range(0, len(ids), AT_ONCE):
            found += await self._some(ids[n : n + AT_ONCE])
        return found

    async def updates(self, begin: datetime, end: datetime) -> list[RequestUpdate] | None:
        """What was said between these moments; None where the server does not know the extension."""
        asked = {"start_date": _w3c(begin), "end_date": _w3c(end), "api_key": self._access.key}
        answer = await self._get("servicerequestupdates.json", **asked)
        if answer.status in NO_SUCH_THING:
            return None
        return [update for item in _items(answer) if (update := readings.request_update(item))]

    async def post_update(self, fields: Fields, files: Sequence[File]) -> str:
        """The server has the update, perhaps from an earlier try; the id that it gave it, or ""."""
        answer = await self._wire.post("servicerequestupdates.json", [*self._signed(), *fields], files)
        if answer.is_refusal and readings.says(answer.body, *ALREADY):
            return ""
        if answer.status in NO_SUCH_THING:
            raise Rejected("the server takes no updates of this request")
        if not answer.is_good:
            raise answer.error()
        with suppress(TryLater):  # it has taken the update, whatever it says of it
            return next((id for item in _items(answer) if (id := readings.id_of(item, "update_id"))), "")
        return ""

    async def _some(self, ids: Sequence[str]) -> list[ServiceRequest]:
        """Asked for together, or one by one where the server cannot: one unknown id must not hide the others."""
        answer = await self._get("requests.json", service_request_id=",".join(ids), api_key=self._access.key)
        if answer.is_good:
            found = [request for request in _requests(_items(answer)) if request.id in ids]
            known = {request.id for request in found}
            ids = [id for id in ids if id not in known]
        elif answer.is_refusal and answer.status not in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            found = []
        else:
            raise answer.error()
        for id in ids:
            answer = await self._get(f"requests/{_quoted(id)}.json", api_key=self._access.key)
            if not answer.is_refusal:
                found += _requests(_items(answer))
        return found

    async def _items(self, path: str, **params: str) -> list[Item]:
        answer = await self._get(path, **params)
        if answer.status == HTTPStatus.NOT_FOUND:
            raise Misconfigured("the server does not know this address or jurisdiction")
        return _items(answer)

    async def _get(self, path: str, **params: str) -> Answer:
        jurisdiction = {"jurisdiction_id": self._access.jurisdiction} if self._access.jurisdiction else {}
        return await self._wire.get(path, params | jurisdiction)

    def _signed(self) -> Fields:
        jurisdiction = [("jurisdiction_id", self._access.jurisdiction)] if self._access.jurisdiction else []
        return [("api_key", self._access.key), *jurisdiction]


def _items(answer: Answer) -> list[Item]:
    """Raises what the answer means when it is not good; one that cannot be read is tried again later."""
    if not answer.is_good:
        raise answer.error()
    try:
        return readings.items_in(answer.body)
    except Unreadable as error:
        raise TryLater(str(error)) from None


def _requests(items: Sequence[Item]) -> list[ServiceRequest]:
    return [request for item in items if (request := readings.service_request(item))]


def _quoted(part: str) -> str:
    return quote(part, safe="")


def _w3c(at: datetime) -> str:
    return at.astimezone(UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")

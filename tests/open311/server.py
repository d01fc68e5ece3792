"""An Open311 server to test against, over real HTTP: `async with Open311Server(Manner.SPECIFICATION) as server:`.

It speaks as the specification has it, as FixMyStreet's own server does, or as the Django server of 6aika does. What a
client must not send is an AssertionError at the end of `async with`; a test that means it empties `violations`.
"""

import asyncio
import re
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from itertools import count
from math import inf
from typing import Any, Self

from aiohttp import web
from aiohttp.web import FileField, Request, Response

from tests.gate import Gate
from tests.open311.kept import Fault, Json, Kept, Manner, Told

KEY = "open-sesame"
Media = tuple[str, str, bytes]
BASE = "/open311/v2"
ATTRIBUTE = re.compile(r"attribute\[(?P<code>[^\]]+)\](\[\])?")


class Open311Server:
    def __init__(self, manner: Manner = Manner.SPECIFICATION, now: Callable[[], datetime] = lambda: datetime.now(UTC)):
        self.manner = manner
        self.now = now
        self.services: list[Json] = [
            {"service_code": "lampu-jalan", "service_name": "Lampu", "metadata": False},
            {"service_code": "lain", "service_name": "Lain-lain", "metadata": False},
        ]
        self.definitions: dict[str, list[Json]] = {}
        self.kept: list[Kept] = []
        self.updates: list[Told] = []
        self.posted_updates: list[Told] = []
        self.faults: deque[Fault] = deque()
        self.gives_tokens_for = 0  # so many times a token is asked for before there is an id; 0 gives none
        self.refuses_repeats = False  # at the same place
        self.merges = False  # a report at the same place is no new one
        self.hides_from_strangers = False  # whoever does not have the key
        self.hides = False  # what was kept cannot be listed yet
        self.knows_updates = manner is Manner.FIXMYSTREET
        self.refuses_updates = False
        self.echoes_updates = False
        self.is_down = False
        self.answers: dict[str, tuple[int, str]] = {}  # given to a call instead of its own, whatever it asks
        self.stalls_beyond = inf  # bytes of files: a report with more is never taken
        self.stalled = asyncio.Event()
        self.gate: Gate | None = None  # whoever comes to it has been kept, and gets the answer when it is opened
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        self.violations: list[str] = []
        self._late: list[Callable[[], object]] = []
        self._tokens: dict[str, list[int]] = {}
        self._numbers = count(1001)

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.add_routes(
            [
                web.get(BASE + "/services.json", self._services),
                web.get(BASE + "/services/{code}.json", self._definition),
                web.get(BASE + "/requests.json", self._requests),
                web.get(BASE + "/requests/{id}.json", self._request),
                web.get(BASE + "/tokens/{token}.json", self._token),
                web.get(BASE + "/servicerequestupdates.json", self._updates),
                web.post(BASE + "/requests.json", self._post),
                web.post(BASE + "/servicerequestupdates.json", self._post_update),
            ]
        )
        app.middlewares.append(self._noting)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}{BASE}"
        return self

    async def __aexit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        await self._runner.cleanup()
        assert error is not None or not self.violations, self.violations

    # What the office does.

    def finish_late(self) -> None:
        """What was begun before the connection broke is done now."""
        while self._late:
            self._late.pop(0)()

    def say(self, kept: Kept, status: str, text: str = "", **more: Any) -> None:
        """An update of the request that can be polled."""
        at = more.pop("at", None) or self.now()
        told = {
            "update_id": more.pop("update_id", None) or next(self._numbers),
            "service_request_id": kept.number,
            "status": status,
            "description": text,
            "updated_datetime": self._moment(at),
        }
        self.updates.append(Told(told | more, at))

    # The calls.

    @web.middleware
    async def _noting(self, request: Request, handler: Callable[[Request], Awaitable[Any]]) -> Any:
        self.asked.append((request.method + " " + request.path.removeprefix(BASE), dict(request.query)))
        if self.is_down:
            return Response(status=503, text="<html>down</html>", content_type="text/html")
        if answer := self.answers.get(request.method + " " + request.path.removeprefix(BASE)):
            return Response(status=answer[0], text=answer[1], content_type="application/json")
        return await handler(request)

    async def _services(self, request: Request) -> Response:
        shown = self.services
        if self.manner is not Manner.SPECIFICATION:
            shown = [each | {"metadata": str(each["metadata"]).lower()} for each in shown]
        return self._listed("services", shown)

    async def _definition(self, request: Request) -> Response:
        code = request.match_info["code"]
        if code not in self.definitions:
            return self._refused(404, "service_code not found")
        told = {"service_code": code, "attributes": self.definitions[code]}
        return web.json_response([told] if self.manner is Manner.DJANGO else told)

    async def _requests(self, request: Request) -> Response:
        asked = request.query
        kept = self._visible(request)
        if "service_request_id" in asked:
            wanted = asked["service_request_id"].split(",")
            kept = [each for each in kept if str(each.number) in wanted]
            if self.manner is Manner.DJANGO and len(kept) < len(wanted):
                return self._refused(404, "not found")
        else:
            begin, end = (datetime.fromisoformat(asked[name]) for name in ("start_date", "end_date"))
            if (end - begin).days > 90:
                self.violations.append("a window of more than 90 days")
            kept = [each for each in kept if begin <= each.at <= end and not self.hides]
            kept = [each for each in kept if asked.get("service_code", each.service_code) == each.service_code]
        return self._listed("service_requests", [self._shown(each) for each in kept])

    async def _request(self, request: Request) -> Response:
        found = [each for each in self._visible(request) if str(each.number) == request.match_info["id"]]
        if not found:
            return self._refused(404, "service_request_id not found")
        return self._listed("service_requests", [self._shown(each) for each in found])

    def _visible(self, request: Request) -> list[Kept]:
        return self.kept if not self.hides_from_strangers or request.query.get("api_key") == KEY else []

    async def _token(self, request: Request) -> Response:
        token = request.match_info["token"]
        waiting = self._tokens.get(token)
        if waiting is None:
            return self._refused(404, "token not found")
        if waiting[0] > 0:
            waiting[0] -= 1
            return self._listed("service_requests", [{"token": token, "service_request_id": None}])
        return self._listed("service_requests", [{"token": token, "service_request_id": self._id(waiting[1])}])

    async def _updates(self, request: Request) -> Response:
        if self.refuses_updates:
            return self._refused(400, "not for you")
        if not self.knows_updates:
            return Response(status=404, text="<html>no such page</html>", content_type="text/html")
        begin, end = (datetime.fromisoformat(request.query[name]) for name in ("start_date", "end_date"))
        shown = [each.fields for each in self.updates if begin <= each.at <= end]
        return self._listed("service_request_updates", shown)

    async def _post(self, request: Request) -> Response:
        fields, attributes, media = await self._received(request)
        fault = self.faults.popleft() if self.faults else None
        if fault is Fault.DOWN:
            return Response(status=503, headers={"Retry-After": "120"})
        if fault is Fault.CRASH:
            return Response(status=500, text="<html>oops</html>", content_type="text/html")
        if refusal := self._refusal(fields, attributes) or self._told_of_repeat(fields):
            return refusal

        def keep() -> Kept:
            kept = Kept(next(self._numbers), fields["service_code"], self.now(), fields, attributes, media)
            self.kept.append(kept)
            return kept

        if fault is Fault.TAKEN_LATE:
            self._late.append(keep)
            return _broken(request)
        kept = keep()
        if self.gate:
            await self.gate.come()
        if fault is Fault.TAKEN_UNANSWERED:
            return _broken(request)
        if fault is Fault.TAKEN_CRASHED:
            return Response(status=502, text="<html>bad gateway</html>", content_type="text/html")
        if fault is Fault.GIBBERISH:
            return Response(text="<html>thank you</html>", content_type="text/html")
        if self.gives_tokens_for:
            token = f"t{kept.number}"
            self._tokens[token] = [self.gives_tokens_for, kept.number]
            return self._listed("service_requests", [{"token": token}])
        return self._listed("service_requests", [{"service_request_id": self._id(kept.number), "service_notice": ""}])

    async def _received(self, request: Request) -> tuple[dict[str, str], dict[str, list[str]], list[Media]]:
        fields, attributes, media = await _read(request)
        if sum(len(content) for _, _, content in media) > self.stalls_beyond:
            self.stalled.set()
            await asyncio.Event().wait()
        return fields, attributes, media

    async def _post_update(self, request: Request) -> Response:
        if not self.knows_updates:
            return Response(status=404, text="<html>no such page</html>", content_type="text/html")
        fields, _, media = await _read(request)
        for name in ("api_key", "service_request_id", "update_id", "status", "updated_datetime", "description"):
            if not fields.get(name):
                return self._refused(400, f"missing required parameter: {name}")
        if fields["status"] not in ("OPEN", "CLOSED"):
            self.violations.append(f"status {fields['status']}")
        if any(each.fields["update_id"] == fields["update_id"] for each in self.posted_updates):
            return self._refused(400, "update already exists")
        fault = self.faults.popleft() if self.faults else None
        if fault is Fault.DOWN:
            return Response(status=503)
        told = Told(dict(fields), self.now(), media)
        self.posted_updates.append(told)
        number = next(self._numbers)
        if self.echoes_updates:
            kept = next(each for each in self.kept if str(each.number) == fields["service_request_id"])
            self.say(kept, fields["status"].lower(), fields["description"], update_id=number)
        if fault is Fault.TAKEN_UNANSWERED:
            return _broken(request)
        return self._listed("service_request_updates", [{"update_id": number}])

    def _refusal(self, fields: dict[str, str], attributes: dict[str, list[str]]) -> Response | None:
        has_place = ("lat" in fields and "long" in fields) or "address_string" in fields or "address_id" in fields
        if self.manner is Manner.DJANGO and ("api_key" not in fields or not has_place):
            return Response(status=500, text="<html>Server Error (500)</html>", content_type="text/html")
        if fields.get("api_key") != KEY:
            return self._refused(403, "api_key is wrong")
        if fields.get("service_code") not in [each["service_code"] for each in self.services]:
            return self._refused(404, "service_code not found")
        if not has_place:
            return self._refused(400, "no place")
        for each in self.definitions.get(fields["service_code"], []):
            if each.get("required") in (True, "true") and not attributes.get(each["code"]):
                return self._refused(400, f"attribute {each['code']} is required")
        description = fields.get("description", "")
        if len(description) > 4000 or "<" in description:
            self.violations.append("a description too long, or with HTML")
        return None

    def _told_of_repeat(self, fields: dict[str, str]) -> Response | None:
        place = fields.get("lat"), fields.get("long")
        same = [each for each in self.kept if (each.fields.get("lat"), each.fields.get("long")) == place]
        if same and self.merges:
            return self._listed("service_requests", [{"service_request_id": self._id(same[0].number)}])
        if same and self.refuses_repeats:
            return web.json_response([{"code": 400, "description": "base is a duplicate"}], status=400)
        return None

    def _refused(self, code: int, why: str) -> Response:
        if self.manner is Manner.DJANGO:
            return web.json_response({"code": code, "detail": why}, status=code)
        return self._listed("errors", [{"code": code, "description": why}], code)

    def _listed(self, wrapper: str, items: list[Json], status: int = 200) -> Response:
        is_wrapped = self.manner is Manner.FIXMYSTREET
        return web.json_response({wrapper: items} if is_wrapped else items, status=status)

    def _id(self, number: int) -> Any:
        """The Django server answers a new request with a number, and lists it with a text."""
        return str(number) if self.manner is Manner.SPECIFICATION else number

    def _shown(self, kept: Kept) -> Json:
        shown: Json = {
            "service_request_id": kept.number if self.manner is Manner.FIXMYSTREET else str(kept.number),
            "status": kept.status,
            "status_notes": kept.notes or None,
            "service_code": kept.service_code,
            "description": kept.fields["description"],
            "requested_datetime": self._moment(kept.at),
            "updated_datetime": self._moment(kept.updated_at) if kept.updated_at else None,
            "agency_responsible": kept.agency,
        }
        if self.manner is Manner.FIXMYSTREET:
            shown["agency_responsible"] = {"recipient": [kept.agency] if kept.agency else []}
        if self.manner is Manner.DJANGO:
            shown["extended_attributes"] = {"title": "", "detailed_status": "received"}
        return shown

    def _moment(self, at: datetime) -> str:
        if self.manner is Manner.DJANGO:
            return at.astimezone(UTC).isoformat(timespec="microseconds")
        return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


async def _read(request: Request) -> tuple[dict[str, str], dict[str, list[str]], list[Media]]:
    fields: dict[str, str] = {}
    attributes: dict[str, list[str]] = {}
    media: list[Media] = []
    for name, value in (await request.post()).items():
        if isinstance(value, FileField):
            media.append((value.filename, value.content_type, value.file.read()))
            value.file.close()
        elif found := ATTRIBUTE.fullmatch(name):
            attributes.setdefault(found["code"], []).append(str(value))
        else:
            fields[name] = str(value)
    return fields, attributes, media


def _broken(request: Request) -> Response:
    assert request.transport
    request.transport.abort()
    return Response()

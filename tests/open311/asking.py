"""What an Open311 server is asked for."""

from datetime import datetime

from aiohttp import web
from aiohttp.web import Request, Response

from tests.open311.kept import Kept, Manner
from tests.open311.office import KEY, Office
from tests.open311.speech import page


class Asking:
    def __init__(self, office: Office) -> None:
        self._office, self._speech = office, office.speech

    async def services(self, request: Request) -> Response:
        shown = self._office.services
        if self._office.manner is not Manner.SPECIFICATION:
            shown = [each | {"metadata": str(each["metadata"]).lower()} for each in shown]
        return self._speech.listed("services", shown)

    async def definition(self, request: Request) -> Response:
        code = request.match_info["code"]
        if code not in self._office.definitions:
            return self._speech.refused(404, "service_code not found")
        told = {"service_code": code, "attributes": self._office.definitions[code]}
        return web.json_response([told] if self._office.manner is Manner.DJANGO else told)

    async def requests(self, request: Request) -> Response:
        asked = request.query
        kept = self._visible(request)
        if "service_request_id" in asked:
            wanted = asked["service_request_id"].split(",")
            kept = [each for each in kept if str(each.number) in wanted]
            if self._office.manner is Manner.DJANGO and len(kept) < len(wanted):
                return self._speech.refused(404, "not found")
        else:
            begin, end = (datetime.fromisoformat(asked[name]) for name in ("start_date", "end_date"))
            if (end - begin).days > 90:
                self._office.violations.append("a window of more than 90 days")
            kept = [each for each in kept if begin <= each.at <= end and not self._office.hides]
            kept = [each for each in kept if asked.get("service_code", each.service_code) == each.service_code]
        return self._speech.listed("service_requests", [self._speech.shown(each) for each in kept])

    async def request(self, request: Request) -> Response:
        found = [each for each in self._visible(request) if str(each.number) == request.match_info["id"]]
        if not found:
            return self._speech.refused(404, "service_request_id not found")
        return self._speech.listed("service_requests", [self._speech.shown(each) for each in found])

    async def token(self, request: Request) -> Response:
        token = request.match_info["token"]
        waiting = self._office.tokens.get(token)
        if waiting is None:
            return self._speech.refused(404, "token not found")
        if waiting[0] > 0:
            waiting[0] -= 1
            return self._speech.listed("service_requests", [{"token": token, "service_request_id": None}])
        return self._speech.listed(
            "service_requests", [{"token": token, "service_request_id": self._speech.id(waiting[1])}]
        )

    async def updates(self, request: Request) -> Response:
        if self._office.refuses_updates:
            return self._speech.refused(400, "not for you")
        if not self._office.knows_updates:
            return page(404, "no such page")
        begin, end = (datetime.fromisoformat(request.query[name]) for name in ("start_date", "end_date"))
        shown = [each.fields for each in self._office.updates if begin <= each.at <= end]
        return self._speech.listed("service_request_updates", shown)

    def _visible(self, request: Request) -> list[Kept]:
        return self._office.kept if not self._office.hides_from_strangers or request.query.get("api_key") == KEY else []

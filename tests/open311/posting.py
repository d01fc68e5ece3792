"""What an Open311 server is told: requests and updates, which it takes, refuses or fails on."""

import asyncio

from aiohttp import web
from aiohttp.web import Request, Response

from tests.open311.form import Media, read
from tests.open311.kept import Fault, Kept, Manner, Told
from tests.open311.office import KEY, Office
from tests.open311.speech import broken_off, page


class Posting:
    def __init__(self, office: Office) -> None:
        self._office, self._speech = office, office.speech

    async def request(self, request: Request) -> Response:
        fields, attributes, media = await self._received(request)
        fault = self._office.faults.popleft() if self._office.faults else None
        if fault is Fault.DOWN:
            return Response(status=503, headers={"Retry-After": "120"})
        if fault is Fault.CRASH:
            return page(500, "oops")
        if refusal := self._refusal(fields, attributes) or self._told_of_repeat(fields):
            return refusal

        def keep() -> Kept:
            kept = Kept(
                next(self._office.numbers), fields["service_code"], self._office.now(), fields, attributes, media
            )
            self._office.kept.append(kept)
            return kept

        if fault is Fault.TAKEN_LATE:
            self._office.late.append(keep)
            return broken_off(request)
        kept = keep()
        if self._office.gate:
            await self._office.gate.come()
        if fault is Fault.TAKEN_UNANSWERED:
            return broken_off(request)
        if fault is Fault.TAKEN_CRASHED:
            return page(502, "bad gateway")
        if fault is Fault.GIBBERISH:
            return page(200, "thank you")
        if self._office.gives_tokens_for:
            token = f"t{kept.number}"
            self._office.tokens[token] = [self._office.gives_tokens_for, kept.number]
            return self._speech.listed("service_requests", [{"token": token}])
        return self._speech.listed(
            "service_requests", [{"service_request_id": self._speech.id(kept.number), "service_notice": ""}]
        )

    async def _received(self, request: Request) -> tuple[dict[str, str], dict[str, list[str]], list[Media]]:
        fields, attributes, media = await read(request)
        if sum(len(content) for _, _, content in media) > self._office.stalls_beyond:
            self._office.stalled.set()
            await asyncio.Event().wait()
        return fields, attributes, media

    async def update(self, request: Request) -> Response:
        if not self._office.knows_updates:
            return page(404, "no such page")
        fields, _, media = await read(request)
        for name in ("api_key", "service_request_id", "update_id", "status", "updated_datetime", "description"):
            if not fields.get(name):
                return self._speech.refused(400, f"missing required parameter: {name}")
        if fields["status"] not in ("OPEN", "CLOSED"):
            self._office.violations.append(f"status {fields['status']}")
        if any(each.fields["update_id"] == fields["update_id"] for each in self._office.posted_updates):
            return self._speech.refused(400, "update already exists")
        fault = self._office.faults.popleft() if self._office.faults else None
        if fault is Fault.DOWN:
            return Response(status=503)
        told = Told(dict(fields), self._office.now(), media)
        self._office.posted_updates.append(told)
        number = next(self._office.numbers)
        if self._office.echoes_updates:
            kept = next(each for each in self._office.kept if str(each.number) == fields["service_request_id"])
            self._office.say(kept, fields["status"].lower(), fields["description"], update_id=number)
        if fault is Fault.TAKEN_UNANSWERED:
            return broken_off(request)
        return self._speech.listed("service_request_updates", [{"update_id": number}])

    def _refusal(self, fields: dict[str, str], attributes: dict[str, list[str]]) -> Response | None:
        has_place = ("lat" in fields and "long" in fields) or "address_string" in fields or "address_id" in fields
        if self._office.manner is Manner.DJANGO and ("api_key" not in fields or not has_place):
            return page(500, "Server Error (500)")
        if fields.get("api_key") != KEY:
            return self._speech.refused(403, "api_key is wrong")
        if fields.get("service_code") not in [each["service_code"] for each in self._office.services]:
            return self._speech.refused(404, "service_code not found")
        if not has_place:
            return self._speech.refused(400, "no place")
        for each in self._office.definitions.get(fields["service_code"], []):
            if each.get("required") in (True, "true") and not attributes.get(each["code"]):
                return self._speech.refused(400, f"attribute {each['code']} is required")
        description = fields.get("description", "")
        if len(description) > 4000 or "<" in description:
            self._office.violations.append("a description too long, or with HTML")
        return None

    def _told_of_repeat(self, fields: dict[str, str]) -> Response | None:
        place = fields.get("lat"), fields.get("long")
        same = [each for each in self._office.kept if (each.fields.get("lat"), each.fields.get("long")) == place]
        if same and self._office.merges:
            return self._speech.listed(
                "service_requests",
                [{"service_request_id": self._speech.id(same[0].number)}],
            )
        if same and self._office.refuses_repeats:
            return web.json_response([{"code": 400, "description": "base is a duplicate"}], status=400)
        return None

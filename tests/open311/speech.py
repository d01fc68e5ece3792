"""How an Open311 server puts its answers: each manner its own way, and without any when it fails."""

from datetime import UTC, datetime
from typing import Any

from aiohttp import web
from aiohttp.web import Request, Response

from tests.open311.kept import Json, Kept, Manner


class Speech:
    def __init__(self, manner: Manner) -> None:
        self._manner = manner

    def listed(self, wrapper: str, items: list[Json], status: int = 200) -> Response:
        is_wrapped = self._manner is Manner.FIXMYSTREET
        return web.json_response({wrapper: items} if is_wrapped else items, status=status)

    def refused(self, code: int, why: str) -> Response:
        if self._manner is Manner.DJANGO:
            return web.json_response({"code": code, "detail": why}, status=code)
        return self.listed("errors", [{"code": code, "description": why}], code)

    def id(self, number: int) -> Any:
        """The Django server answers a new request with a number, and lists it with a text."""
        return str(number) if self._manner is Manner.SPECIFICATION else number

    def shown(self, kept: Kept) -> Json:
        told: Json = {
            "service_request_id": kept.number if self._manner is Manner.FIXMYSTREET else str(kept.number),
            "status": kept.status,
            "status_notes": kept.notes or None,
            "service_code": kept.service_code,
            "description": kept.fields["description"],
            "requested_datetime": self.moment(kept.at),
            "updated_datetime": self.moment(kept.updated_at) if kept.updated_at else None,
            "agency_responsible": kept.agency,
        }
        if self._manner is Manner.FIXMYSTREET:
            told["agency_responsible"] = {"recipient": [kept.agency] if kept.agency else []}
        if self._manner is Manner.DJANGO:
            told["extended_attributes"] = {"title": "", "detailed_status": "received"}
        return told

    def moment(self, at: datetime) -> str:
        if self._manner is Manner.DJANGO:
            return at.astimezone(UTC).isoformat(timespec="microseconds")
        return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def page(status: int, words: str) -> Response:
    """For people, not for programs."""
    return Response(status=status, text=f"<html>{words}</html>", content_type="text/html")


def broken_off(request: Request) -> Response:
    """Nobody gets an answer: the connection is gone."""
    assert request.transport
    request.transport.abort()
    return Response()

"""The other side: a case system on loopback that writes down what it is sent, and answers as it is told to."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from aiohttp import ClientResponse, ClientSession, web
from standardwebhooks import Webhook

from tests.gate import Gate

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER_SECRET = "whsec_cGludHVsYXBvci1vdGhlci1zZWNyZXQtMDAwMQ=="
HANG_UP = 0
"""In the place of an answer, though it was taken: as one that comes after nobody waits for it any more."""


@dataclass(frozen=True)
class Letter:
    """A message as it came, its signature checked."""

    id: str
    content: Any
    text: str


@dataclass
class CaseSystem:
    """`answers` are given one after the other (a status and what `Retry-After` says), then always 200.

    Whoever comes to the `gate` was heard, and gets the answer when it is opened; while it `is_down` nobody is heard.
    """

    secrets: list[str] = field(default_factory=lambda: [SECRET])
    answers: list[tuple[int, str]] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    cases: dict[str, Any] = field(default_factory=dict)
    url: str = ""
    gate: Gate | None = None
    is_down: bool = False

    async def handle(self, request: web.Request) -> web.Response:
        if self.is_down:
            return _broken(request)
        body = await request.read()
        for secret in self.secrets:
            Webhook(secret).verify(body, dict(request.headers))
        content = json.loads(body)
        letter = Letter(request.headers["webhook-id"], content, body.decode())
        self.letters.append(letter)
        status, retry_after = self.answers.pop(0) if self.answers else (200, "")
        if status < 300:
            self.cases.setdefault(letter.id, content["data"])
        if status == HANG_UP:
            return _broken(request)
        if self.gate:
            await self.gate.come()
        return web.Response(status=status, headers={"Retry-After": retry_after, "Location": "/elsewhere"})


def _broken(request: web.Request) -> web.Response:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@asynccontextmanager
async def case_system() -> AsyncIterator[CaseSystem]:
    system = CaseSystem()
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_post("/reports", system.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    system.url = f"http://127.0.0.1:{runner.addresses[0][1]}/reports"
    try:
        yield system
    finally:
        await runner.cleanup()


def said(status: str = "verified", number: Any = 1, receipt: Any = "KTM-7F3K-9Q2C", **more: Any) -> dict[str, Any]:
    """An update as the case system writes it."""
    at = "2026-11-20T09:30:00+08:00"
    return {"id": f"u{number}", "receipt": receipt, "number": number, "status": status, "at": at, **more}


@dataclass(frozen=True)
class Answer:
    status: int
    content: Any
    headers: dict[str, str]

    @property
    def results(self) -> list[str]:
        return [each["result"] for each in self.content["results"]]


def signed(body: bytes, secret: str = SECRET, at: datetime | None = None, id: str = "m1") -> dict[str, str]:
    """The headers of a genuine message."""
    moment = at or datetime.now(UTC)
    signature = Webhook(secret).sign(id, moment, body.decode())
    stamp = str(int(moment.timestamp()))
    return {"webhook-id": id, "webhook-timestamp": stamp, "webhook-signature": signature}


async def send(url: str, content: Any, secret: str = SECRET) -> Answer:
    """The case system calls, signed."""
    body = json.dumps(content).encode()
    return await post(url, body, signed(body, secret))


async def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    async with ClientSession() as session, session.post(url, data=BytesIO(body), headers=headers) as response:
        return await answer_of(response)


async def get(url: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    async with ClientSession() as session, session.get(url, headers=headers) as response:
        return response.status, await response.read(), dict(response.headers)


async def answer_of(response: ClientResponse) -> Answer:
    body = await response.read()
    return Answer(response.status, json.loads(body) if body else None, dict(response.headers))

"""The HTTP side of the Bot API: addresses, tokens, and everything that can go wrong on the way."""

import asyncio

from aiohttp import web

from tests.telegram import files
from tests.telegram.calls import Call, Desk
from tests.telegram.faults import FILE, Cut, Fault, Page, Silence, Slow
from tests.telegram.parameters import read_parameters
from tests.telegram.refusals import NOT_FOUND, UNAUTHORIZED, Refusal, Refused, refusal
from tests.telegram.schema import METHODS, Json

HOST = "127.0.0.1"
UPLOAD_LIMIT = 60 * 1024 * 1024


class Front:
    """Listens at one address, the same one again after a stop."""

    def __init__(self, desk: Desk, token: str) -> None:
        self._desk = desk
        self._token = token
        self._port = 0
        self._runner: web.AppRunner | None = None
        self._closing = asyncio.Event()

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self._port}"

    async def start(self) -> None:
        self._closing = asyncio.Event()
        app = web.Application(client_max_size=UPLOAD_LIMIT)
        app.router.add_route("*", "/bot{token}/{method}", self._answer_call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._answer_download)
        app.router.add_route("*", "/{rest:.*}", self._answer_nonsense)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self._port, reuse_address=True).start()
        self._port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        self._closing.set()
        self._desk.account.pending.abort("terminated")
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _answer_call(self, request: web.Request) -> web.StreamResponse:
        if wrong := self._refuse_token(request):
            return _json(wrong)
        name = request.match_info["method"]
        method = METHODS.get(name.lower())
        if method is None:
            self._desk.violations.append(f"{name} is no method in use")
            return _json(refusal(404, "method not found"))
        try:
            parameters, uploaded = await read_parameters(request, method)
        except Refused as why:
            return _json(why.refusal)
        call = Call(method, parameters, uploaded)
        fault, is_done = self._desk.begin(call)
        if isinstance(fault, Slow) and not is_done:
            await asyncio.sleep(fault.seconds)
        if fault is None or is_done or isinstance(fault, Slow):
            await self._desk.carry_out(call)
        if isinstance(fault, Slow) and is_done:
            await asyncio.sleep(fault.seconds)
        return await self._give(request, call.answer if fault is None or isinstance(fault, Slow) else fault)

    async def _answer_download(self, request: web.Request) -> web.StreamResponse:
        if wrong := self._refuse_token(request):
            return _json(wrong)
        fault, _ = self._desk.faults.take(FILE)
        if fault is not None and not isinstance(fault, Cut | Slow):
            return await self._give(request, fault)
        stored = self._desk.account.files.at(request.match_info["path"])
        return _json(NOT_FOUND) if stored is None else await files.send(request, stored, fault)

    async def _answer_nonsense(self, request: web.Request) -> web.StreamResponse:
        return _json(NOT_FOUND)

    def _refuse_token(self, request: web.Request) -> Refusal | None:
        token = request.match_info["token"]
        if token == self._token:
            return None
        return UNAUTHORIZED if token.partition(":")[0].isdigit() and ":" in token else NOT_FOUND

    async def _give(self, request: web.Request, answer: Json | Fault | None) -> web.StreamResponse:
        if isinstance(answer, Page):
            return web.Response(status=answer.status, text=answer.body, content_type="text/html")
        if isinstance(answer, Refusal | dict):
            return _json(answer)
        if isinstance(answer, Silence):
            await self._closing.wait()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()


def _json(answer: Json | Refusal) -> web.Response:
    if isinstance(answer, Refusal):
        after = answer.parameters.get("retry_after")
        headers = {"Retry-After": str(after)} if after else None
        return web.json_response(answer.body, status=answer.code, headers=headers)
    return web.json_response(answer)

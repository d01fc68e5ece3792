"""An Open311 server to test against, over real HTTP: `async with Open311Server(Manner.SPECIFICATION) as server:`.

It speaks as the specification has it, as FixMyStreet's own server does, or as the Django server of 6aika does. What a
client must not send is an AssertionError at the end of `async with`; a test that means it empties `violations`.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Self

from aiohttp import web
from aiohttp.web import Request, Response

from tests.open311.asking import Asking
from tests.open311.office import Office
from tests.open311.posting import Posting
from tests.open311.speech import page

BASE = "/open311/v2"


class Open311Server(Office):
    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        asking, posting = Asking(self), Posting(self)
        app.add_routes(
            [
                web.get(BASE + "/services.json", asking.services),
                web.get(BASE + "/services/{code}.json", asking.definition),
                web.get(BASE + "/requests.json", asking.requests),
                web.get(BASE + "/requests/{id}.json", asking.request),
                web.get(BASE + "/tokens/{token}.json", asking.token),
                web.get(BASE + "/servicerequestupdates.json", asking.updates),
                web.post(BASE + "/requests.json", posting.request),
                web.post(BASE + "/servicerequestupdates.json", posting.update),
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

    @web.middleware
    async def _noting(self, request: Request, handler: Callable[[Request], Awaitable[Any]]) -> Any:
        self.asked.append((request.method + " " + request.path.removeprefix(BASE), dict(request.query)))
        if self.is_down:
            return page(503, "down")
        if answer := self.answers.get(request.method + " " + request.path.removeprefix(BASE)):
            return Response(status=answer[0], text=answer[1], content_type="application/json")
        return await handler(request)

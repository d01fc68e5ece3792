"""Where the backend calls: updates of its cases, the files of its reports, and the contract itself."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot.backends.webhook.contract import CONTRACT_PATH, as_json
from bot.backends.webhook.file_doors import FileDoor, LinkDoor
from bot.backends.webhook.links import FILES_PATH, LINKS_PATH, FileLinks
from bot.backends.webhook.sharing import SharedFiles
from bot.backends.webhook.signed import SignedRequests
from bot.backends.webhook.update_door import UPDATES_PATH, UpdateDoor
from handlers.report_files import ReportFiles
from handlers.updates import Updates


def routes(
    requests: SignedRequests,
    updates: Updates,
    files: ReportFiles,
    links: FileLinks,
    shared: SharedFiles,
    now: Callable[[], datetime],
) -> list[web.RouteDef]:
    """`now` is asked whether a link has ended."""
    return [
        web.post(UPDATES_PATH, requests.handler(UpdateDoor(updates).take)),
        web.get(FILES_PATH + "/{id}", FileDoor(files, links, now).show),
        web.post(LINKS_PATH, requests.handler(LinkDoor(shared).take)),
        web.get(CONTRACT_PATH, show_contract),
    ]


async def show_contract(request: web.Request) -> web.Response:
    return web.Response(body=as_json(), content_type="application/json", headers={"Access-Control-Allow-Origin": "*"})

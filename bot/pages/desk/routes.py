"""The desk's addresses."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from aiohttp import web
from obstore.store import ObjectStore

from bot.pages.assets import Assets
from bot.pages.desk.attachment_page import AttachmentPage
from bot.pages.desk.backlog_page import BacklogPage
from bot.pages.desk.case_page import CasePage
from bot.pages.desk.guard import Guard
from bot.pages.desk.queue_page import QueuePage
from bot.pages.desk.rendering import Renderer
from bot.pages.desk.sign_in import Gate
from bot.pages.desk.sign_in_page import SignInPage
from bot.pages.desk.volunteers_page import ADDRESS as VOLUNTEERS
from bot.pages.desk.volunteers_page import VolunteersPage
from conversations.catalogue import Catalogue
from handlers.backlog import Backlog
from handlers.desk import Desk
from handlers.ports import BotUsername, no_bot
from handlers.volunteers import Volunteers
from storage.store import Store

HERE = Path(__file__).parent


def routes(
    desk: Desk,
    volunteers: Volunteers,
    gate: Gate,
    catalogue: Catalogue,
    store: Store,
    objects: ObjectStore,
    now: Callable[[], datetime],
    bot_username: BotUsername = no_bot,
) -> list[web.RouteDef]:
    """Everything under /desk. `objects` keeps the attachments' bytes."""
    assets = Assets(HERE / "static", "/desk/static")
    renderer = Renderer(catalogue, assets, now)
    guard = Guard(gate, renderer)
    queue = QueuePage(desk, renderer)
    case = CasePage(desk, renderer, catalogue.profile)
    files = AttachmentPage(desk, renderer, store, objects)
    backlog = BacklogPage(Backlog(store, catalogue.profile, now), renderer)
    kim = VolunteersPage(volunteers, renderer, catalogue.profile, bot_username)
    sign_in = SignInPage(gate, guard, renderer)
    return [
        web.get("/desk", guard.signed_in(queue.show)),
        web.get("/desk/queue", guard.signed_in(queue.show_part)),
        web.get("/desk/reports/{receipt}", guard.signed_in(case.show)),
        web.post("/desk/reports/{receipt}", guard.signed_in(case.take_step)),
        web.get("/desk/reports/{receipt}/steps", guard.signed_in(case.steps)),
        web.get("/desk/backlog", guard.signed_in(backlog.show)),
        web.post("/desk/backlog", guard.signed_in(backlog.retry)),
        web.get(VOLUNTEERS, guard.signed_in(kim.show)),
        web.post(VOLUNTEERS, guard.signed_in(kim.decide)),
        web.post(f"{VOLUNTEERS}/undang", guard.signed_in(kim.invite)),
        web.post(f"{VOLUNTEERS}/cabut", guard.signed_in(kim.revoke)),
        web.get("/desk/attachments/{id}", guard.signed_in(files.show)),
        web.get("/desk/sign-in", guard.local(sign_in.show)),
        web.post("/desk/sign-in", guard.local(sign_in.sign_in)),
        web.post("/desk/sign-out", guard.signed_in(sign_in.sign_out)),
        *assets.routes(),
    ]

"""One report, and the forms of the steps that make sense in it now."""

import re
import secrets

from aiohttp import web

from bot.pages.desk.confirmation import Confirmation
from bot.pages.desk.rendering import Renderer, see_other
from bot.pages.desk.sign_in import Session
from conversations.profile import Agency, Level, Profile
from handlers.desk import Desk, StepTaken
from handlers.officer_steps import Objection, OfficerStep, StepKind

# What a rendered form carries, so that sending it twice is one step
STEP_KEY = re.compile(r"desk-[0-9a-f]{32}")
SEEN = re.compile(r"[0-9]{1,9}")


class CasePage:
    def __init__(self, desk: Desk, renderer: Renderer, profile: Profile) -> None:
        self._desk = desk
        self._renderer = renderer
        self._levels = agencies_by_level(profile)

    async def show(self, request: web.Request, session: Session) -> web.StreamResponse:
        receipt = request.match_info["receipt"]
        confirmation = session.confirmation
        if confirmation and confirmation.receipt == receipt:
            session.confirmation = None
            return await self._render(request, session, confirmation=confirmation)
        return await self._render(request, session)

    async def steps(self, request: web.Request, session: Session) -> web.StreamResponse:
        """How much has happened in the case, and how many of its files are still awaited: an open page asks again."""
        open_case = await self._desk.open_case(request.match_info["receipt"])
        if open_case is None:
            return web.json_response({"steps": None})
        return web.json_response({"steps": open_case.case.steps, "pending": open_case.pending_files})

    async def take_step(self, request: web.Request, session: Session) -> web.StreamResponse:
        receipt = request.match_info["receipt"]
        form = {name: str(value) for name, value in (await request.post()).items()}
        step = as_step(form)
        if step is None or not STEP_KEY.fullmatch(form.get("key", "")) or not SEEN.fullmatch(form.get("seen", "")):
            return self._renderer.page(request, "refused.html", 400, reason="page.desk.broken_form")
        outcome = await self._desk.take_step(receipt, step, int(form["seen"]), form["key"])
        if isinstance(outcome, Objection):
            return await self._render(request, session, 409, objection=outcome, sent=step)
        if isinstance(outcome, StepTaken) and not outcome.is_repeat:
            session.confirmation = Confirmation(receipt, step.kind, outcome.told, outcome.is_held)
        return see_other(f"/desk/reports/{receipt}")

    async def _render(
        self,
        request: web.Request,
        session: Session,
        status: int = 200,
        *,
        confirmation: Confirmation | None = None,
        objection: Objection | None = None,
        sent: OfficerStep | None = None,
    ) -> web.Response:
        open_case = await self._desk.open_case(request.match_info["receipt"])
        if open_case is None:
            return self._renderer.page(request, "refused.html", 404, reason="page.desk.no_such_case")
        return self._renderer.page(
            request,
            "case.html",
            status,
            session=session,
            case=open_case.case,
            events=open_case.events,
            offered=open_case.offered,
            files=open_case.files,
            pending_files=open_case.pending_files,
            levels=self._levels,
            key=new_key,
            confirmation=confirmation,
            objection=objection,
            sent=sent,
        )


def new_key() -> str:
    return f"desk-{secrets.token_hex(16)}"


def as_step(form: dict[str, str]) -> OfficerStep | None:
    """The step that a form says, or None when no form of ours says it."""
    kind = form.get("kind", "")
    if kind not in list(StepKind):
        return None
    # A browser sends every line break of a textarea as two characters
    text = form.get("text", "").replace("\r\n", "\n")
    return OfficerStep(StepKind(kind), text, form.get("agency", ""), form.get("tracking_id", ""))


def agencies_by_level(profile: Profile) -> tuple[tuple[Level, tuple[Agency, ...]], ...]:
    by_level = ((level, tuple(a for a in profile.agencies if a.level is level)) for level in Level)
    return tuple((level, agencies) for level, agencies in by_level if agencies)

"""The volunteers: who wants to be one, who is, with what code others may ask, and how their groups' reports fare."""

from collections.abc import Mapping
from datetime import date, datetime

from aiohttp import web

from bot.pages.desk.rendering import Renderer, see_other
from bot.pages.desk.sign_in import Session
from bot.pages.tracking.qr import qr_svg
from conversations.deadlines import end_of
from conversations.one_time_code import in_groups
from conversations.profile import Area, Profile
from conversations.start_links import start_link
from conversations.volunteering import Decision, Standing, invitation_payload, standing_after
from handlers.ports import BotUsername
from handlers.volunteers import LASTS, LONGEST_GROUP, MOST_USES, NoInvitation, Volunteers

ADDRESS = "/desk/relawan"
SHOWN = "undangan"
"""What the page's address calls the invitation whose code is shown."""
LONGEST_ID = 18
"""Digits: whatever they are, they fit into the 8 bytes of an id."""
OFFERED = {
    standing: tuple(each for each in Decision if standing_after(standing, each))
    for standing in (Standing.ASKED, Standing.ACTIVE, Standing.SUSPENDED)
}


class VolunteersPage:
    def __init__(self, volunteers: Volunteers, renderer: Renderer, profile: Profile, bot_username: BotUsername) -> None:
        self._volunteers = volunteers
        self._renderer = renderer
        self._profile = profile
        self._bot_username = bot_username
        self._areas = areas_by_district(profile)

    async def show(self, request: web.Request, session: Session) -> web.StreamResponse:
        return await self._render(request, session)

    async def decide(self, request: web.Request, session: Session) -> web.StreamResponse:
        """A decision that makes no sense any more changes nothing: the page shows how it stands."""
        form = await request.post()
        id, decision = as_id(str(form.get("id", ""))), str(form.get("decision", ""))
        if id is None or decision not in list(Decision):
            return self._renderer.page(request, "refused.html", 400, reason="page.desk.broken_form")
        await self._volunteers.decide(id, Decision(decision))
        return see_other(ADDRESS)

    async def invite(self, request: web.Request, session: Session) -> web.StreamResponse:
        form = {name: str(value) for name, value in (await request.post()).items()}
        uses, until = as_count(form.get("count", "")), self._as_end(form.get("until", ""))
        try:
            if until is None:
                raise NoInvitation("until")
            invited = await self._volunteers.invite(form.get("group", ""), form.get("area", ""), uses, until)
        except NoInvitation as problem:
            return await self._render(request, session, 400, typed=form, problem=problem.field)
        return see_other(f"{ADDRESS}?{SHOWN}={invited.id}")

    async def revoke(self, request: web.Request, session: Session) -> web.StreamResponse:
        """One that is over already stays so."""
        id = as_id(str((await request.post()).get("id", "")))
        if id is None:
            return self._renderer.page(request, "refused.html", 400, reason="page.desk.broken_form")
        await self._volunteers.revoke(id)
        return see_other(ADDRESS)

    async def _render(
        self,
        request: web.Request,
        session: Session,
        status: int = 200,
        *,
        typed: Mapping[str, str] | None = None,
        problem: str = "",
    ) -> web.Response:
        registry = await self._volunteers.registry()
        id = as_id(request.query.get(SHOWN, ""))
        shown = next((each for each in registry.invitations if each.id == id), None)
        link = self._link(shown.invitation.code) if shown else ""
        return self._renderer.page(
            request,
            "volunteers.html",
            status,
            session=session,
            registry=registry,
            by_standing=[(each, [v for v in registry.volunteers if v.standing is each]) for each in OFFERED],
            offered=OFFERED,
            shown=shown,
            link=link,
            qr=qr_svg(link) if link else "",
            in_groups=in_groups,
            areas=self._areas,
            typed=typed or {},
            problem=problem,
            longest_group=LONGEST_GROUP,
            most_uses=MOST_USES,
            ends=self._profile.local_date(self._renderer.now() + LASTS).isoformat(),
            shown_name=SHOWN,
        )

    def _link(self, code: str) -> str:
        """Empty where there is no bot, or its name is not known yet."""
        bot_username = self._bot_username()
        return start_link(bot_username, invitation_payload(code)) if bot_username else ""

    def _as_end(self, typed: str) -> datetime | None:
        try:
            return end_of(date.fromisoformat(typed), self._profile)
        except ValueError:
            return None


def areas_by_district(profile: Profile) -> tuple[tuple[Area, tuple[Area, ...]], ...]:
    """Each kecamatan with its villages, all by name."""
    in_order = sorted(profile.areas, key=lambda area: area.name)
    return tuple(
        (each, tuple(area for area in in_order if not area.is_district and area.code.startswith(each.code)))
        for each in in_order
        if each.is_district
    )


def as_id(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID else None


def as_count(text: str) -> int:
    """0 for what is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 4 else 0

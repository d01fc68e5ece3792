"""What `pintulapor doctor` asks an Open311 server, and what it says of it. Nothing is changed there."""

import asyncio
from collections.abc import Iterator
from urllib.parse import urlsplit

from bot.backends.open311.backend import NAME
from bot.backends.open311.forms import service_of
from bot.backends.open311.georeport import Access, GeoReport
from bot.backends.open311.readings import Service
from bot.doctor import Finding, advice, good, mend
from bot.profile import ProfileError, load_profile
from bot.settings import Settings
from conversations.wording import excerpt
from handlers.errors import Misconfigured, Rejected, TryLater

PATIENCE_SECONDS = 15.0
LONGEST_LIST = 200


def look_at_open311(settings: Settings) -> Iterator[Finding]:
    if NAME not in settings.backends:
        return
    server = urlsplit(settings.open311_url).hostname
    try:
        services = asyncio.run(_ask(settings))
    except (TryLater, Misconfigured, Rejected, TimeoutError) as error:
        reason = str(error) or "no answer in time"
        yield mend(f"open311: {server} cannot be asked for its services ({reason}); reports wait until it can be")
        return
    yield good(f"open311: {server} has {len(services)} services")
    yield from _look_at_categories(settings, services)


async def _ask(settings: Settings) -> list[Service]:
    access = Access(settings.open311_url, settings.open311_api_key.get_secret_value(), settings.open311_jurisdiction)
    server = GeoReport(access)
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await server.services()
    finally:
        await server.close()


def _look_at_categories(settings: Settings, services: list[Service]) -> Iterator[Finding]:
    try:
        profile = load_profile(settings.profile)
    except ProfileError:  # said already
        return
    without = [each.id for each in profile.categories if service_of(each.id, services, profile) is None]
    if without:
        shown = excerpt(", ".join(without), LONGEST_LIST)
        yield mend(f"open311: no service takes {shown}; name one in [[open311.services]] of the profile")
    if not profile.open311.secret_attribute:
        yield advice("open311: reports that the public may not see do not go there: open311.secret_attribute is empty")

"""What `pintulapor doctor` looks at, and what it says of it. Nothing is changed, no password is shown."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from bot import run_lock
from bot.database_url import shown
from bot.environment import unknown_variables, wrong
from bot.errors import CannotListen
from bot.listening import listen
from bot.preparing import away, is_writable, not_writable
from bot.profile import ProfileError, load_profile
from bot.settings import Settings
from storage import migrate
from storage.errors import DatabaseAway

MIB = 2**20
TOO_LITTLE_DISK = 200 * MIB
LITTLE_DISK = 2048 * MIB
"""A few hundred reports with photos take about this much."""


class Grade(StrEnum):
    GOOD = "ok"
    ADVICE = "note"
    MEND = "mend"


@dataclass(frozen=True, slots=True)
class Finding:
    grade: Grade
    text: str


def good(text: str) -> Finding:
    return Finding(Grade.GOOD, text)


def advice(text: str) -> Finding:
    return Finding(Grade.ADVICE, text)


def mend(text: str) -> Finding:
    return Finding(Grade.MEND, text)


def look_at_variables() -> Iterator[Finding]:
    unknown = list(unknown_variables())
    for name, nearest in unknown:
        hint = f"did you mean {nearest}?" if nearest else "take it out, or see pintulapor --help"
        yield advice(f"{name} is no setting: {hint}")
    if not unknown:
        yield good("settings: all of them can be read")


def look_at_profile(settings: Settings) -> Iterator[Finding]:
    try:
        profile = load_profile(settings.profile)
    except ProfileError as error:
        yield mend(wrong("profile", f"cannot be used: {error}", settings.profile))
        return
    yield good(f"profile {settings.profile}: {profile.office.name.id}, {len(profile.agencies)} agencies")
    local = datetime.now(ZoneInfo(profile.office.timezone))
    yield from look_at_clock(local)


def look_at_backends(settings: Settings) -> Iterator[Finding]:
    """Of a profile that cannot be read something was said already."""
    from bot.backends.choosing import problem_with

    with suppress(ProfileError):
        problem = problem_with(settings, load_profile(settings.profile))
        yield mend(problem) if problem else good(f"reports go to: {', '.join(settings.backends)}")


def look_at_clock(now: datetime) -> Iterator[Finding]:
    """A clock that is behind our own files was set back, or never set; deadlines are counted from it."""
    shown = f"{now:%Y-%m-%d %H:%M} in {now.tzinfo}"
    if now < datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC):
        yield mend(f"clock: {shown} is before this program was installed; set this machine's clock")
    else:
        yield good(f"clock: it is {shown}")


def look_at_folder(settings: Settings) -> Iterator[Finding]:
    folder = settings.data_dir
    if os.path.lexists(folder) and not folder.is_dir():
        yield mend(wrong("data_dir", "is a file, and must be a folder", str(folder)))
    elif not is_writable(_nearest_existing(folder)):
        yield mend(not_writable(folder))
    else:
        yield good(f"data folder {folder}: {'can be written' if folder.exists() else 'will be made by pintulapor run'}")


def look_at_disk(settings: Settings) -> Iterator[Finding]:
    free = shutil.disk_usage(_nearest_existing(settings.data_dir)).free
    shown = f"disk: {free // MIB} MiB are free where {settings.data_dir} is"
    if free < TOO_LITTLE_DISK:
        yield mend(f"{shown}; make room, or attachments and soon reports can no longer be kept")
    elif free < LITTLE_DISK:
        yield advice(f"{shown}; make room before photos fill it")
    else:
        yield good(shown)


def look_at_database(settings: Settings) -> Iterator[Finding]:
    where = shown(settings.database)
    try:
        if asyncio.run(migrate.is_current(settings.database)):
            yield good(f"database {where}: up to date")
        else:
            yield advice(f"database {where}: to be made or brought up to date; pintulapor run does so by itself")
    except DatabaseAway as error:
        yield mend(away(settings, error))


def look_at_port(settings: Settings) -> Iterator[Finding]:
    try:
        listen(settings.http_host, settings.http_port).close()
    except CannotListen as reason:
        if run_lock.is_held(settings.data_dir):
            yield good(f"port {settings.http_port}: pintulapor run has it")
        else:
            yield mend(wrong("http_port", str(reason), str(settings.http_port)))
    else:
        yield good(f"port {settings.http_port}: free")


def _nearest_existing(folder: Path) -> Path:
    return next(place for place in (folder, *folder.parents) if os.path.lexists(place))

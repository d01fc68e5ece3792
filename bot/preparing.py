"""What must stand before anything starts: the data folder, and a database with the newest tables."""

import os
from pathlib import Path

from bot.database_url import shown
from bot.environment import wrong
from bot.errors import CannotStart
from bot.settings import Settings
from storage import migrate
from storage.errors import DatabaseAway, DatabaseTooNew


async def prepare(settings: Settings) -> None:
    """The folder is there and the database is up to date. Raises `CannotStart`."""
    make_folder(settings.data_dir)
    try:
        await migrate.upgrade(settings.database)
    except DatabaseAway as error:
        raise CannotStart(away(settings, error)) from None
    except DatabaseTooNew:
        raise CannotStart(too_new(settings)) from None
    except OSError as error:
        raise CannotStart(wrong("database_url", f"cannot be used: {error.strerror}")) from None


def make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(wrong("data_dir", f"cannot be made: {error.strerror}", str(folder))) from None
    if not is_writable(folder):
        raise CannotStart(not_writable(folder))


def is_writable(folder: Path) -> bool:
    return os.access(folder, os.W_OK | os.X_OK, effective_ids=True)


def not_writable(folder: Path) -> str:
    return wrong("data_dir", "cannot be written by this user: give it to them, or name another folder", str(folder))


def away(settings: Settings, error: DatabaseAway) -> str:
    advice = "is the disk full, or the file damaged?" if settings.is_sqlite else "is the server up, the password right?"
    return wrong("database_url", f"cannot be used: {shown(settings.database)} answers {error}; {advice}")


def too_new(settings: Settings) -> str:
    return f"The database {shown(settings.database)} belongs to a newer PintuLapor than this one: update the program"

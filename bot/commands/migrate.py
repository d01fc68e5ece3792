"""`pintulapor migrate`: the database is there and up to date."""

import argparse
import asyncio

from bot.database_url import shown
from bot.preparing import prepare
from bot.settings import Settings


def main(settings: Settings, arguments: argparse.Namespace) -> int:
    asyncio.run(prepare(settings))
    print(f"The database is up to date: {shown(settings.database)}")
    return 0

"""Makers of the documents that belong to village lists: the template, and the results of a list."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from conversations.catalogue import Catalogue
from conversations.messages import Chat
from conversations.village_list.refusal import MOST_ROWS
from conversations.village_list.telling import RESULTS, RESULTS_NAME, TEMPLATE, TEMPLATE_NAME
from handlers.later import read_or_later
from handlers.list_papers import CSV_TYPE, XLSX_TYPE, results_xlsx, template_csv, template_xlsx
from handlers.ports import FileMakers, MadeFile
from storage import list_work
from storage.store import Store


def list_makers(store: Store, catalogue: Catalogue, now: Callable[[], datetime]) -> FileMakers:
    return {TEMPLATE: TemplateMaker(catalogue, now), RESULTS: ResultsMaker(store, catalogue)}


class TemplateMaker:
    """Anybody may see it: there is nothing of anybody in it."""

    def __init__(self, catalogue: Catalogue, now: Callable[[], datetime]) -> None:
        self._catalogue = catalogue
        self._now = now

    async def make(self, ref: str, chat: Chat, language: str) -> MadeFile | None:
        """`ref` is `xlsx` or `csv`."""
        today = self._catalogue.profile.local_date(self._now())
        if ref == "csv":
            return MadeFile(f"{TEMPLATE_NAME}.csv", CSV_TYPE, template_csv(self._catalogue, language, today))
        written = await asyncio.to_thread(template_xlsx, self._catalogue, language, today, MOST_ROWS)
        return MadeFile(f"{TEMPLATE_NAME}.xlsx", XLSX_TYPE, written)


class ResultsMaker:
    """What became of each row, for the volunteer whose list it is, as long as they may file for others."""

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store = store
        self._catalogue = catalogue

    async def make(self, ref: str, chat: Chat, language: str) -> MadeFile | None:
        """`ref` is the list's id. Raises `TryLater`."""
        async with read_or_later(self._store) as unit:
            found = await list_work.results(unit, chat, int(ref))
        if not found:
            return None
        written = await asyncio.to_thread(results_xlsx, found, self._catalogue, language)
        return MadeFile(RESULTS_NAME, XLSX_TYPE, written)

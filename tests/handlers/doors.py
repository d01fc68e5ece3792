"""Doors beside the chat: the page of a report, and the files that were sent with it."""

from handlers.attachments import find_own
from handlers.tracking import Tracking
from tests.handlers.happenings import Happenings
from tests.handlers.village import EVERYBODY


class Doors:
    """Goes into what happens, as two steps of the walk, and asks once more for everything at its end."""

    def __init__(self, doing: Happenings) -> None:
        self.doing, self.village, self.rights, self.chance = doing, doing.village, doing.rights, doing.chance
        self.tracking = Tracking(doing.village.store)
        doing.often[self.a_page_is_opened] = 4
        doing.often[self.a_file_is_opened] = 4
        doing.at_the_end.append(self.all_doors_are_tried)

    async def a_page_is_opened(self) -> None:
        """With the code that the owner was shown last, with one from before, or with another report's."""
        if codes := self.village.codes:
            receipt, code = self.chance.choice(codes[-3:] + codes)
            other, _ = self.chance.choice(codes)
            await self._opens_page(receipt, code)
            await self._opens_page(other, code)
            await self._opens_page(other, "")

    async def a_file_is_opened(self) -> None:
        """Everybody tries, as if they knew its name."""
        if files := self._files():
            await self._open_file(self.chance.choice(files))

    async def all_doors_are_tried(self) -> None:
        for receipt, code in sorted(set(self.village.codes)):
            await self._opens_page(receipt, code)
        for id in self._files():
            await self._open_file(id)

    def _files(self) -> list[str]:
        """Those of reports; and the village lists, of which nothing is kept but their rows."""
        return [id for case in self.rights for id in sorted(case.files)] + self.doing.reporting.list_files

    async def _opens_page(self, receipt: str, code: str) -> None:
        found = await self.tracking.look(receipt, code)
        assert (found is not None) == self.rights.opens_page(receipt, code), (
            receipt,
            code,
            *self.village.history[-25:],
        )
        shown = repr(found).casefold()
        assert not [mark for case in self.rights for mark in case.marks if mark.casefold() in shown]

    async def _open_file(self, id: str) -> None:
        for chat in EVERYBODY:
            found = await find_own(self.village.store, chat, id)
            may = self.rights.opens_file(chat, id)
            assert (found is not None) == may, (chat.address, id, *self.village.history[-25:])

"""People report: for themselves, or a volunteer for somebody, one after the other or with a list."""

from collections.abc import Mapping
from dataclasses import replace

from conversations.messages import Chat, Choice, Command, Incoming, Media, MediaKind, Text
from conversations.state import State
from conversations.village_list.row import Cells
from handlers.village_lists import VillageLists
from storage import attachments, complainants
from storage.attachments import StoredFile
from tests.handlers.ears import RECEIPT
from tests.handlers.house import different_numbers
from tests.handlers.rights import Case
from tests.handlers.village import Village
from tests.handlers.village_lists.village import upload_list
from tests.village_list import Filled, good

MOST_TURNS = 25

ANSWERS: dict[State, Incoming] = {
    State.RESUMING: Choice("begin_new"),
    State.CONSENT: Text("Setuju"),
    State.CATEGORY: Text("Lampu Penerangan Jalan Umum"),
    State.EVENT_DATE: Text("kemarin"),
    State.PLACE: Text("Teluk Lingga, seberang gerbang sekolah"),
    State.ATTACHMENTS: Text("Lewati"),
    State.PERSON_CONTACT: Text("0812 3456 7890"),
    State.REVIEW: Text("Kirim"),
}


class Reporting:
    def __init__(self, village: Village) -> None:
        self.village, self.rights, self.chance = village, village.rights, village.chance
        self.lists_sent: dict[Chat, tuple[Cells, ...]] = {}
        self.list_files: list[str] = []
        given = village.store, village.objects, village.catalogue
        bells = village.house.delivery, village.house.forwarding, village.house.file_removal
        self.lists = VillageLists(*given, *bells, village.clock, different_numbers(2_000_000))

    async def send_report(self, chat: Chat, for_whom: str = "") -> None:
        """For oneself, or for somebody of this name."""
        mark = self.village.new_mark()
        story = Text(f"Lampu jalan {mark} mati sejak lama, gelap sekali di depan sekolah")
        answers = ANSWERS | {
            State.FOR_WHOM: Text("Untuk orang lain" if for_whom else "Untuk saya"),
            State.PERSON_NAME: Text(for_whom),
            State.REPORT_CLASS: story,
            State.DESCRIPTION: story,
            State.ATTACHMENTS: await self._photo(chat),
            State.VISIBILITY: Text(self.chance.choice(["Biasa", "Anonim"])),
            State.NAME: Text("Warga Lingga"),
            State.CONTACT: Text("0812 3456 7890"),
            State.PERSON_CONSENT: await self.consent(chat),
        }
        case = Case("", chat, {mark, *(for_whom.split()[1:])}, helper=chat if for_whom else None)
        self.rights.drafts.append(case)
        await self.village.say(chat, Command("lapor"))
        assert await self.tell(case, chat, answers), f"{chat.address} could not send"
        case.is_filed = bool(for_whom)

    async def tell(self, draft: Case, chat: Chat, answers: Mapping[State, Incoming]) -> bool:
        """What is asked is answered, and the report sent, unless there is nobody who may: then it stays as it is."""
        before, files = {case.receipt for case in self.rights}, set()
        for _ in range(MOST_TURNS):
            state = (await self.village.house.conversation(chat)).state
            answer = answers.get(state)
            if answer is None:
                break
            await self.village.say(chat, answer)
            files |= {answer.file_id} if isinstance(answer, Media) else set()
            if state is State.REVIEW:
                break
        found = await self.village.new()
        receipts = {r for each in found if each.chat == chat for r in RECEIPT.findall(each.text)} - before
        if receipts:
            [receipt] = receipts
            draft.files |= files
            self.rights.sent(draft, receipt)
        self.village.check(found)
        return bool(receipts)

    async def consent(self, chat: Chat) -> Incoming:
        """In person, by a recording, or on paper."""
        kind = self.chance.choice([None, MediaKind.VOICE, MediaKind.PHOTO])
        return await self.file(chat, kind) if kind else Choice("person_agrees")

    async def _photo(self, chat: Chat) -> Incoming:
        return await self.file(chat) if self.chance.random() < 0.5 else Text("Lewati")

    async def file(self, chat: Chat, kind: MediaKind = MediaKind.PHOTO) -> Media:
        """Theirs alone as long as it is not sent with a report."""
        id = f"file{next(self.village.numbers)}"
        file, now = StoredFile(id, kind, "image/jpeg", 1, "00" * 32, f"{id}/original"), self.village.clock()
        async with self.village.store.begin() as unit:
            await attachments.add(unit, await complainants.of_chat(unit, chat, now), file, now)
        return Media(id, kind)

    async def send_list(self, chat: Chat) -> None:
        rows = tuple(self._row() for _ in range(2))
        again = self.lists_sent.get(chat, ()) if self.chance.random() < 0.4 else ()
        self.lists_sent[chat] = rows
        list_ = Filled((*rows, *again), {})
        self.rights.typed = {(chat, mark) for row in list_.rows for mark in _marks(row)}
        there = self.village.store, self.village.objects
        kept = await upload_list(*there, chat, list_.csv(), "daftar.csv", self.village.clock())
        self.list_files.append(kept.file_id)
        before = {case.receipt for case in self.rights}
        await self.village.say(chat, Command("daftar"))
        await self.village.say(chat, kept)
        await self._work_on_lists()
        found = await self.village.new()
        pressed = next((o for each in reversed(found) for o in each.options if o.startswith("list_send")), None)
        if pressed:
            await self.village.say(chat, Choice(pressed))
            await self._work_on_lists()
            found += await self.village.new()
        lines = [line for each in found for line in each.words.splitlines()]
        for row in list_.rows:
            sent = {r for line in lines if row.name in line for r in RECEIPT.findall(line)} - before
            self.rights.cases += [Case(r, chat, _marks(row), chat, is_filed=True) for r in sent]
            before |= sent
        self.village.check(found)

    def _row(self) -> Cells:
        name = f"Warga {self.village.new_mark().capitalize()}"
        text = f"Lampu jalan {self.village.new_mark()} mati sejak lama di depan rumah"
        return replace(good(next(self.village.numbers)), name=name, text=text)

    async def _work_on_lists(self) -> None:
        for _ in range(20):
            if not await self.lists.look():
                return


def _marks(row: Cells) -> set[str]:
    return {row.name.split()[1], row.text.split()[2]}

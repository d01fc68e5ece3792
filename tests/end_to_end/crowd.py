"""People who file one report after the other, each in a chat of their own, whatever becomes of the server."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from random import Random
from typing import Any
from uuid import uuid4

from PIL import Image

from tests.end_to_end.chat_page import ChatPage, Entry

RECEIPT = re.compile(r"KTM-[0-9A-Z]{4}-[0-9A-Z]{4}")
NOTICE = re.compile(rf"Laporan ({RECEIPT.pattern}) sudah diverifikasi\.")
EVENTS = ("laporan diterima", "sampai di meja petugas", "diverifikasi")
SEVERAL = 2
SENDS_A_PHOTO, TYPES_A_LABEL, IS_IMPATIENT = 0.2, 0.2, 0.5
"""How often."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A report as its sender knows it. `file_id` is their photo's, or empty."""

    receipt: str
    story: str
    file_id: str


@dataclass
class Person:
    """`said` are the keys of their messages, and `answers` words that must be in the reply to each of them."""

    number: int
    page: ChatPage
    random: Random
    said: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    filed: list[Filed] = field(default_factory=list)

    async def file_reports(self, to_desk: "asyncio.Queue[str]", is_over: asyncio.Event) -> None:
        """Several, and on until it is over; each to its receipt. All receipts have gone `to_desk`."""
        while len(self.filed) < SEVERAL or not is_over.is_set():
            self.filed.append(await self.file())
            to_desk.put_nowait(self.filed[-1].receipt)

    async def file(self) -> Filed:
        """A whole report is told; its receipt is shown."""
        story = f"Lampu jalan {self.number}-{len(self.filed)} di depan sekolah mati total, gelap sekali"
        if self.filed:
            await self.says((story, "Ini soal apa?"))
        else:
            await self.says((story, "Setuju?"))
            await self.chooses("Setuju", "Ini soal apa?")
        await self.chooses("Lampu Penerangan Jalan Umum", "Kapan kejadiannya?")
        await self.says(
            ("kemarin", "Di mana tepatnya?"), ("Teluk Lingga, seberang gerbang sekolah", "Ada foto atau video?")
        )
        file_id = ""
        if self.random.random() < SENDS_A_PHOTO:
            file_id = await self.sends_photo("Siapa yang boleh melihat?")
        else:
            await self.chooses("Lewati", "Siapa yang boleh melihat?")
        await self.chooses("Anonim", f"Isi: {story}")
        await self.chooses("Kirim", "Tersimpan. Nomor tiket Anda")
        return Filed(receipts(self.replies[-1])[0], story, file_id)

    async def asks_for_status(self) -> None:
        """Of each report, all that has happened is shown."""
        for filed in self.filed:
            await self.says((filed.receipt, filed.story))
            shown = self.replies[-1]["body"]["text"]
            assert [shown.count(event) for event in EVENTS] == [1, 1, 1], shown

    async def says(self, *each: tuple[str, str]) -> None:
        """Some do not wait for the first answer before they go on."""
        is_impatient = self.random.random() < IS_IMPATIENT
        for words, answer in each:
            self._post("text", answer, text=words)
            if not is_impatient:
                await self._read()
        await self._read()

    async def chooses(self, label: str, answer: str) -> None:
        """Pressed; some type what stands on the button."""
        if self.random.random() < TYPES_A_LABEL:
            return await self.says((label, answer))
        asked = self.replies[-1]
        [data] = [option["data"] for option in asked["body"]["options"] if option["label"] == label]
        self._post("choice", answer, data=data, label=label, of=asked["id"])
        return await self._read()

    async def sends_photo(self, answer: str) -> str:
        key = str(uuid4())
        file_id = await self.page.upload(photo(), "lampu.jpg", key)
        self._post("media", answer, key=key, file_id=file_id)
        await self._read()
        return file_id

    @property
    def replies(self) -> list[Entry]:
        return replies(self.page.shown)

    def _post(self, type: str, answer: str, **fields: Any) -> None:
        self.said.append(self.page.post(type, **fields))
        self.answers.append(answer)

    async def _read(self) -> None:
        """All that was said is acknowledged, and answered as it should be."""
        try:
            await self.page.until(lambda: not self.page.unsent and len(self.replies) >= len(self.answers))
        except TimeoutError:
            raise AssertionError(f"{self} is stuck: {self.page.shown[-4:]}") from None
        assert self.answers[-1] in self.replies[-1]["body"]["text"]

    def __str__(self) -> str:
        return f"person {self.number} in report {len(self.filed)}"


def replies(entries: Sequence[Entry]) -> list[Entry]:
    """What the bot said, without the desk's notices."""
    return [entry for entry in entries if not entry["own"] and not NOTICE.search(entry["body"]["text"])]


def notices(entries: Sequence[Entry]) -> list[str]:
    """The receipt numbers of the reports that were said to be verified."""
    return [found[1] for entry in entries if not entry["own"] and (found := NOTICE.search(entry["body"]["text"]))]


def receipts(entry: Entry) -> list[str]:
    return RECEIPT.findall(entry["body"]["text"])


def photo() -> bytes:
    """No two are the same."""
    written = BytesIO()
    Image.new("RGB", (16, 12), "navy").save(written, "JPEG", comment=uuid4().bytes)
    return written.getvalue()

"""What a volunteer says to file for a neighbour, and what there is of it then."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from conversations import messages as m
from conversations.catalogue import Catalogue
from conversations.messages import MediaKind
from handlers.forwarding_body import from_json
from handlers.ports import ReportForwarding, ResponseForwarding
from storage import attachments, tables
from storage.attachments import StoredFile
from storage.store import Store
from tests.filed import NOW
from tests.handlers.house import open_house
from tests.volunteering import Helper, make_volunteer

EVIDENCE, PHOTO = "evidence", "photo"
CONSENT = m.Media(EVIDENCE, MediaKind.VOICE)
TELLING: tuple[m.Incoming, ...] = (
    m.Text("Lampu jalan depan SMPN 1 Sangatta Utara mati, gelap"),
    m.Text("Untuk orang lain"),
    m.Text("Siti Aminah"),
    m.Text("0812 3456 7890"),
    m.Text("Setuju"),
    m.Text("Lampu Penerangan Jalan Umum"),
    m.Text("kemarin"),
    m.Text("Teluk Lingga, seberang gerbang sekolah"),
    m.Media(PHOTO, MediaKind.PHOTO),
)


def told(visibility: str = "Biasa", consent: m.Incoming = CONSENT) -> tuple[m.Incoming, ...]:
    return (*TELLING, m.Text(visibility), consent, m.Text("Kirim"))


async def keep_files(store: Store, owner: int) -> None:
    async with store.begin() as unit:
        for id, kind in ((EVIDENCE, MediaKind.VOICE), (PHOTO, MediaKind.PHOTO)):
            file = StoredFile(id, kind, "image/jpeg", 1, "00" * 32, f"{id}/original")
            await attachments.add(unit, owner, file, NOW - timedelta(days=3))


async def rows(store: Store, table: Any) -> Sequence[Any]:
    async with store.read() as unit:
        return (await unit.connection.execute(select(table).order_by(*table.primary_key))).all()


async def forwarded(store: Store) -> list[ReportForwarding | ResponseForwarding]:
    return [from_json(row.body) for row in await rows(store, tables.forwardings)]


async def file(store: Store, catalogue: Catalogue, messages: Sequence[m.Incoming]) -> Helper:
    """What a volunteer says, one message after the other."""
    rahma = await make_volunteer(store)
    await keep_files(store, rahma.id)
    async with open_house(store, catalogue, delivers=False) as house:
        await house.say(rahma.chat, *messages)
    return rahma

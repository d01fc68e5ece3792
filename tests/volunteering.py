"""KIM volunteers, and what they have filed for others."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from conversations.conversation import Conversation
from conversations.following import Telling
from conversations.messages import Chat
from conversations.report import ConsentKind
from conversations.volunteering import Consent, Represented, Standing, Volunteering
from handlers.forwarding_body import as_json
from handlers.ports import ReportForwarding
from storage import complainants, conversations, filings, forwardings, reports, tables
from storage.conversations import Change
from storage.filings import NewFiling
from storage.forwardings import NewForwarding
from storage.reports import NewReport
from storage.store import Store
from tests.filed import NOW, RECEIPT, REPORT, Filed

CODE = "0123456789"
RAHMA = Volunteering("Rahmawati", "KIM Sangatta Utara", "64.08.04", Standing.ACTIVE)
CONSENT = Consent(ConsentKind.IN_PERSON, NOW)
SITI = Represented("Siti Aminah", "+6281234567890", CONSENT)


@dataclass(frozen=True, slots=True)
class Helper:
    """A volunteer's chat; `id` is their complainant's."""

    id: int
    chat: Chat


async def make_volunteer(
    store: Store,
    name: str = "rahma",
    volunteering: Volunteering = RAHMA,
    channel: str = "webchat",
    telling: Telling = Telling.AT_ONCE,
) -> Helper:
    """Who has chosen to be told at once, unless `telling` says otherwise."""
    chat = Chat(channel, name)
    async with store.begin() as unit:
        id = (await complainants.add(unit, [chat], NOW))[chat]
        values: dict[str, Any] = {
            "complainant_id": id,
            "name": volunteering.name,
            "kim_group": volunteering.kim_group,
            "area": volunteering.area,
            "standing": volunteering.standing.value,
            "asked_at": NOW,
        }
        await unit.connection.execute(tables.volunteers.insert().values(values))
    await talk_is(store, id, Conversation(volunteering=volunteering, care_telling=telling))
    return Helper(id, chat)


async def file_for(
    store: Store, by: Helper, receipt: str = RECEIPT, person: Represented = SITI, at: datetime = NOW, **changed: Any
) -> Filed:
    """The volunteer has filed this report for the person; nobody has forwarded it yet."""
    said = {"reporter_name": person.name, "reporter_contact": person.contact, **changed}
    report = replace(REPORT, **{"receipt": receipt, "sent_at": at, **said})
    async with store.begin() as unit:
        id = (await reports.add(unit, [NewReport(by.id, report, tracking_code=CODE)]))[receipt]
        await filings.add(unit, [NewFiling(id, by.id, person)])
        body = as_json(ReportForwarding(receipt, report))
        await forwardings.add(unit, [NewForwarding(id, receipt, "desk", body)], at)
    return Filed(report, id, by.id, by.chat)


async def meet(store: Store, name: str) -> int:
    """Somebody has written to the bot: their complainant's id."""
    chat = Chat("webchat", name)
    async with store.begin() as unit:
        return (await complainants.add(unit, [chat], NOW))[chat]


async def talk_is(store: Store, complainant_id: int, conversation: Conversation) -> None:
    async with store.begin() as unit:
        await conversations.store(unit, [Change(complainant_id, conversation, None)], NOW)


async def talk_of(store: Store, complainant_id: int) -> Conversation:
    async with store.begin() as unit:
        return (await conversations.load_by_id(unit, [complainant_id]))[complainant_id].conversation

"""The plain way: one transaction per message with SQLAlchemy's ORM, and a small one that clears the outbox once sent.

It takes the same turns, writes the same rows and survives the same crashes as PintuLapor's own way.
"""

import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from benchmarks import plain_tables as t
from benchmarks.crowd import Phones
from benchmarks.plain_engine import plain_engine
from benchmarks.ways import Taking, Way
from conversations.catalogue import Catalogue
from conversations.conversation import Conversation, Person
from conversations.effects import SendReport
from conversations.hearing import hear_out
from conversations.lookups import Lookup, what_it_needs
from conversations.messages import Outgoing, Received
from conversations.receipt import RANDOM_BITS, make_receipt
from conversations.reminders import wake_at
from conversations.report import Report
from conversations.status import Status
from conversations.turn import Given, Outcome, take_turn
from handlers.forwarding_body import as_json
from handlers.ports import ReportForwarding
from storage.bodies import conversation_as_json, conversation_from_json, outgoing_as_json


class PlainBot:
    """With `keeps_answers`, an answer is in the outbox until it is sent; without, a crash after the commit loses it."""

    def __init__(
        self, sessions: async_sessionmaker[AsyncSession], phones: Phones, catalogue: Catalogue, keeps_answers: bool
    ) -> None:
        self.commits = 0
        self._sessions = sessions
        self._phones = phones
        self._catalogue = catalogue
        self._keeps_answers = keeps_answers

    async def take(self, received: Received) -> None:
        now = datetime.now(UTC)
        async with self._sessions() as session:
            session.add(t.InboxKey(**_chat(received), key=received.key, received_at=now))
            try:
                await session.flush()
            except IntegrityError:  # it was handled before
                return
            complainant = await _complainant(session, received, now)
            outcome = self._turn(_conversation(complainant), received, now)
            _store(complainant, outcome.conversation, wake_at(outcome.conversation, self._catalogue.profile), now)
            session.add_all(_sent(effect.report, complainant, now) for effect in _reports(outcome))
            messages = [_message(complainant, outgoing, now) for outgoing in outcome.replies]
            if self._keeps_answers:
                session.add_all(messages)
            await session.commit()
        self.commits += 1
        await self._send(messages, outcome, received)

    def _turn(self, conversation: Conversation, received: Received, now: datetime) -> Outcome:
        heard = hear_out(conversation, received, self._catalogue)
        needed = what_it_needs(conversation, received, heard)
        assert needed == Lookup(), "this dialogue asks for no report"
        receipt = make_receipt(self._catalogue.profile.office.prefix, secrets.randbits(RANDOM_BITS))
        return take_turn(conversation, received, Given(now, self._catalogue, receipt, heard=heard))

    async def _send(self, messages: Sequence[t.OutboxMessage], outcome: Outcome, received: Received) -> None:
        language = outcome.conversation.person.language
        for message, outgoing in zip(messages, outcome.replies, strict=True):
            rendered = self._catalogue.render(outgoing, language)
            await self._phones.send(received.chat.address, message.id, rendered, message.created_at)
        if not self._keeps_answers:
            return
        async with self._sessions.begin() as session:
            for message in messages:
                await session.delete(message)
        self.commits += 1


async def _complainant(session: AsyncSession, received: Received, now: datetime) -> t.Complainant:
    found = await session.scalar(select(t.Complainant).filter_by(**_chat(received)))
    if found:
        return found
    new = t.Complainant(**_chat(received), created_at=now, conversation=None)
    session.add(new)
    await session.flush()
    return new


def _chat(received: Received) -> dict[str, str]:
    return {"channel": received.chat.channel, "address": received.chat.address}


def _conversation(complainant: t.Complainant) -> Conversation:
    row = complainant
    person = Person(row.name or "", row.contact or "", row.language or "id", row.consented_at)
    kept = complainant.conversation
    return conversation_from_json(kept.body, person) if kept else Conversation(person=person)


def _store(complainant: t.Complainant, after: Conversation, wake: datetime | None, now: datetime) -> None:
    kept = complainant.conversation
    if kept is None:
        kept = complainant.conversation = t.Conversation()
    kept.state, kept.body, kept.wake_at, kept.updated_at = after.state.value, conversation_as_json(after), wake, now
    person = after.person
    complainant.name, complainant.contact = person.name, person.contact
    complainant.language, complainant.consented_at = person.language, person.consented_at


def _reports(outcome: Outcome) -> list[SendReport]:
    return [effect for effect in outcome.effects if isinstance(effect, SendReport)]


def _sent(report: Report, complainant: t.Complainant, now: datetime) -> t.Report:
    hidden = replace(report, reporter_name="", reporter_contact="") if report.visibility.is_anonymous else report
    body = as_json(ReportForwarding(report.receipt, hidden))
    return t.Report(
        receipt=report.receipt,
        complainant_id=complainant.id,
        report_class=report.report_class.value,
        title=report.title,
        description=report.description,
        category=report.category,
        event_day=report.event_date.day,
        event_as_said=report.event_date.as_said,
        landmark=report.place.landmark,
        district=report.place.district,
        village=report.place.village,
        latitude=report.place.latitude,
        longitude=report.place.longitude,
        outside=report.place.outside,
        visibility=report.visibility.value,
        reporter_name=report.reporter_name,
        reporter_contact=report.reporter_contact,
        sent_at=report.sent_at,
        status=Status.RECEIVED.value,
        history=[t.Event(key="received", at=now, status=Status.RECEIVED.value)],
        forwardings=[t.Forwarding(key=report.receipt, body=body, created_at=now, due_at=now)],
    )


def _message(complainant: t.Complainant, outgoing: Outgoing, now: datetime) -> t.OutboxMessage:
    body = outgoing_as_json(outgoing)
    return t.OutboxMessage(complainant_id=complainant.id, body=body, created_at=now, due_at=now)


@asynccontextmanager
async def _open(keeps_answers: bool, url: str, phones: Phones, catalogue: Catalogue) -> AsyncIterator[Taking]:
    engine = plain_engine(url)
    bot = PlainBot(async_sessionmaker(engine, expire_on_commit=False), phones, catalogue, keeps_answers)
    try:
        yield Taking(bot.take, lambda: bot.commits)
    finally:
        await engine.dispose()


PLAIN = Way("plain way", partial(_open, True))
FORGETFUL = Way("plain way, no outbox", partial(_open, False))

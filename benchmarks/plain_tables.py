"""The same tables as `storage.tables`, as classes of SQLAlchemy's ORM."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, LargeBinary
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from storage.types import Instant

Id = BigInteger().with_variant(Integer, "sqlite")


class Base(DeclarativeBase):
    type_annotation_map = {datetime: Instant, bytes: LargeBinary}  # noqa: RUF012 -- SQLAlchemy's own form


class Complainant(Base):
    __tablename__ = "complainants"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    channel: Mapped[str]
    address: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="id")
    consented_at: Mapped[datetime | None]
    is_blocked: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    conversation: Mapped["Conversation | None"] = relationship(lazy="joined")


class Conversation(Base):
    __tablename__ = "conversations"
    complainant_id: Mapped[int] = mapped_column(ForeignKey("complainants.id"), primary_key=True)
    state: Mapped[str]
    body: Mapped[bytes]
    wake_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]


class InboxKey(Base):
    __tablename__ = "inbox"
    channel: Mapped[str] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    received_at: Mapped[datetime]


class OutboxMessage(Base):
    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    complainant_id: Mapped[int] = mapped_column(ForeignKey("complainants.id"))
    is_notice: Mapped[bool] = mapped_column(default=False)
    body: Mapped[bytes]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(default="")


class Report(Base):
    __tablename__ = "reports"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    receipt: Mapped[str]
    complainant_id: Mapped[int | None] = mapped_column(ForeignKey("complainants.id"))
    report_class: Mapped[str]
    title: Mapped[str]
    description: Mapped[str]
    category: Mapped[str]
    event_day: Mapped[date | None]
    event_as_said: Mapped[str]
    landmark: Mapped[str]
    district: Mapped[str]
    village: Mapped[str]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    outside: Mapped[str]
    visibility: Mapped[str]
    reporter_name: Mapped[str]
    reporter_contact: Mapped[str]
    sent_at: Mapped[datetime]
    status: Mapped[str]
    status_number: Mapped[int] = mapped_column(default=0)
    is_handed_over: Mapped[bool] = mapped_column(default=False)
    tracking_id: Mapped[str] = mapped_column(default="")
    agency: Mapped[str] = mapped_column(default="")
    level: Mapped[str] = mapped_column(default="")
    question: Mapped[str] = mapped_column(default="")
    history: Mapped[list["Event"]] = relationship()
    forwardings: Mapped[list["Forwarding"]] = relationship()


class Event(Base):
    __tablename__ = "history"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    key: Mapped[str]
    number: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
    status: Mapped[str] = mapped_column(default="")
    response: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    agency: Mapped[str] = mapped_column(default="")
    level: Mapped[str] = mapped_column(default="")
    own_word: Mapped[str] = mapped_column(default="")


class Forwarding(Base):
    __tablename__ = "forwardings"
    id: Mapped[int] = mapped_column(Id, primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    key: Mapped[str]
    body: Mapped[bytes]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    is_set_aside: Mapped[bool] = mapped_column(default=False)
    last_error: Mapped[str] = mapped_column(default="")

"""The people, their conversations, and what is to be said to them."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from storage.tables.metadata import Id, metadata
from storage.types import Instant

complainants = Table(
    "complainants",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("address", String(128), nullable=False),
    Column("name", Text, nullable=False, default=""),
    Column("contact", Text, nullable=False, default=""),
    Column("language", String(2), nullable=False, default="id"),
    Column("consented_at", Instant),
    Column("is_blocked", Boolean, nullable=False, default=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("channel", "address"),
)

conversations = Table(
    "conversations",
    metadata,
    Column("complainant_id", ForeignKey("complainants.id", ondelete="CASCADE"), primary_key=True),
    Column("state", String(32), nullable=False),
    Column("body", LargeBinary, nullable=False),  # Conversation as JSON, without its person
    Column("wake_at", Instant, index=True),  # when the idle draft is next looked at
    Column("updated_at", Instant, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("address", String(128), primary_key=True),
    Column("key", String(128), primary_key=True),
    Column("received_at", Instant, nullable=False, index=True),
    sqlite_with_rowid=False,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("complainant_id", ForeignKey("complainants.id", ondelete="CASCADE"), nullable=False),
    Column("is_notice", Boolean, nullable=False),  # a reply goes before a notice
    Column("body", LargeBinary, nullable=False),  # Outgoing as JSON: keys and parameters, rendered when sent
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("last_error", String(64), nullable=False, default=""),
    Column("edition", Integer, nullable=False, server_default=text("0")),  # another once something else is said in it
    Index("ix_outbox_complainant_id_id", "complainant_id", "id"),
    sqlite_autoincrement=True,
)
# replies are few among the notices of a report that many follow
Index(
    "ix_outbox_replies",
    outbox.c.complainant_id,
    sqlite_where=outbox.c.is_notice == false(),
    postgresql_where=outbox.c.is_notice == false(),
)

held_notices = Table(
    "held_notices",
    metadata,
    Column("id", Id, primary_key=True),
    Column("complainant_id", ForeignKey("complainants.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),  # Outgoing as JSON, as in the outbox
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False, index=True),  # when it goes to the outbox, with the others of its person
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), index=True),  # none of what older versions held
    sqlite_autoincrement=True,
)

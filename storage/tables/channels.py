"""The messaging apps' own; the web chat's is what its page shows."""

from sqlalchemy import Boolean, Column, Index, LargeBinary, String, Table, UniqueConstraint

from storage.tables.metadata import Id, metadata
from storage.types import Instant

channels = Table(
    "channels",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("secret", String(64), nullable=False, default=""),  # by which the app shows that an update is its own
    Column("introduced", String(64), nullable=False, default=""),  # which bot it is, and a digest of what it said
    Column("paused_until", Instant),  # the app wants nothing sent before
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("key", String(64), nullable=False),  # the update's, so that it is kept once
    Column("kind", String(64), nullable=False),
    Column("address", String(128), nullable=False),  # whose update it is, or empty: to be forgotten with them
    Column("error", String(64), nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("raw", LargeBinary, nullable=False),  # as it came, for a replay
    UniqueConstraint("channel", "key"),
    sqlite_autoincrement=True,
)

transcripts = Table(
    "transcripts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("address", String(128), nullable=False),
    Column("key", String(128), nullable=False),  # the browser's for its own messages, "o<outbox id>" for ours
    Column("is_own", Boolean, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("address", "key"),
    Index("ix_transcripts_address_id", "address", "id"),
    sqlite_autoincrement=True,
)

"""The reports, with what became of them, their files, and who follows them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from storage.tables.metadata import Id, metadata
from storage.types import Instant

reports = Table(
    "reports",
    metadata,
    Column("id", Id, primary_key=True),
    Column("receipt", String(32), nullable=False, unique=True),
    Column("complainant_id", ForeignKey("complainants.id", ondelete="SET NULL"), index=True),
    Column("report_class", String(32), nullable=False),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("category", String(64), nullable=False),
    Column("event_day", Date),
    Column("event_as_said", Text, nullable=False),
    Column("landmark", Text, nullable=False),
    Column("district", String(16), nullable=False),
    Column("village", String(16), nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("outside", Text, nullable=False),
    Column("visibility", String(32), nullable=False),
    Column("reporter_name", Text, nullable=False),
    Column("reporter_contact", Text, nullable=False),
    Column("sent_at", Instant, nullable=False),
    Column("status", String(32), nullable=False),
    Column("status_number", Integer, nullable=False, default=0),
    Column("is_handed_over", Boolean, nullable=False, default=False),
    Column("tracking_id", String(64), nullable=False, default=""),
    Column("agency", String(128), nullable=False, default=""),
    Column("level", String(16), nullable=False, default=""),
    Column("question", Text, nullable=False, default=""),
    Column("due_at", Instant),
    Column("closed_at", Instant),
    Column("backend", String(32), nullable=False, server_default="desk"),  # where it goes, and all that follows it
    Column("tracking_code", String(16), nullable=False, server_default=text("''")),  # opens its public page
    Column("remind_at", Instant, index=True),  # when the complainant is reminded of the question
)

history = Table(
    "history",
    metadata,
    Column("id", Id, primary_key=True),
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("key", String(128), nullable=False),  # the update's or the response's: a repeat changes nothing
    Column("number", Integer, nullable=False, default=0),
    Column("at", Instant, nullable=False),
    Column("status", String(32), nullable=False, default=""),
    Column("response", String(32), nullable=False, default=""),
    Column("text", Text, nullable=False, default=""),
    Column("agency", String(128), nullable=False, default=""),
    Column("level", String(16), nullable=False, default=""),
    Column("own_word", String(64), nullable=False, default=""),  # a status that has no name here
    UniqueConstraint("report_id", "key"),
)

# Whoever sent a report is told of it anyway: they have a row only where they chose how.
followers = Table(
    "followers",
    metadata,
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("complainant_id", ForeignKey("complainants.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("telling", String(16), nullable=False),
    Column("since", Instant, nullable=False),
    sqlite_with_rowid=False,
)

attachments = Table(
    "attachments",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("complainant_id", ForeignKey("complainants.id", ondelete="SET NULL"), index=True),
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), index=True),
    Column("kind", String(16), nullable=False),
    Column("file_name", Text, nullable=False, default=""),
    Column("caption", Text, nullable=False, default=""),
    Column("media_type", String(128), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("object_key", String(128), nullable=False),
    Column("shown_key", String(128), nullable=False, default=""),  # the cleaned copy of a picture
    Column("created_at", Instant, nullable=False),
)

fetches = Table(
    "fetches",
    metadata,
    Column("attachment_id", ForeignKey("attachments.id", ondelete="CASCADE"), primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("source", Text, nullable=False),  # what the messaging app calls the file
    Column("due_at", Instant, index=True),  # when it is next tried, or its loss told; none when nothing is left to do
    Column("attempts", Integer, nullable=False, default=0),
    Column("last_error", String(64), nullable=False, default=""),
    Column("lost_because", String(16), nullable=False, default=""),  # empty while it is being fetched
)

unwanted_files = Table(
    "unwanted_files",
    metadata,
    Column(
        "object_key", String(128), primary_key=True
    ),  # no row names it any more: to be removed from the object store
)

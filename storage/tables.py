"""Every table there is. A change here needs a migration beside it (a test compares the two)."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from storage.types import Instant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only in a column that is exactly INTEGER
Id = BigInteger().with_variant(Integer, "sqlite")

# --- the people and their conversations ---

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

# --- the reports ---

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

forwardings = Table(
    "forwardings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("key", String(128), nullable=False, unique=True),
    Column("body", LargeBinary, nullable=False),  # Forwarding as JSON
    Column("created_at", Instant, nullable=False),
    Column("backend", String(32), nullable=False, server_default="desk"),
    Column("due_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("is_set_aside", Boolean, nullable=False, default=False),
    Column("last_error", String(64), nullable=False, default=""),
    Column("reason", String(200), nullable=False, server_default=text("''")),  # the backend's own words
    Column("told_at", Instant),  # when the complainant was told that it is not there yet
    Index("ix_forwardings_is_set_aside_backend_due_at", "is_set_aside", "backend", "due_at"),
    sqlite_autoincrement=True,
)

# --- the volunteers, and for whom they filed ---

volunteer_invitations = Table(
    "volunteer_invitations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("code", String(32), nullable=False, unique=True),
    Column("kim_group", Text, nullable=False),
    Column("area", String(16), nullable=False),  # the ministry's code, or empty for all
    Column("uses_left", Integer, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
)

volunteers = Table(
    "volunteers",
    metadata,
    Column("id", Id, primary_key=True),
    # none once they have ended, or were forgotten
    Column("complainant_id", ForeignKey("complainants.id", ondelete="SET NULL"), unique=True),
    Column("name", Text, nullable=False),
    Column("kim_group", Text, nullable=False),
    Column("area", String(16), nullable=False),
    Column("standing", String(16), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("decided_at", Instant),
)

# A report that is not its owner's yet belongs to the volunteer's chat: reports.complainant_id says who is told now.
filings = Table(
    "filings",
    metadata,
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("volunteer_id", ForeignKey("volunteers.id", ondelete="SET NULL"), index=True),
    Column("kim_group", Text, nullable=False),  # as it was when it was filed
    Column("person_name", Text, nullable=False),
    Column("person_contact", Text, nullable=False),
    Column("consent", String(16), nullable=False),
    Column("consented_at", Instant, nullable=False),
    Column("covers", String(32), nullable=False),  # the visibility that was agreed to
    Column("evidence_id", ForeignKey("attachments.id", ondelete="SET NULL"), index=True),
    Column("handed_over_at", Instant),
    Column("withdrawn_at", Instant),
)

handovers = Table(
    "handovers",
    metadata,
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("code", String(32), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    # the volunteer's chat, which cannot take the report over with it: not even once they have ended
    Column("made_by", ForeignKey("complainants.id", ondelete="SET NULL"), index=True),
)

# --- many reports in one file, which volunteers send ---

village_lists = Table(
    "village_lists",
    metadata,
    Column("id", Id, primary_key=True),
    Column("complainant_id", ForeignKey("complainants.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("attachment_id", String(128), nullable=False, index=True),  # no key: the file goes once it is read
    Column("file_name", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("came_at", Instant, nullable=False),
    Column("due_at", Instant, index=True),  # when there is next something to do for it
    Column("told", Integer, nullable=False, default=0),  # how many rows were sent when that was last told
    sqlite_autoincrement=True,  # a number that was told is never another list's
)

village_list_rows = Table(
    "village_list_rows",
    metadata,
    Column("list_id", ForeignKey("village_lists.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),  # the row's in the file
    Column("state", String(16), nullable=False),
    Column("body", LargeBinary, nullable=False),  # ListRow as JSON
    Column("fingerprint", String(64), nullable=False),  # of the row as it came
    Column("receipt", String(32), nullable=False, default=""),
)

# What was sent of any list: the same row is not sent again. It goes with the report.
listed_reports = Table(
    "listed_reports",
    metadata,
    Column("complainant_id", ForeignKey("complainants.id", ondelete="CASCADE"), primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), nullable=False, index=True),
    sqlite_with_rowid=False,
)

# --- what is known of the reports that another system has ---

backend_reports = Table(
    "backend_reports",
    metadata,
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("backend", String(32), primary_key=True),
    Column("external_id", String(255), nullable=False, default=""),  # what the backend calls it, once that is known
    Column("token", String(255), nullable=False, default=""),  # what its id can be asked for with
    Column("posted_at", Instant),  # since when it may be there, unless it is known not to be
    Column("heard_at", Instant),  # when the newest that was heard of it was said
    Column("seen", String(64), nullable=False, default=""),  # a digest of what it was when it was last looked at
    Index("ix_backend_reports_backend_external_id", "backend", "external_id"),
)

backend_updates = Table(
    "backend_updates",
    metadata,
    Column("report_id", ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True),
    Column("backend", String(32), primary_key=True),
    Column("update_id", String(255), primary_key=True),  # heard, or said by us: nothing new when it is polled
)

backend_polls = Table(
    "backend_polls",
    metadata,
    Column("backend", String(32), primary_key=True),
    Column("due_at", Instant, nullable=False),  # nobody asks before
    Column("asked_until", Instant),  # all that was said until then has been asked for
    Column("looked_back_at", Instant),  # when a whole day was last asked for again
)

# --- the messaging apps' own ---

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

# --- the web chat's own: what its page shows ---

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

# --- the desk's own: the cases as they were delivered to it ---

desk_cases = Table(
    "desk_cases",
    metadata,
    Column("id", Id, primary_key=True),
    Column("receipt", String(32), nullable=False, unique=True),
    Column("body", LargeBinary, nullable=False),  # Report as JSON, without the identity that the desk may not know
    Column("title", Text, nullable=False),
    Column("report_class", String(32), nullable=False),
    Column("status", String(32), nullable=False),
    Column("tracking_id", String(64), nullable=False, default=""),
    Column("agency", String(128), nullable=False, default=""),
    Column("level", String(16), nullable=False, default=""),
    Column("received_at", Instant, nullable=False, index=True),
    Column("waiting_since", Instant, nullable=False, index=True),  # since when the next step is the office's
    Column("is_waiting", Boolean, nullable=False, default=True),  # False while the complainant has the word, or closed
    Column("due_at", Instant, index=True),
    Column("steps", Integer, nullable=False, default=0),
)

desk_steps = Table(
    "desk_steps",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", ForeignKey("desk_cases.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("key", String(128), nullable=False, unique=True),
    Column("at", Instant, nullable=False),
    Column("status", String(32), nullable=False, default=""),
    Column("response", String(32), nullable=False, default=""),
    Column("text", Text, nullable=False, default=""),
    Column("agency", String(128), nullable=False, default=""),
    Column("level", String(16), nullable=False, default=""),
    Column("attachments", LargeBinary, nullable=False, default=b"[]"),
)

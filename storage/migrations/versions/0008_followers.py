"""Who follows which reports, and notices that wait for their hour."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    is_reply = sa.column("is_notice", sa.Boolean) == sa.false()
    op.create_index("ix_outbox_replies", "outbox", ["complainant_id"], sqlite_where=is_reply, postgresql_where=is_reply)
    op.create_table(
        "followers",
        sa.Column("report_id", Id, nullable=False),
        sa.Column("complainant_id", Id, nullable=False),
        sa.Column("telling", sa.String(length=16), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complainant_id"], ["complainants.id"], name="fk_followers_complainant_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_followers_report_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("report_id", "complainant_id", name="pk_followers"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_followers_complainant_id", "followers", ["complainant_id"])
    op.create_table(
        "held_notices",
        sa.Column("id", Id, nullable=False),
        sa.Column("complainant_id", Id, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["complainant_id"], ["complainants.id"], name="fk_held_notices_complainant_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_held_notices"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_held_notices_complainant_id", "held_notices", ["complainant_id"])
    op.create_index("ix_held_notices_due_at", "held_notices", ["due_at"])

"""Files that a messaging app has and that are yet to be fetched."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "fetches",
        sa.Column("attachment_id", sa.String(length=128), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=64), nullable=False),
        sa.Column("lost_because", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name="fk_fetches_attachment_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("attachment_id", name="pk_fetches"),
    )
    op.create_index("ix_fetches_due_at", "fetches", ["due_at"])

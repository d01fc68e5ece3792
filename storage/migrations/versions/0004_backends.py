"""Several routing backends: which one has a report, and why one of them did not take something."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for table in ("reports", "forwardings"):
        op.add_column(table, sa.Column("backend", sa.String(length=32), nullable=False, server_default="desk"))
    op.add_column("forwardings", sa.Column("reason", sa.String(length=200), nullable=False, server_default=""))
    op.add_column("forwardings", sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index("ix_forwardings_due_at", "forwardings")
    op.create_index("ix_forwardings_is_set_aside_backend_due_at", "forwardings", ["is_set_aside", "backend", "due_at"])

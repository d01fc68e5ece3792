"""The code of a report's public page, and when its complainant is reminded of a question."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column(
        "reports", sa.Column("tracking_code", sa.String(length=16), nullable=False, server_default=sa.text("''"))
    )
    op.add_column("reports", sa.Column("remind_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_reports_remind_at", "reports", ["remind_at"])

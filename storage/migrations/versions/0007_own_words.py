"""A backend's own word for a status that has no name here."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("history", sa.Column("own_word", sa.String(length=64), nullable=False, server_default=""))
    with op.batch_alter_table("history") as history:  # the default was for the rows that there are
        history.alter_column("own_word", existing_type=sa.String(length=64), server_default=None)

"""What is kept: SQLAlchemy lives here and nowhere else."""

from storage.without_orm import leave_out_orm

leave_out_orm()

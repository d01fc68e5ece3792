"""The plain way of the benchmark writes the same tables, and must be able to."""

import pytest

from benchmarks.plain_tables import Base
from storage.tables import metadata


@pytest.mark.parametrize("name", sorted(Base.metadata.tables))
def test_the_plain_way_fills_in_all_that_a_row_must_have(name: str) -> None:
    known = {column.name for column in Base.metadata.tables[name].columns}
    columns = metadata.tables[name].columns
    assert {each.name for each in columns if not each.nullable and each.server_default is None} <= known

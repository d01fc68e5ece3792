"""What is left out is told of tests and backends that there are."""

from importlib import import_module

import pytest

from tests.backends import test_conformance
from tests.backends.conftest import STANDS
from tests.backends.left_out import ELSEWHERE, LEFT_OUT


def test_only_what_there_is_can_be_left_out() -> None:
    assert {backend for backend, _ in LEFT_OUT} <= set(STANDS)
    assert [name for _, name in LEFT_OUT if not hasattr(test_conformance, name)] == []


@pytest.mark.parametrize("place", ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_is_said_to_be_elsewhere_is_there(place: str) -> None:
    module, _, name = place.partition(":")
    assert hasattr(import_module(module), name)

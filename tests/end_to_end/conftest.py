"""One product for all who send it what it cannot use."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import pytest
import pytest_asyncio

from tests.end_to_end.house import House, opened


@pytest.fixture(scope="package")
def open_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with opened(tmp_path_factory.mktemp("house")) as house:
        yield house


@pytest_asyncio.fixture
async def house(open_house: House) -> AsyncIterator[House]:
    """Whatever a test does: afterwards the next one is answered, and the log is discreet."""
    house = replace(open_house, guests=[])
    try:
        yield house
        await house.assert_goes_on()
        house.assert_is_discreet()
    finally:
        await asyncio.gather(*(guest.session.close() for guest in house.guests))

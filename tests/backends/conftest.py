"""Every test runs with each backend, but those that `left_out.py` tells why not; and on both databases."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
import pytest_asyncio

from tests.backends.desk_stand import desk_stand
from tests.backends.left_out import LEFT_OUT
from tests.backends.open311_stand import open311_stand
from tests.backends.stand import Stand
from tests.backends.webhook_stand import webhook_stand

STANDS: Mapping[str, Callable[[str, Path], AbstractAsyncContextManager[Stand]]] = {
    "desk": desk_stand,
    "webhook": webhook_stand,
    "open311": open311_stand,
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "backend_name" in metafunc.fixturenames:
        name = metafunc.function.__name__
        metafunc.parametrize("backend_name", [each for each in STANDS if (each, name) not in LEFT_OUT])


@pytest_asyncio.fixture
async def stand(backend_name: str, database_url: str, tmp_path: Path) -> AsyncIterator[Stand]:
    async with STANDS[backend_name](database_url, tmp_path) as opened:
        yield opened

"""The server that our adapter is tested against, read by another's client: PyPI's `georeport`, in its own process."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.backends.open311.georeport import Access, GeoReport
from tests.open311.kept import Manner
from tests.open311.office import KEY
from tests.open311.server import Open311Server

READS = """
import json, sys
from georeport import GeoReport

client = GeoReport(sys.argv[1])
services = client.get_service_list()
print(json.dumps([
    services,
    client.get_service_definition(services[0]["service_code"]),
    client.get_service_requests(service_request_id=sys.argv[2]),
    client.get_service_requests(start_date="2020-01-01T00:00:00Z", end_date="2020-01-02T00:00:00Z"),
    client.get_service_request(sys.argv[2]),
]))
"""


@pytest.fixture
async def server() -> AsyncIterator[Open311Server]:
    """As the specification has it: `georeport` reads nothing else."""
    async with Open311Server(Manner.SPECIFICATION) as started:
        started.services[0]["metadata"] = True
        started.definitions["lampu-jalan"] = [{"code": "tiang", "variable": True, "datatype": "string"}]
        yield started


async def test_another_client_reads_what_ours_has_sent(server: Open311Server) -> None:
    ours = GeoReport(Access(server.base, KEY))
    fields = [("service_code", "lampu-jalan"), ("address_string", "pasar"), ("description", "Lampu mati KTM-7F3K-9Q2C")]
    posted = await ours.post_request(fields, ())
    await ours.close()

    services, definition, found, none, one = await read_by_georeport(server.base, posted.id)

    assert [service["service_code"] for service in services] == ["lampu-jalan", "lain"]
    assert definition["attributes"][0]["code"] == "tiang"
    assert [(each["service_request_id"], each["status"]) for each in found] == [(posted.id, "open")]
    assert none == []
    assert one == found[0]
    assert one["description"] == "Lampu mati KTM-7F3K-9Q2C"


async def read_by_georeport(base: str, id: str) -> list[Any]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", READS, base, id, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    read: list[Any] = json.loads(out)
    return read

"""Updates from another system's signed request until the messaging app has them, without any limit of the app's."""

import asyncio
import base64
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import aiohttp
import msgspec
from aiohttp import web
from obstore.store import LocalStore
from pydantic import SecretStr

from benchmarks.office import run
from benchmarks.relay import CHANNEL, STEPS, Relayed, Size, file_reports, update_of
from benchmarks.speed import Databases
from bot import logs
from bot.backends.webhook.signing import Signatures
from bot.backends.webhook.update_door import UPDATES_PATH
from bot.locale import load_catalogue
from bot.settings import LogFormat, LogLevel, Settings
from bot.web import make_app, make_runner
from bot.webhook import Webhook
from conversations.catalogue import Catalogue
from conversations.messages import Rendered
from conversations.profile import NoticeHours, Profile
from handlers.delivery import Delivery
from handlers.incoming import Wakeable
from storage.store import Store

SECRET = "whsec_" + base64.b64encode(bytes(range(32))).decode()
IN_A_REQUEST = 500
REQUESTS_AT_ONCE = 4
NEVER_QUIET = NoticeHours(quiet_from=0, quiet_until=0)
LONGEST_S = 120.0
OFFICE = "https://lapor.example.go.id"


class App:
    """A messaging app (`handlers.ports.Channel`) that takes everything at once."""

    name = CHANNEL

    def __init__(self, awaited: int) -> None:
        self._left = awaited
        self.has_all = asyncio.Event()

    async def send(self, address: str, message_id: int, message: Rendered, at: datetime) -> None:
        self._left -= 1
        if not self._left:
            self.has_all.set()


def measure_door(size: Size, databases: Databases, profile: Profile) -> Relayed:
    """The median of each number."""
    logs.configure(LogLevel.WARNING, LogFormat.CONSOLE)
    catalogue = load_catalogue(replace(profile, notice_hours=NEVER_QUIET))
    rounds = []
    for _ in range(size.rounds):
        with databases() as url:
            rounds.append(run(_relay(url, size.reports, catalogue)))
    return Relayed(median(r.per_second for r in rounds), median(r.cpu_s_per_1000 for r in rounds))


async def _relay(url: str, number: int, catalogue: Catalogue) -> Relayed:
    """`number` reports get four updates each. The CPU is also that of who sends them."""
    store, app = Store(url), App(number * len(STEPS))
    delivery = Delivery(store, {app.name: app}, catalogue, _now)
    receipts = [f"KTM-{n:04}-{n:04}" for n in range(number)]
    await file_reports(store, receipts, "webhook")
    bodies = [
        _body(receipts[first : first + IN_A_REQUEST], step)
        for step in range(len(STEPS))
        for first in range(0, number, IN_A_REQUEST)
    ]
    delivering = asyncio.create_task(delivery.run())
    async with _door(store, catalogue, delivery) as address:
        cpu, began = time.process_time(), time.perf_counter()
        await _post(address, bodies)
        async with asyncio.timeout(LONGEST_S):
            await app.has_all.wait()
        took, cpu = time.perf_counter() - began, time.process_time() - cpu
    delivering.cancel()
    await asyncio.wait([delivering])
    await store.close()
    return Relayed(number * len(STEPS) / took, cpu / (number * len(STEPS)) * 1_000)


def _now() -> datetime:
    return datetime.now(UTC)


def _body(receipts: Sequence[str], step: int) -> bytes:
    """As the other system writes it (`docs/openapi.json`)."""
    updates = [update_of(receipt, step) for receipt in receipts]
    told = [
        {
            "id": each.key,
            "receipt": each.receipt,
            "number": each.number,
            "status": each.status.value,
            "at": each.at.isoformat(),
            "text": each.text,
        }
        for each in updates
    ]
    return msgspec.json.encode({"updates": told})


async def _post(address: str, bodies: Sequence[bytes]) -> None:
    """Those of a report one after the other: an older one that came later would not be told."""
    signatures, line = Signatures([SECRET]), asyncio.Semaphore(REQUESTS_AT_ONCE)
    async with aiohttp.ClientSession(base_url=address) as session:

        async def post(n: int, body: bytes) -> None:
            async with (
                line,
                session.post(
                    UPDATES_PATH, data=body, headers={"Content-Type": "application/json"} | _signed(signatures, n, body)
                ) as answer,
            ):
                assert answer.status == web.HTTPAccepted.status_code, await answer.text()

        by_step = -(-len(bodies) // len(STEPS))
        for first in range(0, len(bodies), by_step):
            await asyncio.gather(*(post(first + n, body) for n, body in enumerate(bodies[first : first + by_step])))


def _signed(signatures: Signatures, number: int, body: bytes) -> dict[str, str]:
    return signatures.headers(f"m{number}", _now(), body)


@asynccontextmanager
async def _door(store: Store, catalogue: Catalogue, delivery: Wakeable) -> AsyncIterator[str]:
    """Where it listens."""

    async def is_ready() -> bool:
        return True

    settings = Settings(
        backend="webhook", backend_webhook_url=OFFICE, backend_webhook_secrets=SecretStr(SECRET), public_url=OFFICE
    )
    with TemporaryDirectory() as folder:
        webhook = Webhook(settings, catalogue.profile, store, LocalStore(Path(folder)), _now)
        runner = make_runner(make_app(webhook.routes(delivery), catalogue, is_ready))
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
        await runner.cleanup()
        await webhook.backend.close()

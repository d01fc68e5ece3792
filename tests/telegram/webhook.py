"""Telegram's side of a webhook: it posts updates to the bot, and reads a method call out of the answer."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import aiohttp

from tests.telegram.bell import Bell
from tests.telegram.faults import WEBHOOK, Cut, Faults, Slow
from tests.telegram.pending import Pending
from tests.telegram.schema import Json

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATIENCE = aiohttp.ClientTimeout(total=60)
FIRST_RETRIES_AT_ONCE = 1
LONGEST_BACK_OFF = 20

MESSAGES = {"message", "edited_message", "channel_post", "edited_channel_post"}


@dataclass(frozen=True, slots=True)
class Post:
    """One attempt to hand over an update; `status` is None where no answer came."""

    update_id: int
    status: int | None
    body: str


Queue = tuple[str, Any]
Perform = Callable[[str, Json], None]


def queue_of(update: Json) -> Queue:
    """Which updates wait for one another: as in the open server, a chat's messages do, and its callback queries
    do, each in a queue of its own, so that a button may overtake a message of the same chat."""
    kind, payload = next((key, value) for key, value in update.items() if key != "update_id")
    if not isinstance(payload, dict):
        return kind, update["update_id"]
    if kind in MESSAGES:
        return "message", payload.get("chat", {}).get("id")
    whose = payload.get("from") or payload.get("chat") or payload.get("user") or payload
    return kind, whose.get("id", update["update_id"])


class Webhook:
    """Hands over everything that is pending, then everything that comes, until it is closed."""

    def __init__(self, settings: Json, pending: Pending, faults: Faults, bell: Bell, perform: Perform) -> None:
        self.settings = settings
        self.posts: list[Post] = []
        self.last_error = ""
        self.back_off = 0.05
        self._pending, self._faults, self._bell, self._perform = pending, faults, bell, perform
        self._queues: dict[Queue, deque[Json]] = defaultdict(deque)
        self._workers: dict[Queue, asyncio.Task[None]] = {}
        self._free = asyncio.Semaphore(settings["max_connections"])
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=settings["max_connections"]), timeout=PATIENCE
        )
        for update in pending.all():
            self.offer(update)

    def offer(self, update: Json) -> None:
        queue = queue_of(update)
        self._queues[queue].append(update)
        if queue not in self._workers:
            self._workers[queue] = asyncio.create_task(self._hand_over(queue))

    async def close(self) -> None:
        for worker in list(self._workers.values()):
            worker.cancel()
            with suppress(asyncio.CancelledError):
                await worker
        await self._session.close()

    async def _hand_over(self, queue: Queue) -> None:
        waiting = self._queues[queue]
        try:
            while waiting:
                await self._insist(waiting[0])
                waiting.popleft()
        finally:
            del self._workers[queue]
            if not waiting:
                del self._queues[queue]

    async def _insist(self, update: Json) -> None:
        """Until the bot says 2xx: the first time again at once, then ever later."""
        attempts = 0
        while True:
            async with self._free:
                post, after = await self._post(update)
                self.posts.append(post)
            if post.status is not None and 200 <= post.status < 300:
                self._pending.forget(update["update_id"])
                self._bell.ring()
                self._obey(post.body)
                return
            self.last_error = f"Wrong response from the webhook: {post.status}"
            self._bell.ring()
            if attempts >= FIRST_RETRIES_AT_ONCE or after:
                doubled = min(2**attempts, LONGEST_BACK_OFF) * self.back_off
                await asyncio.sleep(doubled)
            attempts += 1

    async def _post(self, update: Json) -> tuple[Post, bool]:
        fault, _ = self._faults.take(WEBHOOK)
        if isinstance(fault, Slow):
            await asyncio.sleep(fault.seconds)
        secret = self.settings.get("secret_token")
        headers = {SECRET_HEADER: secret} if secret else {}
        try:
            async with self._session.post(self.settings["url"], json=update, headers=headers) as answer:
                body = await answer.text()
                lost = isinstance(fault, Cut)
                status = None if lost else answer.status
                return Post(update["update_id"], status, body), "Retry-After" in answer.headers
        except (aiohttp.ClientError, TimeoutError):
            return Post(update["update_id"], None, ""), False

    def _obey(self, body: str) -> None:
        """Carries out the one method call that may stand in the answer; the bot never learns what came of it."""
        try:
            sent: Json = json.loads(body) if body.lstrip().startswith("{") else dict(parse_qsl(body))
        except ValueError:
            return
        method = str(sent.pop("method", "")).lower()
        if method and not method.startswith("get") and method not in ("setwebhook", "deletewebhook", "logout", "close"):
            self._perform(method, sent)

"""An Open311 server's office: what it has, how it behaves, and what its people do."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from itertools import count
from math import inf
from typing import Any

from tests.gate import Gate
from tests.open311.kept import Fault, Json, Kept, Manner, Told
from tests.open311.speech import Speech

KEY = "open-sesame"


class Office:
    def __init__(self, manner: Manner = Manner.SPECIFICATION, now: Callable[[], datetime] = lambda: datetime.now(UTC)):
        self.manner = manner
        self.speech = Speech(manner)
        self.now = now
        self.services: list[Json] = [
            {"service_code": "lampu-jalan", "service_name": "Lampu", "metadata": False},
            {"service_code": "lain", "service_name": "Lain-lain", "metadata": False},
        ]
        self.definitions: dict[str, list[Json]] = {}
        self.kept: list[Kept] = []
        self.updates: list[Told] = []
        self.posted_updates: list[Told] = []
        self.faults: deque[Fault] = deque()
        self.gives_tokens_for = 0  # so many times a token is asked for before there is an id; 0 gives none
        self.refuses_repeats = False  # at the same place
        self.merges = False  # a report at the same place is no new one
        self.hides_from_strangers = False  # whoever does not have the key
        self.hides = False  # what was kept cannot be listed yet
        self.knows_updates = manner is Manner.FIXMYSTREET
        self.refuses_updates = False
        self.echoes_updates = False
        self.is_down = False
        self.answers: dict[str, tuple[int, str]] = {}  # given to a call instead of its own, whatever it asks
        self.stalls_beyond = inf  # bytes of files: a report with more is never taken
        self.stalled = asyncio.Event()
        self.gate: Gate | None = None  # whoever comes to it has been kept, and gets the answer when it is opened
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        self.violations: list[str] = []
        self.late: list[Callable[[], object]] = []
        self.tokens: dict[str, list[int]] = {}
        self.numbers = count(1001)

    def finish_late(self) -> None:
        """What was begun before the connection broke is done now."""
        while self.late:
            self.late.pop(0)()

    def say(self, kept: Kept, status: str, text: str = "", **more: Any) -> None:
        """An update of the request that can be polled."""
        at = more.pop("at", None) or self.now()
        told = {
            "update_id": more.pop("update_id", None) or next(self.numbers),
            "service_request_id": kept.number,
            "status": status,
            "description": text,
            "updated_datetime": self.speech.moment(at),
        }
        self.updates.append(Told(told | more, at))

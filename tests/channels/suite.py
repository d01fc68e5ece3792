"""Cases that every channel answers for: what comes in or goes out, in the words of each, and what it means."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from conversations import messages
from conversations.messages import Chat, Incoming, Received

FOLDER = Path(__file__).with_name("cases")
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Case:
    """`told` holds what the file says of it; which words it uses is told at each test."""

    file: str
    name: str
    told: Json

    def param(self) -> Any:
        return pytest.param(self.told, id=f"{self.file}: {self.name}")


def cases(files: str) -> Sequence[Case]:
    """All cases of the files whose names fit, such as `incoming_*`."""
    return [
        Case(file.stem, told["name"], told)
        for file in sorted(FOLDER.glob(f"{files}.json"))
        for told in json.loads(file.read_text(encoding="utf-8"), object_hook=_written_out)
    ]


def _written_out(told: Json) -> Any:
    """A long text is told in short: `{"repeated": [["a", 3000], ["b", 2]]}`."""
    return "".join(part * times for part, times in told["repeated"]) if "repeated" in told else told


def params(files: str, word: str) -> list[Any]:
    """Those of the cases that have something to say of `word`."""
    return [case.param() for case in cases(files) if word in case.told]


def received(told: Json | None) -> Received | None:
    if told is None:
        return None
    return Received(
        chat=Chat("telegram", told["chat"]),
        key=told["key"],
        at=datetime.fromisoformat(told["at"]),
        incoming=incoming(told["incoming"]),
        language=told.get("language", ""),
        name=told.get("name", ""),
        about=told.get("about", ""),
    )


def incoming(told: Json) -> Incoming:
    """From the name of its class with its fields; a field that is not named has its default."""
    ((name, fields),) = told.items()
    read: Incoming = msgspec.convert(fields, getattr(messages, name))
    return read


def update_of(told: Json) -> bytes:
    return str(told["raw"]).encode() if "raw" in told else json.dumps(told["update"]).encode()

"""How a transcript is read and written: who speaks stands in the first column, what they do in the second."""

import re
from collections.abc import Iterator
from datetime import timedelta

from conversations.messages import Rendered

COLUMN = 12
BOT = "PintuLapor"
GROUP = "di grup"


class Transcript:
    """`lines` is how it really went."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def write(self, speaker: str, words: str) -> None:
        first, *rest = words.split("\n")
        self.lines.append(f"{speaker:<{COLUMN}}{first}".rstrip())
        self.lines.extend(f"{'':<{COLUMN}}{more}".rstrip() for more in rest)


def acts(script: str) -> Iterator[tuple[str, str]]:
    """What the people in the transcript do; what the bot said there is left out."""
    acts: list[tuple[str, str]] = []
    for raw in script.splitlines():
        if raw.startswith("#") or not raw.strip():
            continue
        speaker, words = raw[:COLUMN].strip(), raw[COLUMN:]
        if speaker:
            acts.append((speaker, words))
        else:
            acts[-1] = (acts[-1][0], f"{acts[-1][1]}\n{words}")
    return ((speaker, words) for speaker, words in acts if speaker not in (BOT, GROUP))


def on_its_way(words: str) -> tuple[str, timedelta]:
    """`20 jam lalu> kemarin`: the words, and for how long they were on their way."""
    late = re.fullmatch(r"(\d+ \w+) lalu> (.+)", words, re.DOTALL)
    return (late[2], span(late[1])) if late else (words, timedelta())


def span(words: str) -> timedelta:
    """`3 hari` or `20 jam`."""
    number, unit = words.split()[:2]
    return int(number) * {"hari": timedelta(days=1), "jam": timedelta(hours=1)}[unit]


def said_by_bot(rendered: Rendered) -> str:
    file = f"(berkas {rendered.file.name})" if rendered.file else ""
    return "\n".join(filter(None, (rendered.text, file, options(rendered))))


def options(rendered: Rendered) -> str:
    options = [f"({o.label})" if o.is_quiet else f"[{o.label}]" for o in rendered.options]
    return " ".join((["<lokasi>"] if rendered.asks_location else []) + options)

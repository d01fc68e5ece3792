"""Calls of the Bot API as data, and how a message becomes one. Limits: https://core.telegram.org/bots/api"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conversations.messages import Rendered, RenderedOption
from handlers.ports import MadeFile

WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that are asked for (`allowed_updates`)."""

LONGEST_TEXT = 4096
"""UTF-16 code units, as all of Telegram's lengths."""
LONGEST_CAPTION = 1024
"""Of what stands beside a document."""
ATTACHED = "document"
PAIRED = 16
"""Characters of a label that leaves room for another beside it on a cheap phone."""
QUIET_ROW = 30
"""Characters of all labels in the row of quiet options."""
UNNAMED = "…"
"""A label of nothing that is seen would be refused."""
LINK = re.compile(r"\w\.\w")
"""What Telegram may take for an address, and would show a picture of."""

Buttons = list[list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Call:
    """A method and its parameters, ready for JSON, and the file that goes with it under the name `ATTACHED`."""

    method: str
    params: Mapping[str, Any]
    file: MadeFile | None = None


def message_calls(
    chat_id: int, message: Rendered, location_label: str, file: MadeFile | None = None
) -> tuple[Call, ...]:
    """The `sendMessage` that shows the message; several where it is too long for one, the options with the last.

    With a file the last is a `sendDocument`. A group is shown no options, nor a file: nothing is chosen or handed over
    where others read along.
    """
    text = f"{message.text}\n\n{message.progress}" if message.progress else message.text
    *before, last = parts(text)
    ending: dict[str, Any] = {}
    if message.progress and last.endswith(message.progress):
        length = utf16_length(message.progress)
        ending["entities"] = [{"type": "italic", "offset": utf16_length(last) - length, "length": length}]
    if chat_id > 0 and (markup := _markup(message, location_label)):
        ending["reply_markup"] = markup
    if file and chat_id > 0:
        return _with_document(chat_id, [*before, last], ending, file)
    return (*(_send(chat_id, part) for part in before), _send(chat_id, last, **ending))


def _with_document(chat_id: int, said: Sequence[str], ending: dict[str, Any], file: MadeFile) -> tuple[Call, ...]:
    """The words stand beside the document where there is room for them, and else before it."""
    *before, last = said if utf16_length(said[-1]) <= LONGEST_CAPTION else (*said, "")
    params: dict[str, Any] = {"chat_id": chat_id, ATTACHED: f"attach://{ATTACHED}"}
    if last:
        params["caption"] = last
    if last and "entities" in ending:
        params["caption_entities"] = ending["entities"]
    if "reply_markup" in ending:
        params["reply_markup"] = ending["reply_markup"]
    return (*(_send(chat_id, part) for part in before), Call("sendDocument", params, file))


def _send(chat_id: int, text: str, **more: Any) -> Call:
    preview = {"link_preview_options": {"is_disabled": True}} if LINK.search(text) else {}
    return Call("sendMessage", {"chat_id": chat_id, "text": text, **preview, **more})


def _markup(message: Rendered, location_label: str) -> dict[str, Any] | None:
    """Only a reply keyboard can share the location: there the options are labels that are sent as text.

    A message without options takes it away, unless it is a notice that comes in between.
    """
    if message.asks_location:
        share = [{"text": location_label, "request_location": True}]
        rows = [[{"text": _label(option)} for option in row] for row in _rows(message.options)]
        return {"keyboard": [share, *rows], "resize_keyboard": True, "one_time_keyboard": True}
    if message.options:
        return {"inline_keyboard": _inline(message.options)}
    return {"remove_keyboard": True} if message.closes_prompt else None


def _inline(options: Sequence[RenderedOption]) -> Buttons:
    return [[{"text": _label(option), "callback_data": option.data} for option in row] for row in _rows(options)]


def _label(option: RenderedOption) -> str:
    return option.label.strip() or UNNAMED


def _rows(options: Sequence[RenderedOption]) -> Iterator[list[RenderedOption]]:
    """One option a row, or two when both are short; those that lead back or out in the last row."""
    row: list[RenderedOption] = []
    for option in (option for option in options if not option.is_quiet):
        if row and max(len(row[0].label), len(option.label)) <= PAIRED:
            yield [*row, option]
            row = []
        else:
            if row:
                yield row
            row = [option]
    if row:
        yield row
    quiet = [option for option in options if option.is_quiet]
    if sum(len(option.label) for option in quiet) <= QUIET_ROW:
        yield from [quiet] if quiet else []
    else:
        yield from ([option] for option in quiet)


def parts(text: str) -> list[str]:
    """The text in as few messages as it needs, cut where a line ends, or else a word."""
    found = []
    while utf16_length(text) > LONGEST_TEXT:
        end = _cut(text)
        found.append(text[:end].strip())
        text = text[end:].strip()
    return [part for part in (*found, text) if part] or [text]


def _cut(text: str) -> int:
    longest = len(text.encode("utf-16-le")[: 2 * LONGEST_TEXT].decode("utf-16-le", "ignore"))
    for mark in ("\n", " "):
        if (end := text.rfind(mark, 1, longest + 1)) > 0:
            return end
    return longest


def utf16_length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def polling_call(offset: int, timeout: int) -> Call:
    return Call("getUpdates", {"offset": offset, "timeout": timeout, "allowed_updates": list(WANTED)})

"""What parse_mode makes of a text: the text as people see it, and its entities. Broken markup is refused."""

import re
from html import unescape

from tests.telegram.refusals import Refused, bad_request
from tests.telegram.schema import Json

TAGS = {
    "b": "bold", "strong": "bold",
    "i": "italic", "em": "italic",
    "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler",
    "code": "code", "pre": "pre",
    "a": "text_link", "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip
ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")

# The longer sign first: `__` is underlined, `_` is italic.
SIGNS = {
    "```": ("pre", "Pre"),
    "`": ("code", "Code"),
    "||": ("spoiler", "Spoiler"),
    "__": ("underline", "Underline"),
    "_": ("italic", "Italic"),
    "*": ("bold", "Bold"),
    "~": ("strikethrough", "Strikethrough"),
}
RESERVED = "_*[]()~`>#+-=|{}.!"


def shown(text: str, parse_mode: str | None) -> tuple[str, list[Json]]:
    """The text as people see it and its entities, offsets and lengths in UTF-16 code units."""
    mode = (parse_mode or "none").lower()
    if mode == "none":
        return text, []
    if mode not in READERS:
        raise Refused(bad_request("unsupported parse_mode"))
    return READERS[mode](text)


def utf16(text: str) -> int:
    """Its length as Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


def _broken(words: str) -> Refused:
    return Refused(bad_request(f"can't parse entities: {words}"))


def _at(text: str, index: int) -> str:
    return f"byte offset {len(text[:index].encode())}"


def read_html(text: str) -> tuple[str, list[Json]]:
    plain, entities, index = "", [], 0
    opened: list[tuple[str, Json]] = []
    while index < len(text):
        if text[index] != "<":
            end = (text.find("<", index) + 1 or len(text) + 1) - 1
            plain += unescape(text[index:end])
            index = end
            continue
        end = text.find(">", index)
        if text.startswith("</", index):
            name = text[index + 2 : max(end, index + 2)].strip().lower()
            entities += _closed(text, index, name, end, opened, utf16(plain))
        else:
            opened.append(_opened(text, index, end, utf16(plain)))
        index = end + 1
    if opened:
        raise _broken(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    return plain, entities


def _opened(text: str, index: int, end: int, offset: int) -> tuple[str, Json]:
    named = re.match(r"[^\s>]*", text[index + 1 :])
    name = named[0].lower() if named else ""
    if name not in TAGS:
        raise _broken(f'Unsupported start tag "{name}" at {_at(text, index)}')
    if end < 0:
        raise _broken(f"Unclosed start tag at {_at(text, index)}")
    attributes = {key: unescape(value.strip("\"'")) for key, value in ATTRIBUTE.findall(text[index:end])}
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _broken(f'Tag "span" must have class "tg-spoiler" at {_at(text, index)}')
    kind = "expandable_blockquote" if name == "blockquote" and "expandable" in text[index:end] else TAGS[name]
    entity: Json = {"type": kind, "offset": offset}
    if name == "a":
        entity["url"] = attributes.get("href", "")
    if name == "tg-emoji":
        entity["custom_emoji_id"] = attributes.get("emoji-id", "")
    return name, entity


def _closed(text: str, index: int, name: str, end: int, opened: list[tuple[str, Json]], now_at: int) -> list[Json]:
    if end < 0:
        raise _broken(f"Unclosed end tag at {_at(text, index)}")
    if not opened:
        raise _broken(f"Unexpected end tag at {_at(text, index)}")
    expected, entity = opened.pop()
    if name not in ("", expected):
        raise _broken(f'Unmatched end tag at {_at(text, index)}, expected "</{expected}>", found "</{name}>"')
    length = now_at - entity["offset"]
    return [{**entity, "length": length}] if length else []


def read_markdown_v2(text: str) -> tuple[str, list[Json]]:
    """Nested formatting, links and code; not the rarer date-times, custom emoji and block quotations."""
    plain, entities, index = "", [], 0
    opened: list[tuple[str, int, int]] = []
    while index < len(text):
        innermost = opened[-1][0] if opened else ""
        if text[index] == "\\" and index + 1 < len(text):
            plain, index = plain + text[index + 1], index + 2
            continue
        if text[index] == "[" and innermost not in ("`", "```"):
            opened.append(("[", index, utf16(plain)))
            index += 1
            continue
        if innermost == "[" and (link := re.compile(r"\]\(((?:\\.|[^)\\])*)\)").match(text, index)):
            _, _, start = opened.pop()
            url = re.sub(r"\\(.)", r"\1", link[1])
            entities.append({"type": "text_link", "offset": start, "length": utf16(plain) - start, "url": url})
            index = link.end()
            continue
        sign = _sign(text, index, innermost)
        if sign is None:
            if text[index] in RESERVED and innermost not in ("`", "```"):
                words = f"Character '{text[index]}' is reserved and must be escaped with the preceding '\\'"
                raise _broken(words)
            plain, index = plain + text[index], index + 1
        elif sign == innermost:
            _, _, start = opened.pop()
            entities.append({"type": SIGNS[sign][0], "offset": start, "length": utf16(plain) - start})
            index += len(sign)
        else:
            opened.append((sign, index, utf16(plain)))
            index += len(sign)
    if opened:
        sign, index, _ = opened[-1]
        kind = SIGNS[sign][1] if sign in SIGNS else "Link"
        raise _broken(f"Can't find end of {kind} entity at {_at(text, index)}")
    return plain, [entity for entity in entities if entity["length"]]


def _sign(text: str, index: int, innermost: str) -> str | None:
    if innermost in ("`", "```"):
        return innermost if text.startswith(innermost, index) else None
    return next((sign for sign in SIGNS if text.startswith(sign, index)), None)


def read_markdown(text: str) -> tuple[str, list[Json]]:
    """The older Markdown, without nesting: what is opened must be closed."""
    plain, entities, index = "", [], 0
    while index < len(text):
        sign = next((sign for sign in ("```", "`", "_", "*", "[") if text.startswith(sign, index)), None)
        if text[index] == "\\" and text[index + 1 : index + 2] in ("_", "*", "`", "["):
            plain, index = plain + text[index + 1], index + 2
        elif sign is None:
            plain, index = plain + text[index], index + 1
        else:
            closing = "]" if sign == "[" else sign
            end = text.find(closing, index + len(sign))
            if end < 0:
                raise _broken(f"Can't find end of the entity starting at {_at(text, index)}")
            inner = text[index + len(sign) : end]
            entity: Json = {"offset": utf16(plain), "length": utf16(inner)}
            plain, index = plain + inner, end + len(closing)
            if sign != "[":
                entities.append({"type": SIGNS[sign][0], **entity})
            elif link := re.compile(r"\(([^)]*)\)").match(text, index):
                entities.append({"type": "text_link", **entity, "url": link[1]})
                index = link.end()
    return plain, entities


READERS = {"html": read_html, "markdownv2": read_markdown_v2, "markdown": read_markdown}

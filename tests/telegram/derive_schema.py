"""Writes `bot_api.schema.json` anew, from the description of the Bot API that aiogram's source distribution carries.

pip download --no-binary :all: --no-deps aiogram
python -m tests.telegram.derive_schema aiogram-3.31.0.tar.gz
"""

import json
import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]

TARGET = Path(__file__).with_name("bot_api.schema.json")
DESCRIPTION = ".butcher/schema/schema.json"

METHODS = """
    getMe getUpdates setWebhook deleteWebhook getWebhookInfo getFile
    sendMessage sendPhoto sendDocument sendChatAction editMessageText editMessageReplyMarkup deleteMessage
    answerCallbackQuery
    setMyCommands deleteMyCommands getMyCommands setMyDescription getMyDescription
    setMyShortDescription getMyShortDescription setChatMenuButton getChatMenuButton
""".split()
ANSWERS = ("Update", "Message", "User", "File", "WebhookInfo", "BotCommand", "MenuButton")

PLAIN: dict[str, Json] = {
    "String": {"type": "string"},
    "Integer": {"type": "integer"},
    "Float": {"type": "number"},
    "Boolean": {"type": "boolean"},
    "True": {"const": True},
    "Integer or String": {"type": ["integer", "string"]},
}
UNIX_TIME: Json = {"type": "integer", "minimum": 0, "maximum": 2**31 - 1}

GIVEN = {
    "UnixTime": UNIX_TIME,
    # What arrives beside the parameters as a file is named by them this way.
    "InputFile": {"type": "string", "pattern": "^attach://"},
    # A parameter that no request of ours has: its thirty-odd types stay out.
    "InputRichMessage": {"type": "object"},
}

SUBTYPE = re.compile(r"^ - (\w+)$", re.MULTILINE)
FIXED = re.compile(r"(?:always|must be) '?(\w+)'?\.?$")
ONE_OF = re.compile(r"(?:can be|one of|can be either) '", re.IGNORECASE)
QUOTED = re.compile(r"'(\w+)'")


def main() -> None:
    archive = Path(sys.argv[1])
    with tarfile.open(archive) as files:
        inside = next(member for member in files.getmembers() if member.name.endswith(DESCRIPTION))
        opened = files.extractfile(inside)
        assert opened is not None
        described = json.load(opened)
    TARGET.write_text(as_text(described, archive.name.removesuffix(".tar.gz")))


def as_text(described: Json, origin: str) -> str:
    """One definition to a line, so that a newer Bot API shows as a readable difference."""
    items = {child["name"]: child for group in described["items"] for child in group["children"]}
    definitions = dict(sorted(derived(items)))
    lines = ",\n".join(
        f"    {json.dumps(name)}: {json.dumps(schema, separators=(',', ':'))}" for name, schema in definitions.items()
    )
    version, date = described["api"]["version"], described["api"]["release_date"]
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Telegram Bot API {version} ({date}): the methods in use, and Update",
        "$comment": f"Written by tests/telegram/derive_schema.py from {DESCRIPTION} of {origin}. Not to be edited.",
    }
    rows = "".join(f"  {json.dumps(key)}: {json.dumps(value)},\n" for key, value in head.items())
    return f'{{\n{rows}  "$defs": {{\n{lines}\n  }}\n}}\n'


def derived(items: dict[str, Json]) -> Iterator[tuple[str, Json]]:
    """The schema of each method and answer, and of every type that they lead to."""
    waiting = [*METHODS, *ANSWERS]
    seen = set(waiting)
    while waiting:
        name = waiting.pop()
        schema = GIVEN.get(name) or schema_of(items[name])
        yield name, schema
        for reference in re.findall(r"#/\$defs/(\w+)", json.dumps(schema)):
            if reference not in seen:
                seen.add(reference)
                waiting.append(reference)


def schema_of(item: Json) -> Json:
    subtypes = SUBTYPE.findall(item["description"])
    if subtypes and not item["annotations"]:
        return {"anyOf": [*also_plain(item["name"]), *map(reference_to, subtypes)]}
    fields = {field["name"]: field_schema(field) for field in item["annotations"]}
    required = [field["name"] for field in item["annotations"] if field["required"]]
    schema: Json = {"type": "object", "properties": fields, "additionalProperties": False}
    if required:
        schema["required"] = required
    if "String can be used instead of this object" in item["description"]:
        schema["type"] = ["object", "string"]
    if item["name"] == "Update":  # "At most one of the optional fields can be present in any given update."
        schema |= {"minProperties": 2, "maxProperties": 2}
    return schema


def also_plain(name: str) -> list[Json]:
    """RichText alone may be a text or a list instead of an object."""
    return [PLAIN["String"], {"type": "array", "items": reference_to(name)}] if name == "RichText" else []


def field_schema(field: Json) -> Json:
    kind, text = field["type"], field["description"]
    if kind == "String" and (fixed := FIXED.search(text)):
        return {"const": fixed[1]}
    if kind == "String" and ONE_OF.search(text):
        return {"enum": sorted(set(QUOTED.findall(text)))}
    if kind == "Integer" and text.startswith("Always 0."):
        return {"const": 0}
    if kind == "Integer" and ("Unix time" in text or re.search(r"(^|_)date$", field["name"])):
        return {**UNIX_TIME, "minimum": 1} if "always a positive number" in text else reference_to("UnixTime")
    return type_schema(kind)


def type_schema(kind: str) -> Json:
    if kind in PLAIN:
        return PLAIN[kind]
    if kind.startswith("Array of "):
        return {"type": "array", "items": type_schema(kind.removeprefix("Array of "))}
    choices = re.split(r", | and | or ", kind)
    return {"anyOf": [type_schema(choice) for choice in choices]} if len(choices) > 1 else reference_to(kind)


def reference_to(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


if __name__ == "__main__":
    main()

"""A method's parameters, however they were sent: in the address, as JSON, as a form or in parts."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from tests.telegram.refusals import Refused, bad_request
from tests.telegram.schema import Json, followed, type_of

YES = {"true", "yes", "1"}
NO = {"false", "no", "0"}


@dataclass(frozen=True, slots=True)
class Uploaded:
    """A file that came with a call; its parameter is `attach://` and the part's name."""

    file_name: str
    content: bytes


Files = Mapping[str, Uploaded]


async def read_parameters(request: web.Request, method: str) -> tuple[Json, dict[str, Uploaded]]:
    """The parameters with the types of the Bot API's description, as far as what was sent allows it."""
    sent: Json = dict(request.query)
    files: dict[str, Uploaded] = {}
    if request.content_type == "application/json" and request.can_read_body:
        sent |= _json_object(await request.read())
    elif request.method == "POST":
        for name, value in (await request.post()).items():
            if isinstance(value, FileField):
                files[name] = Uploaded(value.filename, value.file.read())
                if type_of(method, name) is not None:
                    sent[name] = f"attach://{name}"
            else:
                sent[name] = value if isinstance(value, str) else bytes(value).decode()
    return typed(method, sent), files


def typed(method: str, sent: Json) -> Json:
    return {name: _read(value, type_of(method, name)) for name, value in sent.items()}


def _json_object(body: bytes) -> Json:
    try:
        decoded = json.loads(body)
    except ValueError:
        decoded = None
    if not isinstance(decoded, dict):
        raise Refused(bad_request("can't parse JSON object"))
    return decoded


def _read(value: object, schema: Json | None) -> Any:
    """Whatever cannot be read as the type that is wanted stays as it came, and fails the check that follows."""
    if schema is None or not isinstance(value, str) or schema.get("type") == "string" or "enum" in schema:
        return value
    if schema.get("type") == "boolean":
        return _yes_or_no(value)
    if schema.get("type") == ["integer", "string"]:
        return int(value) if value.removeprefix("-").isdigit() else value
    if _may_be_text(schema):
        return value
    with suppress(ValueError):
        return json.loads(value)
    return value


def _yes_or_no(value: str) -> bool | str:
    return True if value.lower() in YES else False if value.lower() in NO else value


def _may_be_text(schema: Json) -> bool:
    return any(followed(choice).get("type") == "string" for choice in schema.get("anyOf", ()))

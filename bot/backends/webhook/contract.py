"""The signed HTTP contract as an OpenAPI 3.1 document: made of the very shapes that are read and written."""

from functools import cache
from typing import Any

import msgspec

from bot.backends.webhook.file_doors import NewLinks, WantedLinks
from bot.backends.webhook.links import FILES_PATH, LINKS_PATH
from bot.backends.webhook.messages import ReportMessage, ResponseMessage
from bot.backends.webhook.problems import MEDIA_TYPE, Problem
from bot.backends.webhook.signed import LARGEST
from bot.backends.webhook.signing import ID, REPLAY_WINDOW_SECONDS, SIGNATURE, TIMESTAMP
from bot.backends.webhook.update_door import UPDATES_PATH, Results
from bot.backends.webhook.updates import SAYS_SOMETHING, Update, Updates

Json = dict[str, Any]

CONTRACT_PATH = "/openapi.json"
VERSION = "1.0.0"
SHAPES = (Update, Updates, Results, WantedLinks, NewLinks, ReportMessage, ResponseMessage, Problem)
EXAMPLE: Json = {
    "id": "4711",
    "receipt": "KTM-7F3K-9Q2C",
    "number": 1,
    "status": "registered",
    "at": "2026-11-20T09:30:00+08:00",
    "tracking_id": "#1916449",
}
WHAT_IT_IS = f"""\
How PintuLapor and a case system speak with each other. Both sign by Standard Webhooks
(https://www.standardwebhooks.com, libraries for most languages) with secrets that both know, so that there is nothing
else to log in with. While a secret is being changed both sides may have two: all of them sign, any of them is believed.

PintuLapor POSTs each report, and later what its complainant says of it, to the address that you give it
(`PINTULAPOR_BACKEND_WEBHOOK_URL`); see *webhooks*. You POST what happens in your cases to `{UPDATES_PATH}`.
A message that comes again has the same id and must change nothing more; so it is with yours.

A timestamp may be {REPLAY_WINDOW_SECONDS // 60} minutes off. Bodies are JSON in UTF-8, not packed, of at most
{LARGEST // 2**20} MiB. Fields that the other side does not know are passed over; more may come."""


@cache
def as_json() -> bytes:
    return msgspec.json.format(msgspec.json.encode(contract()), indent=2) + b"\n"


def contract() -> Json:
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {"title": "PintuLapor: the signed HTTP contract", "version": VERSION, "description": WHAT_IT_IS},
        "paths": {UPDATES_PATH: _updates(), LINKS_PATH: _links(), FILES_PATH + "/{id}": _files()},
        "webhooks": {"report": _sent("A report", "ReportMessage"), "response": _sent("A response", "ResponseMessage")},
        "components": {"schemas": _schemas(), "parameters": _signature_headers()},
    }


def _schemas() -> Json:
    _, schemas = msgspec.json.schema_components(SHAPES, ref_template="#/components/schemas/{name}")
    needs_text = _when("question", "text")
    needs_number = _when("registered", "tracking_id")
    schemas["Update"] |= {"allOf": [needs_text, needs_number], "examples": [EXAMPLE]}
    return schemas


def _when(status: str, field: str) -> Json:
    """With this status the field must say something."""
    said: Json = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": SAYS_SOMETHING}]}
    return {
        "if": {"properties": {"status": {"const": status}}, "required": ["status"]},
        "then": {"properties": {field: said}, "required": [field]},
    }


def _updates() -> Json:
    some = {"anyOf": [_ref("Results"), _ref("Problem")]}
    return {
        "post": {
            "operationId": "sendUpdates",
            "summary": "What happened in your cases, one update or many",
            "parameters": _signed(),
            "requestBody": _body({"anyOf": [_ref("Updates"), _ref("Update")]}, {"one": EXAMPLE}),
            "responses": {
                "202": _answer("Committed: complainants are told", _ref("Results")),
                "400": _problem("Not as it is described here; nothing was done"),
                "401": _problem("Not signed as it must be; nothing was done"),
                "404": _answer("None of the reports is known", _ref("Results")),
                "408": _problem("The body did not come in time"),
                "413": _problem("Too large: send fewer updates at once"),
                "503": _again("Send it again; what was done before is then `repeated`", some),
            },
        }
    }


def _links() -> Json:
    return {
        "post": {
            "operationId": "askForLinks",
            "summary": "New links to files, where old ones have ended",
            "parameters": _signed(),
            "requestBody": _body(_ref("WantedLinks"), {"one": {"ids": ["0b9b1fbd44c84f2c9c1e5e9a4bd1c2aa"]}}),
            "responses": {
                "200": _answer("The links", _ref("NewLinks")),
                "400": _problem("Not as it is described here"),
                "401": _problem("Not signed as it must be"),
                "408": _problem("The body did not come in time"),
                "413": _problem("Too large"),
                "503": _again("Ask again", _ref("Problem")),
            },
        }
    }


def _files() -> Json:
    file = {"description": "The file; a photo as a cleaned copy", "content": {"*/*": {"schema": {}}}}
    return {
        "get": {
            "operationId": "fetchFile",
            "summary": "A file, by the link that a message named: do not make one of your own",
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                {"name": "expires", "in": "query", "required": True, "schema": {"type": "integer"}},
                {"name": "signature", "in": "query", "required": True, "schema": {"type": "string"}},
            ],
            "responses": {
                "200": file,
                "206": file | {"description": "The part of it that was asked for by `Range`"},
                "403": _problem("No link of ours, or one that has ended"),
                "410": _problem("It could not be had, or is deleted"),
                "503": _again("It is still with the messaging app: ask again", _ref("Problem")),
            },
        }
    }


def _sent(summary: str, shape: str) -> Json:
    return {
        "post": {
            "summary": summary,
            "description": "The answer's status alone counts. What is not taken is sent again, after a growing wait.",
            "parameters": _signed(),
            "requestBody": _body(_ref(shape), {}),
            "responses": {
                "2XX": {"description": "Taken, and stored"},
                "409": {"description": "Taken before"},
                "401": {
                    "description": "Not signed as it must be: this message waits until somebody mends it; so with 403, "
                    "404, 405, 410 and redirects"
                },
                "422": {"description": "Never to be taken: set aside, to be looked at; so with any other 4XX"},
                "503": {"description": "Not now: `Retry-After` is kept; so with 408, 425, 429 and any other 5XX"},
            },
        }
    }


def _signature_headers() -> Json:
    said = {
        ID: "The same for a repeat",
        TIMESTAMP: "Seconds since 1970, of this try",
        SIGNATURE: "`v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64; several with spaces between",
    }
    return {
        name: {"name": name, "in": "header", "required": True, "description": text, "schema": {"type": "string"}}
        for name, text in said.items()
    }


def _signed() -> list[Json]:
    return [{"$ref": f"#/components/parameters/{name}"} for name in (ID, TIMESTAMP, SIGNATURE)]


def _body(schema: Json, examples: Json) -> Json:
    named = {name: {"value": value} for name, value in examples.items()}
    content = {"schema": schema} | ({"examples": named} if named else {})
    return {"required": True, "content": {"application/json": content}}


def _answer(description: str, schema: Json) -> Json:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _problem(description: str) -> Json:
    return {"description": description, "content": {MEDIA_TYPE: {"schema": _ref("Problem")}}}


def _again(description: str, schema: Json) -> Json:
    types = {MEDIA_TYPE: {"schema": schema}, "application/json": {"schema": schema}}
    retry = {"description": "Seconds", "schema": {"type": "integer"}}
    return {"description": description, "headers": {"Retry-After": retry}, "content": types}


def _ref(shape: str) -> Json:
    return {"$ref": f"#/components/schemas/{shape}"}

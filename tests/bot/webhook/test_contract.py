"""The contract is what is really spoken: by the document in `docs/`, by the server, and by requests of every kind."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import msgspec
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from schemathesis import GenerationMode

from bot.backends.webhook.contract import contract
from bot.backends.webhook.links import FILES_PATH, LINKS_PATH
from bot.backends.webhook.update_door import UPDATES_PATH
from handlers.ports import ReportForwarding
from tests.bot.webhook.case_system import CaseSystem, get, signed
from tests.bot.webhook.contract_page import PAGE
from tests.bot.webhook.door import Door, file_report
from tests.filed import RECEIPT, REPORT, response

MANY = settings(
    max_examples=20,
    report_multiple_bugs=False,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


def validator_of(shape: str) -> jsonschema_rs.Draft202012Validator:
    whole = contract()
    schema = {"$ref": f"#/components/schemas/{shape}", "components": whole["components"]}
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


async def test_the_document_is_served_and_lies_in_docs(door: Door) -> None:
    status, body, headers = await get(f"{door.url}/openapi.json")
    assert (status, headers["Content-Type"].partition(";")[0]) == (200, "application/json")
    assert body == PAGE.read_bytes(), "docs/openapi.json is old: run `python -m tests.bot.webhook.contract_page`"


async def test_what_is_sent_is_as_the_document_has_it(door: Door, theirs: CaseSystem) -> None:
    await door.backend.deliver(ReportForwarding(RECEIPT, REPORT))
    await door.backend.deliver(response())
    report, said = (letter.content for letter in theirs.letters)
    validator_of("ReportMessage").validate(report)
    validator_of("ResponseMessage").validate(said)


Operation = tuple[str, str, str, tuple[int, ...]]
SIGNED: list[Operation] = [
    (UPDATES_PATH, "Update", "Updates", (202, 404)),
    (LINKS_PATH, "WantedLinks", "WantedLinks", (200,)),
]


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("operation", SIGNED, ids=lambda operation: operation[0])
async def test_whatever_is_sent_the_server_does_as_the_document_says(
    door: Door, operation: Operation, mode: GenerationMode
) -> None:
    path, one, many, good = operation
    await file_report(door.store)
    document = schemathesis.openapi.from_dict(contract())
    document.config.update(base_url=door.url)
    is_as_described = [validator_of(shape).is_valid for shape in {one, many}]

    @MANY
    @given(case=document[path]["POST"].as_strategy(generation_mode=mode, headers={}))
    def send_any(case: Any) -> None:
        body = body_of(case)
        assume(b".0" not in body)  # to JSON Schema 1.0 is an integer; here a whole number has no point
        answer = requests.post(door.url + path, data=body, headers=signed(body), timeout=60)
        is_good = any(is_valid(json.loads(body)) for is_valid in is_as_described)
        assert answer.status_code in (good if is_good else (400,)), answer.text
        case.validate_response(answer, checks=checks())

    await asyncio.to_thread(send_any)


def body_of(case: Any) -> bytes:
    try:
        return json.dumps(case.body).encode()
    except (TypeError, ValueError):
        return b"null"


def sendable(headers: Any) -> dict[str, str]:
    return {name: value for name, value in (headers or {}).items() if value.isascii() and value.isprintable()}


def checks() -> list[Callable[..., Any]]:
    from schemathesis.specs.openapi import checks as of_openapi

    return [
        of_openapi.status_code_conformance,
        of_openapi.content_type_conformance,
        of_openapi.response_headers_conformance,
        of_openapi.response_schema_conformance,
    ]


@pytest.mark.parametrize("path", [UPDATES_PATH, LINKS_PATH])
async def test_without_a_signature_everything_is_refused(door: Door, path: str) -> None:
    document = schemathesis.openapi.from_dict(contract())
    document.config.update(base_url=door.url)

    @MANY
    @given(case=document[path]["POST"].as_strategy())
    def send_any(case: Any) -> None:
        headers = {
            name: value for name, value in (case.headers or {}).items() if value.isascii() and value.isprintable()
        }
        answer = requests.post(door.url + path, data=body_of(case), headers=headers, timeout=60)
        assert answer.status_code == 401
        case.validate_response(answer, checks=checks())

    await asyncio.to_thread(send_any)


async def test_no_link_but_ours_opens_a_file(door: Door) -> None:
    document = schemathesis.openapi.from_dict(contract())
    document.config.update(base_url=door.url)

    @MANY
    @given(case=document[FILES_PATH + "/{id}"]["GET"].as_strategy())
    def ask_any(case: Any) -> None:
        answer = case.call()
        assert answer.status_code in (403, 404)  # 404 where the id has a slash: then no route has it
        if answer.status_code == 403:
            case.validate_response(answer, checks=checks())

    await asyncio.to_thread(ask_any)


def test_every_shape_in_the_document_can_be_checked_with() -> None:
    for shape in contract()["components"]["schemas"]:
        validator_of(shape)


def test_the_documents_own_examples_are_good() -> None:
    for path in (UPDATES_PATH, LINKS_PATH):
        body = contract()["paths"][path]["post"]["requestBody"]["content"]["application/json"]
        for example in body["examples"].values():
            whole = {**body["schema"], "components": contract()["components"]}
            jsonschema_rs.Draft202012Validator(whole, validate_formats=True).validate(
                msgspec.to_builtins(example["value"])
            )

"""What the Bot API's own description says of an update, of an answer and of a method's parameters."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema_rs import ValidationError, Validator, validator_for

Json = dict[str, Any]

DOCUMENT: Json = json.loads(Path(__file__).with_name("bot_api.schema.json").read_text())
DEFINITIONS: dict[str, Json] = DOCUMENT["$defs"]

# Telegram tells the names of methods apart whatever their case.
METHODS: Mapping[str, str] = {name.lower(): name for name in DEFINITIONS if name[0].islower()}


def faults_of(name: str, value: object) -> list[str]:
    """Where `value` is not a `name`; an empty list where it is one."""
    validator = _validator(name)
    return [] if validator.is_valid(value) else [_in_words(name, error) for error in validator.iter_errors(value)]


def checked(name: str, value: Json) -> Json:
    """`value`, which is a valid `name`; a mistake of the stand-in or of its user is an AssertionError."""
    faults = faults_of(name, value)
    assert not faults, "; ".join(faults)
    return value


def type_of(method: str, parameter: str) -> Json | None:
    """The schema of one parameter, its references followed; None where the method has no such parameter."""
    schema: Json | None = DEFINITIONS[method]["properties"].get(parameter)
    return None if schema is None else followed(schema)


def followed(schema: Json) -> Json:
    reference = schema.get("$ref")
    return schema if reference is None else DEFINITIONS[reference.rsplit("/", 1)[1]]


@cache
def _validator(name: str) -> Validator:
    return validator_for({"$defs": DEFINITIONS, "$ref": f"#/$defs/{name}"})


def _in_words(name: str, error: ValidationError) -> str:
    place = "/".join([name, *map(str, error.instance_path)])
    return f"{place}: {error.message}"

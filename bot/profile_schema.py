"""Says in plain words where a profile is not of the schema: one field, and what it must be."""

import re
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, get_args, get_origin, get_type_hints

from conversations.profile import Profile

_IN_CSV = ("areas", "neighbours")
_KINDS = {
    "int": "a whole number",
    "float": "a number",
    "str": "a text",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "date": "a date like 2026-12-24",
}
_AT = re.compile(r" - at `\$\.?(?P<path>[^`]*)`$")
_EXPECTED = re.compile(r"Expected `(?P<kind>[^`|]+)")
_MISSING = re.compile(r"missing required field `(?P<field>[^`]+)`")


def first_unknown_field(told: dict[str, Any]) -> str:
    """The first field that the schema does not know, which is most often a misspelt one; or empty."""
    for name in _IN_CSV:
        if name in told:
            return f"{name} must stand in {name}.csv"
    return _unknown(told, Profile, "")


def in_plain_words(error: str) -> str:
    """What a `msgspec.ValidationError` says, with the field's path first: `limits[2].days must be a whole number`."""
    at = _AT.search(error)
    path = at["path"] if at else ""
    if missing := _MISSING.search(error):
        return f"{_join(path, missing['field'])} is missing"
    if expected := _EXPECTED.search(error):
        return f"{path} must be {_KINDS.get(expected['kind'], expected['kind'])}"
    kind = _kind_at(path)
    if kind is date:
        return f"{path} must be {_KINDS['date']}"
    if isinstance(kind, type) and issubclass(kind, Enum):
        return f"{path} must be one of {', '.join(str(member.value) for member in kind)}"
    return f"{path}: {_AT.sub('', error)}"


def _unknown(told: object, kind: Any, path: str) -> str:
    if isinstance(told, list) and get_origin(kind) is tuple:
        return next(
            filter(None, (_unknown(item, get_args(kind)[0], f"{path}[{i}]") for i, item in enumerate(told))), ""
        )
    if not isinstance(told, dict) or not is_dataclass(kind):
        return ""
    hints = get_type_hints(kind)
    for name, value in told.items():
        if name not in hints:
            known = ", ".join(field.name for field in fields(kind) if field.name not in _IN_CSV)
            return f"{_join(path, name)} is not known here; {path or 'a profile'} has {known}"
        if found := _unknown(value, hints[name], _join(path, name)):
            return found
    return ""


def _kind_at(path: str) -> Any:
    kind: Any = Profile
    for step in re.findall(r"\w+|\[\d*\]|\[\.\.\.\]", path):
        kind = get_args(kind)[0] if step.startswith("[") else get_type_hints(kind).get(step)
        if kind is None:
            return None
    return kind


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name

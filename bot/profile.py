"""Reads an instance profile: a folder with `profile.toml`, `areas.csv` and, where wanted, `neighbours.csv`."""

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from bot.profile_checks import first_contradiction
from bot.profile_schema import first_unknown_field, in_plain_words
from conversations.profile import Area, NeighbouringPoint, Profile

BUNDLED = Path(__file__).parent / "profiles"

AREA_COLUMNS = ("code", "name", "latitude", "longitude")
NEIGHBOUR_COLUMNS = ("regency", "latitude", "longitude")


class ProfileError(ValueError):
    """The profile cannot be used. The message is one line for the office: which file, which field, what it must be."""


def load_profile(name_or_path: str) -> Profile:
    """The profile that is bundled under this name, or lies in this folder, or in the folder of this `.toml` file.

    Raises `ProfileError` when it is not there, not readable, not of the schema (`conversations.profile`), or
    contradicts itself.
    """
    toml = _find(name_or_path)
    told = _read_toml(toml)
    try:
        if unknown := first_unknown_field(told):
            raise ProfileError(f"{toml.name}: {unknown}")
        tables = {
            "areas": _areas(toml.with_name("areas.csv")),
            "neighbours": _neighbours(toml.with_name("neighbours.csv")),
        }
        profile = msgspec.convert({**told, **tables}, Profile)
    except msgspec.ValidationError as error:
        raise ProfileError(f"{toml.name}: {in_plain_words(str(error))}") from error
    if contradiction := first_contradiction(profile):
        raise ProfileError(contradiction)
    return profile


def bundled_profiles() -> tuple[str, ...]:
    return tuple(sorted(path.parent.name for path in BUNDLED.glob("*/profile.toml")))


def _find(name_or_path: str) -> Path:
    if name_or_path in bundled_profiles():
        return BUNDLED / name_or_path / "profile.toml"
    path = Path(name_or_path)
    toml = path / "profile.toml" if path.is_dir() else path
    if toml.suffix == ".toml" and toml.is_file():
        return toml
    known = ", ".join(bundled_profiles())
    raise ProfileError(f"{name_or_path}: no such profile; give {known}, a folder with a profile.toml, or a .toml file")


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProfileError(f"{path.name}: cannot be read: {error}") from error


def _areas(path: Path) -> tuple[Area, ...]:
    return tuple(
        Area(
            row["code"],
            row["name"],
            _degrees(path, line, row, "latitude", 90),
            _degrees(path, line, row, "longitude", 180),
            tuple(alias for alias in row.get("aliases", "").split("|") if alias),
            row.get("is_ordinary_word") == "yes",
        )
        for line, row in _rows(path, AREA_COLUMNS)
    )


def _neighbours(path: Path) -> tuple[NeighbouringPoint, ...]:
    if not path.exists():
        return ()
    return tuple(
        NeighbouringPoint(
            row["regency"], _degrees(path, line, row, "latitude", 90), _degrees(path, line, row, "longitude", 180)
        )
        for line, row in _rows(path, NEIGHBOUR_COLUMNS)
    )


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            header = next(reader, [])
            if lacking := [column for column in columns if column not in header]:
                raise ProfileError(f"{path.name}: line 1: the column {lacking[0]} is missing")
            for row in reader:
                if len(row) != len(header):
                    raise ProfileError(f"{path.name}: line {reader.line_num} must have {len(header)} columns")
                yield reader.line_num, dict(zip(header, row, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ProfileError(f"{path.name}: cannot be read: {error}") from error


def _degrees(path: Path, line: int, row: dict[str, str], column: str, most: int) -> float:
    try:
        degrees = float(row[column])
    except ValueError:
        degrees = most + 1.0
    if not -most <= degrees <= most:
        raise ProfileError(f"{path.name}: line {line}: {column} must be a number between -{most} and {most}")
    return degrees

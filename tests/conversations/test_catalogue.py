"""Every text that the code names is there in both languages, with the same places to fill."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter

import pytest

from conversations import report, status
from conversations.catalogue import LANGUAGES, Catalogue
from conversations.conversation import Field
from conversations.following import Telling
from conversations.messages import MediaKind, Option, Outgoing, line
from conversations.profile import Level
from conversations.village_list.refusal import ListProblem
from conversations.village_list.row import ACCEPTABLE, Column, FaultKind, RowState
from conversations.volunteering import Standing

PRODUCT = Path(__file__).parents[2]
SPEAKERS = (
    PRODUCT / "conversations",
    PRODUCT / "handlers",
    PRODUCT / "bot" / "channels" / "telegram",
    PRODUCT / "bot" / "backends" / "open311",
)
CALLS = {"line": 0, "option": 2, "offer": 1}
VALUES: dict[str, Iterable[object]] = {
    "class.{}": report.ReportClass,
    "said.begun.{}": report.ReportClass,
    "ask.description.{}": report.ReportClass,
    "visibility.{}": report.Visibility,
    "status.{}": [*status.Status, "elsewhere"],
    "notice.{}": [*status.Status, "elsewhere"],
    "event.{}": [*status.Status, "elsewhere"],
    "notice.due.{}": [each for each in status.Status if not each.is_final],
    "notice.{}_by_agency": ["question", "forwarded", "followed_up", "closed", "not_our_authority"],
    "response.{}": status.ResponseKind,
    "open311.said.{}": status.ResponseKind,
    "followed.response.{}": status.ResponseKind,
    "followed.summary{}": ["", "_asked", "_answered"],
    "said.media.{}": MediaKind,
    "notice.file_lost.{}": MediaKind,
    "field.{}": [f for f in Field if f not in (Field.LANDMARK, Field.DISTRICT, Field.PERSON_CONSENT)],
    "covers.{}": report.Visibility,
    "consent.{}": report.ConsentKind,
    "ask.visibility{}_for": ["", "_of_request"],
    "level.{}": Level,
    "said.volunteer_{}": [each for each in Standing if each is not Standing.ENDED],
    "notice.volunteer_{}": ["approved", "declined", "suspended", "resumed", "ended"],
    "language.{}": LANGUAGES,
    "report.event{}": ["", "_by_agency", "_with_text", "_by_agency_with_text"],
    "report.response{}": ["", "_with_text"],
    "reminder.question{}": ["", "_by_agency"],
    "list.fault.{}": FaultKind,
    "list.refused.{}": ListProblem,
    "list.result.{}": RowState,
    "list.column.{}": Column,
    "ask.list.{}": [column for column in Column if column is not Column.NUMBER],
    "option.list_accept.{}": ACCEPTABLE,
    "said.in_care{}": [
        "",
        "_waiting",
        "_waiting_none",
        "_status",
        "_village",
        "_found",
        "_none_waiting",
        "_village_none_waiting",
    ],
    "said.in_care_told_{}": Telling,
    "in_care.{}": ["answered", "asked", "asked_by", "limit", "one"],
    "option.in_care_{}": ["status", "status_waiting", "village", "village_waiting"],
    "clock.{}": [key + unit for key in ("limit", "day", "over") for unit in ("", "_working")],
}


def keys_in_code() -> set[str]:
    keys = {pattern.format(value) for pattern, values in VALUES.items() for value in values}
    for file in (file for room in SPEAKERS for file in room.rglob("*.py")):
        keys.update(_literal_keys(ast.parse(file.read_text(encoding="utf-8"))))
    return keys


def _literal_keys(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in CALLS and len(node.args) > CALLS[name]:
                yield from _constants(node.args[CALLS[name]])


def _constants(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body)
        yield from _constants(node.orelse)


def places(text: str) -> set[tuple[str, str]]:
    return {(name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name}


def patterns(catalogue: Catalogue, language: str) -> dict[str, str]:
    translations = catalogue._translations[language]
    return {key: text for key, text in translations._catalog.items() if key}  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", LANGUAGES)
def test_has_every_text_that_the_conversation_names(catalogue: Catalogue, language: str) -> None:
    assert keys_in_code() - set(patterns(catalogue, language)) == set()


def test_has_no_text_that_nobody_says(catalogue: Catalogue) -> None:
    said = {key for key in patterns(catalogue, "id") if not key.startswith("page.")}
    assert said - keys_in_code() == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_written_twice(language: str) -> None:
    """The last one would be said wherever the other was meant."""
    folder = PRODUCT / "conversations" / "locale" / language / "LC_MESSAGES"
    written = [row for file in folder.glob("*.po") for row in file.read_text(encoding="utf-8").splitlines()]
    keys = [row for row in written if row.startswith("msgid ") and row != 'msgid ""']
    assert [key for key in set(keys) if keys.count(key) > 1] == []


def test_both_languages_fill_the_same_places(catalogue: Catalogue) -> None:
    indonesian, english = patterns(catalogue, "id"), patterns(catalogue, "en")
    assert set(indonesian) == set(english)
    assert [key for key in indonesian if places(indonesian[key]) != places(english[key])] == []
    assert [key for key in english if not english[key].strip()] == []


def test_a_message_fits_on_a_cheap_phones_screen(catalogue: Catalogue) -> None:
    longer = ("said.help", "said.consent")
    too_long = [k for k, text in patterns(catalogue, "id").items() if len(text) > 300 and not k.startswith(longer)]
    assert too_long == []


def test_what_people_wrote_is_never_taken_for_a_place_to_fill(catalogue: Catalogue) -> None:
    said = line("said.resumed", text="{0} {text} %s {receipt}")
    assert "{0} {text} %s {receipt}" in catalogue.text(said, "id")


def test_writes_dates_and_names_in_the_readers_language(catalogue: Catalogue) -> None:
    said = line("said.day", day="2026-11-16")
    assert catalogue.text(said, "id") == "Senin, 16 November 2026."
    assert catalogue.text(said, "en") == "Monday, 16 November 2026."
    forwarded = line("notice.forwarded_by_agency", receipt="KTM-1", agency="dishub")
    assert "Dinas Perhubungan" in catalogue.text(forwarded, "id")
    assert "Transport Office" in catalogue.text(forwarded, "en")


def test_an_agency_that_the_profile_does_not_know_keeps_its_name(catalogue: Catalogue) -> None:
    said = line("notice.forwarded_by_agency", receipt="KTM-1", agency="Balai Jalan")
    assert "Balai Jalan" in catalogue.text(said, "en")


def test_a_moment_is_told_in_the_offices_own_time(catalogue: Catalogue) -> None:
    said = line("report.event", at="2026-11-20T20:00:00+00:00", status="verified")
    assert "21 Nov 2026, 04.00" in catalogue.text(said, "id")


def test_another_language_is_answered_in_indonesian(catalogue: Catalogue) -> None:
    outgoing = Outgoing((line("said.thanks"),), (Option("begin", line("option.begin")),))
    assert catalogue.render(outgoing, "xx") == catalogue.render(outgoing, "id")

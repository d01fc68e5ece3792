"""Logs say what happened and where, never what a person wrote."""

import io
import json
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import structlog

from bot import logs
from bot.settings import LogFormat, LogLevel
from handlers.errors import TryLater

SECRET = "Budi, Jalan Mawar 7"


@contextmanager
def configured(log_format: LogFormat) -> Iterator[io.StringIO]:
    before, handlers, level = structlog.get_config(), logging.root.handlers[:], logging.root.level
    stream = io.StringIO()
    logs.configure(LogLevel.INFO, log_format, stream)
    yield stream
    structlog.configure(**before)
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    with configured(LogFormat.JSON) as stream:
        yield stream


def events(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(row) for row in stream.getvalue().splitlines()]


def fail() -> None:
    try:
        raise KeyError(SECRET)
    except KeyError as error:
        raise ValueError(SECRET) from error


def test_an_event_is_one_line_of_json_with_level_and_time(stream: io.StringIO) -> None:
    structlog.get_logger().info("started", port=8080)
    (event,) = events(stream)
    assert (event["event"], event["level"], event["port"]) == ("started", "info", 8080)
    assert event["timestamp"].endswith("Z")


def test_what_is_below_the_level_is_left_out(stream: io.StringIO) -> None:
    structlog.get_logger().debug("detail")
    assert events(stream) == []


def test_an_exception_is_its_class_and_places_without_its_message(stream: io.StringIO) -> None:
    try:
        fail()
    except ValueError:
        structlog.get_logger().exception("turn failed")
    assert SECRET not in stream.getvalue()
    (event,) = events(stream)
    first, cause = event["exception"].split(" from ")
    assert first.startswith("ValueError at ")
    assert cause.startswith("KeyError at ")
    assert "test_logs:" in first


def test_our_own_errors_keep_their_message(stream: io.StringIO) -> None:
    structlog.get_logger().warning("later", exc_info=TryLater("429 from the server", timedelta(seconds=3)))
    assert events(stream)[0]["exception"] == "TryLater (429 from the server)"


def test_a_group_of_exceptions_names_each_one(stream: io.StringIO) -> None:
    structlog.get_logger().error("loops", exc_info=ExceptionGroup(SECRET, [ValueError(SECRET), KeyError(SECRET)]))
    assert events(stream)[0]["exception"] == "ExceptionGroup [ValueError; KeyError]"


def test_a_library_is_heard_from_warning_up_without_what_it_filled_in(stream: io.StringIO) -> None:
    library = logging.getLogger("some.library")
    library.info("all is well")
    library.warning("cannot parse %s\n%s", SECRET, SECRET)
    (event,) = events(stream)
    assert (event["event"], event["library"], event["level"]) == ("cannot parse %s", "some.library", "warning")
    assert SECRET not in stream.getvalue()


def test_a_library_that_fills_in_by_itself_is_cut_to_its_first_line(stream: io.StringIO) -> None:
    message = f"Task exception was never retrieved\nfuture: {SECRET}"
    logging.getLogger("asyncio").error(message)
    assert events(stream)[0]["event"] == "Task exception was never retrieved"
    assert SECRET not in stream.getvalue()


def test_a_warning_is_its_class_and_place_without_what_it_quotes() -> None:
    with warnings.catch_warnings(), configured(LogFormat.JSON) as stream:
        warnings.simplefilter("always")
        warnings.warn(SECRET, RuntimeWarning, stacklevel=1)
    [event] = events(stream)
    assert (event["level"], event["warning"]) == ("warning", "RuntimeWarning")
    assert str(event["at"]).startswith("test_logs:")
    assert SECRET not in stream.getvalue()


def test_the_console_shows_words_and_not_json() -> None:
    with configured(LogFormat.CONSOLE) as stream:
        structlog.get_logger().info("started", port=8080)
    assert "started" in stream.getvalue()
    assert "port=8080" in stream.getvalue()
    assert "{" not in stream.getvalue()

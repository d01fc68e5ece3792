"""Logs: structured, on standard error, without anything personal: no content, no name, no address.

An exception is logged by its class and the places it passed, never by its message, which may quote what a person wrote.
Only the messages of `handlers.errors` and `storage.errors` are kept: they are written without personal data.
"""

import logging
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.settings import LogFormat, LogLevel
from handlers.errors import AwaitsSetting, Misconfigured, NotHandled, Rejected, TooBusy, TryLater, Undeliverable
from storage.errors import DatabaseAway, DatabaseRefused

OURS = (
    AwaitsSetting,
    Misconfigured,
    NotHandled,
    Rejected,
    TooBusy,
    TryLater,
    Undeliverable,
    DatabaseAway,
    DatabaseRefused,
)
MOST_FRAMES = 12
MOST_OF_A_LIBRARY_MESSAGE = 200


def configure(level: LogLevel, log_format: LogFormat | None, stream: TextIO = sys.stderr) -> None:
    """Every logger of this process writes to `stream` from now on; libraries' loggers from WARNING up."""
    is_console = log_format is LogFormat.CONSOLE or (log_format is None and stream.isatty())
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            describe_exception,
            _renderer(is_console, stream.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level.value),
        logger_factory=structlog.WriteLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[Bridge()], level=logging.WARNING, force=True)
    warnings.showwarning = _log_warning


def _log_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """A library's warning as one of our lines, without its message, which may quote what a person sent."""
    structlog.get_logger().warning("warning", warning=category.__name__, at=f"{Path(filename).stem}:{lineno}")


def _renderer(is_console: bool, has_colors: bool) -> Processor:
    if is_console:
        return structlog.dev.ConsoleRenderer(colors=has_colors)
    return structlog.processors.JSONRenderer(ensure_ascii=False)


def describe_exception(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Put `exception` in the place of `exc_info`."""
    given = event.pop("exc_info", None)
    error = given if isinstance(given, BaseException) else given[1] if isinstance(given, tuple) else None
    if given and error is None:
        error = sys.exc_info()[1]
    if error is not None:
        event["exception"] = described(error)
    return event


def described(error: BaseException) -> str:
    """Classes and places of an error and of what caused it: `KeyError at handlers.incoming:81, storage.inbox:14`."""
    return " from ".join(_one(e) for e in _chain(error))


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)


def _one(error: BaseException) -> str:
    inner = f" [{'; '.join(described(e) for e in error.exceptions)}]" if isinstance(error, BaseExceptionGroup) else ""
    message = f" ({error})" if isinstance(error, OURS) and str(error) else ""
    places = ", ".join(_places(error.__traceback__))
    return f"{type(error).__name__}{message}{f' at {places}' if places else ''}{inner}"


def _places(traceback: TracebackType | None) -> list[str]:
    places = []
    while traceback is not None:
        places.append(f"{traceback.tb_frame.f_globals.get('__name__', '?')}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return places[-MOST_FRAMES:]


class Bridge(logging.Handler):
    """A library's log record as one of ours: the first line of its template, without what was put into it."""

    def emit(self, record: logging.LogRecord) -> None:
        message = str(record.msg).partition("\n")[0][:MOST_OF_A_LIBRARY_MESSAGE]
        structlog.get_logger().log(record.levelno, message, library=record.name, exc_info=record.exc_info)

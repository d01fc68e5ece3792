"""The settings as they are given to this process, and what is wrong with them in one line each."""

import difflib
import os
from collections.abc import Iterator

from dotenv import dotenv_values
from pydantic import ValidationError

from bot.errors import WrongSettings
from bot.settings import ENV_FILE, PREFIX, Settings, variable

SECRETS = ("database_url", "telegram_token", "open311_api_key", "backend_webhook_secrets")
"""Never shown: a database's URL may hold a password."""
TESTS_OWN = f"{PREFIX}TEST_"
"""Begins the variables that only the test suite reads."""


def load_settings() -> Settings:
    """The settings of this process. Raises `WrongSettings`."""
    try:
        return Settings()
    except UnicodeDecodeError:
        raise WrongSettings((f"{ENV_FILE} cannot be read: it must be a text file in UTF-8",)) from None
    except OSError as error:
        raise WrongSettings((f"{ENV_FILE} cannot be read: {error.strerror}",)) from None
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_context=False)
        raise WrongSettings(
            tuple(_explained(str(e["loc"][0]), e["type"], e["msg"], e["input"]) for e in wrong)
        ) from None


def unknown_variables() -> Iterator[tuple[str, str]]:
    """Each variable with our prefix that no setting has, with the nearest one that there is (or an empty string)."""
    known = [variable(field) for field in Settings.model_fields]
    given = {name.upper() for name in (*os.environ, *dotenv_values(ENV_FILE)) if name.upper().startswith(PREFIX)}
    for name in sorted(given.difference(known)):
        if not name.startswith(TESTS_OWN):
            yield name, next(iter(difflib.get_close_matches(name, known, n=1)), "")


def wrong(field: str, problem: str, shown: str = "") -> str:
    """One line about a wrong setting: its full name, the value where it may be shown, what is wrong, an example."""
    about = Settings.model_fields[field]
    example = about.examples[0] if about.examples else about.get_default()
    value = f" (now {shown[:200]!r})" if shown else ""
    return f"{variable(field)}{value} {problem}; for example {variable(field)}={example}"


def _explained(field: str, kind: str, message: str, given: object) -> str:
    is_own = kind == "value_error"
    problem = message.removeprefix("Value error, ") if is_own else f"must be {Settings.model_fields[field].title}"
    return wrong(field, problem, "" if field in SECRETS else str(given))

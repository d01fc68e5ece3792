"""Settings come from the environment and .env; a wrong one is named in one line, and its secrets are not."""

from pathlib import Path

import pytest

from bot.channels.telegram.choices import Library, Mode
from bot.environment import load_settings, unknown_variables
from bot.errors import WrongSettings
from bot.settings import LogFormat, LogLevel, Settings, variable

SERVER = "postgresql+asyncpg://u:p@h/db"


@pytest.fixture(autouse=True)
def clean_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields:
        monkeypatch.delenv(variable(field), raising=False)


def wrong_lines() -> tuple[str, ...]:
    with pytest.raises(WrongSettings) as caught:
        load_settings()
    return caught.value.lines


def test_without_any_setting_everything_lies_in_the_data_folder(tmp_path: Path) -> None:
    settings = load_settings()
    assert settings.data_dir == tmp_path / "data"
    assert settings.database == f"sqlite+aiosqlite:///{tmp_path}/data/pintulapor.db"
    assert (settings.http_host, settings.http_port, settings.profile) == ("127.0.0.1", 8080, "kutai-timur")


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("PINTULAPOR_HTTP_PORT=9000\nPINTULAPOR_LOG_LEVEL=Warning\nOTHER=1\n")
    monkeypatch.setenv("PINTULAPOR_HTTP_PORT", "9001")
    settings = load_settings()
    assert (settings.http_port, settings.log_level) == (9001, LogLevel.WARNING)


def test_an_empty_setting_is_as_none_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINTULAPOR_HTTP_PORT", "")
    monkeypatch.setenv("PINTULAPOR_LOG_FORMAT", "")
    assert load_settings().http_port == 8080
    assert load_settings().log_format is None


def test_words_may_be_written_in_capitals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINTULAPOR_LOG_FORMAT", " JSON ")
    assert load_settings().log_format is LogFormat.JSON


def test_reports_go_to_the_desk_unless_other_backends_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().backends == ("desk",)
    monkeypatch.setenv("PINTULAPOR_BACKEND", " Pigeon,desk, pigeon")  # which there are is known to who makes them
    assert load_settings().backends == ("pigeon", "desk")


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("postgres://u:p@h/db", SERVER),
        ("postgresql://u:p@h/db", SERVER),
        ("postgresql+asyncpg://u:p@h/db", SERVER),
        ("POSTGRESQL://u:p@h/db", SERVER),
        (" postgresql://u:p@h/db?sslmode=require ", f"{SERVER}?ssl=require"),
        ("postgresql:///db?host=/var/run/postgresql", "postgresql+asyncpg:///db?host=/var/run/postgresql"),
        ("sqlite:///here.db", "sqlite+aiosqlite:///here.db"),
        ("sqlite:////srv/here.db", "sqlite+aiosqlite:////srv/here.db"),
        ("sqlite+aiosqlite:////srv/here.db", "sqlite+aiosqlite:////srv/here.db"),
    ],
)
def test_a_database_may_be_named_in_any_usual_spelling(given: str, meant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINTULAPOR_DATABASE_URL", given)
    assert load_settings().database == meant
    assert load_settings().is_sqlite == meant.startswith("sqlite")


@pytest.mark.parametrize(
    "given",
    [
        "mysql://root:s3cret@h/db",
        "root:s3cret@h/db",
        "postgresql+psycopg://u:s3cret@h/db",
        "postgresql://u:s3cret@h",
        "postgresql://u:s3cret@/db",
        "postgresql://u:s3cret#x@h/db",
        "postgresql://u:s3cret@h:many/db",
        "postgresql://u:s3cret@[::1/db",
        "postgresql://u:s3cret@h..example/db",
        "sqlite://s3cret.db",
        "sqlite:///",
        "sqlite:///:memory:?s3cret",
    ],
)
def test_a_wrong_database_url_is_named_without_being_shown(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINTULAPOR_DATABASE_URL", given)
    (line,) = wrong_lines()
    assert line.startswith("PINTULAPOR_DATABASE_URL ")
    assert "for example PINTULAPOR_DATABASE_URL=postgresql://" in line
    assert "s3cret" not in line


def test_settings_in_print_do_not_show_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINTULAPOR_DATABASE_URL", "postgresql://u:s3cret@h/db")
    assert "s3cret" not in repr(load_settings())


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("PINTULAPOR_HTTP_PORT", "80x0"),
        ("PINTULAPOR_HTTP_PORT", "65536"),
        ("PINTULAPOR_HTTP_PORT", "-1"),
        ("PINTULAPOR_LOG_LEVEL", "loud"),
        ("PINTULAPOR_LOG_FORMAT", "xml"),
        ("PINTULAPOR_HTTP_HOST", "0.0.0.0"),
        ("PINTULAPOR_HTTP_HOST", "192.168.1.7"),
        ("PINTULAPOR_HTTP_HOST", "::"),
        ("PINTULAPOR_HTTP_HOST", "lapor.example.go.id"),
        ("PINTULAPOR_DATA_DIR", "data?"),
    ],
)
def test_a_wrong_setting_is_one_line_with_name_value_and_example(
    name: str, given: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, given)
    (line,) = wrong_lines()
    assert line.startswith(f"{name} (now ")
    assert given in line
    assert f"for example {name}=" in line
    assert "\n" not in line


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_this_machines_own_addresses_are_good_ones(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINTULAPOR_HTTP_HOST", host)
    assert load_settings().http_host == host


def test_all_wrong_settings_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINTULAPOR_HTTP_PORT", "x")
    monkeypatch.setenv("PINTULAPOR_LOG_LEVEL", "x")
    assert [line.split()[0] for line in wrong_lines()] == ["PINTULAPOR_HTTP_PORT", "PINTULAPOR_LOG_LEVEL"]


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"PINTULAPOR_PROFILE=\xff\xfe")
    (line,) = wrong_lines()
    assert line.startswith(".env cannot be read")


def test_a_misspelt_variable_is_found_with_the_nearest_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("PINTULAPOR_DATABSE_URL=sqlite:///x.db\n")
    monkeypatch.setenv("PINTULAPOR_HTP_PORT", "1")
    monkeypatch.setenv("PINTULAPOR_TEST_POSTGRES_URL", "x")
    monkeypatch.setenv("PINTULAPOR_LOG_LEVEL", "info")
    assert dict(unknown_variables()) == {
        "PINTULAPOR_HTP_PORT": "PINTULAPOR_HTTP_PORT",
        "PINTULAPOR_DATABSE_URL": "PINTULAPOR_DATABASE_URL",
    }


TOKEN = "7100000001:AA-s3cret_s3cret"


def test_a_bots_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINTULAPOR_TELEGRAM_TOKEN", f" {TOKEN} ")
    settings = load_settings()
    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN
    assert "s3cret" not in repr(settings) + str(settings.telegram_token)


@pytest.mark.parametrize("given", ["s3cret", "bot7100000001:s3cret", "7100000001", "7100000001:s3cret s3cret"])
def test_a_wrong_token_is_named_without_being_shown(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINTULAPOR_TELEGRAM_TOKEN", given)
    (line,) = wrong_lines()
    assert line.startswith("PINTULAPOR_TELEGRAM_TOKEN must be what BotFather gave your bot")
    assert "s3cret" not in line


def test_the_public_address_is_kept_without_the_slash_at_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINTULAPOR_PUBLIC_URL", "https://lapor.example.go.id/")
    assert load_settings().public_url == "https://lapor.example.go.id"


@pytest.mark.parametrize("given", ["lapor.example.go.id", "ftp://lapor.example.go.id", "https://lapor.go.id/?a=b"])
def test_a_public_address_that_is_none_is_named(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINTULAPOR_PUBLIC_URL", given)
    (line,) = wrong_lines()
    assert line.startswith("PINTULAPOR_PUBLIC_URL")


def test_without_a_token_there_is_no_telegram_and_with_one_it_is_polled() -> None:
    settings = load_settings()
    assert (settings.telegram_token, settings.telegram_mode) == (None, Mode.POLLING)
    assert (settings.telegram_read_with, settings.telegram_send_with) == (Library.AIOGRAM, Library.AIOGRAM)


def test_a_webhook_needs_the_address_where_telegram_reaches_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINTULAPOR_TELEGRAM_MODE", "webhook")
    (line,) = wrong_lines()
    assert line.startswith("PINTULAPOR_TELEGRAM_WEBHOOK_URL must be set")


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("https://lapor.go.id", "https://lapor.go.id/telegram/webhook"),
        ("https://lapor.go.id/", "https://lapor.go.id/telegram/webhook"),
        ("https://lapor.go.id:8443/pintu/tg", "https://lapor.go.id:8443/pintu/tg"),
    ],
)
def test_the_webhooks_path_is_added_where_none_is_given(
    given: str, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINTULAPOR_TELEGRAM_WEBHOOK_URL", given)
    assert load_settings().telegram_webhook_url == meant


@pytest.mark.parametrize("given", ["http://lapor.go.id", "lapor.go.id", "https://", "https://lapor.go.id/?a=1"])
def test_telegram_calls_only_a_secure_address(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINTULAPOR_TELEGRAM_WEBHOOK_URL", given)
    (line,) = wrong_lines()
    assert line.startswith(f"PINTULAPOR_TELEGRAM_WEBHOOK_URL (now '{given}') must")


def test_a_bot_api_server_of_ones_own_may_call_without_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINTULAPOR_TELEGRAM_API_BASE", "http://127.0.0.1:8081/")
    monkeypatch.setenv("PINTULAPOR_TELEGRAM_WEBHOOK_URL", "http://127.0.0.1:8080")
    settings = load_settings()
    assert settings.telegram_api_base == "http://127.0.0.1:8081"
    assert settings.telegram_webhook_url == "http://127.0.0.1:8080/telegram/webhook"


@pytest.mark.parametrize(
    ("name", "given", "problem"),
    [
        ("PINTULAPOR_TELEGRAM_MODE", "carrier pigeon", "must be polling or webhook"),
        ("PINTULAPOR_TELEGRAM_READ_WITH", "telethon", "must be aiogram or ptb"),
        ("PINTULAPOR_TELEGRAM_SEND_WITH", "telethon", "must be aiogram or ptb"),
        ("PINTULAPOR_TELEGRAM_REPLY_BY", "letter", "must be call or answer"),
        ("PINTULAPOR_TELEGRAM_PER_SECOND", "-1", "must be a number, 0 or more"),
        ("PINTULAPOR_TELEGRAM_API_BASE", "api.telegram.org", "must be the address of a server"),
    ],
)
def test_a_wrong_choice_about_telegram_is_named_with_what_there_is(
    name: str, given: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, given)
    (line,) = wrong_lines()
    assert line.startswith(f"{name} (now {given!r}) {problem}")


SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER_SECRET = "whsec_cGludHVsYXBvci1vdGhlci1zZWNyZXQtMDAwMQ=="
WEBHOOK = {
    "PINTULAPOR_BACKEND": "webhook",
    "PINTULAPOR_BACKEND_WEBHOOK_URL": "https://kasus.example.go.id/pintulapor",
    "PINTULAPOR_BACKEND_WEBHOOK_SECRETS": SECRET,
    "PINTULAPOR_PUBLIC_URL": "https://lapor.example.go.id/",
}


def choose(monkeypatch: pytest.MonkeyPatch, **changed: str) -> None:
    for name, value in (WEBHOOK | changed).items():
        monkeypatch.setenv(name, value)


def test_reports_go_to_the_desk_unless_another_system_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().backends == ("desk",)
    choose(monkeypatch)
    settings = load_settings()
    assert (settings.backends, settings.public_url) == (("webhook",), "https://lapor.example.go.id")
    assert "MfKQ9" not in repr(settings) + str(settings.backend_webhook_secrets)


def test_a_secret_may_be_changed_while_the_old_one_is_still_good(monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, PINTULAPOR_BACKEND_WEBHOOK_SECRETS=f" {OTHER_SECRET} , {SECRET}")
    assert load_settings().backend_webhook_secrets.get_secret_value() == f"{OTHER_SECRET},{SECRET}"


@pytest.mark.parametrize("left_out", [name for name in WEBHOOK if name != "PINTULAPOR_BACKEND"])
def test_another_system_needs_its_address_a_secret_and_a_way_back(
    monkeypatch: pytest.MonkeyPatch, left_out: str
) -> None:
    choose(monkeypatch, **{left_out: ""})
    (line,) = wrong_lines()
    assert left_out in line


@pytest.mark.parametrize(
    ("name", "given", "problem"),
    [
        ("PINTULAPOR_BACKEND_WEBHOOK_URL", "http://kasus.example.go.id", "must begin with https://"),
        ("PINTULAPOR_BACKEND_WEBHOOK_URL", "kasus.example.go.id", "must be the address of a server"),
        ("PINTULAPOR_PUBLIC_URL", "http://lapor.example.go.id", "must begin with https://"),
        ("PINTULAPOR_PUBLIC_URL", "https://u:pw@lapor.example.go.id", "must be the address of a server"),
        ("PINTULAPOR_PUBLIC_URL", "https://lapor.example.go.id:99999", "must be the address of a server"),
        ("PINTULAPOR_BACKEND_WEBHOOK_URL", "https://kas us.example.go.id", "must be the address of a server"),
        ("PINTULAPOR_BACKEND_WEBHOOK_FILES", "by ship", "must be link or along"),
        ("PINTULAPOR_BACKEND_WEBHOOK_LINK_MINUTES", "0", "must be a number from 1 to 10080"),
    ],
)
def test_a_wrong_choice_about_another_system_is_named(
    name: str, given: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, **{name: given})
    assert wrong_lines()[0].startswith(f"{name} (now {given!r}) {problem}")


@pytest.mark.parametrize(
    "given", ["s3cret", "whsec_", "whsec_s3cret", f"{SECRET},s3cret", "whsec_" + "s3cr" * 30, "whsec_s3cret%%%%" * 3]
)
def test_a_wrong_secret_is_named_without_being_shown(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, PINTULAPOR_BACKEND_WEBHOOK_SECRETS=given)
    (line,) = wrong_lines()
    assert line.startswith("PINTULAPOR_BACKEND_WEBHOOK_SECRETS must be whsec_")
    assert "s3cr" not in line

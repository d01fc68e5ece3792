"""Settings: environment variables that begin with PINTULAPOR_, or the same names in a file `.env`."""

from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.addresses import THIS_MACHINE, address_of_server, private_address
from bot.backends.webhook.choices import EXAMPLE_SECRET, LINK_LASTS_MINUTES, LONGEST_LINK_MINUTES, Sharing, secrets_in
from bot.channels.telegram.choices import MOST_PER_SECOND, WEBHOOK_PATH, Library, Mode, ReplyBy
from bot.channels.telegram.token import API, TOKEN
from bot.database_url import with_driver

PREFIX = "PINTULAPOR_"
ENV_FILE = ".env"


class LogLevel(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogFormat(StrEnum):
    CONSOLE = "console"
    JSON = "json"


class Settings(BaseSettings):
    """What one process runs with. `--help` shows a field's description; its title says what a value must be."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    database_url: str = Field(
        default="",
        repr=False,
        description="PostgreSQL, or an SQLite file; empty is pintulapor.db in the data folder",
        examples=["postgresql://user:password@localhost/pintulapor"],
    )
    data_dir: Path = Field(default=Path("data"), description="folder of the database and the attachments")
    http_host: str = Field(
        default="127.0.0.1", description="address to listen on: this machine's own, until the desk has a sign-in"
    )
    http_port: int = Field(
        default=8080,
        ge=0,
        le=65535,
        title="a number from 0 to 65535",
        description="port of the chat page and the desk; 0 takes a free one",
    )
    public_url: str = Field(
        default="",
        description="where this server is reached from outside: receipts then have a link to the report's own page",
        examples=["https://lapor.example.go.id"],
    )
    profile: str = Field(
        default="kutai-timur", description="the office: a profile that comes along, or your own folder"
    )
    backend: str = Field(
        default="desk",
        description="where reports go: desk, webhook, open311. Of several the first is for what no rule names",
        examples=["desk,open311"],
    )
    log_level: LogLevel = Field(
        default=LogLevel.INFO, title="debug, info, warning or error", description="debug, info, warning or error"
    )
    log_format: LogFormat | None = Field(
        default=None,
        title="console or json",
        description="console or json; empty is console on a terminal, json elsewhere",
        examples=["json"],
    )

    telegram_token: SecretStr | None = Field(
        default=None,
        title="what BotFather gave your bot: a number, a colon and letters",
        description="what BotFather gave your bot; empty is no Telegram",
        examples=["123456789:AAE-example-from-BotFather"],
    )
    telegram_mode: Mode = Field(
        default=Mode.POLLING,
        title="polling or webhook",
        description="polling asks Telegram for updates; with webhook Telegram calls, at TELEGRAM_WEBHOOK_URL",
    )
    telegram_api_base: str = Field(default=API, description="another Bot API server, such as one of your own")
    telegram_webhook_url: str = Field(
        default="",
        validate_default=True,
        description=f"where Telegram reaches this server from outside; {WEBHOOK_PATH} is added to a bare name",
        examples=["https://lapor.example.go.id"],
    )
    telegram_read_with: Library = Field(
        default=Library.AIOGRAM, title="aiogram or ptb", description="the library that reads updates: aiogram or ptb"
    )
    telegram_send_with: Library = Field(
        default=Library.AIOGRAM, title="aiogram or ptb", description="the library that sends: aiogram or ptb"
    )
    telegram_reply_by: ReplyBy = Field(
        default=ReplyBy.CALL,
        title="call or answer",
        description="with a webhook: answer is faster, but what Telegram refuses is then lost",
    )
    telegram_per_second: int = Field(
        default=MOST_PER_SECOND,
        ge=0,
        title="a number, 0 or more",
        description="messages; more only for a bot that pays Telegram for it. 0 is without any limit, for measuring",
    )

    backend_webhook_url: str = Field(
        default="",
        validate_default=True,
        description="where the other system takes reports; the contract is docs/openapi.json",
        examples=["https://kasus.example.go.id/pintulapor"],
    )
    backend_webhook_secrets: SecretStr = Field(
        default=SecretStr(""),
        validate_default=True,
        description="by which both systems sign; while it is being changed the new and the old one, comma between",
        examples=[EXAMPLE_SECRET],
    )
    backend_webhook_files: Sharing = Field(
        default=Sharing.LINK,
        validate_default=True,
        title="link or along",
        description="link: the other system fetches files at PUBLIC_URL; along: small ones go with the report too",
    )
    backend_webhook_link_minutes: int = Field(
        default=LINK_LASTS_MINUTES,
        ge=1,
        le=LONGEST_LINK_MINUTES,
        title=f"a number from 1 to {LONGEST_LINK_MINUTES}",
        description="how long the link to a file is good",
    )
    open311_url: str = Field(
        default="",
        validate_default=True,
        description="where the Open311 server is: the address under which it has services.json",
        examples=["https://kasus.example.go.id/open311/v2"],
    )
    open311_api_key: SecretStr = Field(
        default=SecretStr(""),
        validate_default=True,
        description="by which the Open311 server knows this office",
        examples=["what-the-server-gave-you"],
    )
    open311_jurisdiction: str = Field(
        default="",
        description="jurisdiction_id, where the Open311 server has several",
        examples=["kutaitimurkab.go.id"],
    )
    open311_poll_seconds: int = Field(
        default=60,
        ge=1,
        le=86_400,
        title="a number from 1 to 86400",
        description="how often the Open311 server is asked for news",
    )

    @field_validator(
        "log_level",
        "log_format",
        "telegram_mode",
        "telegram_read_with",
        "telegram_send_with",
        "telegram_reply_by",
        "backend_webhook_files",
        mode="before",
    )
    @classmethod
    def _in_lower_case(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("backend")
    @classmethod
    def _is_list_of_names(cls, value: str) -> str:
        names = [name.strip().lower() for name in value.split(",")]
        if not all(names):
            raise ValueError("must be names separated by commas")
        return ",".join(dict.fromkeys(names))

    @field_validator("data_dir")
    @classmethod
    def _is_absolute(cls, value: Path) -> Path:
        if "?" in str(value):
            raise ValueError("must not hold a question mark, which the database's URL cannot hold")
        return value.expanduser().absolute()

    @field_validator("http_host")
    @classmethod
    def _is_this_machine(cls, value: str) -> str:
        if value not in THIS_MACHINE:
            raise ValueError("must be this machine's own address, as long as the desk has no sign-in of its own")
        return value

    @field_validator("public_url")
    @classmethod
    def _is_public(cls, value: str) -> str:
        return value and private_address(value).rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _has_its_driver(cls, value: str) -> str:
        return value and with_driver(value)

    @field_validator("telegram_token", mode="before")
    @classmethod
    def _is_a_token(cls, value: object) -> object:
        token = value.strip() if isinstance(value, str) else value
        if isinstance(token, str) and not TOKEN.fullmatch(token):
            raise ValueError("must be what BotFather gave your bot: a number, a colon and letters")
        return token

    @field_validator("telegram_api_base")
    @classmethod
    def _is_a_server(cls, value: str) -> str:
        return address_of_server(value).rstrip("/")

    @field_validator("telegram_webhook_url")
    @classmethod
    def _is_reached(cls, value: str, given: ValidationInfo) -> str:
        if not value:
            if given.data.get("telegram_mode") is Mode.WEBHOOK:
                raise ValueError(f"must be set with {variable('telegram_mode')}=webhook")
            return value
        is_theirs = given.data.get("telegram_api_base") == API
        if is_theirs and not value.lower().startswith("https://"):
            raise ValueError("must begin with https://, or Telegram does not call there")
        url = address_of_server(value)
        return url if urlsplit(url).path.strip("/") else url.rstrip("/") + WEBHOOK_PATH

    @field_validator("backend_webhook_url")
    @classmethod
    def _takes_reports(cls, value: str, given: ValidationInfo) -> str:
        if not value and is_named("webhook", given):
            raise ValueError(f"must be set with {variable('backend')}=webhook")
        return value and private_address(value)

    @field_validator("backend_webhook_secrets")
    @classmethod
    def _are_secrets(cls, value: SecretStr, given: ValidationInfo) -> SecretStr:
        if not value.get_secret_value() and not is_named("webhook", given):
            return value
        return SecretStr(",".join(secrets_in(value.get_secret_value())))

    @field_validator("backend_webhook_files")
    @classmethod
    def _can_be_fetched(cls, value: Sharing, given: ValidationInfo) -> Sharing:
        if is_named("webhook", given) and not given.data.get("public_url", "unreadable"):
            raise ValueError(f"needs {variable('public_url')}, where files are fetched")
        return value

    @field_validator("open311_url")
    @classmethod
    def _has_services(cls, value: str, given: ValidationInfo) -> str:
        if not value and is_named("open311", given):
            raise ValueError(f"must be set with {variable('backend')}=open311")
        return value and private_address(value).rstrip("/")

    @field_validator("open311_api_key")
    @classmethod
    def _is_given(cls, value: SecretStr, given: ValidationInfo) -> SecretStr:
        if not value.get_secret_value() and is_named("open311", given):
            raise ValueError(f"must be set with {variable('backend')}=open311")
        return value

    @property
    def backends(self) -> tuple[str, ...]:
        """The names of the routing backends; the first is the default."""
        return tuple(self.backend.split(","))

    @property
    def database(self) -> str:
        """The database's URL as SQLAlchemy wants it. It may hold a password."""
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'pintulapor.db'}"

    @property
    def is_sqlite(self) -> bool:
        return self.database.startswith("sqlite")


def is_named(backend: str, given: ValidationInfo) -> bool:
    return backend in given.data.get("backend", "").split(",")


def variable(field: str) -> str:
    return f"{PREFIX}{field.upper()}"

"""The database's URL, in whichever of its usual spellings it is given."""

from urllib.parse import urlsplit


def with_driver(url: str) -> str:
    """The URL with the driver that the store uses. Raises `ValueError`, whose text never holds a part of the URL."""
    scheme, found, rest = url.strip().partition("://")
    family, _, driver = scheme.lower().partition("+")
    if found and family in ("postgres", "postgresql") and driver in ("", "asyncpg"):
        return _postgres(rest)
    if found and family == "sqlite" and driver in ("", "aiosqlite"):
        return _sqlite(rest)
    raise ValueError("must begin with postgresql:// or sqlite:///")


def _postgres(rest: str) -> str:
    try:
        url = urlsplit(f"postgresql://{rest}")
        (url.hostname or "").encode("idna")  # as the driver will
        has_server = bool(url.hostname or "host=" in url.query) and (url.port or 1) > 0
    except ValueError:
        raise ValueError("cannot be read: in a password, write # as %23, / as %2F and @ as %40") from None
    if not has_server or not url.path.strip("/"):
        raise ValueError("must name a server and a database")
    place, question, query = rest.partition("?")
    # Hosting providers hand out libpq's spelling, which the driver refuses.
    return f"postgresql+asyncpg://{place}{question}{query.replace('sslmode=', 'ssl=')}"


def _sqlite(rest: str) -> str:
    path = rest.partition("?")[0].removeprefix("/")
    if not rest.startswith("/") or not path or ":memory:" in path:
        raise ValueError("must name a file, with three slashes: sqlite:///folder/pintulapor.db")
    return f"sqlite+aiosqlite://{rest}"


def shown(url: str) -> str:
    """Which database this is, for people: the file, or server and name, without user and password."""
    scheme, _, rest = url.partition("://")
    place = rest.partition("?")[0]
    if scheme.startswith("sqlite"):
        return place.removeprefix("/")
    return f"PostgreSQL at {place.rpartition('@')[2]}"

"""Where a request says that it comes from."""

from urllib.parse import urlsplit


def netloc_of(origin: str) -> str | None:
    """Host and port of the page that makes the request; None where its `Origin` cannot be read."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None

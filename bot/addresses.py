"""Addresses of servers, as settings have them."""

import re
from urllib.parse import SplitResult, urlsplit

WHITE = re.compile(r"\s")
THIS_MACHINE = ("127.0.0.1", "::1", "localhost")


def address_of_server(value: str) -> str:
    """Raises `ValueError`."""
    value = value.strip()
    url = urlsplit(value)
    has_more = url.query or url.fragment or "@" in url.netloc or WHITE.search(value)
    if url.scheme.lower() not in ("http", "https") or not url.hostname or has_more or not _has_sound_port(url):
        raise ValueError("must be the address of a server")
    return value


def private_address(value: str) -> str:
    """A server that nobody can listen in on. Raises `ValueError`."""
    value = address_of_server(value)
    url = urlsplit(value)
    if url.scheme.lower() != "https" and url.hostname not in THIS_MACHINE:
        raise ValueError("must begin with https://, or reports can be read on their way")
    return value


def _has_sound_port(url: SplitResult) -> bool:
    try:
        return url.port != 0
    except ValueError:
        return False

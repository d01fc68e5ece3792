"""The port that the pages are served on."""

import errno
import socket
from typing import Any

from bot.errors import CannotListen

REASONS = {
    errno.EADDRINUSE: "is taken by another program: end it, or choose another port",
    errno.EACCES: "may not be used by this user: choose one above 1023",
}


def listen(host: str, port: int) -> socket.socket:
    """Whoever connects waits in the socket's queue until a server takes it on. Raises `CannotListen`."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return _bound(socket.socket(family, kind, protocol), address)
    except OSError as error:
        raise CannotListen(REASONS.get(error.errno or 0, f"cannot be listened on: {error.strerror}")) from None


def _bound(unbound: socket.socket, address: tuple[Any, ...]) -> socket.socket:
    try:
        unbound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        unbound.bind(address)
        unbound.listen()
    except OSError:
        unbound.close()
        raise
    return unbound


def address_of(bound: socket.socket) -> str:
    """`http://127.0.0.1:8080`, with the port that was really taken."""
    host, port = bound.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"

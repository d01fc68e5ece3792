"""The port is ours, or it is said why not."""

import socket

import pytest

from bot.errors import CannotListen
from bot.listening import address_of, listen


def test_zero_takes_a_free_port() -> None:
    with listen("127.0.0.1", 0) as bound:
        port = bound.getsockname()[1]
        assert port > 0
        assert address_of(bound) == f"http://127.0.0.1:{port}"


def test_a_port_in_use_is_said_to_be_taken() -> None:
    with listen("127.0.0.1", 0) as bound, pytest.raises(CannotListen, match="taken by another program"):
        listen("127.0.0.1", bound.getsockname()[1])


def test_a_port_just_given_back_can_be_taken_at_once() -> None:
    with listen("127.0.0.1", 0) as bound:
        address = bound.getsockname()
        visitor = socket.create_connection(address)
        taken, _ = bound.accept()
        taken.close()
        visitor.close()
    listen(*address).close()


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_an_ipv6_address_is_written_in_brackets() -> None:
    try:
        bound = listen("::1", 0)
    except CannotListen:
        pytest.skip("this machine has no IPv6")
    with bound:
        assert address_of(bound).startswith("http://[::1]:")

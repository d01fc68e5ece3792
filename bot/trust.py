"""Whom we believe to be who they say, on connections that we open."""

import ssl
from functools import cache

import certifi


@cache
def trusted() -> ssl.SSLContext:
    """By the authorities of the system, and by those that Mozilla believes: not every Python knows where its system
    keeps its own.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context

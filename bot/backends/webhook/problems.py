"""What went wrong with a request, for a program to read (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta, Struct

MEDIA_TYPE = "application/problem+json"
SOON = {"Retry-After": "1"}


class Problem(Struct, frozen=True):
    """What went wrong."""

    title: str
    status: int
    detail: Annotated[str, Meta(description="What to mend")]


def problem(status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None) -> web.Response:
    body = msgspec.json.encode(Problem(status.phrase, status, detail))
    return web.Response(body=body, status=status, headers=headers, content_type=MEDIA_TYPE)

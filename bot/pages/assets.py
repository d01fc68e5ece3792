"""Scripts and styles of a page, under addresses that change with their content: a browser keeps them for good."""

import hashlib
import mimetypes
from collections.abc import Mapping
from pathlib import Path

from aiohttp import web

FOREVER = "public, max-age=31536000, immutable"


class Assets:
    """The files of `folder`, read once, served under `prefix` (`/chat/static`).

    All have one stamp, so that a script finds the others beside it.
    """

    def __init__(self, folder: Path, prefix: str) -> None:
        self._bodies = {file.name: file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file()}
        self._folder = f"{prefix}/{_stamp(self._bodies)}"

    def url(self, name: str) -> str:
        if name not in self._bodies:
            raise FileNotFoundError(name)
        return f"{self._folder}/{name}"

    def names(self, suffix: str) -> list[str]:
        return [name for name in self._bodies if name.endswith(suffix)]

    def routes(self) -> list[web.RouteDef]:
        return [web.get(f"{self._folder}/{{name}}", self._handle)]

    async def _handle(self, request: web.Request) -> web.Response:
        body = self._bodies.get(request.match_info["name"])
        if body is None:
            raise web.HTTPNotFound
        kind = mimetypes.guess_type(request.path)[0] or "application/octet-stream"
        response = web.Response(body=body, content_type=kind, charset="utf-8", headers={"Cache-Control": FOREVER})
        response.enable_compression()
        return response


def _stamp(bodies: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, body in bodies.items():
        digest.update(f"{name} {len(body)} ".encode() + body)
    return digest.hexdigest()[:12]

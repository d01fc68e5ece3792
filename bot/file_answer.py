"""A kept file becomes an answer: whole, or the part that a player asks for (RFC 9110, section 14)."""

from urllib.parse import quote

from aiohttp import web
from obstore.exceptions import BaseError

from handlers.attachments import OpenedFile


def asked_part(request: web.Request, size: int) -> range | None:
    """The bytes that are asked for; None for all of the file, also when it asks for what there is not."""
    if "Range" not in request.headers:
        return None
    try:
        asked = request.http_range
    except ValueError:
        return None
    start, stop, _ = asked.indices(size)
    return range(start, stop) if start < stop else None


async def file_answer(
    request: web.Request, opened: OpenedFile, is_shown: bool, has_parts: bool, cache_control: str, etag: str = ""
) -> web.StreamResponse:
    """Sent. A file that is not `is_shown` in the page is saved; one that `has_parts` may be asked for in ranges.

    By its `etag`, where it has one, whoever keeps it asks whether it is still the same.
    """
    headers = {
        "Content-Type": opened.media_type,
        "Content-Length": str(len(opened.part)),
        "Content-Disposition": disposition(opened.file_name, is_shown),
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Accept-Ranges": "bytes" if has_parts else "none",
        "Cache-Control": cache_control,
        "X-Content-Type-Options": "nosniff",
    }
    if etag:
        headers["ETag"] = f'"{etag}"'
    is_part = has_parts and asked_part(request, opened.size) is not None
    if is_part:
        headers["Content-Range"] = f"bytes {opened.part.start}-{opened.part.stop - 1}/{opened.size}"
    response = web.StreamResponse(status=206 if is_part else 200, headers=headers)
    await response.prepare(request)
    try:
        if request.method != "HEAD":
            async for piece in opened.content:
                await response.write(piece)
        await response.write_eof()
    except (OSError, BaseError):  # the reader has gone, or the rest cannot be read: then the reader must notice
        if request.transport is not None:
            request.transport.abort()
    return response


def disposition(file_name: str, is_shown: bool) -> str:
    """How a browser is to take the file, with its name in the form that carries any letter (RFC 6266)."""
    return f"{'inline' if is_shown else 'attachment'}; filename*=UTF-8''{quote(file_name or 'file', safe='')}"

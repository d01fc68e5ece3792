"""The form that is posted to an Open311 server."""

import re

from aiohttp.web import FileField, Request

Media = tuple[str, str, bytes]
ATTRIBUTE = re.compile(r"attribute\[(?P<code>[^\]]+)\](\[\])?")


async def read(request: Request) -> tuple[dict[str, str], dict[str, list[str]], list[Media]]:
    fields: dict[str, str] = {}
    attributes: dict[str, list[str]] = {}
    media: list[Media] = []
    for name, value in (await request.post()).items():
        if isinstance(value, FileField):
            media.append((value.filename, value.content_type, value.file.read()))
            value.file.close()
        elif found := ATTRIBUTE.fullmatch(name):
            attributes.setdefault(found["code"], []).append(str(value))
        else:
            fields[name] = str(value)
    return fields, attributes, media

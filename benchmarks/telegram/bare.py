"""(a) A bare aiohttp webhook: it parses the update, remembers how far the chat is, and replies. Nothing else."""

from collections import defaultdict

import msgspec
from aiohttp import ClientSession, TCPConnector, web

from benchmarks.telegram.api import TOKEN
from benchmarks.telegram.script import REPLIES
from benchmarks.telegram.serving import PATH, Given, serve

KEYBOARDS = [
    {"inline_keyboard": [[{"text": label, "callback_data": data}] for label, data in reply.options]}
    for reply in REPLIES
]
JSON = {"Content-Type": "application/json"}


async def make(given: Given) -> web.Application:
    session = ClientSession(connector=TCPConnector(limit=100))
    done: defaultdict[int, int] = defaultdict(int)
    url = f"{given.api}/bot{TOKEN}/sendMessage"

    async def handle(request: web.Request) -> web.Response:
        update = msgspec.json.decode(await request.read())
        message = update.get("message") or update["callback_query"]["message"]
        chat_id = message["chat"]["id"]
        n = done[chat_id]
        done[chat_id] += 1
        reply = {"chat_id": chat_id, "text": REPLIES[n].text, "reply_markup": KEYBOARDS[n]}
        if given.answers:
            body = msgspec.json.encode({"method": "sendMessage"} | reply)
            return web.Response(body=body, content_type="application/json")
        async with session.post(url, data=msgspec.json.encode(reply), headers=JSON) as response:
            await response.read()
        return web.Response()

    app = web.Application()
    app.router.add_post(PATH, handle)
    return app


if __name__ == "__main__":
    serve(make)

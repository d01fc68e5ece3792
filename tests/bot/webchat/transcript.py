"""What a visitor's transcript holds."""

from typing import Any

from tests.bot.visitor import Tab, Visitor

STORY = "Jalan depan pasar Sangatta berlubang dalam, dua motor jatuh"


def texts(entries: list[dict[str, Any]]) -> list[str]:
    return [entry["body"].get("text", entry["body"].get("label", "")) for entry in entries]


async def history(visitor: Visitor) -> list[dict[str, Any]]:
    tab = Tab(await visitor.session.ws_connect("/chat/socket"))
    entries: list[dict[str, Any]] = (await tab.hello())["entries"]
    await tab.socket.close()
    return entries

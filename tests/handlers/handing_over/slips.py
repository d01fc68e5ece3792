"""A report that a volunteer has filed, and the slip by which it goes over."""

import re

from conversations.messages import Chat, Choice, Command
from storage.store import Store
from tests.filed import RECEIPT, Filed
from tests.handlers.house import House
from tests.volunteering import Helper, file_for, make_volunteer

SITI, BUDI = Chat("webchat", "siti"), Chat("webchat", "budi")
CODE = re.compile(r"^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}$", re.MULTILINE)
NOT_GOOD = "Kode itu tidak bisa dipakai."
NOT_ON_A_SLIP = "Nomor dan desa itu tidak cocok. Periksa lagi nomor di lembarnya, dan di desa mana kejadiannya."


async def filed_by_rahma(store: Store) -> tuple[Helper, Filed]:
    rahma = await make_volunteer(store)
    return rahma, await file_for(store, rahma)


async def code_from(house: House, helper: Helper, receipt: str = RECEIPT, begin: int = 0) -> str:
    await house.say(helper.chat, Choice(f"hand_over:{receipt}"), begin=begin)
    await house.all_is_sent()
    return str(CODE.findall(house.app.texts(helper.chat.address)[-1])[0])


async def take(house: House, chat: Chat, code: str, begin: int = 0) -> None:
    await house.say(chat, Command("serah", code), Choice(f"take_over:{code.replace('-', '')}"), begin=begin)
    await house.all_is_sent()

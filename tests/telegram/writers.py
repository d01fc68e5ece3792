"""Everything that people write and send to the bot."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.telegram.account import Account
from tests.telegram.chats import Chat, Shown
from tests.telegram.content import Content
from tests.telegram.markup import utf16
from tests.telegram.schema import Json, checked

FOUND = {
    "bot_command": re.compile(r"(?<!\S)/\w{1,32}(?:@\w+)?"),
    "url": re.compile(r"https?://\S+"),
    "mention": re.compile(r"(?<!\S)@\w{4,32}"),
    "hashtag": re.compile(r"(?<!\S)#\w+"),
}


class Writer:
    """Somebody in a chat. What they send is returned as the Bot API's Message, which `edits` and `reply_to` take."""

    def __init__(self, account: Account, user: Json, chat: Chat) -> None:
        self.account = account
        self.user = user
        self.chat = chat
        self._content = Content(account.files)

    async def says(self, text: str, *, reply_to: Json | Shown | int | None = None) -> Json:
        return self._send(**_with_entities("text", text), **self._reply(reply_to))

    async def sends_photo(self, content: bytes | None = None, caption: str = "") -> Json:
        return self._send(**self._content.photo(content), **_with_entities("caption", caption))

    async def sends_document(
        self,
        content: bytes = b"%PDF-1.7",
        caption: str = "",
        *,
        file_name: str = "surat.pdf",
        mime_type: str = "application/pdf",
        size: int | None = None,
    ) -> Json:
        """`size` is what Telegram says of it, where it is to be more than `content`."""
        document = self._content.document(content, file_name, mime_type, size)
        return self._send(**document, **_with_entities("caption", caption))

    async def sends_voice(self, content: bytes = b"OggS", seconds: int = 7, size: int | None = None) -> Json:
        return self._send(**self._content.voice(content, seconds, size))

    async def sends_audio(self, content: bytes = b"ID3", caption: str = "") -> Json:
        return self._send(**self._content.audio(content), **_with_entities("caption", caption))

    async def sends_video(self, content: bytes = b"ftyp", caption: str = "", size: int | None = None) -> Json:
        return self._send(**self._content.video(content, size), **_with_entities("caption", caption))

    async def sends_video_note(self, content: bytes = b"ftyp") -> Json:
        return self._send(**self._content.video_note(content))

    async def sends_animation(self, content: bytes = b"ftyp", caption: str = "") -> Json:
        return self._send(**self._content.animation(content), **_with_entities("caption", caption))

    async def sends_sticker(self, emoji: str = "👍") -> Json:
        return self._send(**self._content.sticker(emoji))

    async def sends_album(
        self, *kinds: str, captions: Mapping[int, str] | None = None, contents: Sequence[bytes] = ()
    ) -> list[Json]:
        """Several messages with one media_group_id, such as ("photo", "photo", "video"); captions by position."""
        group = str(13_900_000_000_000_000 + self.account.next_message_id())
        sent = []
        for position, kind in enumerate(kinds or ("photo", "photo")):
            given = contents[position] if position < len(contents) else None
            media = self._content.of_kind(kind, given)
            caption = _with_entities("caption", (captions or {}).get(position, ""))
            sent.append(self._send(media_group_id=group, **media, **caption))
        return sent

    async def shares_location(self, latitude: float, longitude: float, **more: float) -> Json:
        return self._send(location={"latitude": latitude, "longitude": longitude, **more})

    async def shares_venue(self, latitude: float, longitude: float, title: str, address: str) -> Json:
        location = {"latitude": latitude, "longitude": longitude}
        return self._send(location=location, venue={"location": location, "title": title, "address": address})

    async def shares_contact(self, phone_number: str, first_name: str = "", user_id: int | None = None) -> Json:
        """Their own where nothing else is said."""
        name = first_name or self.user["first_name"]
        return self._send(
            contact={"phone_number": phone_number, "first_name": name, "user_id": user_id or self.user["id"]}
        )

    async def sends_poll(self, question: str, *options: str) -> Json:
        return self._send(poll=self._content.poll(question, options))

    async def throws_dice(self, value: int = 6) -> Json:
        return self._send(dice={"emoji": "🎲", "value": value})

    async def forwards(self, text: str, origin: Json | None = None) -> Json:
        """By default from somebody who hides who they are."""
        hidden = {"type": "hidden_user", "sender_user_name": "Budi", "date": self.account.date - 3600}
        return self._send(**_with_entities("text", text), forward_origin=origin or hidden)

    async def edits(self, message: Json, *, text: str | None = None, caption: str | None = None) -> Json:
        changed = _with_entities("text", text) if text is not None else _with_entities("caption", caption or "")
        gone = ("text", "entities") if text is not None else ("caption", "caption_entities")
        kept = {key: value for key, value in message.items() if key not in gone}
        edited = {**kept, **changed, "edit_date": self.account.date}
        self.chat.messages[message["message_id"]] = edited
        self.account.deliver("edited_message", edited)
        return edited

    def _send(self, **content: Any) -> Json:
        self.chat.is_known = True
        head = {"message_id": self.account.next_message_id(), "from": self.user, "chat": self.chat.info}
        message: Json = checked("Message", {**head, "date": self.account.date, **content})
        self.chat.messages[message["message_id"]] = message
        self.account.deliver("message", message)
        return message

    def _reply(self, message: Json | Shown | int | None) -> Json:
        if message is None:
            return {}
        replied = self.chat.messages[id_of(message)]
        return {"reply_to_message": {key: value for key, value in replied.items() if key != "reply_to_message"}}


def _with_entities(field: str, text: str) -> Json:
    """The field, with the entities that Telegram itself finds in a text."""
    if not text:
        return {}
    found = [
        {"type": kind, "offset": utf16(text[: match.start()]), "length": utf16(match[0])}
        for kind, pattern in FOUND.items()
        for match in pattern.finditer(text)
    ]
    name = "entities" if field == "text" else f"{field}_entities"
    return {field: text, **({name: found} if found else {})}


def id_of(message: Json | Shown | int) -> int:
    if isinstance(message, int):
        return message
    return message.message_id if isinstance(message, Shown) else int(message["message_id"])

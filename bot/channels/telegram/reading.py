"""What an update means in the conversation's words: the same whichever library has read it."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypeGuard

from bot.channels.telegram import keys
from bot.channels.telegram.content import unread_content
from bot.channels.telegram.files import media
from bot.channels.telegram.opening import Opened
from bot.channels.telegram.shapes import (
    Entity,
    Member,
    Membership,
    Message,
    Picture,
    Point,
    Press,
    Room,
    SharedContact,
    User,
)
from conversations.group_questions import GroupButton
from conversations.hearing import COMMANDS
from conversations.messages import (
    Blocked,
    Chat,
    Choice,
    Command,
    Contact,
    Edited,
    GroupAnswer,
    Incoming,
    InGroup,
    Location,
    Media,
    MediaKind,
    Overheard,
    Received,
    RefusedMedia,
    Text,
    Unblocked,
)

CHANNEL = "telegram"
GROUPS = ("group", "supergroup")
LEFT = ("kicked", "left")
COMMAND = re.compile(r"/(\w{1,32})(?:@(\w+))?(.*)", re.ASCII | re.DOTALL)
SERVICE = 777_000
"""Writes what a group's channel has posted: https://core.telegram.org/bots/api#message (`is_automatic_forward`)."""
LONG_AGO = datetime.fromtimestamp(0, UTC)

# in this order: an animation is described as a document too
FILES = (
    ("animation", MediaKind.VIDEO),
    ("video", MediaKind.VIDEO),
    ("video_note", MediaKind.VIDEO),
    ("voice", MediaKind.VOICE),
    ("audio", MediaKind.VOICE),
    ("document", MediaKind.DOCUMENT),
)


class Reader:
    """`bot_id` is the number before the colon of the token.

    `username` is the bot's own, without @, as `getMe` tells it. Until it is known every command in a group counts as
    meant for the bot, and no mention does.
    """

    def __init__(self, bot_id: int, file_key: bytes) -> None:
        self._bot_id = bot_id
        self._file_key = file_key
        self.username = ""

    def message(self, message: Message, opened: Opened) -> Received | None:
        incoming: Incoming | None = None
        if message.chat.type == "private":
            incoming = _content(self._file_key, message, opened.left_out)
        elif message.chat.type in GROUPS and self._is_called(message):
            if overheard := self._overheard(message):
                return overheard
            incoming = InGroup()
        if incoming is None:
            return None
        key = keys.message_key(message.message_id) if message.message_id else keys.update_key(opened.update_id)
        return _received(message.chat, key, message.date, incoming, message.from_user, self._about(message))

    def edit(self, message: Message, opened: Opened) -> Received | None:
        """None where there are no words: a live location moved on. `at` is when the message was first sent."""
        words = message.text if message.text is not None else message.caption
        if words is None or message.chat.type != "private":
            return None
        edited = Edited(keys.message_key(message.message_id), words)
        return _received(message.chat, keys.edit_key(opened.update_id), message.date, edited, message.from_user)

    def press(self, press: Press) -> Received | None:
        """Telegram does not tell when a button was pressed: `at` is long ago, which nobody believes."""
        prompt = press.message
        if press.data is None or prompt is None:
            return None
        if prompt.chat.type in GROUPS:
            return _group_answer(press, press.data, prompt.chat)
        if prompt.chat.type != "private":
            return None
        return _received(prompt.chat, keys.press_key(press.id), LONG_AGO, Choice(press.data), press.from_user)

    def membership(self, membership: Membership, opened: Opened) -> Received | None:
        """Whether the person wants our messages. Who takes the bot into a group, or out of it, says nothing."""
        if membership.chat.type != "private":
            return None
        incoming = _wish(membership.new_chat_member)
        key = keys.update_key(opened.update_id)
        return _received(membership.chat, key, membership.date, incoming, membership.from_user)

    def _overheard(self, message: Message) -> Received | None:
        """Where somebody has replied to another person's message with the command for a report: in their own chat."""
        told, sender = message.reply_to_message, message.from_user
        if told is None or sender is None or not _is_person(told.from_user) or told.from_user.id == sender.id:
            return None
        command = _text(message.text or "", message.entities or ())
        if not isinstance(command, Command) or COMMANDS.get(command.name) != "begin":
            return None
        files = _files(self._file_key, told, message.chat.id, message.message_id)
        overheard = Overheard(
            group=f"{message.chat.id:d}",
            message=f"{told.message_id:d}",
            key=keys.group_message_key(message.chat.id, told.message_id),
            writer=f"{told.from_user.id:d}",
            name=_name(told.from_user),
            text=told.text or told.caption or "",
            media=tuple(file for file in files if isinstance(file, Media)),
            refused=tuple(file for file in files if isinstance(file, RefusedMedia)),
            album=told.media_group_id or "",
        )
        if not (overheard.text or files):
            return None
        key = keys.group_message_key(message.chat.id, message.message_id)
        return _received(sender, key, told.date, overheard, sender)

    def _is_called(self, message: Message) -> bool:
        words = message.text or message.caption or ""
        entities = (message.entities if message.text else message.caption_entities) or ()
        return self._is_ours(message.reply_to_message) or any(self._means_us(entity, words) for entity in entities)

    def _means_us(self, entity: Entity, words: str) -> bool:
        if entity.type == "text_mention":
            return entity.user is not None and entity.user.id == self._bot_id
        if entity.type not in ("bot_command", "mention"):
            return False
        name = _part(words, entity.offset, entity.length).lower()
        if entity.type == "mention":
            return bool(self.username) and name == f"@{self.username.lower()}"
        _, _, meant = name.partition("@")
        return not (meant and self.username) or meant == self.username.lower()

    def _about(self, message: Message) -> str:
        replied = message.reply_to_message
        return (replied.text or replied.caption or "") if replied and self._is_ours(replied) else ""

    def _is_ours(self, message: Message | None) -> bool:
        return message is not None and message.from_user is not None and message.from_user.id == self._bot_id


def _content(key: bytes, message: Message, left_out: Sequence[str]) -> Incoming | None:
    if message.text is not None:
        return _text(message.text, message.entities or ())
    if files := _files(key, message, message.chat.id, message.message_id):
        return files[0]
    if message.venue:
        return _location(message.venue.location, message.venue.title)
    if message.location:
        return _location(message.location)
    if message.contact:
        return Contact(_name(message.contact), message.contact.phone_number)
    return unread_content(left_out)


def _files(key: bytes, message: Message, chat_id: int, message_id: int) -> tuple[Media | RefusedMedia, ...]:
    """The message's file, called after what has these ids; none where it has none."""
    caption, album = message.caption or "", message.media_group_id or ""
    if message.photo:
        largest = max(message.photo, key=_area)
        return (media(key, largest, MediaKind.PHOTO, chat_id, message_id, caption, album),)
    for field, kind in FILES:
        if file := getattr(message, field):
            return (media(key, file, kind, chat_id, message_id, caption, album),)
    return ()


def _group_answer(press: Press, data: str, group: Room) -> Received | None:
    """None for a button that is somebody else's. It counts from when it comes: its message may be days old."""
    button = GroupButton.read(data)
    if button is None or button.writer != f"{press.from_user.id:d}":
        return None
    answer = GroupAnswer(f"{group.id:d}", button.writer, button.draft, button.question, button.says)
    return Received(Chat(CHANNEL, button.volunteer), keys.press_key(press.id), LONG_AGO, answer)


def _is_person(user: User | None) -> TypeGuard[User]:
    return user is not None and not user.is_bot and user.id != SERVICE


def _location(point: Point, name: str = "") -> Location:
    return Location(float(point.latitude), float(point.longitude), name)


def _text(text: str, entities: Sequence[Entity]) -> Text | Command:
    """A command where Telegram has found one at the beginning."""
    is_command = any(entity.type == "bot_command" and entity.offset == 0 for entity in entities)
    if is_command and (found := COMMAND.match(text)):
        return Command(found[1].lower(), found[3].strip())
    return Text(text)


def _part(text: str, offset: int, length: int) -> str:
    """Telegram counts in UTF-16 code units."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le", "ignore")


def _area(picture: Picture) -> int:
    return picture.width * picture.height


def _wish(member: Member) -> Blocked | Unblocked:
    return Blocked() if member.status in LEFT else Unblocked()


def _received(
    room: Room | User, key: str, at: datetime, incoming: Incoming, sender: User | None, about: str = ""
) -> Received:
    chat = Chat(CHANNEL, f"{room.id:d}")
    if sender is None:
        return Received(chat, key, at, incoming, about=about)
    language = (sender.language_code or "").partition("-")[0].lower()
    return Received(chat, key, at, incoming, language if len(language) == 2 else "", _name(sender), about)


def _name(person: User | SharedContact) -> str:
    return f"{person.first_name} {person.last_name or ''}".strip()

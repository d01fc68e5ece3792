"""Groups and channels that the bot is in."""

from tests.telegram.account import Account
from tests.telegram.chats import Chat
from tests.telegram.people import Person
from tests.telegram.schema import Json, checked


class Group:
    """A group; one whose id begins with -100 is a supergroup."""

    def __init__(self, account: Account, chat_id: int, title: str) -> None:
        self.account = account
        kind = "supergroup" if str(chat_id).startswith("-100") else "group"
        self.chat = account.chats.open({"id": chat_id, "type": kind, "title": title})

    @property
    def id(self) -> int:
        return self.chat.id

    def member(self, person: Person) -> Person:
        """The same person, writing here."""
        return person.within(self.chat)

    async def adds_bot(self, by: Person) -> Json:
        return self._membership(by, is_member=True)

    async def removes_bot(self, by: Person) -> Json:
        return self._membership(by, is_member=False)

    async def migrates(self, to: int, by: Person) -> "Group":
        """It is a supergroup with another id from now on; what is sent to the old one is refused with the new id."""
        successor = Group(self.account, to, self.chat.info["title"])
        self._note(self.chat, by, {"migrate_to_chat_id": to})
        self._note(successor.chat, by, {"migrate_from_chat_id": self.id})
        self.chat.moved_to = to
        return successor

    def _note(self, chat: Chat, by: Person, content: Json) -> None:
        head = {"message_id": self.account.next_message_id(), "from": by.user, "chat": chat.info}
        self.account.deliver("message", {**head, "date": self.account.date, **content})

    def _membership(self, by: Person, is_member: bool) -> Json:
        self.chat.is_blocked = not is_member
        left, member = ({"status": status, "user": self.account.user} for status in ("left", "member"))
        old, new = (left, member) if is_member else (member, left)
        head = {"chat": self.chat.info, "from": by.user, "date": self.account.date}
        return self.account.deliver("my_chat_member", {**head, "old_chat_member": old, "new_chat_member": new})


class Channel:
    def __init__(self, account: Account, chat_id: int, title: str) -> None:
        self.account = account
        self.chat = account.chats.open({"id": chat_id, "type": "channel", "title": title})

    @property
    def id(self) -> int:
        return self.chat.id

    async def posts(self, text: str) -> Json:
        head = {"message_id": self.account.next_message_id(), "sender_chat": self.chat.info, "chat": self.chat.info}
        post = checked("Message", {**head, "date": self.account.date, "text": text})
        self.chat.messages[post["message_id"]] = post
        self.account.deliver("channel_post", post)
        return post

    async def edits(self, post: Json, text: str) -> Json:
        edited = {**post, "text": text, "edit_date": self.account.date}
        self.account.deliver("edited_channel_post", edited)
        return edited

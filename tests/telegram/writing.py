"""Methods that put messages into a chat, change them and take them away."""

import time

from tests.telegram.account import Account
from tests.telegram.chats import Chat
from tests.telegram.keyboards import refuse_malformed
from tests.telegram.parameters import Files
from tests.telegram.refusals import NOT_MODIFIED, Refused, bad_request
from tests.telegram.schema import Json, checked
from tests.telegram.texts import caption_of, text_of

EDITABLE = ("text", "entities", "reply_markup")


def send_message(account: Account, asked: Json, files: Files) -> Json:
    content = text_of(asked)
    return _send(account, asked, content)


def send_photo(account: Account, asked: Json, files: Files) -> Json:
    name = str(asked.get("photo", ""))
    uploaded = files.get(name.removeprefix("attach://"))
    if uploaded is None and not account.files.has(name):
        raise Refused(bad_request("wrong file identifier/HTTP URL specified"))
    stored = account.files.keep("photo", uploaded.content if uploaded else b"")
    size = {**stored.reference, "width": 800, "height": 600}
    return _send(account, asked, {"photo": [size], **caption_of(asked)})


def send_document(account: Account, asked: Json, files: Files) -> Json:
    name = str(asked.get("document", ""))
    uploaded = files.get(name.removeprefix("attach://"))
    if uploaded is None:
        raise Refused(bad_request("wrong file identifier/HTTP URL specified"))
    stored = account.files.keep("document", uploaded.content, file_name=uploaded.file_name)
    document = {**stored.reference, "file_name": uploaded.file_name}
    return _send(account, asked, {"document": document, **caption_of(asked)})


def _send(account: Account, asked: Json, content: Json) -> Json:
    markup = _markup(asked)
    chat = account.chats.reachable(asked.get("chat_id"))
    replied = _replied_to(chat, asked.get("reply_parameters"))
    if account.limits is not None:
        account.limits.count(chat.id, time.monotonic())
    inline = {"reply_markup": markup} if "inline_keyboard" in markup else {}
    head = {"message_id": account.next_message_id(), "from": account.user, "chat": chat.info, "date": account.date}
    message = checked("Message", {**head, **replied, **content, **inline})
    chat.messages[message["message_id"]] = message
    if markup and not inline:
        chat.markups[message["message_id"]] = markup
        chat.keyboard = markup if "keyboard" in markup else None
    return message


def _markup(asked: Json) -> Json:
    markup: Json = asked.get("reply_markup") or {}
    refuse_malformed(markup)
    return markup


def _replied_to(chat: Chat, reply: Json | None) -> Json:
    if reply is None:
        return {}
    message = chat.messages.get(reply.get("message_id", 0))
    if message is not None:
        return {"reply_to_message": {key: value for key, value in message.items() if key != "reply_to_message"}}
    if reply.get("allow_sending_without_reply"):
        return {}
    raise Refused(bad_request("message to be replied not found"))


def edit_message_text(account: Account, asked: Json, files: Files) -> Json:
    content = text_of(asked)
    return _edit(account, asked, {**content, **_inline(asked)})


def edit_message_reply_markup(account: Account, asked: Json, files: Files) -> Json:
    message = _message_of_bot(account, asked)
    kept: Json = {key: message[key] for key in ("text", "entities") if key in message}
    return _edit(account, asked, {**kept, **_inline(asked)})


def _inline(asked: Json) -> Json:
    markup = _markup(asked)
    return {"reply_markup": markup} if markup.get("inline_keyboard") else {}


def _edit(account: Account, asked: Json, content: Json) -> Json:
    message = _message_of_bot(account, asked)
    if content == {key: message[key] for key in EDITABLE if key in message}:
        raise Refused(bad_request(NOT_MODIFIED))
    kept = {key: value for key, value in message.items() if key not in EDITABLE}
    edited = checked("Message", {**kept, **content, "edit_date": account.date})
    account.chats.get(asked["chat_id"]).messages[message["message_id"]] = edited
    return edited


def _message_of_bot(account: Account, asked: Json) -> Json:
    if not asked.get("message_id"):
        raise Refused(bad_request("message identifier is not specified"))
    chat = account.chats.reachable(asked.get("chat_id"))
    return chat.of_bot(asked["message_id"], account.id, "message to edit not found")


def delete_message(account: Account, asked: Json, files: Files) -> bool:
    chat = account.chats.reachable(asked.get("chat_id"))
    chat.of_bot(asked.get("message_id", 0), account.id, "message to delete not found")
    del chat.messages[asked["message_id"]]
    return True

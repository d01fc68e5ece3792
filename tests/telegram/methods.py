"""The Bot API's methods, carried out on the account. What is not done raises `Refused`."""

from collections.abc import Callable, Mapping

from tests.telegram import introducing, writing
from tests.telegram.account import Account, Toast
from tests.telegram.parameters import Files
from tests.telegram.refusals import QUERY_TOO_OLD, Refused, bad_request
from tests.telegram.schema import Json

Method = Callable[[Account, Json, Files], object]

ACTIONS = frozenset(
    """typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker
    find_location record_video_note upload_video_note""".split()
)
TOAST = 200


def get_me(account: Account, asked: Json, files: Files) -> Json:
    return account.user


def send_chat_action(account: Account, asked: Json, files: Files) -> bool:
    if asked.get("action") not in ACTIONS:
        raise Refused(bad_request("wrong parameter action in request"))
    account.chats.reachable(asked.get("chat_id"))
    return True


def answer_callback_query(account: Account, asked: Json, files: Files) -> bool:
    query_id, text = str(asked.get("callback_query_id", "")), asked.get("text", "")
    if query_id not in account.queries:
        raise Refused(bad_request(QUERY_TOO_OLD))
    if len(text) > TOAST:
        raise Refused(bad_request("MESSAGE_TOO_LONG"))
    del account.queries[query_id]
    if text:
        account.toasts.append(Toast(query_id, text, bool(asked.get("show_alert"))))
    return True


def get_file(account: Account, asked: Json, files: Files) -> Json:
    if not asked.get("file_id"):
        raise Refused(bad_request("file_id not specified"))
    return account.files.described(asked["file_id"])


METHODS: Mapping[str, Method] = {
    "getMe": get_me,
    "sendMessage": writing.send_message,
    "sendPhoto": writing.send_photo,
    "sendDocument": writing.send_document,
    "sendChatAction": send_chat_action,
    "editMessageText": writing.edit_message_text,
    "editMessageReplyMarkup": writing.edit_message_reply_markup,
    "deleteMessage": writing.delete_message,
    "answerCallbackQuery": answer_callback_query,
    "getFile": get_file,
    "setMyCommands": introducing.set_my_commands,
    "deleteMyCommands": introducing.delete_my_commands,
    "getMyCommands": introducing.get_my_commands,
    "setMyDescription": introducing.set_my_description,
    "getMyDescription": introducing.get_my_description,
    "setMyShortDescription": introducing.set_my_short_description,
    "getMyShortDescription": introducing.get_my_short_description,
    "setChatMenuButton": introducing.set_chat_menu_button,
    "getChatMenuButton": introducing.get_chat_menu_button,
}

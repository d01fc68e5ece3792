"""The stand-in refuses what Telegram refuses, in Telegram's words, and shows what a person would see."""

from typing import Any

import aiohttp
import pytest

from tests.telegram.asking import ask, inline
from tests.telegram.limits import Limits
from tests.telegram.server import BotApi

SARI = 7
NOBODY = 8


async def refusal(api: BotApi, **parameters: Any) -> str:
    """What is said to a sendMessage that is complete but for `parameters`."""
    told = await ask(api, "sendMessage", **{"chat_id": SARI, "text": "halo", **parameters})
    assert not told["ok"]
    return str(told["description"])


# What Telegram answered to the very same calls is on record.
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "empty": ({"text": ""}, "message text is empty"),
    "blank": ({"text": "  \n"}, "text must be non-empty"),
    "too long": ({"text": "x" * 4097}, "message is too long"),
    "too long by its halves": ({"text": "😀" * 2049}, "message is too long"),
    "no chat": ({"chat_id": ""}, "chat_id is empty"),
    "unknown chat": ({"chat_id": NOBODY}, "chat not found"),
    "unknown name": ({"chat_id": "@nobody"}, "chat not found"),
    "mode": ({"parse_mode": "INVALID"}, "unsupported parse_mode"),
    "reply": ({"reply_parameters": {"message_id": 999}}, "message to be replied not found"),
    "html, unknown tag": (
        {"text": "<script>1</script>", "parse_mode": "HTML"},
        'can\'t parse entities: Unsupported start tag "script" at byte offset 0',
    ),
    "html, unclosed": (
        {"text": "<b>unclosed", "parse_mode": "HTML"},
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    "html, crossed": (
        {"text": "<b><i>test</b></i>", "parse_mode": "HTML"},
        'can\'t parse entities: Unmatched end tag at byte offset 10, expected "</i>", found "</b>"',
    ),
    "html, a bare sign": (
        {"text": "1 < 2", "parse_mode": "HTML"},
        'can\'t parse entities: Unsupported start tag "" at byte offset 2',
    ),
    "markdown 2, unclosed": (
        {"text": "*unclosed", "parse_mode": "MarkdownV2"},
        "can't parse entities: Can't find end of Bold entity at byte offset 0",
    ),
    "markdown 2, reserved": (
        {"text": "hello.", "parse_mode": "MarkdownV2"},
        "can't parse entities: Character '.' is reserved and must be escaped with the preceding '\\'",
    ),
    "markdown, unclosed": (
        {"text": "*unclosed", "parse_mode": "Markdown"},
        "can't parse entities: Can't find end of the entity starting at byte offset 0",
    ),
    "entity after the end": (
        {"entities": [{"type": "bold", "offset": 100, "length": 1}]},
        "entity begins after the end of the text at UTF-16 offset 100",
    ),
    "entity over the end": (
        {"entities": [{"type": "bold", "offset": 0, "length": 100}]},
        "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100",
    ),
    "data of 65 bytes": ({"reply_markup": inline({"text": "a", "callback_data": "é" * 33})}, "BUTTON_DATA_INVALID"),
    "a button without action": (
        {"reply_markup": inline({"text": "a"})},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    "a button with empty data": (
        {"reply_markup": inline({"text": "a", "callback_data": ""})},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    "a button to nowhere": (
        {"reply_markup": inline({"text": "a", "url": "not-a-url"})},
        "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
    ),
    "a button of another protocol": (
        {"reply_markup": inline({"text": "a", "url": "ftp://example.com"})},
        "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
    ),
    "a plain web app": (
        {"reply_markup": inline({"text": "a", "web_app": {"url": "http://example.com"}})},
        "inline keyboard button Web App URL 'http://example.com' is invalid: Only HTTPS links are allowed",
    ),
    "a pay button": ({"reply_markup": inline({"text": "a", "pay": True})}, "BUTTON_TYPE_INVALID"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_what_telegram_refuses_is_refused_in_its_words(api: BotApi, case: str) -> None:
    api.person(SARI)
    parameters, words = REFUSED[case]
    assert await refusal(api, **parameters) == f"Bad Request: {words}"
    assert not api.sent(SARI)


@pytest.mark.parametrize(
    "parameters",
    [
        {"text": "x" * 4096},
        {"text": "😀" * 2048},
        {"text": "&lt;<b>a<i>b</i></b>&gt; <a href='https://example.com'>c</a>", "parse_mode": "html"},
        {"text": r"*a _b_ ||c||* `d.` [e](https://example.com) f\.", "parse_mode": "MarkdownV2"},
        {"reply_markup": inline({"text": "a", "callback_data": "x" * 64})},
        {"reply_markup": {"keyboard": [["Kirim lokasi", {"text": "Lokasi", "request_location": True}]]}},
        {"reply_markup": {"remove_keyboard": True}},
        {"reply_parameters": {"message_id": 999, "allow_sending_without_reply": True}},
    ],
)
async def test_what_telegram_takes_is_taken(api: BotApi, parameters: dict[str, Any]) -> None:
    api.person(SARI)
    assert (await ask(api, "sendMessage", **{"chat_id": SARI, "text": "halo", **parameters}))["ok"]


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"disable_web_page_preview": True}, "disable_web_page_preview"),
        ({"text": None}, "message text is empty"),
        ({"chat_id": None}, "chat_id is empty"),
        ({"reply_markup": {"inline_keyboard": "bad"}}, "anyOf"),
        ({"reply_markup": inline({"callback_data": "x"})}, "anyOf"),
        ({"reply_markup": inline({"text": "", "callback_data": "x"})}, "a button without text"),
        ({"reply_markup": inline({"text": "a", "callback_data": "x", "url": "https://a.id"})}, "does 2 things"),
        ({"reply_markup": inline(*[{"text": "a", "callback_data": "x"}] * 9)}, "9 buttons in a row"),
        ({"reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "x"}]] * 101}}, "101 buttons"),
        ({"reply_markup": {"keyboard": []}}, "a keyboard without buttons"),
    ],
)
async def test_what_telegram_would_swallow_is_a_violation(api: BotApi, parameters: dict[str, Any], words: str) -> None:
    api.person(SARI)
    given = {"chat_id": SARI, "text": "halo", **parameters}
    told = await ask(api, "sendMessage", **{key: value for key, value in given.items() if value is not None})
    assert words in told["description"]
    assert told["error_code"] == 400
    assert api.violations
    api.violations.clear()


async def test_a_violation_fails_the_test_in_which_it_happened() -> None:
    with pytest.raises(AssertionError, match="no method in use"):
        async with BotApi() as api:
            assert (await ask(api, "sendTelepathy", chat_id=SARI))["error_code"] == 404


async def test_a_call_is_understood_however_it_is_sent(api: BotApi) -> None:
    api.person(SARI)
    url = f"{api.base}/bot{api.token}/sendMessage"
    markup = '{"inline_keyboard":[[{"text":"Ya","callback_data":"1"}]]}'
    form = {"chat_id": str(SARI), "text": "halo", "reply_markup": markup, "disable_notification": "true"}
    parts = aiohttp.FormData(form, default_to_multipart=True)
    async with aiohttp.ClientSession() as session:
        for sent in ({"json": form}, {"data": form}, {"data": parts}, {"params": form}):
            async with session.post(url, **sent) as answer:
                assert (await answer.json())["ok"]
    assert [shown.labels for shown in api.sent(SARI)] == [("Ya",)] * 4
    assert len({str(parameters) for parameters in api.called("sendMessage")}) == 1


async def test_an_edit_replaces_what_a_person_sees(api: BotApi) -> None:
    person = api.person(SARI)
    buttons = inline({"text": "Ya", "callback_data": "1"})
    sent = (await ask(api, "sendMessage", chat_id=SARI, text="Di mana?", reply_markup=buttons))["result"]
    where = {"chat_id": SARI, "message_id": sent["message_id"]}
    assert (await ask(api, "editMessageText", **where, text="Di mana?", reply_markup=buttons))[
        "description"
    ].startswith("Bad Request: message is not modified: ")
    assert (await ask(api, "editMessageText", **where, text="Kapan?"))["ok"]
    assert [(shown.text, shown.buttons, shown.is_edited) for shown in person.sees] == [("Kapan?", (), True)]
    assert (await ask(api, "editMessageReplyMarkup", **where, reply_markup=buttons))["ok"]
    assert person.sees[0].labels == ("Ya",)
    assert (await ask(api, "deleteMessage", **where))["ok"]
    assert not person.sees
    assert (await ask(api, "editMessageText", **where, text="x"))[
        "description"
    ] == "Bad Request: message to edit not found"


async def test_a_button_turns_until_it_is_answered_and_can_be_answered_once(api: BotApi) -> None:
    person = api.person(SARI)
    await ask(api, "sendMessage", chat_id=SARI, text="?", reply_markup=inline({"text": "Ya", "callback_data": "1"}))
    query = await person.presses("Ya")
    assert api.unanswered == {query["id"]}
    assert (await ask(api, "answerCallbackQuery", callback_query_id=query["id"], text="Tercatat"))["ok"]
    assert not api.unanswered
    assert [toast.text for toast in api.toasts] == ["Tercatat"]
    assert "query is too old" in (await ask(api, "answerCallbackQuery", callback_query_id=query["id"]))["description"]


async def test_who_blocked_the_bot_cannot_be_written_to_until_they_unblock_it(api: BotApi) -> None:
    person = api.person(SARI)
    await person.blocks()
    assert await refusal(api) == "Forbidden: bot was blocked by the user"
    await person.unblocks()
    assert (await ask(api, "sendMessage", chat_id=SARI, text="halo"))["ok"]


async def test_who_never_wrote_cannot_be_written_to(api: BotApi) -> None:
    person = api.person(SARI, has_started=False)
    assert await refusal(api) == "Bad Request: chat not found"
    await person.says("/start")
    assert (await ask(api, "sendMessage", chat_id=SARI, text="halo"))["ok"]


async def test_a_group_that_moved_is_found_under_its_new_id_only(api: BotApi) -> None:
    group, sari = api.group(-50), api.person(SARI)
    successor = await group.migrates(to=-1_001_000_000_050, by=sari)
    told = await ask(api, "sendMessage", chat_id=group.id, text="halo")
    assert told["parameters"] == {"migrate_to_chat_id": successor.id}
    assert (await ask(api, "sendMessage", chat_id=successor.id, text="halo"))["ok"]


async def test_too_many_messages_in_a_chat_are_refused_for_a_while() -> None:
    async with BotApi(limits=Limits(second=0.1)) as api:
        api.person(SARI), api.group(-50)
        assert (await ask(api, "sendMessage", chat_id=SARI, text="halo"))["ok"]
        told = await ask(api, "sendMessage", chat_id=SARI, text="halo")
        assert told["parameters"] == {"retry_after": 1}
        assert told["description"] == "Too Many Requests: retry after 1"
        in_group = [(await ask(api, "sendMessage", chat_id=-50, text="halo"))["ok"] for _ in range(21)]
        assert in_group.count(True) == 20
        assert len(api.sent(SARI)) == 1


async def test_the_bot_says_what_it_is(api: BotApi) -> None:
    commands = [{"command": "lapor", "description": "Melapor"}]
    for language in ("", "en"):
        assert (await ask(api, "setMyCommands", commands=commands, language_code=language))["ok"]
        assert (await ask(api, "setMyDescription", description="Halo", language_code=language))["ok"]
        assert (await ask(api, "setMyShortDescription", short_description="Hai", language_code=language))["ok"]
    assert (await ask(api, "getMyCommands", language_code="en"))["result"] == commands
    assert (await ask(api, "deleteMyCommands", language_code="en"))["ok"]
    assert api.account.profile.commands == {("default", ""): commands}
    assert (await ask(api, "getMyShortDescription"))["result"] == {"short_description": "Hai"}
    assert (await ask(api, "setChatMenuButton", menu_button={"type": "commands"}))["ok"]
    assert (await ask(api, "getChatMenuButton", chat_id=SARI))["result"] == {"type": "commands"}


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ({"command": "Lapor Dulu", "description": "x"}, "BOT_COMMAND_INVALID"),
        ({"command": "", "description": "x"}, "command must be non-empty"),
        ({"command": "a" * 33, "description": "x"}, "command length must not exceed 32"),
        ({"command": "a", "description": ""}, "command description must be non-empty"),
        ({"command": "a", "description": "x" * 257}, "command description length must not exceed 256"),
    ],
)
async def test_a_malformed_command_is_refused(api: BotApi, command: dict[str, str], words: str) -> None:
    assert (await ask(api, "setMyCommands", commands=[command]))["description"] == f"Bad Request: {words}"

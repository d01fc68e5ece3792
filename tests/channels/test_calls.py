"""What a call meets becomes what its caller must do: the same with both libraries, and nothing personal in it."""

import asyncio
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.channels.aiogram_telegram import AiogramTelegram
from bot.channels.telegram.calls import Call
from bot.channels.telegram.carrier import Carrier
from bot.channels.telegram.errors import Unreadable
from handlers.errors import Misconfigured, Moved, Rejected, TryLater, Undeliverable
from tests.channels.conftest import LIBRARIES, carrier_of
from tests.telegram import refusals
from tests.telegram.faults import BAD_GATEWAY, CUT, NO_ANSWER, Fault, Page, Slow
from tests.telegram.refusals import Refusal
from tests.telegram.server import TOKEN, BotApi

SARI = 71_234_567
GROUP = -4_234_567
TEXT = "Rahasia: saya Sari"
SECRETS = (str(SARI), TEXT, "Rahasia", "Sari", TOKEN, TOKEN.partition(":")[2])
MESSAGE = Call("sendMessage", {"chat_id": SARI, "text": TEXT})

ROWS: dict[str, tuple[Fault, type[Exception], str]] = {
    "429": (refusals.too_many_requests(3), TryLater, "too many requests"),
    "429 that does not say how long": (Refusal(429, "Too Many Requests"), TryLater, "no answer"),
    "403 blocked": (refusals.BLOCKED, Undeliverable, "blocked"),
    "403 deactivated": (refusals.DEACTIVATED, Undeliverable, "blocked"),
    "403 kicked": (refusals.KICKED, Undeliverable, "blocked"),
    "400 chat not found": (refusals.CHAT_NOT_FOUND, Undeliverable, "chat not found"),
    "400 no rights": (
        refusals.bad_request("not enough rights to send text messages to the chat"),
        Undeliverable,
        "not enough rights to send",
    ),
    "400 too long": (refusals.bad_request("message is too long"), Rejected, "message is too long"),
    "400 in capitals": (refusals.bad_request("BUTTON_DATA_INVALID"), Rejected, "button_data_invalid"),
    "400 that quotes": (
        refusals.bad_request('can\'t parse entities: Unsupported start tag "Rahasia" at byte offset 71234567'),
        Rejected,
        "can't parse entities",
    ),
    "400 that quotes at once": (Refusal(400, f'Bad Request: "{TEXT}" is odd'), Rejected, "bad request"),
    "400 migrated": (refusals.migrated(GROUP), Moved, "another address"),
    "401": (refusals.UNAUTHORIZED, Misconfigured, "token"),
    "404": (refusals.NOT_FOUND, Misconfigured, "token"),
    "409": (refusals.CONFLICT, Misconfigured, "another process"),
    "500": (refusals.SERVER_ERROR, TryLater, "no answer"),
    "500 restart": (refusals.RESTARTING, TryLater, "no answer"),
    "a code that Telegram does not use": (Refusal(418, TEXT), TryLater, "no answer"),
    "502 page": (BAD_GATEWAY, TryLater, "no answer"),
    "403 page": (Page(403, f"<html>{TEXT}</html>"), TryLater, "no answer"),
    "404 page": (Page(404, "<html>nginx</html>"), TryLater, "no answer"),
    "a page instead of a result": (Page(200, "<html>Selamat datang di Wi-Fi hotel</html>"), TryLater, "no answer"),
    "nothing at all": (Page(200, ""), TryLater, "no answer"),
    "half an answer": (Page(200, '{"ok": true, "result": {"mess'), TryLater, "no answer"),
    "an answer without a result": (Page(200, '{"ok": true}'), TryLater, "no answer"),
    "a refusal called a success": (Page(200, '{"ok": false, "description": "?"}'), TryLater, "no answer"),
    "a success called a refusal": (Page(400, '{"ok": true, "result": {}}'), TryLater, "no answer"),
    "brackets beyond all measure": (Page(200, "[" * 100_000), TryLater, "no answer"),
    "a cut connection": (CUT, TryLater, "no answer"),
}


async def failure(carrier: Carrier, call: Call = MESSAGE) -> Exception:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which one it is, is what the caller looks at
        await carrier.call(call)
    return caught.value


def chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize("row", ROWS)
async def test_each_refusal_says_what_the_caller_must_do(carrier: Carrier, api: BotApi, row: str) -> None:
    fault, kind, words = ROWS[row]
    api.person(SARI)
    api.fail_next("sendMessage", fault)
    error = await failure(carrier)
    assert type(error) is kind
    assert words in str(error)


@pytest.mark.parametrize("row", ROWS)
async def test_neither_an_error_nor_a_log_holds_who_what_or_the_token(
    carrier: Carrier, api: BotApi, row: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    api.person(SARI)
    api.fail_next("sendMessage", ROWS[row][0])
    told = [f"{each!r} {each} {getattr(each, '__dict__', '')}" for each in chain(await failure(carrier))]
    assert len(told) == 1
    for secret in SECRETS:
        assert secret not in told[0]
        assert secret not in caplog.text


async def test_how_long_to_wait_and_where_the_chat_has_gone_are_told(carrier: Carrier, api: BotApi) -> None:
    api.person(SARI)
    api.fail_next("sendMessage", refusals.too_many_requests(3))
    later = await failure(carrier)
    assert isinstance(later, TryLater)
    assert later.after == timedelta(seconds=3)
    api.fail_next("sendMessage", refusals.migrated(GROUP))
    moved = await failure(carrier)
    assert isinstance(moved, Moved)
    assert moved.to == str(GROUP)


async def test_silence_ends_and_what_was_asked_may_have_been_done(
    carrier: Carrier, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.carrier.ANSWER_SECONDS", 0.2)
    person = api.person(SARI)
    api.fail_next("sendMessage", NO_ANSWER, is_done=True)
    assert type(await failure(carrier)) is TryLater
    assert (await person.reads()).text == TEXT


async def test_a_slow_answer_is_waited_for(carrier: Carrier, api: BotApi) -> None:
    api.person(SARI)
    api.fail_next("sendMessage", Slow(0.3))
    assert (await carrier.call(MESSAGE))["text"] == TEXT


async def test_while_telegram_is_down_it_is_to_be_tried_later_and_then_it_works(carrier: Carrier, api: BotApi) -> None:
    api.person(SARI)
    await carrier.call(MESSAGE)
    async with api.down():
        error = await failure(carrier)
    assert type(error) is TryLater
    assert all(secret not in str(error) for secret in SECRETS)
    assert (await carrier.call(MESSAGE))["text"] == TEXT


async def test_a_call_that_is_none_is_rejected_without_quoting_it(carrier: Carrier, api: BotApi) -> None:
    api.person(SARI)
    error = await failure(carrier, Call("sendMessage", {"chat_id": SARI, "text": ""}))
    assert type(error) is Rejected
    assert str(SARI) not in str(error)


@pytest.mark.parametrize("library", LIBRARIES)
async def test_another_bots_token_is_a_matter_of_settings(library: str, api: BotApi) -> None:
    stranger = carrier_of(library, "7100000002:AnotherTokenForTestsOnly", api.base)
    await stranger.open()
    assert type(await failure(stranger, Call("getMe", {}))) is Misconfigured
    await stranger.close()


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("token", ["", "rahasia", "7100000001", ":abc", "1:a b", "1:a/../b", "x:abc"])
def test_what_is_no_token_is_a_matter_of_settings_too(library: str, token: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        carrier_of(library, token)
    assert not token or token not in str(caught.value)


# --- updates ---


async def test_updates_come_one_by_one_as_they_were_sent(carrier: Carrier, api: BotApi) -> None:
    person = api.person(SARI)
    await person.says("satu")
    api.deliver_as_is({"update_id": 900_000_000, "message": {"broken": TEXT}})
    api.deliver_as_is({"update_id": 900_000_001, "telepathy": {}})
    found = await carrier.updates(0, 0)
    assert [sorted(json.loads(update)) for update in found] == [
        ["message", "update_id"],
        ["message", "update_id"],
        ["telepathy", "update_id"],
    ]
    assert carrier.read(found[0]) is not None
    with pytest.raises(Unreadable):
        carrier.read(found[1])
    assert carrier.read(found[2]) is None
    assert await carrier.updates(900_000_002, 0) == []


async def test_an_update_is_waited_for(carrier: Carrier, api: BotApi) -> None:
    person = api.person(SARI)
    waiting = asyncio.create_task(carrier.updates(0, 10))
    await api.until(lambda: api.called("getUpdates"))
    await person.says("halo")
    assert len(await waiting) == 1


async def test_only_what_is_wanted_is_asked_for(carrier: Carrier, api: BotApi) -> None:
    person = api.person(SARI)
    await carrier.updates(0, 0)
    await person.reacts(await person.says("halo"))
    await api.channel(-1_009_876).posts("Pengumuman")
    assert ["message" in json.loads(update) for update in await carrier.updates(0, 0)] == [True]


@pytest.mark.parametrize("row", ["429", "401", "409", "502 page", "half an answer", "a cut connection"])
async def test_asking_for_updates_fails_as_a_call_does(carrier: Carrier, api: BotApi, row: str) -> None:
    fault, kind, words = ROWS[row]
    api.fail_next("getUpdates", fault)
    with pytest.raises(kind, match=words):
        await carrier.updates(0, 0)


@pytest.mark.parametrize(("library", "other"), [("aiogram", "telegram"), ("ptb", "aiogram")])
def test_the_other_library_is_not_even_imported(library: str, other: str) -> None:
    code = f"import sys, {LIBRARIES[library][0]}; sys.exit({other!r} in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


async def test_a_call_of_a_new_shape_is_judged_by_the_library(api: BotApi) -> None:
    """Also after others of its method."""
    carrier = AiogramTelegram(TOKEN, api.base)
    api.person(71)
    await carrier.call(Call("sendMessage", {"chat_id": 71, "text": "halo"}))
    await carrier.call(Call("sendMessage", {"chat_id": 71, "text": "halo lagi"}))
    with pytest.raises(Rejected):
        await carrier.call(Call("sendMessage", {"chat_id": 71, "text": ["halo"]}))
    assert len(api.called("sendMessage")) == 2
    await carrier.close()

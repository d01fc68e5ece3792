"""Updates reach the bot as Telegram brings them: by long polling, or by a webhook."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from tests.telegram.asking import ask
from tests.telegram.faults import CUT
from tests.telegram.libraries import Library, library
from tests.telegram.server import BotApi
from tests.telegram.webhook import queue_of

SARI = 7
BUDI = 9


async def poll(api: BotApi, **parameters: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await ask(api, "getUpdates", **parameters))["result"]
    return found


def texts(updates: list[dict[str, Any]]) -> list[str]:
    return [update["message"]["text"] for update in updates]


async def test_an_update_comes_again_until_a_later_one_is_asked_for(api: BotApi) -> None:
    person = api.person(SARI)
    await person.says("satu")
    await person.says("dua")
    first, second = await poll(api)
    assert await poll(api, limit=1) == [first]
    assert await poll(api, offset=second["update_id"]) == [second]
    assert await poll(api) == [second]
    assert await poll(api, offset=second["update_id"] + 1) == []
    await api.settled()


async def test_a_negative_offset_counts_from_the_end_and_forgets_the_rest(api: BotApi) -> None:
    person = api.person(SARI)
    for text in ("satu", "dua", "tiga"):
        await person.says(text)
    assert texts(await poll(api, offset=-1)) == ["tiga"]
    assert texts(await poll(api)) == ["tiga"]


async def test_a_long_poll_answers_as_soon_as_somebody_writes(api: BotApi) -> None:
    waiting = asyncio.create_task(poll(api, timeout=30))
    await api.until(lambda: api.called("getUpdates"))
    await api.person(SARI).says("halo")
    assert texts(await waiting) == ["halo"]


async def test_a_long_poll_ends_empty_when_nobody_does(api: BotApi) -> None:
    assert await poll(api, timeout=1) == []


async def test_only_the_last_of_two_who_poll_goes_on(api: BotApi) -> None:
    first = asyncio.create_task(ask(api, "getUpdates", timeout=30))
    await api.until(lambda: api.called("getUpdates"))
    await asyncio.sleep(0)
    second = asyncio.create_task(ask(api, "getUpdates", timeout=30))
    refused = await first
    assert refused["error_code"] == 409
    assert refused["description"].startswith("Conflict: terminated by other getUpdates request")
    await api.person(SARI).says("halo")
    assert len((await second)["result"]) == 1


async def test_only_kinds_that_were_asked_for_come_and_the_choice_is_kept(api: BotApi) -> None:
    person = api.person(SARI)
    message = await person.says("halo")
    await person.reacts(message)
    await poll(api, offset=-1, allowed_updates=["message_reaction"])
    await person.says("lagi")
    await person.reacts(message)
    kinds = [set(update) - {"update_id"} for update in await poll(api)]
    assert kinds == [{"message"}, {"message_reaction"}]


async def test_both_libraries_poll(api: BotApi, bot: Library) -> None:
    await api.person(SARI).says("halo")
    found = await bot.call("getUpdates", timeout=5, allowed_updates=["message"])
    assert [update.message.text for update in found] == ["halo"]


Answer = Callable[[dict[str, Any]], web.Response]


@asynccontextmanager
async def listening(answer: Answer) -> AsyncIterator[tuple[str, list[Any]]]:
    """A webhook's address, and everything that came there with its secret."""
    came: list[Any] = []

    async def take(request: web.Request) -> web.Response:
        update = await request.json()
        came.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), update))
        return answer(update)

    app = web.Application()
    app.router.add_post("/telegram/webhook", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/telegram/webhook", came
    finally:
        await runner.cleanup()


def fine(update: dict[str, Any]) -> web.Response:
    return web.Response()


async def test_a_webhook_gets_what_waits_and_what_comes_with_its_secret(api: BotApi, bot: Library) -> None:
    person = api.person(SARI)
    await person.says("sebelum")
    async with listening(fine) as (url, came):
        assert await bot.call("setWebhook", url=url, secret_token="rahasia-1", max_connections=8)
        await person.says("sesudah")
        await api.settled()
        assert [(secret, update["message"]["text"]) for secret, update in came] == [
            ("rahasia-1", "sebelum"),
            ("rahasia-1", "sesudah"),
        ]
        told = await bot.call("getWebhookInfo")
        assert (told.url, told.pending_update_count, told.max_connections) == (url, 0, 8)
        assert await bot.call("deleteWebhook")
        await person.says("kelak")
        assert texts(await poll(api)) == ["kelak"]


async def test_polling_is_refused_while_a_webhook_is_set(api: BotApi) -> None:
    waiting = asyncio.create_task(ask(api, "getUpdates", timeout=30))
    await api.until(lambda: api.called("getUpdates"))
    await asyncio.sleep(0)
    async with listening(fine) as (url, _):
        assert (await ask(api, "setWebhook", url=url))["description"] == "Webhook was set"
        assert (await waiting)["description"] == "Conflict: terminated by setWebhook request"
        assert (await ask(api, "getUpdates"))["description"].startswith("Conflict: can't use getUpdates method while")
        assert (await ask(api, "setWebhook", url=url))["description"] == "Webhook is already set"
        assert (await ask(api, "setWebhook", url=""))["description"] == "Webhook was deleted"


async def test_what_waits_can_be_dropped(api: BotApi) -> None:
    await api.person(SARI).says("halo")
    async with listening(fine) as (url, came):
        await ask(api, "setWebhook", url=url, drop_pending_updates=True)
        assert (await ask(api, "getWebhookInfo"))["result"]["pending_update_count"] == 0
        assert not came


@pytest.mark.parametrize("secret", ["a b", "a+b=", "x" * 257])
async def test_a_secret_of_other_characters_is_refused(api: BotApi, secret: str) -> None:
    told = await ask(api, "setWebhook", url="https://example.com", secret_token=secret)
    assert told["description"] == "Bad Request: secret token contains unallowed characters"


async def test_an_update_comes_again_until_it_is_taken_and_holds_up_its_own_chat_only(api: BotApi) -> None:
    refusals = iter([500, 503, 302])

    def answer(update: dict[str, Any]) -> web.Response:
        is_first = update["message"]["text"] == "satu"
        return web.Response(status=next(refusals, 200) if is_first else 200)

    sari, budi = api.person(SARI), api.person(BUDI, "Budi")
    async with listening(answer) as (url, came):
        await ask(api, "setWebhook", url=url)
        await sari.says("satu")
        await sari.says("dua")
        await budi.says("lain")
        await api.settled()
        of_sari = [text for text in texts([update for _, update in came]) if text != "lain"]
    assert of_sari == ["satu", "satu", "satu", "satu", "dua"]
    assert {post.status for post in api.posts} == {500, 503, 302, 200}


async def test_one_chat_waits_for_its_answer_while_others_go_on(api: BotApi) -> None:
    gate, running = asyncio.Event(), []

    async def take(request: web.Request) -> web.Response:
        update = await request.json()
        running.append(update["message"]["text"])
        api.account.bell.ring()
        await gate.wait()
        return web.Response()

    app = web.Application()
    app.router.add_post("/", take)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        await ask(api, "setWebhook", url=f"http://127.0.0.1:{runner.addresses[0][1]}/", max_connections=2)
        for user_id in (1, 2, 3):
            person = api.person(user_id)
            await person.says(f"{user_id}a")
            await person.says(f"{user_id}b")
        await api.until(lambda: len(running) == 2)
        assert sorted(running) == ["1a", "2a"]
        gate.set()
        await api.settled()
        assert all(running.index(f"{user_id}a") < running.index(f"{user_id}b") for user_id in (1, 2, 3))
    finally:
        await runner.cleanup()


async def test_a_button_may_overtake_a_message_of_the_same_chat(api: BotApi) -> None:
    """So it is in the open server: each of the two kinds waits for its own kind only."""
    sari = api.person(SARI)
    markup = {"inline_keyboard": [[{"text": "Ya", "callback_data": "1"}]]}
    await ask(api, "sendMessage", chat_id=SARI, text="?", reply_markup=markup)
    await sari.says("satu")
    await sari.says("dua")
    await sari.presses("Ya")
    queues = [queue_of(update) for update in api.account.pending.all()]
    assert queues[0] == queues[1] != queues[2]


async def test_an_answer_that_got_lost_brings_the_update_again(api: BotApi) -> None:
    async with listening(fine) as (url, came):
        await ask(api, "setWebhook", url=url)
        api.fail_next("webhook", CUT)
        await api.person(SARI).says("halo")
        await api.settled()
    assert [update["message"]["text"] for _, update in came] == ["halo", "halo"]


@pytest.mark.parametrize("as_form", [False, True])
async def test_one_method_call_in_the_answer_is_carried_out(api: BotApi, as_form: bool) -> None:
    def answer(update: dict[str, Any]) -> web.Response:
        call = {"method": "sendMessage", "chat_id": update["message"]["chat"]["id"], "text": "Terima kasih"}
        if as_form:
            body = f"method=sendMessage&chat_id={call['chat_id']}&text=Terima+kasih"
            return web.Response(text=body, content_type="application/x-www-form-urlencoded")
        return web.json_response(call)

    person = api.person(SARI)
    async with listening(answer) as (url, _):
        await ask(api, "setWebhook", url=url)
        await person.says("halo")
        assert (await person.reads()).text == "Terima kasih"
    assert [call.is_in_answer for call in api.calls if call.method == "sendMessage"] == [True]


async def test_a_question_in_the_answer_is_not_carried_out(api: BotApi) -> None:
    async with listening(lambda update: web.json_response({"method": "deleteWebhook"})) as (url, _):
        await ask(api, "setWebhook", url=url)
        await api.person(SARI).says("halo")
        await api.settled()
        assert (await ask(api, "getWebhookInfo"))["result"]["url"] == url


async def test_a_stopped_telegram_keeps_what_was_written_to_it(api: BotApi) -> None:
    async with library("ptb", api) as bot:
        async with api.down():
            await api.person(SARI).says("halo")
        assert len(await bot.call("getUpdates")) == 1

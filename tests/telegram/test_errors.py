"""What the two libraries make of one and the same answer: the table in the product's error handling rests on it."""

from datetime import timedelta

import aiogram.exceptions as aio
import pytest
from telegram import error as ptb

from tests.telegram import refusals
from tests.telegram.faults import BAD_GATEWAY, CUT, NO_ANSWER, Fault, Slow
from tests.telegram.libraries import Library, library
from tests.telegram.server import BotApi

SARI = 7
NEW_ID = -1_001_234_567_890

TABLE: dict[str, tuple[Fault, type[Exception], type[Exception]]] = {
    "429": (refusals.too_many_requests(3), aio.TelegramRetryAfter, ptb.RetryAfter),
    "403": (refusals.BLOCKED, aio.TelegramForbiddenError, ptb.Forbidden),
    "400": (refusals.CHAT_NOT_FOUND, aio.TelegramBadRequest, ptb.BadRequest),
    "400 migrated": (refusals.migrated(NEW_ID), aio.TelegramMigrateToChat, ptb.ChatMigrated),
    "401": (refusals.UNAUTHORIZED, aio.TelegramUnauthorizedError, ptb.InvalidToken),
    "404": (refusals.NOT_FOUND, aio.TelegramNotFound, ptb.InvalidToken),
    "409": (refusals.CONFLICT, aio.TelegramConflictError, ptb.Conflict),
    "500": (refusals.SERVER_ERROR, aio.TelegramServerError, ptb.NetworkError),
    "500 restart": (refusals.RESTARTING, aio.RestartingTelegram, ptb.NetworkError),
    "502 page": (BAD_GATEWAY, aio.ClientDecodeError, ptb.NetworkError),
    "cut": (CUT, aio.TelegramNetworkError, ptb.NetworkError),
}


async def failure(bot: Library) -> Exception:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which one it is, is what the caller looks at
        await bot.call("sendMessage", chat_id=SARI, text="halo")
    return caught.value


@pytest.mark.parametrize("row", TABLE)
async def test_each_library_raises_its_own_error(api: BotApi, bot: Library, row: str) -> None:
    fault, of_aiogram, of_ptb = TABLE[row]
    api.person(SARI)
    api.fail_next("sendMessage", fault)
    error = await failure(bot)
    assert type(error) is (of_aiogram if bot.name == "aiogram" else of_ptb)


@pytest.mark.parametrize("name", ["aiogram", "ptb"])
async def test_no_answer_is_a_network_error_or_a_time_out(api: BotApi, name: str) -> None:
    person = api.person(SARI)
    api.fail_next("sendMessage", NO_ANSWER, is_done=True)
    async with library(name, api, patience=0.3) as hasty:
        assert type(await failure(hasty)) is (aio.TelegramNetworkError if name == "aiogram" else ptb.TimedOut)
    assert (await person.reads()).text == "halo"


@pytest.mark.parametrize("is_done", [False, True])
@pytest.mark.parametrize("row", ["502 page", "cut"])
async def test_what_went_wrong_may_have_been_done(api: BotApi, bot: Library, row: str, is_done: bool) -> None:
    person = api.person(SARI)
    api.fail_next("sendMessage", TABLE[row][0], is_done=is_done)
    await failure(bot)
    assert [shown.text for shown in person.sees] == ["halo"] * is_done


async def test_the_seconds_to_wait_and_the_new_chat_are_told(api: BotApi, bot: Library) -> None:
    api.person(SARI)
    api.fail_next("sendMessage", refusals.too_many_requests(3))
    later = await failure(bot)
    assert getattr(later, "retry_after", None) in (3, timedelta(seconds=3))
    api.fail_next("sendMessage", refusals.migrated(NEW_ID))
    moved = await failure(bot)
    assert NEW_ID in (getattr(moved, "migrate_to_chat_id", None), getattr(moved, "new_chat_id", None))


async def test_nobody_listens_while_telegram_is_down(api: BotApi, bot: Library) -> None:
    api.person(SARI)
    async with api.down():
        assert type(await failure(bot)) in (aio.TelegramNetworkError, ptb.NetworkError)
    await bot.call("sendMessage", chat_id=SARI, text="halo")
    assert [shown.text for shown in api.sent(SARI)] == ["halo"]


@pytest.mark.parametrize("name", ["aiogram", "ptb"])
async def test_another_bot_token_is_unauthorized(api: BotApi, name: str) -> None:
    api.person(SARI)
    async with library(name, api, token="7100000002:AnotherTokenForTestsOnly-0123456789abc") as stranger:
        assert type(await failure(stranger)) in (aio.TelegramUnauthorizedError, ptb.InvalidToken)


def test_two_errors_are_not_of_the_family_that_one_would_expect() -> None:
    assert issubclass(ptb.BadRequest, ptb.NetworkError)
    assert not issubclass(aio.ClientDecodeError, aio.TelegramAPIError)


async def test_a_fault_can_be_meant_for_one_chat_and_last_until_it_is_healed(api: BotApi, bot: Library) -> None:
    for user_id in (SARI, 8):
        api.person(user_id)
    api.fail_next("*", refusals.BLOCKED, times=None, chat_id=SARI)
    await failure(bot)
    await failure(bot)
    await bot.call("sendMessage", chat_id=8, text="halo")
    api.heal()
    await bot.call("sendMessage", chat_id=SARI, text="halo")
    assert [call.fault for call in api.calls] == [refusals.BLOCKED, refusals.BLOCKED, None, None]


async def test_a_slow_answer_is_an_answer(api: BotApi, bot: Library) -> None:
    api.person(SARI)
    api.fail_next("sendMessage", Slow(0.05))
    assert (await bot.call("sendMessage", chat_id=SARI, text="halo")).text == "halo"

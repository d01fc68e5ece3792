"""What is said reaches Telegram as the same request, whichever library sends it, and the web chat's page as well."""

from contextlib import suppress
from datetime import UTC, datetime

import msgspec
import pytest

from bot.channels.telegram.calls import Call, message_calls
from bot.channels.telegram.carrier import Carrier
from bot.channels.telegram.introduction import COMMANDS, introduction, location_labels
from bot.channels.telegram.tidy import after_press, closing, is_question
from bot.channels.webchat.channel import WebChat
from bot.locale import load_catalogue
from bot.profile import load_profile
from conversations.catalogue import LANGUAGES, Catalogue
from conversations.hearing import COMMANDS as UNDERSTOOD
from conversations.messages import Rendered, RenderedOption
from handlers.errors import Rejected, Undeliverable
from handlers.transcript import Transcript
from storage.store import Store
from tests.channels.suite import Json, cases, params, update_of
from tests.telegram.schema import faults_of
from tests.telegram.server import BotApi


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(load_profile("kutai-timur"))


def calls_of(told: Json) -> tuple[Call, ...]:
    return tuple(Call(call["method"], call["params"]) for call in told["calls"])


def message_of(told: Json) -> Rendered:
    return msgspec.convert(told["message"], Rendered)


def test_there_are_enough_cases() -> None:
    names = [(case.file, case.name) for case in cases("outgoing_*")]
    assert len(names) == len(set(names)) >= 20


@pytest.mark.parametrize("told", params("outgoing_*", "message"))
def test_a_message_becomes_these_calls(catalogue: Catalogue, told: Json) -> None:
    message = message_of(told)
    label = location_labels(catalogue)[message.language or "id"]
    assert message_calls(told["chat"], message, label) == calls_of(told)


@pytest.mark.parametrize("told", params("outgoing_*", "update"))
def test_a_pressed_button_asks_for_these_calls(told: Json) -> None:
    assert faults_of("Update", told["update"]) == []
    assert after_press(update_of(told)) == calls_of(told)


@pytest.mark.parametrize("told", params("outgoing_*", "calls"))
async def test_each_call_arrives_at_telegram_as_it_was_meant(carrier: Carrier, api: BotApi, told: Json) -> None:
    """Twice: the library looks closely only at the first of a kind."""
    api.person(71)
    for call in calls_of(told) * 2:
        with suppress(Rejected, Undeliverable):  # this server has no such chat, message, file or press
            await carrier.call(call)
    assert [Call(call.method, call.parameters) for call in api.calls] == list(calls_of(told) * 2)


@pytest.mark.parametrize("told", params("outgoing_messages", "message"))
async def test_people_see_what_was_said(carrier: Carrier, api: BotApi, told: Json) -> None:
    message, chat = message_of(told), told["chat"]
    api.person(chat) if chat > 0 else api.group(chat)
    for call in calls_of(told):
        await carrier.call(call)
    shown = api.sent(chat)
    for words in message.text.split():
        assert any(words[:2048] in each.text for each in shown)
    assert len(shown[-1].labels) == (len(message.options) + message.asks_location) * (chat > 0 or bool(message.answers))


@pytest.mark.parametrize("told", params("outgoing_*", "webchat"))
async def test_the_web_chats_page_is_given_the_same(store: Store, told: Json) -> None:
    transcript, address = Transcript(store), "0123456789abcdef0123456789abcdef"
    await WebChat(transcript).send(address, 1, message_of(told), datetime(2026, 11, 21, tzinfo=UTC))
    kept = await transcript.find(address, "o1")
    assert kept is not None
    assert msgspec.json.decode(kept.body) == told["webchat"]


async def test_the_bot_introduces_itself_in_every_language(carrier: Carrier, api: BotApi, catalogue: Catalogue) -> None:
    for call in introduction(catalogue):
        await carrier.call(call)
    profile = api.account.profile
    for told in (profile.descriptions, profile.short_descriptions):
        assert all("SP4N-LAPOR!" in told[language] for language in ("", "en"))
    shown = {language: commands for (_, language), commands in profile.commands.items()}
    assert [each["command"] for each in shown[""]][:2] == ["lapor", "laporan"]
    assert [each["command"] for each in shown["en"]][:2] == ["report", "reports"]
    assert {scope for scope, _ in profile.commands} == {"all_private_chats"}
    assert profile.menu_buttons == {None: {"type": "commands"}}


def test_every_command_in_the_menu_is_understood() -> None:
    assert {names[language] for names, _ in COMMANDS for language in LANGUAGES} <= UNDERSTOOD.keys()


def test_a_new_question_takes_the_buttons_from_the_one_before() -> None:
    question = Rendered("Sejak kapan?", (RenderedOption("date:today|1.event_date", "Hari ini"),))
    place = Rendered("Di mana?", (RenderedOption("back|1.place", "Kembali", True),), asks_location=True)
    menu = Rendered("Halo", (RenderedOption("begin", "Buat laporan"),))
    notice = Rendered("Ada kabar", (RenderedOption("status:KTM-1", "Lihat laporan"),), closes_prompt=False)
    assert [is_question(each) for each in (question, place, menu, notice)] == [True, False, False, False]
    for after in (question, place, menu):
        assert closing(71, 9, after) == Call("editMessageReplyMarkup", {"chat_id": 71, "message_id": 9})
    assert closing(71, 9, notice) is None
    assert closing(71, None, question) is None

"""A document that goes with a message reaches Telegram whichever library sends it, made when it is sent."""

from datetime import UTC, datetime
from time import monotonic

import pytest

from bot.channels.telegram.calls import LONGEST_CAPTION, Call, message_calls
from bot.channels.telegram.carrier import Carrier
from bot.channels.telegram.channel import TelegramChannel
from bot.pacing import UNLIMITED, Pace
from conversations.messages import Chat, OutgoingFile, Rendered, RenderedOption
from handlers.errors import TryLater
from handlers.ports import MadeFile
from tests.telegram.faults import BAD_GATEWAY, CUT, Fault
from tests.telegram.server import BotApi

SLIP = MadeFile("slip.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")
SAID = Rendered("Cetak lembar ini", (RenderedOption("begin", "Buat laporan"),), file=OutgoingFile("slip.pdf", "slip"))
AT = datetime(2026, 11, 21, tzinfo=UTC)


class Printer:
    """Makes the document for whoever is in the chat `for_whom`."""

    def __init__(self, for_whom: str = "71") -> None:
        self.for_whom = for_whom

    async def make(self, ref: str, chat: Chat, language: str) -> MadeFile | None:
        return SLIP if chat == Chat("telegram", self.for_whom) else None


def channel_of(carrier: Carrier, printer: Printer) -> TelegramChannel:
    return TelegramChannel(carrier, Pace(UNLIMITED), {"id": "Lokasi"}, monotonic, {"slip": printer})


async def test_the_words_and_the_buttons_stand_beside_the_document(carrier: Carrier, api: BotApi) -> None:
    api.person(71)
    for number in (1, 2):  # the library looks closely only at the first of a kind
        await channel_of(carrier, Printer()).send("71", number, SAID, AT)
    for shown in api.sent(71):
        assert (shown.text, shown.labels) == ("Cetak lembar ini", ("Buat laporan",))
        assert shown.raw["document"]["file_name"] == "slip.pdf"
        kept = api.account.files.content_of(shown.raw["document"]["file_id"])
        assert kept == SLIP.content
    assert len(api.sent(71)) == 2


async def test_whoever_may_not_have_it_any_more_gets_the_words_alone(carrier: Carrier, api: BotApi) -> None:
    api.person(71)
    await channel_of(carrier, Printer("72")).send("71", 1, SAID, AT)
    [shown] = api.sent(71)
    assert shown.text == "Cetak lembar ini"
    assert "document" not in shown.raw


@pytest.mark.parametrize("fault", [BAD_GATEWAY, CUT])
async def test_a_document_that_telegram_cannot_take_now_is_to_be_sent_later(
    carrier: Carrier, api: BotApi, fault: Fault
) -> None:
    api.person(71)
    api.fail_next("sendDocument", fault)
    with pytest.raises(TryLater) as refused:
        await channel_of(carrier, Printer()).send("71", 1, SAID, AT)
    assert api.token not in repr(refused.value) + repr(refused.value.__context__)
    await channel_of(carrier, Printer()).send("71", 1, SAID, AT)
    assert len(api.sent(71)) == 1


def test_words_too_long_to_stand_beside_it_come_before_it() -> None:
    long = Rendered("a" * (LONGEST_CAPTION + 1), SAID.options)
    words, document = message_calls(71, long, "", SLIP)
    assert words == Call("sendMessage", {"chat_id": 71, "text": long.text})
    assert document.file == SLIP
    assert "caption" not in document.params
    assert "reply_markup" in document.params


def test_nothing_is_handed_over_in_a_group() -> None:
    assert message_calls(-71, SAID, "", SLIP) == (Call("sendMessage", {"chat_id": -71, "text": SAID.text}),)

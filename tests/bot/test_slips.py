"""The slip that a volunteer prints: read by a camera, by the owner at arm's length, and made only of what is theirs."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pypdfium2
import pytest
import pytest_asyncio
import zxingcpp
from PIL.Image import Image

from bot.locale import load_catalogue
from bot.profile import load_profile
from bot.slips.drawing import Leads, SlipPrinter
from bot.slips.maker import SlipMaker
from conversations.catalogue import LANGUAGES, Catalogue
from conversations.conversation import Conversation
from conversations.effects import MakeSlips
from conversations.hearing import hear_out
from conversations.messages import Chat, Command, Incoming, Received, Text
from conversations.one_time_code import in_groups, make_one_time_code
from conversations.report import Visibility
from handlers.handing_over import make_slips
from handlers.ownership import move
from storage.handovers import Printed
from storage.store import Store
from tests.filed import NOW, RECEIPT
from tests.handlers.house import different_numbers
from tests.volunteering import Helper, file_for, make_volunteer, meet

OTHER = "KTM-0000-0000"
BOT = "lapor_kutim_bot"
CODE = make_one_time_code(123_456_789_012)
UNTIL = datetime(2027, 2, 20, tzinfo=UTC)
SLIP = Printed(RECEIPT, CODE, UNTIL, "Siti Aminah")
TO_BOT = Leads(f"https://t.me/{BOT}?start=serah_{CODE}", f"@{BOT}")
TO_PAGE = Leads("https://lapor.example.go.id", "https://lapor.example.go.id")
TO_NOBODY = Leads(f"/serah {in_groups(CODE)}")
CAP_HEIGHT = 0.7  # of the size of the letters
ARM = 24  # points: readable at arm's length


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(load_profile("kutai-timur"), "https://lapor.example.go.id")


@pytest_asyncio.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    store = Store(database_url)
    yield store
    await store.close()


class Paper:
    """A PDF as it comes out of a printer."""

    def __init__(self, pdf: bytes) -> None:
        with pypdfium2.PdfDocument(pdf) as document:
            self.pictures: list[Image] = [page.render(scale=150 / 72).to_pil() for page in document]
            texts = [page.get_textpage() for page in document]
            self.words = [" ".join(text.get_text_range().split()) for text in texts]
            self.boxes = [[text.get_charbox(n) for n in range(text.count_chars())] for text in texts]
            self.code_heights = []
            for text in texts:
                found = text.search(in_groups(CODE)).get_next()
                _, bottom, _, top = text.get_charbox(found[0]) if found else (0, 0, 0, 0)
                self.code_heights.append(top - bottom)

    def seen_by_camera(self) -> list[str]:
        return [code.text for picture in self.pictures for code in zxingcpp.read_barcodes(picture)]


def heard(incoming: Incoming, catalogue: Catalogue) -> tuple[str, str]:
    received = Received(Chat("telegram", "1"), "1", NOW, incoming)
    meant = hear_out(Conversation(), received, catalogue)
    return meant.trigger, meant.value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("leads", [TO_BOT, TO_PAGE, TO_NOBODY])
def test_a_camera_reads_where_it_leads_and_a_person_the_code(catalogue: Catalogue, leads: Leads, language: str) -> None:
    paper = Paper(SlipPrinter(catalogue).document([(SLIP, leads)], language, NOW))
    assert paper.seen_by_camera() == [leads.link]
    for words in (in_groups(CODE), RECEIPT, "Siti Aminah", leads.door, "2027"):
        assert words in paper.words[0]
    assert paper.code_heights[0] >= ARM * CAP_HEIGHT


def test_what_the_camera_reads_opens_the_report_as_the_typed_code_does(catalogue: Catalogue) -> None:
    payload = TO_BOT.link.partition("?start=")[2]
    for said in (Command("start", payload), Command("serah", in_groups(CODE)), Text(TO_NOBODY.link), Text(CODE)):
        assert heard(said, catalogue) == ("receive", CODE)


def test_many_slips_are_one_document_with_a_page_for_each(catalogue: Catalogue) -> None:
    slips = [(SLIP, TO_BOT), (Printed(OTHER, CODE, UNTIL, ""), TO_BOT)]
    paper = Paper(SlipPrinter(catalogue).document(slips, "id", NOW))
    assert [RECEIPT in paper.words[0], OTHER in paper.words[1]] == [True, True]
    assert "Untuk:" not in paper.words[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_name_leaves_room_for_all_the_rest(catalogue: Catalogue, language: str) -> None:
    long = Printed(RECEIPT, CODE, UNTIL, "Wwwwwwwww Mmmmmmmmm " * 4)
    paper = Paper(SlipPrinter(catalogue).document([(long, TO_PAGE)], language, NOW))
    assert len(paper.pictures) == 1
    assert min(bottom for _, bottom, _, top in paper.boxes[0] if top > bottom) > 10
    assert paper.seen_by_camera() == [TO_PAGE.link]


def test_a_name_in_letters_that_the_page_does_not_have_keeps_no_slip_from_being_made(catalogue: Catalogue) -> None:
    slip = Printed(RECEIPT, CODE, UNTIL, "ꦱꦶꦠꦶ Aminah 😊")
    paper = Paper(SlipPrinter(catalogue).document([(slip, TO_BOT)], "id", NOW))
    assert "Aminah" in paper.words[0]


async def print_for(store: Store, catalogue: Catalogue, chat: Chat, ref: str) -> Paper | None:
    made = await SlipMaker(store, catalogue, lambda: NOW, lambda: BOT).make(ref, chat, "id")
    return Paper(made.content) if made else None


async def make_all(store: Store, helper: Helper, *receipts: str) -> None:
    async with store.begin() as unit:
        wanted = MakeSlips(tuple((receipt, "") for receipt in receipts))
        await make_slips(unit, [(helper.id, wanted)], NOW, different_numbers())


async def test_slips_are_made_of_what_is_the_volunteers_when_they_are_fetched(
    store: Store, catalogue: Catalogue
) -> None:
    rahma, dewi = await make_volunteer(store), await make_volunteer(store, "dewi")
    first, second = await file_for(store, rahma), await file_for(store, rahma, OTHER)
    ref = f"{RECEIPT},{OTHER}"
    await make_all(store, dewi, RECEIPT, OTHER)
    assert await print_for(store, catalogue, rahma.chat, ref) is None
    await make_all(store, rahma, RECEIPT, OTHER)
    both = await print_for(store, catalogue, rahma.chat, ref)
    assert both is not None
    assert len(set(both.seen_by_camera())) == 2
    assert await print_for(store, catalogue, dewi.chat, ref) is None
    siti = await meet(store, "siti")
    async with store.begin() as unit:
        await move(unit, [second.id], siti, NOW, catalogue.profile, different_numbers())
    one = await print_for(store, catalogue, rahma.chat, ref)
    assert one is not None
    assert [first.report.receipt in one.words[0], len(one.words)] == [True, 1]


async def test_the_slip_of_an_anonymous_report_names_nobody(store: Store, catalogue: Catalogue) -> None:
    rahma = await make_volunteer(store)
    await file_for(store, rahma, visibility=Visibility.ANONYMOUS)
    await make_all(store, rahma, RECEIPT)
    paper = await print_for(store, catalogue, rahma.chat, RECEIPT)
    assert paper is not None
    assert "Siti" not in paper.words[0]

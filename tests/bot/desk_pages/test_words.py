"""The words of the desk's pages: in both languages, and none of them missing."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.locale import LOCALE
from conversations.catalogue import LANGUAGES
from conversations.messages import MediaKind
from conversations.profile import Level
from conversations.report import ReportClass, Visibility
from conversations.status import ResponseKind, Status
from handlers.officer_steps import Objection, StepKind
from storage.desk_queue import Tab
from storage.fetches import FileState
from tests.bot.desk_office import Office, Officer
from tests.filed import RECEIPT

TEMPLATES = Path(__file__).parents[3] / "bot" / "pages" / "desk" / "templates"


async def test_the_language_is_chosen_by_a_link_and_kept(office: Office, rina: Officer) -> None:
    await office.receive()
    assert "waiting for you" in (await rina.get("/desk?tab=longest&lang=en")).words
    assert "Next step" in (await rina.open()).words
    assert "Langkah berikutnya" in (await rina.get(f"/desk/reports/{RECEIPT}?lang=id")).words
    assert "Langkah berikutnya" in (await rina.get(f"/desk/reports/{RECEIPT}?lang=xx")).words


def keys() -> set[str]:
    """Every key that the pages may ask for."""
    source = "\n".join(file.read_text() for file in sorted(TEMPLATES.iterdir()))
    whole = set(re.findall(r'"(page\.desk\.[\w.]*\w)"', source))
    with_text = {f"{reason}.{part}" for reason in reasons() for part in ("title", "text")}
    made: dict[str, Iterable[str]] = {
        "page.desk.tab.": Tab,
        "page.desk.empty.": Tab,
        "page.desk.status.": Status,
        "page.desk.said.": ResponseKind,
        "page.desk.event.response.": ResponseKind,
        "page.desk.event.": [s for s in Status if s not in (Status.RECEIVED, Status.HANDED_OVER)],
        "page.desk.visibility.": Visibility,
        "page.desk.kind.": MediaKind,
        "page.desk.file.": [state for state in FileState if state is not FileState.KEPT],
        "page.desk.level.": Level,
        "page.desk.step.": StepKind,
        "page.desk.done.": StepKind,
        "page.desk.objection.": Objection,
        "class.": ReportClass,
        "page.desk.backlog.": ["report", *ResponseKind],
    }
    for prefix in re.findall(r't\("([\w.]+\.)" \+', source):
        assert prefix in made, prefix
    parts = {f"page.desk.step.{kind}.{part}" for kind in StepKind for part in ("hint", "button")}
    return {
        *(key for key in whole if key not in reasons()),
        *with_text,
        *parts,
        *(f"{prefix}{value}" for prefix, values in made.items() for value in values),
    }


def reasons() -> set[str]:
    """Why a page is refused: each has a title and a text."""
    code = "\n".join(file.read_text() for file in sorted(TEMPLATES.parent.glob("*.py")))
    return set(re.findall(r'(?:reason=|40[0-9], |421, |503, )"(page\.desk\.\w+)"', code))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_the_pages_stands_in_the_catalogue(language: str) -> None:
    catalogue = (LOCALE / language / "LC_MESSAGES" / "desk.po").read_text()
    known = set(re.findall(r'^msgid "(.+)"$', catalogue, re.MULTILINE))
    assert len(reasons()) >= 7
    assert sorted(key for key in keys() if key.startswith("page.") and key not in known) == []

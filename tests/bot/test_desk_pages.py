"""The officers' desk as its browser meets it, over HTTP."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterable
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from PIL import Image

from bot.locale import LOCALE
from bot.pages.desk.sign_in import LINK_LASTS, SESSION_LASTS
from bot.pages.desk.volunteers_page import OFFERED
from conversations.catalogue import LANGUAGES
from conversations.messages import Media, MediaKind, Refusal, line
from conversations.profile import Level
from conversations.report import Attachment, EventDate, Place, ReportClass, Visibility
from conversations.status import ResponseKind, Status
from conversations.volunteering import Decision
from handlers.attachments import keep
from handlers.desk import PAGE_SIZE
from handlers.officer_steps import Objection, StepKind
from storage import attachments, fetches
from storage.desk_queue import Tab
from storage.fetches import FileState
from tests.bot.desk_office import CATALOGUE, PROFILE, Office, Officer, officer, opened
from tests.filed import NOW, RECEIPT, Filed

TEMPLATES = Path(__file__).parents[2] / "bot" / "pages" / "desk" / "templates"
MARKUP = "<script>alert(1)</script><b onclick='x'>&amp;\"'"


@pytest_asyncio.fixture
async def office(database_url: str, tmp_path: Path) -> AsyncIterator[Office]:
    async with opened(database_url, tmp_path) as office:
        yield office


@pytest_asyncio.fixture
async def stranger(office: Office) -> AsyncIterator[Officer]:
    """A browser on this machine that has not signed in."""
    async with officer(office) as browser:
        yield browser


@pytest_asyncio.fixture
async def rina(office: Office) -> AsyncIterator[Officer]:
    """An officer who has signed in."""
    async with officer(office) as browser:
        await browser.sign_in()
        yield browser


# --- who may see it ---


async def test_a_link_signs_in_by_its_button_and_only_once(office: Office, stranger: Officer) -> None:
    link = office.links[-1].removeprefix(office.url)
    previews = [await stranger.get(link) for _ in range(3)]
    assert [page.status for page in previews] == [200, 200, 200]
    assert (await stranger.get("/desk")).status == 403

    assert (await stranger.sign_in()).status == 200
    assert (await stranger.get("/desk")).status == 200
    assert (await stranger.get(link)).status == 403


async def test_a_spent_link_lets_nobody_else_in(office: Office, rina: Officer) -> None:
    spent = office.links[0].partition("code=")[2]
    async with officer(office) as somebody:
        assert (await somebody.post("/desk/sign-in", {"code": spent})).status == 403
        assert (await somebody.get("/desk")).status == 403


async def test_once_a_link_was_spent_another_browser_gets_a_fresh_one(office: Office, rina: Officer) -> None:
    assert len(office.links) == 2
    async with officer(office) as budi:
        await budi.sign_in()
        assert (await budi.get("/desk")).status == 200
    assert (await rina.get("/desk")).status == 200


async def test_a_fresh_link_ends_the_one_before_it(office: Office, stranger: Officer) -> None:
    before = office.links[-1].partition("code=")[2]
    office.gate.new_link(office.url)
    assert (await stranger.post("/desk/sign-in", {"code": before})).status == 403


async def test_a_link_that_nobody_used_ends_by_itself_and_a_fresh_one_is_printed(
    office: Office, stranger: Officer
) -> None:
    link = office.gate.new_link(office.url)
    office.clock.move(seconds=LINK_LASTS.total_seconds())
    assert (await stranger.get(link.removeprefix(office.url))).status == 403
    assert (await stranger.get(office.links[-1].removeprefix(office.url))).status == 200


async def test_the_session_ends_by_itself(office: Office, rina: Officer) -> None:
    office.clock.at += SESSION_LASTS
    assert (await rina.get("/desk")).status == 403


async def test_signing_out_ends_the_session_for_good(office: Office, rina: Officer) -> None:
    [cookie] = list(rina.session.cookie_jar)
    token = re.findall(r'name="form_token" value="([^"]+)"', (await rina.get("/desk")).text)[0]

    await rina.post("/desk/sign-out", {"form_token": token})

    assert (await rina.get("/desk")).status == 403
    assert (await rina.get("/desk", Cookie=f"pintulapor_desk={cookie.value}")).status == 403


async def test_the_session_is_the_browsers_alone(office: Office, stranger: Officer) -> None:
    code = office.links[-1].partition("code=")[2]
    url = f"{office.url}/desk/sign-in"
    async with stranger.session.post(url, data={"code": code}, allow_redirects=False) as answer:
        cookie = answer.headers["Set-Cookie"]
        token = answer.cookies["pintulapor_desk"].value
    assert {"HttpOnly", "SameSite=Strict", "Path=/desk"} <= {part.strip() for part in cookie.split(";")}
    assert token not in repr(vars(office.gate))


async def test_without_a_session_no_address_shows_or_changes_anything(office: Office, stranger: Officer) -> None:
    filed = await office.receive()
    asked = 0
    for route in office.app.router.routes():
        path = route.resource.canonical if route.resource else ""
        if not path.startswith("/desk") or "static" in path or path == "/desk/sign-in":
            continue
        where = path.replace("{receipt}", RECEIPT).replace("{id}", "file-1")
        page = await (stranger.post(where, {}) if route.method == "POST" else stranger.get(where))
        assert (page.status, filed.report.title in page.text) == (403, False), where
        asked += 1
    assert asked >= 8


@pytest.mark.parametrize("host", ["desk.example.org", "127.0.0.1.example.org", "[::1", "10.0.0.7:8080", ""])
async def test_another_name_that_leads_here_is_refused(office: Office, rina: Officer, host: str) -> None:
    await office.receive()
    page = await rina.get("/desk", Host=host)
    assert page.status in (400, 421)
    assert RECEIPT not in page.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_a_form_of_another_site_changes_nothing(office: Office, rina: Officer, headers: dict[str, str]) -> None:
    await office.receive()
    form = (await rina.open()).form("verify")
    assert (await rina.post(f"/desk/reports/{RECEIPT}", form, **headers)).status == 403
    assert "Belum diverifikasi" in (await rina.open()).words


async def test_a_cookie_that_is_no_text_is_no_session(office: Office) -> None:
    server = urlsplit(office.url)
    reader, writer = await asyncio.open_connection(server.hostname, server.port)
    writer.write(b"GET /desk HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: pintulapor_desk=\xff\r\n\r\n")
    status = await reader.readline()
    writer.close()
    assert status.startswith(b"HTTP/1.1 403 ")


@pytest.mark.parametrize("broken", [{"form_token": "x"}, {"form_token": ""}])
async def test_a_form_without_the_sessions_token_changes_nothing(
    office: Office, rina: Officer, broken: dict[str, str]
) -> None:
    await office.receive()
    page = await rina.open()
    assert (await rina.take(page, "verify", **broken)).status == 403
    assert "Belum diverifikasi" in (await rina.open()).words


async def test_no_browser_keeps_a_page_and_no_site_frames_it(office: Office, rina: Officer) -> None:
    await office.receive()
    for page in (await rina.get("/desk"), await rina.open()):
        assert page.headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
        assert not re.search(r"<script(?! src=)|\son\w+=|\sstyle=|javascript:", page.text)


# --- the queue ---


async def test_the_queue_shows_of_each_report_what_an_officer_must_know(office: Office, rina: Officer) -> None:
    await office.receive(visibility=Visibility.ANONYMOUS_SECRET)
    office.clock.move(days=2)
    words = (await rina.sign_in_later()).words
    for said in (
        "1 laporan menunggu Anda",
        "Lampu jalan depan SMPN 1 mati",
        RECEIPT,
        "Pengaduan",
        "Lampu Penerangan Jalan Umum",
        "Sangatta Utara",
        "Belum diverifikasi",
        "menunggu 2 hari",
        "Batas Rab, 25 Nov",
        "Anonim",
        "Rahasia",
    ):
        assert said in words, said


async def test_what_is_late_is_said_in_words(office: Office, rina: Officer) -> None:
    await office.receive()
    office.clock.move(days=12)
    await rina.sign_in_later()
    assert "Lewat batas" in (await rina.get("/desk?tab=overdue")).words


async def test_what_is_nearly_due_is_counted_and_marked_before_it_is_late(office: Office, rina: Officer) -> None:
    await office.receive()
    office.clock.move(days=4)
    page = await rina.sign_in_later()
    assert "1 hampir sampai batas" in page.words
    assert '<span class="deadline soon">Batas besok</span>' in page.text
    assert RECEIPT in (await rina.get("/desk?tab=soon")).words


async def test_over_a_weekend_the_next_working_day_is_soon(office: Office, rina: Officer) -> None:
    office.clock.move(days=-2)  # a Wednesday: due on the Monday
    await office.receive()
    office.clock.move(days=2)
    assert '<span class="deadline soon">Batas Sen, 23 Nov</span>' in (await rina.sign_in_later()).text


async def test_a_case_says_which_day_of_the_offices_limit_it_is(office: Office, rina: Officer) -> None:
    await office.receive()
    office.clock.move(days=4)
    await rina.sign_in_later()
    page = await rina.open()
    assert "Hari kerja ke-2 dari 3 (menurut LAPOR!)." in page.words
    page = await rina.take(page, "ask", text="Berapa tiang?")
    assert "Hari kerja ke-" not in page.words


@pytest.mark.parametrize("tab", list(Tab))
async def test_an_empty_queue_says_so(office: Office, rina: Officer, tab: Tab) -> None:
    page = await rina.get(f"/desk?tab={tab}")
    assert CATALOGUE.text(line(f"page.desk.empty.{tab}"), "id") in page.words


@pytest.mark.parametrize("query", ["tab=x&page=x", "page=-1", "page=99999999999999999999", "q=%00%FF", "tab=&q=&page="])
async def test_an_odd_address_still_shows_a_queue(office: Office, rina: Officer, query: str) -> None:
    assert (await rina.get(f"/desk?{query}")).status == 200


async def test_a_report_is_found_by_its_receipt_number(office: Office, rina: Officer) -> None:
    await office.receive()
    await office.receive("KTM-0000-0000", title="Air keruh")
    words = (await rina.get("/desk?q=ktm7f3k")).words
    assert RECEIPT in words
    assert "KTM-0000-0000" not in words


async def test_a_long_queue_is_read_page_by_page(office: Office, rina: Officer) -> None:
    for n in range(PAGE_SIZE + 1):
        await office.receive(f"KTM-0000-{n:04}")
    first, second = [await rina.get(f"/desk?tab=longest&page={n}") for n in (1, 2)]
    assert "KTM-0000-0050" not in first.text
    assert 'rel="next"' in first.text
    assert "KTM-0000-0050" in second.text
    assert 'rel="next"' not in second.text


async def test_an_open_queue_is_told_only_when_something_has_changed(office: Office, rina: Officer) -> None:
    before = await rina.get("/desk/queue")
    same = await rina.get("/desk/queue", **{"If-None-Match": before.headers["ETag"]})
    assert (same.status, same.text) == (304, "")

    await office.receive()
    after = await rina.get("/desk/queue", **{"If-None-Match": before.headers["ETag"]})
    assert after.status == 200
    assert RECEIPT in after.text


# --- one report ---


async def test_a_report_is_shown_with_everything(office: Office, rina: Officer) -> None:
    filed = await office.receive()
    page = await rina.open()
    for said in (
        filed.report.title,
        filed.report.description,
        "Senin, 16 November 2026",
        "seberang gerbang sekolah",
        "Sangatta Utara",
        "Siti Aminah",
        "081234567890",
        "Masuk ke meja petugas",
    ):
        assert said in page.words, said
    assert 'href="geo:0.503412,117.557731"' in page.text
    assert re.search(r'href="https://www.openstreetmap.org/[^"]*" target="_blank" rel="noreferrer noopener"', page.text)


async def test_who_asked_to_be_anonymous_has_no_name_at_the_desk(office: Office, rina: Officer) -> None:
    await office.receive(visibility=Visibility.ANONYMOUS)
    page = await rina.open()
    assert "Identitas disembunyikan atas permintaan pelapor." in page.words
    assert "Siti" not in page.text


async def test_markup_in_any_field_is_text(office: Office, rina: Officer) -> None:
    await office.receive(
        title=MARKUP,
        description=MARKUP,
        category=MARKUP,
        event_date=EventDate(as_said=MARKUP),
        place=Place(landmark=MARKUP, outside=MARKUP),
        attachments=(Attachment(MARKUP, MediaKind.DOCUMENT, MARKUP, MARKUP), Attachment("p", MediaKind.PHOTO, MARKUP)),
        reporter_name=MARKUP,
        reporter_contact=MARKUP,
    )
    await office.hear(ResponseKind.ADDENDUM, text=MARKUP)
    asked = await rina.take(await rina.open(), "ask", text=MARKUP)
    found = await rina.get("/desk")
    for page in (asked, found, await rina.get(f"/desk?q={MARKUP[:20]}")):
        assert "<script>alert" not in page.text
        assert "<b onclick" not in page.text
        assert MARKUP in page.words or MARKUP[:20] in page.words


async def test_a_report_that_is_not_here_is_said_to_be_not_here(office: Office, rina: Officer) -> None:
    assert (await rina.open("KTM-0000-0000")).status == 404
    assert (await rina.post("/desk/reports/KTM-0000-0000", {})).status in (403, 404)


# --- the steps ---


async def test_after_a_step_the_officer_reads_once_what_the_complainant_is_told(office: Office, rina: Officer) -> None:
    await office.receive()
    page = await rina.take(await rina.open(), "ask", text="Berapa tiang yang mati?")
    assert page.status == 200
    assert "Pertanyaan dikirim. Pelapor sekarang membaca:" in page.words
    assert page.words.count("Berapa tiang yang mati?") == 2
    assert "Pelapor sekarang membaca" not in (await rina.open()).words


async def test_at_night_the_officer_reads_that_the_complainant_is_told_later(office: Office, rina: Officer) -> None:
    office.clock.move(hours=-4)  # five in the morning
    await office.receive()
    page = await rina.take(await rina.open(), "verify")
    assert "Pelapor membacanya nanti" in page.words
    assert "Pelapor sekarang membaca" not in page.words


async def test_the_whole_way_of_a_case_can_be_gone(office: Office, rina: Officer) -> None:
    await office.receive()
    page = await rina.open()
    for kind, fields, says in (
        ("verify", {}, "Terverifikasi"),
        ("tracking_id", {"tracking_id": "1916449"}, "LAPOR! #1916449"),
        ("forward", {"agency": "dishub", "text": "Mohon dicek."}, "Dinas Perhubungan"),
        ("follow_up", {"text": "Tim sudah meninjau."}, "Ditindaklanjuti"),
        ("close", {"text": "Sudah menyala."}, "Selesai"),
    ):
        page = await rina.take(page, kind, **fields)
        assert says in page.words
    assert "data-step=" not in page.text


async def test_a_step_of_a_page_that_is_out_of_date_is_refused_and_keeps_what_was_typed(
    office: Office, rina: Officer
) -> None:
    await office.receive()
    page = await rina.open()
    await office.hear(ResponseKind.ADDENDUM, text="Sekarang lima tiang.")

    refused = await rina.take(page, "ask", text="Berapa tiang?\r\nDi mana?")

    assert refused.status == 409
    assert "Ada yang baru pada laporan ini" in refused.words
    assert "Sekarang lima tiang." in refused.words
    assert ">Berapa tiang?\nDi mana?</textarea>" in refused.text
    assert "Pertanyaan dikirim" in (await rina.take(refused, "ask", text="Berapa tiang?")).words


async def test_words_for_a_step_that_is_gone_are_shown_to_be_kept(office: Office, rina: Officer) -> None:
    await office.receive()
    page = await rina.open()
    await rina.take(page, "archive", text="Laporan ganda.")

    refused = await rina.take(page, "ask", text="Berapa tiang?")

    assert refused.status == 409
    assert "Tulisan Anda: Berapa tiang?" in refused.words


async def test_a_button_pressed_twice_is_one_step(office: Office, rina: Officer) -> None:
    await office.receive()
    page = await rina.open()
    pages = [await rina.take(page, "ask", text="Berapa tiang?") for _ in range(2)]
    assert [p.status for p in pages] == [200, 200]
    assert (await rina.open()).words.count("Pelapor ditanya") == 1


async def test_a_wrong_tracking_id_is_explained_beside_it_and_kept(office: Office, rina: Officer) -> None:
    await office.receive()
    page = await rina.take(await rina.open(), "tracking_id", tracking_id="nomor 5")
    assert page.status == 409
    assert page.words.count("Tracking ID berupa angka") == 2
    assert 'value="nomor 5"' in page.text


@pytest.mark.parametrize(
    "broken", [{"kind": "delete"}, {"seen": ""}, {"seen": "²"}, {"seen": "9" * 5000}, {"key": "r1"}, {"key": ""}]
)
async def test_a_form_that_is_not_ours_changes_nothing(office: Office, rina: Officer, broken: dict[str, str]) -> None:
    await office.receive()
    assert (await rina.take(await rina.open(), "verify", **broken)).status == 400
    assert "Belum diverifikasi" in (await rina.open()).words


async def test_when_the_database_is_away_the_officer_is_told_that_nothing_was_recorded(tmp_path: Path) -> None:
    async with opened("postgresql+asyncpg://nobody@127.0.0.1:1/none", tmp_path) as office, officer(office) as rina:
        page = await rina.sign_in()
        assert page.status == 503
        assert "Langkah Anda belum tercatat." in page.words


# --- its files ---


def photo() -> bytes:
    """A picture with the camera's name in it."""
    exif = Image.Exif()
    exif[0x010F] = "SECRETCAM"
    written = BytesIO()
    Image.new("RGB", (64, 48), "navy").save(written, "JPEG", exif=exif)
    return written.getvalue()


async def with_file(office: Office, content: bytes, name: str, **changed: Any) -> tuple[Filed, str]:
    """A report at the desk with this file."""

    async def whole() -> AsyncIterator[bytes]:
        yield content

    filed = await office.receive(**changed)
    kept = await keep(office.store, office.objects, PROFILE.files, filed.chat, whole(), name, "", None, NOW)
    id = getattr(kept, "file_id", "")
    async with office.store.begin() as unit:
        await attachments.tie(unit, [(filed.complainant_id, id, filed.id)])
    return filed, id


async def test_a_picture_is_shown_without_what_the_camera_wrote_into_it(office: Office, rina: Officer) -> None:
    _, id = await with_file(office, photo(), "IMG_1.jpg")
    async with rina.session.get(f"{office.url}/desk/attachments/{id}") as answer:
        content = await answer.read()
    assert answer.content_type == "image/jpeg"
    assert Image.open(BytesIO(content)).size == (64, 48)
    assert b"SECRETCAM" in photo()
    assert b"SECRETCAM" not in content


async def test_a_document_is_downloaded_under_its_own_name_and_never_opened_here(office: Office, rina: Officer) -> None:
    _, id = await with_file(office, b"Jalan rusak\n", "surat <RT> é.txt")
    page = await rina.get(f"/desk/attachments/{id}")
    assert page.text == "Jalan rusak\n"
    assert page.headers["Content-Disposition"] == "attachment; filename*=UTF-8''surat%20%3CRT%3E%20%C3%A9.txt"
    assert page.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "name", "saved"),
    [(b"Jalan rusak\n", "surat Siti Aminah.txt", f"{RECEIPT}.txt"), (photo(), "Siti Aminah.jpg", f"{RECEIPT}.jpg")],
)
async def test_a_file_of_an_anonymous_report_is_saved_under_the_receipt_number(
    office: Office, rina: Officer, content: bytes, name: str, saved: str
) -> None:
    _, id = await with_file(office, content, name, visibility=Visibility.ANONYMOUS)
    async with rina.session.get(f"{office.url}/desk/attachments/{id}") as answer:
        assert answer.headers["Content-Disposition"].endswith(f"; filename*=UTF-8''{saved}")


async def test_a_player_gets_the_part_that_it_asks_for(office: Office, rina: Officer) -> None:
    _, id = await with_file(office, b"0123456789", "a.txt")
    part = await rina.get(f"/desk/attachments/{id}", Range="bytes=2-4")
    assert (part.status, part.text, part.headers["Content-Range"]) == (206, "234", "bytes 2-4/10")
    last = await rina.get(f"/desk/attachments/{id}", Range="bytes=-3")
    assert (last.status, last.text) == (206, "789")
    for odd in ("bytes=50-60", "bytes=x", "lines=1-2"):
        assert (await rina.get(f"/desk/attachments/{id}", Range=odd)).text == "0123456789"


async def test_a_file_of_no_report_at_the_desk_is_not_shown(office: Office, rina: Officer) -> None:
    async def whole() -> AsyncIterator[bytes]:
        yield b"belum dikirim\n"

    filed = await office.receive()
    kept = await keep(office.store, office.objects, PROFILE.files, filed.chat, whole(), "a.txt", "", None, NOW)
    page = await rina.get(f"/desk/attachments/{getattr(kept, 'file_id', '')}")
    assert page.status == 404
    assert "belum dikirim" not in page.text


async def test_a_file_that_is_yet_to_come_or_never_will_is_spoken_of_in_its_place(
    office: Office, rina: Officer
) -> None:
    come, pending, lost = (Media(f"{n}" * 32, MediaKind.PHOTO, f"dari sisi {n}", source="there") for n in "123")
    await office.receive_without(come, pending, lost)
    await office.fetch(come, photo())
    async with office.store.begin() as unit:
        await fetches.lose(unit, lost.file_id, Refusal.GONE, NOW)

    page = await rina.open()
    assert f'<img src="/desk/attachments/{come.file_id}"' in page.text
    assert page.text.count("<img") == 1
    assert "Foto sedang diambil dari aplikasi pesan dari sisi 2" in page.words
    assert "Foto tidak bisa diambil dari sisi 3" in page.words
    assert (await rina.get(f"/desk/attachments/{pending.file_id}")).status == 404
    assert (await rina.get(f"/desk/attachments/{come.file_id}")).status == 200
    steps = await rina.get(f"/desk/reports/{RECEIPT}/steps")
    assert json.loads(steps.text) == {"steps": 0, "pending": 1}


# --- its words ---


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
        "page.desk.volunteers.": [*Decision, "decline", "suspend.means", "end.means"],
        "page.desk.volunteers.standing.": OFFERED,
        "page.desk.volunteers.problem.": ["group", "area", "count", "until"],
        "page.desk.figures.": ["group", "area", "reports", "with_day", "with_place", "with_files", "days"],
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

"""Plays a conversation from a readable transcript, under a frozen clock and ids, and writes down what is said.

A transcript names a speaker in the first column and what they do in the second; a line without a speaker goes on with
the one before. `warga` writes; in square brackets presses a button of the latest message (`[Setuju ↑2]`: of the second
message of the bot); in round ones sends something else. `20 jam lalu> kemarin` was on its way for so long.
`petugas` is the office; it works on the person's newest report or, where they have none, on the neighbour's; or decides
about a volunteer (`setujui relawan`); `petugas relawan Rudi, KIM Sangatta Utara` lets the person file for others at
once, and `petugas relawan ditangguhkan` no more; `petugas titipan Siti Aminah: judul` is what they have filed.
`tetangga Budi Santoso: kata-kata` wrote that in a group, where the person has pointed to it (`20 jam lalu> Budi: …`: so
long ago); `tetangga [Setuju]` presses a button of the newest question there. `waktu` lets time pass.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from conversations import messages as m
from conversations.catalogue import Catalogue
from conversations.conversation import Conversation
from conversations.effects import (
    AskInGroup,
    AskToVolunteer,
    ChooseTelling,
    Effect,
    Follow,
    Forget,
    HideMore,
    MakeSlips,
    SendReport,
    SendResponse,
    TakeBackConsent,
    TakeOver,
    Unfollow,
)
from conversations.following import Followed, Telling
from conversations.group_questions import GroupButton
from conversations.handovers import LASTS, Handover, Slip
from conversations.hearing import hear_out
from conversations.in_care import InCare
from conversations.known import Known
from conversations.lookups import Lookup, what_it_needs
from conversations.messages import Chat, Received, Rendered
from conversations.notices import for_followers, hear, remind_of_question
from conversations.one_time_code import make_one_time_code
from conversations.profile import Level
from conversations.question_reminders import reminder_at
from conversations.receipt import make_receipt
from conversations.reminders import wake, wake_at
from conversations.report import ConsentKind, FiledBy, ReportClass
from conversations.status import Event, KnownReport, ResponseKind, Status, StatusUpdate
from conversations.step import Outcome
from conversations.tracking import TrackedReport, make_code
from conversations.turn import Given, take_turn
from conversations.volunteer_decisions import decided
from conversations.volunteering import Decision, Invitation, Standing, Volunteering
from tests.conversations.list_desk import ListDesk

COLUMN = 12
BEGINS = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)  # a Saturday, nine in the morning in Sangatta
BETWEEN_MESSAGES = timedelta(seconds=20)
WIDTH = 1_000
GROUP = "di grup"
NEIGHBOUR = TrackedReport(
    make_receipt("KTM", 1_234_567), ReportClass.COMPLAINT, Status.VERIFIED, BEGINS, "lampu-jalan", agency=""
)
NEIGHBOUR_CODE = make_code(987_654_321_123)
INVITATION = Invitation(make_one_time_code(987_654_321_123_456), "KIM Sangatta Utara", "64.08.04")
OFFICE_DECISIONS = {
    "setujui relawan": Decision.APPROVE,
    "hentikan relawan": Decision.SUSPEND,
    "lanjutkan relawan": Decision.RESUME,
    "akhiri relawan": Decision.END,
}
HANDOVER = Handover(
    make_one_time_code(987_654_321_987_654),
    make_receipt("KTM", 7_654_321_000),
    "Jembatan kayu di RT 4 lapuk",
    "Rahmawati",
    "KIM Sangatta Utara",
)
"""A slip that the person holds."""
BOT = "pintulapor_bot"
VILLAGE = "64.08.04.1010"
"""Teluk Lingga: the neighbour's."""
OFFICE_STEPS = {
    "terima": Status.HANDED_OVER,
    "verifikasi": Status.VERIFIED,
    "tanya": Status.QUESTION,
    "teruskan": Status.FORWARDED,
    "tindak lanjut": Status.FOLLOWED_UP,
    "tracking": Status.REGISTERED,
    "selesai": Status.CLOSED,
    "bukan wewenang": Status.NOT_OUR_AUTHORITY,
    "arsip": Status.ARCHIVED,
}


class Dialogue:
    """One person's chat. `lines` is the transcript as it really went."""

    def __init__(self, catalogue: Catalogue, name: str = "") -> None:
        self.catalogue = catalogue
        self.name = name
        self.now = BEGINS
        self.conversation = Conversation()
        self.asked_about: dict[str, str] = {}
        self.reports: list[KnownReport] = []
        self.said: list[Rendered] = []
        self.received = 0
        self.numbers = 0
        self.remind_at: datetime | None = None
        self.neighbour = NEIGHBOUR
        self.telling: Telling | None = None
        self.invitation: Invitation | None = INVITATION
        self.handover: Handover | None = HANDOVER
        self.asked_in_group: Rendered | None = None
        self.areas: dict[str, str] = {}
        self.lines: list[str] = []
        self.lists = ListDesk(catalogue)

    def play(self, script: str) -> str:
        for speaker, words in _acts(script):
            {
                "warga": self._person,
                "petugas": self._office,
                "tetangga": self._neighbour,
                "waktu": self._time_passes,
            }[speaker](words)
        return "\n".join(self.lines) + "\n"

    def take(self, incoming: m.Incoming, ago: timedelta = timedelta()) -> Outcome:
        """One turn, with its effects on the person's reports; the message was on its way for so long."""
        self.now += BETWEEN_MESSAGES
        self.received += 1
        self.numbers += 1
        received = Received(Chat("test", "1"), str(self.received), self.now - ago, incoming, name=self.name)
        heard = hear_out(self.conversation, received, self.catalogue)
        needed = what_it_needs(self.conversation, received, heard)
        receipt = make_receipt(self.catalogue.profile.office.prefix, self.numbers * 7_654_321)
        code = make_code(self.numbers * 7_654_321)
        given = Given(
            self.now,
            self.catalogue,
            receipt,
            self._known(needed),
            heard,
            code,
            bot_username=BOT if needed.handover or heard.trigger == "hand_over" else None,
            one_time_code=make_one_time_code(self.numbers * 7_654_321),
        )
        outcome = take_turn(self.conversation, received, given)
        self._follow(outcome)
        for told in self.lists.follow(outcome.effects):
            self._follow(Outcome(self.conversation, (told,)))
        return outcome

    def _known(self, needed: Lookup) -> Known:
        receipt = self.asked_about.get(needed.asked, "") if needed.asked else needed.receipt
        return Known(
            tuple(r for r in self.reports if needed.all_reports or r.receipt == receipt),
            self._others(needed),
            self.invitation if needed.invitation == INVITATION.code else None,
            self.lists.known(needed.village_list),
            self.handover if needed.handover == HANDOVER.code else None,
            self.neighbour if (needed.receipt, needed.village) == (NEIGHBOUR.receipt, VILLAGE) else None,
            self._in_care() if needed.in_care else (),
        )

    def _in_care(self) -> tuple[InCare, ...]:
        return tuple(
            InCare(
                each.receipt,
                each.title,
                each.status,
                each.sent_at,
                each.filed_for,
                self.areas[each.receipt],
                bool(each.question),
                each.due_at,
            )
            for each in self.reports
            if each.filed_for
        )

    def _others(self, needed: Lookup) -> tuple[Followed, ...]:
        is_opened = needed.receipt == NEIGHBOUR.receipt and needed.code == NEIGHBOUR_CODE
        is_followed = self.telling is not None and (needed.all_reports or needed.receipt == NEIGHBOUR.receipt)
        return (Followed(self.neighbour, self.telling),) if needed.others and (is_opened or is_followed) else ()

    def _follow(self, outcome: Outcome) -> None:
        self.conversation = outcome.conversation
        for effect in outcome.effects:
            self._follow_report(effect)
            self._follow_person(effect)
        for reply in outcome.replies:
            rendered = self.catalogue.render(reply, outcome.conversation.person.language)
            self.said.append(rendered)
            file = f"(berkas {rendered.file.name})" if rendered.file else ""
            self._write("PintuLapor", "\n".join(filter(None, (rendered.text, file, _options(rendered)))))

    def _follow_report(self, effect: Effect) -> None:
        match effect:
            case SendReport(report, code, represents, asked):
                sent = Event(self.now, Status.RECEIVED)
                known = KnownReport(
                    report.receipt,
                    report.title,
                    Status.RECEIVED,
                    self.now,
                    history=(sent,),
                    report_class=report.report_class,
                    tracking_code=code,
                    filed_for=represents.name if represents else "",
                )
                self.reports.insert(0, known)
                self.asked_about[asked] = report.receipt
                self.areas[report.receipt] = report.place.village or report.place.district
            case SendResponse(receipt, kind, text):
                is_answered = kind in (ResponseKind.ANSWER, ResponseKind.WITHDRAWAL)
                self.remind_at = None if is_answered else self.remind_at
                question = "" if is_answered else self._report(receipt).question
                self._note(receipt, Event(self.now, response=kind, text=text), question=question)
            case TakeBackConsent(receipt):
                self.reports.remove(self._report(receipt))
            case Forget():
                self.reports.clear()
                self.telling = None
            case MakeSlips() | TakeOver() | HideMore():
                self._hand_over(effect)

    def _follow_person(self, effect: Effect) -> None:
        match effect:
            case AskToVolunteer():
                self.invitation = None
            case Follow():
                self.telling = Telling.AT_ONCE
            case Unfollow():
                self.telling = None
            case AskInGroup(_, question):
                self.asked_in_group = self.catalogue.render(question, "id")
                asked = (self.asked_in_group.text, _options(self.asked_in_group))
                self._write(GROUP, "\n".join(asked))
            case ChooseTelling(receipt, telling) if receipt == NEIGHBOUR.receipt:
                self.telling = telling

    def _hand_over(self, effect: MakeSlips | TakeOver | HideMore) -> None:
        match effect:
            case MakeSlips(slips):
                for receipt, code in slips:
                    known = self._report(receipt)
                    slip = known.slip or Slip(code or HANDOVER.code, self.now + LASTS)
                    self.reports[self.reports.index(known)] = replace(known, slip=slip)
            case TakeOver(receipt):
                self.handover = None
                by = FiledBy(HANDOVER.volunteer, HANDOVER.kim_group, ConsentKind.IN_PERSON, BEGINS)
                taken = KnownReport(receipt, HANDOVER.title, Status.HANDED_OVER, BEGINS, filed_by=by)
                self.reports.insert(0, taken)
            case HideMore(receipt, visibility, text):
                event = Event(self.now, response=ResponseKind.ADDENDUM, text=text)
                self._note(receipt, event, visibility=visibility)

    def _report(self, receipt: str) -> KnownReport:
        return next(r for r in self.reports if r.receipt == receipt)

    def _note(self, receipt: str, event: Event, **changes: object) -> KnownReport:
        report = self._report(receipt)
        after = replace(report, history=(*report.history, event), **changes)  # type: ignore[arg-type]
        self.reports[self.reports.index(report)] = after
        return after

    def _person(self, words: str) -> None:
        self._write("warga", words)
        if late := re.fullmatch(r"(\d+ \w+) lalu> (.+)", words, re.DOTALL):
            self.take(self._incoming(late[2]), _span(late[1]))
        else:
            self.take(self._incoming(words))

    def _neighbour(self, words: str) -> None:
        self._write("tetangga", words)
        if words.startswith("["):
            assert self.asked_in_group, "nobody was asked"
            data = next(o.data for o in self.asked_in_group.options if o.label == words[1:-1])
            pressed = GroupButton.read(data)
            assert pressed, data
            self.take(m.GroupAnswer("-50", pressed.writer, pressed.draft, pressed.question, pressed.says))
            return
        late = re.fullmatch(r"(\d+ \w+) lalu> (.+)", words, re.DOTALL)
        name, _, said = (late[2] if late else words).partition(": ")
        key = f"group-{self.received + 1}"
        media = (m.Media(f"{key}-photo", m.MediaKind.PHOTO),) if said.startswith("(foto) ") else ()
        told = m.Overheard("-50", key, key, "81", name, said.removeprefix("(foto) "), media)
        self.take(told, _span(late[1]) if late else timedelta())

    def _incoming(self, words: str) -> m.Incoming:
        if pressed := re.fullmatch(r"\[(.+?)(?: ↑(\d+))?\]", words):
            label, message = pressed[1], self.said[int(pressed[2]) - 1 if pressed[2] else -1]
            return m.Choice(next(o.data for o in message.options if o.label == label))
        if listed := re.fullmatch(r"\(daftar (\S+): (.+)\)", words):
            self.lists.content = listed[2]
            return m.Media(f"file-{self.received + 1}", m.MediaKind.DOCUMENT, "", listed[1])
        if done := re.fullmatch(r"\((\w+) ?([^:]*)(?:: (.*))?\)", words, re.DOTALL):
            return _sent(done[1], done[2].strip(), done[3] or "", f"file-{self.received + 1}")
        if words.startswith("/"):
            name, _, argument = words[1:].partition(" ")
            return m.Command(name, argument)
        return m.Text(words)

    def _office(self, words: str) -> None:
        """`langkah @instansi: kata-kata`, on the newest report; or a decision."""
        self._write("petugas", words)
        if decision := OFFICE_DECISIONS.get(words):
            self._follow(decided(self.conversation, decision, self.catalogue.profile))
            return
        if words.startswith("relawan "):
            self._decide_on_volunteer(words.removeprefix("relawan "))
            return
        if words.startswith("titipan "):
            self._file_for(*words.removeprefix("titipan ").split(": "))
            return
        step = re.fullmatch(r"([a-z ]+?)(?: @([\w-]+))?(?:: (.*))?", words, re.DOTALL)
        assert step, words
        status, agency, text = OFFICE_STEPS[step[1]], step[2] or "", step[3] or ""
        self.now += BETWEEN_MESSAGES
        if not self.reports:
            self._office_elsewhere(status, agency, text)
            return
        report = self.reports[0]
        tracking_id = text if status is Status.REGISTERED else report.tracking_id
        text = "" if status is Status.REGISTERED else text
        due = self.now + timedelta(days=4) if not status.is_final else None
        update = StatusUpdate("k", report.receipt, 1, status, self.now, text, agency, Level.REGENCY, tracking_id, due)
        after = self._note(
            report.receipt,
            Event(self.now, status, text=text, agency=agency),
            status=status,
            tracking_id=tracking_id,
            agency=agency or report.agency,
            question=text if status is Status.QUESTION else "",
            due_at=due,
            is_handed_over=True,
        )
        self.remind_at = reminder_at(self.now, due, self.catalogue.profile) if after.question else None
        self._follow(hear(self.conversation, after, update, self.catalogue.profile))

    def _decide_on_volunteer(self, words: str) -> None:
        volunteering = self.conversation.volunteering
        if volunteering and words == "ditangguhkan":
            volunteering = replace(volunteering, standing=Standing.SUSPENDED)
        else:
            name, _, group = words.partition(", ")
            volunteering = Volunteering(name, group, "64.08.04", Standing.ACTIVE)
        self.conversation = replace(self.conversation, volunteering=volunteering)

    def _file_for(self, name: str, title: str) -> None:
        self.numbers += 1
        receipt = make_receipt("KTM", self.numbers * 7_654_321)
        sent = Event(self.now, Status.RECEIVED)
        self.reports.insert(0, KnownReport(receipt, title, Status.RECEIVED, self.now, history=(sent,), filed_for=name))

    def _office_elsewhere(self, status: Status, agency: str, text: str) -> None:
        report, event = self.neighbour, Event(self.now, status, agency=agency)
        is_asked, history = status is Status.QUESTION, (*report.history, event)
        self.neighbour = replace(report, status=status, agency=agency, is_asked=is_asked, history=history)
        told = for_followers(StatusUpdate("k", report.receipt, 1, status, self.now, text, agency))
        if self.telling is Telling.AT_ONCE:
            self._follow(Outcome(self.conversation, (told,)))

    def _time_passes(self, words: str) -> None:
        """`3 hari` or `20 jam`: and whatever falls due meanwhile happens."""
        self._write("waktu", words)
        until = self.now + _span(words)
        profile = self.catalogue.profile
        if self.remind_at and self.remind_at <= until:
            self.now, self.remind_at = self.remind_at, None
            due_at = self.reports[0].due_at
            assert due_at, "what is reminded of has a limit"
            self._follow(remind_of_question(self.conversation, self.reports[0], due_at))
        while (due := wake_at(self.conversation, profile)) and due <= until:
            self.now = max(self.now, due)
            self._follow(wake(self.conversation, self.now, profile))
        self.now = until

    def _write(self, speaker: str, words: str) -> None:
        first, *rest = words.split("\n")
        self.lines.append(f"{speaker:<{COLUMN}}{first}".rstrip())
        self.lines.extend(f"{'':<{COLUMN}}{more}".rstrip() for more in rest)


def _acts(script: str) -> Iterator[tuple[str, str]]:
    """What the people in the transcript do; what the bot said there is left out."""
    acts: list[tuple[str, str]] = []
    for raw in script.splitlines():
        if raw.startswith("#") or not raw.strip():
            continue
        speaker, words = raw[:COLUMN].strip(), raw[COLUMN:]
        if speaker:
            acts.append((speaker, words))
        else:
            acts[-1] = (acts[-1][0], f"{acts[-1][1]}\n{words}")
    return ((speaker, words) for speaker, words in acts if speaker not in ("PintuLapor", GROUP))


def _span(words: str) -> timedelta:
    """`3 hari` or `20 jam`."""
    number, unit = words.split()[:2]
    return int(number) * {"hari": timedelta(days=1), "jam": timedelta(hours=1)}[unit]


def _options(rendered: Rendered) -> str:
    options = [f"({o.label})" if o.is_quiet else f"[{o.label}]" for o in rendered.options]
    return " ".join((["<lokasi>"] if rendered.asks_location else []) + options)


def _sent(what: str, detail: str, words: str, file_id: str) -> m.Incoming:
    kinds = {"foto": m.MediaKind.PHOTO, "video": m.MediaKind.VIDEO, "suara": m.MediaKind.VOICE}
    kinds["berkas"] = m.MediaKind.DOCUMENT
    if what in kinds:
        file_name, _, album = detail.partition("@")
        return m.Media(file_id, kinds[what], words, file_name, album=album)
    match what:
        case "panjang":
            return m.Media(file_id, m.MediaKind.DOCUMENT, words, "tulisan.txt", is_whole_text=True)
        case "ditolak":
            return m.RefusedMedia(m.Refusal(detail), words)
        case "lokasi":
            latitude, longitude = detail.split(",")
            return m.Location(float(latitude), float(longitude))
        case "kontak":
            return m.Contact(words, detail)
        case "sunting":
            return m.Edited(detail, words)
        case "blokir":
            return m.Blocked()
        case "buka":
            return m.Unblocked()
        case "stiker":
            return m.Unsupported("sticker")
    return m.Unsupported(what)

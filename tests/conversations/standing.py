"""A conversation that stands in any given state, as it would after an ordinary dialogue."""

from dataclasses import replace
from datetime import UTC, date, datetime

from conversations.conversation import Conversation, Draft, Field, Person, Question, Sent, Told
from conversations.handovers import Handover
from conversations.in_care import InCare, Look
from conversations.messages import MediaKind
from conversations.missing import ASKED_IN_ORDER, OF_PERSON
from conversations.one_time_code import make_one_time_code
from conversations.report import Attachment, EventDate, Place, ReportClass
from conversations.state import State
from conversations.status import Event, KnownReport, Status
from conversations.village_list.at_hand import ListAtHand, ListState, VillageList
from conversations.village_list.row import Cells, Column, Fault, FaultKind, ListRow
from conversations.volunteering import Invitation, Represented, Standing, Volunteering

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
RECEIPT = "KTM-0000-0000"
STORY = "Lampu jalan depan pasar mati sejak senin, gelap sekali"

INVITATION = Invitation(make_one_time_code(123_456_789), "KIM Sangatta Utara", "64.08.04", "Siti Aminah")
HANDOVER = Handover(
    make_one_time_code(987_654_321), "KTM-2222-2222", "Jembatan lapuk", "Rahmawati", "KIM Sangatta Utara"
)
VOLUNTEERING = Volunteering("Siti Aminah", "KIM Sangatta Utara", "64.08.04", Standing.ACTIVE)

REPORT = KnownReport(
    RECEIPT,
    "Lampu jalan mati",
    Status.CLOSED,
    NOW,
    tracking_id="#1916449",
    agency="dishub",
    question="Berapa tiang?",
    is_handed_over=True,
    history=(Event(NOW, Status.RECEIVED), Event(NOW, Status.QUESTION, text="Berapa tiang?")),
)

_CELLS = Cells(
    "1",
    "Siti Aminah",
    "081234567890",
    text=STORY,
    date="16/11/2026",
    village="Entah Mana",
    place="depan pasar",
    visibility="Biasa",
    consent="Ya",
    consent_date="16/11/2026",
)
ROW = ListRow(12, _CELLS, (Fault(FaultKind.DOUBTFUL_PLACE, Column.VILLAGE, "Entah Mana"),))
VILLAGE_LIST = VillageList(3, "daftar.xlsx", ListState.CHECKED, NOW, good=450, faulty=2, faulty_row=ROW)
IN_CARE = (
    InCare(RECEIPT, "Lampu jalan mati", Status.QUESTION, NOW, "Siti Aminah", "64.08.04.1003", is_asked=True),
    InCare("KTM-0000-0001", "Selokan tersumbat", Status.VERIFIED, NOW, "Minah Lestari", "64.08.04"),
)

_ASKED = tuple(field for field in ASKED_IN_ORDER if field not in (Field.FOR_WHOM, *OF_PERSON))
_PERSON = Person(name="Siti Aminah", contact="081234567890", consented_at=NOW)
_TOLD = Draft(
    number=7,
    begun_at=NOW,
    report_class=ReportClass.INFORMATION_REQUEST,  # the class that needs the reporter's name and contact
    told=(Told("told", STORY),),
    title="Lampu jalan mati",
    category="lampu-jalan",
    event_date=EventDate(date(2026, 11, 16)),
    place=Place("depan pasar", "64.08.04"),
    attachments=(Attachment("file-0", MediaKind.VOICE),),
    name="Siti Aminah",
    contact="081234567890",
    settled=_ASKED,
)
_FILING = frozenset({State.FOR_WHOM, *(State(field) for field in OF_PERSON)})
_POINT = Place(latitude=0.5, longitude=117.5, district="64.08.04", village="64.08.04.1003")


def standing_in(state: State) -> Conversation:
    sent = Sent(RECEIPT, ("sent",))
    about = RECEIPT if state in (State.ANSWERING, State.ADDING, State.NOT_SOLVED) else ""
    questions = (Question(RECEIPT, "Berapa tiang?", "dishub"),) if state is State.ANSWERING else ()
    conversation = Conversation(
        state,
        _PERSON,
        _draft(state),
        shelf=(replace(_TOLD, number=5),),
        drafts_begun=7,
        about=about,
        questions=questions,
        sent=sent,
        heard_at=NOW,
        volunteering=VOLUNTEERING if state is State.STOPPING or state in _FILING else None,
        invitation=INVITATION if state is State.VOLUNTEER_NAME else None,
    )
    if state in (State.LIST_FILE, State.LIST_ROW):
        listed = ListAtHand(3, NOW, 2, ROW) if state is State.LIST_ROW else None
        return replace(conversation, volunteering=VOLUNTEERING, listed=listed)
    if state is State.IN_CARE:
        conversation = replace(conversation, volunteering=VOLUNTEERING, look=Look())
    if state is State.CONSENT:
        return replace(conversation, person=replace(_PERSON, consented_at=None))
    return conversation


def _draft(state: State) -> Draft | None:
    if state in (State.IDLE, State.ANSWERING, State.ADDING, State.NOT_SOLVED):
        return None
    told = _TOLD if state in (State.NAME, State.CONTACT) else replace(_TOLD, report_class=ReportClass.COMPLAINT)
    if state in _FILING:
        told = replace(told, may_represent=True)
    if state in _FILING and state is not State.FOR_WHOM:
        told = replace(told, represents=Represented("Minah Lestari"))
    if state is State.LANDMARK:
        told = replace(told, place=_POINT)
    if state is State.DISTRICT:
        told = replace(told, place=Place("depan pasar"))
    if state is State.TITLE:
        return replace(told, revising=Field.TITLE)
    if state is State.REPORT_CLASS:
        return replace(told, settled=(Field.DESCRIPTION,))  # told, and in doubt what it is
    asked = {State.CONSENT: Field.CATEGORY, State.ALL_CATEGORIES: Field.CATEGORY}.get(state)
    asked = asked or (Field(state) if str(state) in {str(field) for field in Field} else None)
    if asked is None:
        return told
    if state in _FILING:
        begun = (Field.REPORT_CLASS, Field.DESCRIPTION)
        return replace(told, settled=(*begun, *ASKED_IN_ORDER[: ASKED_IN_ORDER.index(asked)]))
    return replace(told, settled=_ASKED[: _ASKED.index(asked)])

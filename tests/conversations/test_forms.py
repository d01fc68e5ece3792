"""Photographed forms: typed one after the other, each photograph kept as evidence and never passed on."""

import pytest

from conversations.catalogue import Catalogue
from conversations.effects import DropAttachments, SendReport, TakeList
from conversations.guards.village_list import MOST_FORMS
from conversations.messages import Choice, Command, Media, MediaKind, Text
from conversations.report import ConsentKind
from conversations.step import Outcome
from conversations.volunteer_decisions import without_volunteering
from tests.conversations.dialogue import Dialogue

VOLUNTEER = "petugas     relawan Rudi Hartono, KIM Sangatta Utara"
STORY = ("Siti Aminah", "tidak ada", "Lampu jalan di depan posyandu mati", "Setuju", "Lampu Penerangan Jalan Umum")
PLACE = ("kemarin", "Teluk Lingga, depan posyandu", "Lewati")


@pytest.fixture
def dialogue(catalogue: Catalogue) -> Dialogue:
    talk = Dialogue(catalogue)
    talk.play(VOLUNTEER)
    talk.take(Command("daftar"))
    return talk


def photographs(dialogue: Dialogue, number: int) -> None:
    for n in range(number):
        dialogue.take(Media(f"form-{n}", MediaKind.PHOTO, album="a"))


def says(dialogue: Dialogue, *words: str) -> Outcome:
    outcomes = [dialogue.take(Text(each)) for each in words]
    return outcomes[-1]


def presses(dialogue: Dialogue, label: str) -> Outcome:
    option = next(o for o in dialogue.said[-1].options if o.label == label)
    return dialogue.take(Choice(option.data))


def dropped(outcome: Outcome) -> set[str]:
    return {id for effect in outcome.effects if isinstance(effect, DropAttachments) for id in effect.ids}


def test_an_album_of_forms_is_answered_once(dialogue: Dialogue) -> None:
    photographs(dialogue, 4)
    assert sum("Formulir diterima" in said.text for said in dialogue.said) == 1
    assert [form.id for form in dialogue.conversation.forms] == [f"form-{n}" for n in range(4)]


def test_each_form_is_a_report_whose_consent_its_photograph_shows(dialogue: Dialogue) -> None:
    photographs(dialogue, 2)
    for number in range(2):
        presses(dialogue, "Ketik formulir")
        said = says(dialogue, *(word for word in (*STORY, *PLACE, "Biasa") if number == 0 or word != "Setuju"))
        assert not dropped(said)
        presses(dialogue, "Sudah tanda tangan di formulir")
        [effect] = [e for e in presses(dialogue, "Kirim").effects if isinstance(e, SendReport)]
        assert effect.report.attachments == ()
        assert effect.represents is not None
        consent = effect.represents.consent
        assert consent is not None
        assert consent.kind is ConsentKind.SIGNED_SLIP
        assert consent.evidence is not None
        assert consent.evidence.id == f"form-{number}"
    assert dialogue.conversation.forms == ()


def test_a_form_whose_report_is_to_be_seen_by_more_is_agreed_to_anew_and_stays(dialogue: Dialogue) -> None:
    photographs(dialogue, 1)
    presses(dialogue, "Ketik formulir")
    says(dialogue, *STORY, *PLACE, "Anonim")
    presses(dialogue, "Sudah tanda tangan di formulir")
    presses(dialogue, "Ubah")
    presses(dialogue, "Siapa yang boleh melihat")
    assert not dropped(presses(dialogue, "Biasa"))
    presses(dialogue, "Sudah tanda tangan di formulir")
    assert any(isinstance(e, SendReport) for e in presses(dialogue, "Kirim").effects)


def test_a_report_that_is_dropped_takes_its_form_with_it(dialogue: Dialogue) -> None:
    photographs(dialogue, 1)
    presses(dialogue, "Ketik formulir")
    says(dialogue, "Siti Aminah")
    presses(dialogue, "Batal")
    assert dropped(presses(dialogue, "Buang")) == {"form-0"}


@pytest.mark.parametrize("left", [Command("start"), Command("lapor"), Command("batal")])
def test_a_form_of_which_nothing_was_typed_yet_is_kept_with_its_draft(dialogue: Dialogue, left: Command) -> None:
    photographs(dialogue, 1)
    presses(dialogue, "Ketik formulir")
    dialogue.take(left)
    presses(dialogue, "Simpan dulu" if left.name == "batal" else "Buat laporan baru")
    dialogue.take(Choice(f"unshelve:{dialogue.conversation.shelf[0].number}"))
    assert dialogue.conversation.draft is not None
    assert dialogue.conversation.draft.form is not None
    assert dialogue.conversation.draft.form.id == "form-0"


@pytest.mark.parametrize("name", ["daftar.xlsx", "daftar.CSV"])
def test_a_list_that_comes_while_a_report_is_told_is_no_attachment_of_it(dialogue: Dialogue, name: str) -> None:
    dialogue.take(Command("lapor", "Lampu jalan di depan posyandu mati"))
    before = dialogue.conversation
    assert before.draft is not None
    dialogue.lists.content = "2 baik"
    outcome = dialogue.take(Media("list", MediaKind.DOCUMENT, file_name=name))
    assert [effect.file_id for effect in outcome.effects if isinstance(effect, TakeList)] == ["list"]
    assert (dialogue.conversation.draft, dialogue.conversation.state) == (before.draft, before.state)


def test_forms_that_nobody_types_can_be_dropped(dialogue: Dialogue) -> None:
    photographs(dialogue, 2)
    assert dropped(dialogue.take(Choice("drop_forms"))) == {"form-0", "form-1"}
    assert dialogue.conversation.forms == ()


def test_beyond_their_room_forms_are_refused_and_not_kept(dialogue: Dialogue) -> None:
    photographs(dialogue, MOST_FORMS)
    outcome = dialogue.take(Media("one-more", MediaKind.PHOTO))
    assert dropped(outcome) == {"one-more"}
    assert len(dialogue.conversation.forms) == MOST_FORMS


def test_whoever_is_a_volunteer_no_more_keeps_no_forms(dialogue: Dialogue) -> None:
    photographs(dialogue, 2)
    after, files = without_volunteering(dialogue.conversation)
    assert (after.forms, set(files)) == ((), {"form-0", "form-1"})


def test_nobody_else_photographs_forms(catalogue: Catalogue) -> None:
    talk = Dialogue(catalogue)
    talk.take(Command("daftar"))
    talk.take(Media("f", MediaKind.PHOTO))
    assert talk.conversation.forms == ()

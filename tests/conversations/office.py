"""The office in a transcript: what it does with reports and with volunteers, and what the person hears of that."""

import re
from dataclasses import replace
from datetime import timedelta

from conversations.following import Telling
from conversations.notices import for_followers, hear
from conversations.profile import Level
from conversations.question_reminders import reminder_at
from conversations.receipt import make_receipt
from conversations.status import Event, KnownReport, Status, StatusUpdate
from conversations.step import Outcome
from conversations.volunteer_decisions import decided
from conversations.volunteering import Decision, Standing, Volunteering
from tests.conversations.talk import BETWEEN_MESSAGES, Talk

DECISIONS = {
    "setujui relawan": Decision.APPROVE,
    "hentikan relawan": Decision.SUSPEND,
    "lanjutkan relawan": Decision.RESUME,
    "akhiri relawan": Decision.END,
}
STEPS = {
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


class Office:
    def __init__(self, talk: Talk) -> None:
        self._talk = talk
        self._around = talk.around
        self._profile = talk.catalogue.profile

    def work(self, words: str) -> None:
        """`langkah @instansi: kata-kata`, on the newest report; or a decision."""
        if decision := DECISIONS.get(words):
            self._talk.follow(decided(self._talk.conversation, decision, self._profile))
        elif words.startswith("relawan "):
            self._make_volunteer(words.removeprefix("relawan "))
        elif words.startswith("titipan "):
            self._file_for(*words.removeprefix("titipan ").split(": "))
        else:
            self._take_step(words)

    def _take_step(self, words: str) -> None:
        step = re.fullmatch(r"([a-z ]+?)(?: @([\w-]+))?(?:: (.*))?", words, re.DOTALL)
        assert step, words
        status, agency, text = STEPS[step[1]], step[2] or "", step[3] or ""
        self._talk.now += BETWEEN_MESSAGES
        if self._around.reports:
            self._write_about(self._around.reports[0], status, agency, text)
        else:
            self._write_about_neighbours(status, agency, text)

    def _write_about(self, report: KnownReport, status: Status, agency: str, text: str) -> None:
        now = self._talk.now
        tracking_id = text if status is Status.REGISTERED else report.tracking_id
        text = "" if status is Status.REGISTERED else text
        due = now + timedelta(days=4) if not status.is_final else None
        update = StatusUpdate("k", report.receipt, 1, status, now, text, agency, Level.REGENCY, tracking_id, due)
        after = self._around.note(
            report.receipt,
            Event(now, status, text=text, agency=agency),
            status=status,
            tracking_id=tracking_id,
            agency=agency or report.agency,
            question=text if status is Status.QUESTION else "",
            due_at=due,
            is_handed_over=True,
        )
        self._around.remind_at = reminder_at(now, due, self._profile) if after.question else None
        self._talk.follow(hear(self._talk.conversation, after, update, self._profile))

    def _write_about_neighbours(self, status: Status, agency: str, text: str) -> None:
        report, event = self._around.neighbour, Event(self._talk.now, status, agency=agency)
        is_asked, history = status is Status.QUESTION, (*report.history, event)
        self._around.neighbour = replace(report, status=status, agency=agency, is_asked=is_asked, history=history)
        told = for_followers(StatusUpdate("k", report.receipt, 1, status, self._talk.now, text, agency))
        if self._around.telling is Telling.AT_ONCE:
            self._talk.follow(Outcome(self._talk.conversation, (told,)))

    def _make_volunteer(self, words: str) -> None:
        volunteering = self._talk.conversation.volunteering
        if volunteering and words == "ditangguhkan":
            volunteering = replace(volunteering, standing=Standing.SUSPENDED)
        else:
            name, _, group = words.partition(", ")
            volunteering = Volunteering(name, group, "64.08.04", Standing.ACTIVE)
        self._talk.conversation = replace(self._talk.conversation, volunteering=volunteering)

    def _file_for(self, name: str, title: str) -> None:
        self._talk.numbers += 1
        receipt, now = make_receipt("KTM", self._talk.numbers * 7_654_321), self._talk.now
        sent = Event(now, Status.RECEIVED)
        filed = KnownReport(receipt, title, Status.RECEIVED, now, history=(sent,), filed_for=name)
        self._around.reports.insert(0, filed)

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

from conversations import messages as m
from conversations.catalogue import Catalogue
from tests.conversations.gestures import gesture
from tests.conversations.group import Group
from tests.conversations.office import Office
from tests.conversations.talk import Talk
from tests.conversations.transcript import acts, on_its_way, span


class Dialogue(Talk):
    def __init__(self, catalogue: Catalogue, name: str = "") -> None:
        super().__init__(catalogue, name)
        self._does = {
            "warga": self._person,
            "petugas": Office(self).work,
            "tetangga": Group(self).hear,
            "waktu": self._time_passes,
        }

    def play(self, script: str) -> str:
        """The transcript as it really went."""
        for speaker, words in acts(script):
            self.transcript.write(speaker, words)
            self._does[speaker](words)
        return "\n".join(self.transcript.lines) + "\n"

    def _person(self, words: str) -> None:
        written, ago = on_its_way(words)
        self.take(self._incoming(written), ago)

    def _incoming(self, words: str) -> m.Incoming:
        file_id = f"file-{self.received + 1}"
        if listed := re.fullmatch(r"\(daftar (\S+): (.+)\)", words):
            self.lists.content = listed[2]
            return m.Media(file_id, m.MediaKind.DOCUMENT, "", listed[1])
        return gesture(words, self.said, file_id)

    def _time_passes(self, words: str) -> None:
        """`3 hari` or `20 jam`."""
        self.go_on_until(self.now + span(words))

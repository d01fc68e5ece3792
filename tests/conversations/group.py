"""A group in a transcript, where neighbours write and are asked."""

from conversations import messages as m
from conversations.group_questions import GroupButton
from tests.conversations.talk import Talk
from tests.conversations.transcript import on_its_way

ADDRESS = "-50"


class Group:
    def __init__(self, talk: Talk) -> None:
        self._talk = talk

    def hear(self, words: str) -> None:
        """`Budi Santoso: kata-kata`, to which the person points; or `[Setuju]`, pressed on the newest question."""
        if words.startswith("["):
            self._press(words[1:-1])
        else:
            self._point_to(words)

    def _press(self, label: str) -> None:
        asked = self._talk.asked_in_group
        assert asked, "nobody was asked"
        data = next(o.data for o in asked.options if o.label == label)
        pressed = GroupButton.read(data)
        assert pressed, data
        self._talk.take(m.GroupAnswer(ADDRESS, pressed.writer, pressed.draft, pressed.question, pressed.says))

    def _point_to(self, words: str) -> None:
        written, ago = on_its_way(words)
        name, _, said = written.partition(": ")
        key = f"group-{self._talk.received + 1}"
        media = (m.Media(f"{key}-photo", m.MediaKind.PHOTO),) if said.startswith("(foto) ") else ()
        self._talk.take(m.Overheard(ADDRESS, key, key, "81", name, said.removeprefix("(foto) "), media), ago)

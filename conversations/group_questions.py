"""What the buttons carry under a question in a group: whose answer is awaited, and to which draft of whose it belongs.

Anybody can make it up. So it only tells where to look; who may answer what is told by the draft.
"""

import hashlib
from dataclasses import dataclass
from typing import Self

AGREES = "y"
AGREES_UNNAMED = "a"
REFUSES = "n"
_ANSWERS = frozenset({AGREES, AGREES_UNNAMED, REFUSES})
_VERB = "group"
_LONGEST_NUMBER = 19
"""Digits: more than a messaging app's numbers have, or a database takes."""


@dataclass(frozen=True, slots=True)
class GroupButton:
    """`volunteer` and `writer` are the addresses of their own chats, `draft` and `question` as in `GroupAnswer`."""

    says: str
    volunteer: str
    draft: int
    question: int
    writer: str

    @property
    def data(self) -> str:
        return f"{_VERB}:{self.says}.{self.volunteer}.{self.draft}.{self.question}.{self.writer}"

    @classmethod
    def read(cls, data: str) -> Self | None:
        """None for what is none of these."""
        verb, _, rest = data.partition(":")
        says, *numbers = rest.split(".")
        if verb != _VERB or says not in _ANSWERS or len(numbers) != 4 or not all(map(_is_number, numbers)):
            return None
        volunteer, draft, question, writer = numbers
        return cls(says, volunteer, int(draft), int(question), writer)


def question_key(group: str, volunteer: str, draft: int, question: int, writer: str) -> str:
    """The same for a question and for its answer; 64 characters that name nobody. What they are is in `GroupButton`."""
    return hashlib.sha256(f"{group} {volunteer} {draft} {question} {writer}".encode()).hexdigest()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER

"""The words of a text, and the phrases found among them: how everything here reads what people write."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Meaning = TypeVar("Meaning")

_WORD = re.compile(r"[^\W_]+")
_DRAWN_OUT = re.compile(r"([a-z])\1\1+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SHORTEST_STEM = 4


def words_of(text: str) -> list[str]:
    """The words in lower case, without punctuation, so that the spellings of one word become one.

    "Lampunyaaa" is read as "lampu", "berhari2" as "berhari", "e-KTP" as two words.
    """
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).lower()
    return [_stem(word) for word in _WORD.findall(_DRAWN_OUT.sub(r"\1", plain))]


def _stem(word: str) -> str:
    if word.endswith("nya") and len(word) >= _SHORTEST_STEM + len("nya"):
        return word[: -len("nya")]
    if word.endswith("2") and word[:-1].isalpha():
        return word[:-1]
    return word


@dataclass(frozen=True, slots=True)
class Hit(Generic[Meaning]):
    """A phrase found: the words from `start` up to `end`, and what they may mean."""

    phrase: tuple[str, ...]
    start: int
    meanings: tuple[Meaning, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.phrase)


class PhraseBook(Generic[Meaning]):
    """Phrases and what they mean. One phrase may be given several times, with several meanings."""

    def __init__(self, entries: Iterable[tuple[str, Meaning]]) -> None:
        meanings: dict[tuple[str, ...], list[Meaning]] = {}
        for phrase, meaning in entries:
            known = meanings.setdefault(tuple(words_of(phrase)), [])
            if meaning not in known:
                known.append(meaning)
        self._by_first_word: dict[str, list[tuple[tuple[str, ...], tuple[Meaning, ...]]]] = {}
        for words in sorted(meanings, key=len, reverse=True):
            if words:
                self._by_first_word.setdefault(words[0], []).append((words, tuple(meanings[words])))

    def hits(self, words: Sequence[str]) -> Iterator[Hit[Meaning]]:
        """The phrases in the text, from left to right; the longest wins, and no word counts twice."""
        free_from = 0
        for start, word in enumerate(words):
            if start < free_from or word not in self._by_first_word:
                continue
            for phrase, meanings in self._by_first_word[word]:
                if tuple(words[start : start + len(phrase)]) == phrase:
                    yield Hit(phrase, start, meanings)
                    free_from = start + len(phrase)
                    break

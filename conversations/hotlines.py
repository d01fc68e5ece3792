"""Which numbers to call, for what LAPOR! does not handle."""

import re
from enum import Enum, auto
from functools import lru_cache

from conversations.profile import Hotline, Profile
from conversations.words import PhraseBook, words_of

_SENTENCE_END = re.compile(r"[.!?;\n]+")


class _Meaning(Enum):
    CALLS = auto()
    QUIETS = auto()
    STANDS_IN = auto()


def which_apply(text: str, profile: Profile) -> tuple[Hotline, ...]:
    """The hotlines that a sentence of the text calls for, emergencies first, otherwise in the profile's order."""
    if not any(_calling(profile).hits(words_of(text))):
        return ()
    sentences = [words for part in _SENTENCE_END.split(text) if (words := words_of(part))]
    called = [hotline for hotline, book in _books(profile) if any(_calls(book, words) for words in sentences)]
    return tuple(sorted(called, key=lambda hotline: not hotline.is_emergency))


def _calls(book: PhraseBook[_Meaning], sentence: list[str]) -> bool:
    meant = {meaning for hit in book.hits(sentence) for meaning in hit.meanings}
    return _Meaning.CALLS in meant and _Meaning.QUIETS not in meant


@lru_cache(maxsize=8)
def _books(profile: Profile) -> tuple[tuple[Hotline, PhraseBook[_Meaning]], ...]:
    return tuple((hotline, _book(hotline)) for hotline in profile.hotlines)


@lru_cache(maxsize=8)
def _calling(profile: Profile) -> PhraseBook[str]:
    return PhraseBook((phrase, hotline.id) for hotline in profile.hotlines for phrase in hotline.words)


def _book(hotline: Hotline) -> PhraseBook[_Meaning]:
    calls = PhraseBook((phrase, _Meaning.CALLS) for phrase in hotline.words)
    exceptions = (
        (phrase, _Meaning.STANDS_IN if any(calls.hits(words_of(phrase))) else _Meaning.QUIETS)
        for phrase in hotline.unless
    )
    return PhraseBook((*((phrase, _Meaning.CALLS) for phrase in hotline.words), *exceptions))

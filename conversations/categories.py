"""Which categories a text may be about. Only suggested: the person chooses."""

from functools import lru_cache
from math import sqrt

from conversations.profile import Category, Profile
from conversations.words import Hit, PhraseBook, words_of

SHORTEST_BEGINNING = 3
"""Letters; a typed word of at least so many stands for every word that begins with it."""


def suggest(text: str, profile: Profile, most: int = 3) -> tuple[Category, ...]:
    """Up to `most` categories whose words stand in the text, the likeliest first; none when there is no such word.

    A phrase counts once, the more the longer it is, and the less the more categories share it. Equals stand in the
    profile's order.
    """
    scores: dict[str, float] = {}
    phrases = {hit.phrase: hit for hit in _index(profile).hits(words_of(text))}
    for hit in phrases.values():
        for category_id in hit.meanings:
            scores[category_id] = scores.get(category_id, 0.0) + _weight(hit)
    likeliest = sorted((c for c in profile.categories if c.id in scores), key=lambda c: scores[c.id], reverse=True)
    return tuple(likeliest[:most])


def search(text: str, profile: Profile, most: int = 6) -> tuple[Category, ...]:
    """The categories meant by a typed name, the likeliest first; empty when nothing fits.

    One with exactly this name stands alone. Otherwise those with all the typed words in their name or top category
    (beginnings of words will do), then what `suggest` finds.
    """
    said = words_of(text)
    names = _names(profile) if said else ()
    if exact := next((category for category, spellings, _ in names if said in spellings), None):
        return (exact,)
    named = [category for category, _, words in names if _holds(words, said)]
    return tuple(dict.fromkeys((*named, *suggest(text, profile, most))))[:most]


@lru_cache(maxsize=8)
def _index(profile: Profile) -> PhraseBook[str]:
    return PhraseBook(
        (phrase, category.id)
        for category in profile.categories
        for phrase in (category.name.id, category.name.en, *category.words)
    )


def _weight(hit: Hit[str]) -> float:
    return len(hit.phrase) * sqrt(sum(map(len, hit.phrase))) / len(hit.meanings)


@lru_cache(maxsize=8)
def _names(profile: Profile) -> tuple[tuple[Category, tuple[list[str], list[str]], list[str]], ...]:
    """Each category, its name in both languages, and all words that stand for it."""
    return tuple(
        (c, (words_of(c.name.id), words_of(c.name.en)), words_of(f"{c.name.id} {c.name.en} {c.top}"))
        for c in profile.categories
    )


def _holds(name: list[str], said: list[str]) -> bool:
    return all(
        any(word == typed or (len(typed) >= SHORTEST_BEGINNING and word.startswith(typed)) for word in name)
        for typed in said
    )

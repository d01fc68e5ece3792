"""Which desa or kecamatan a text names. A guess: it is shown to the person, who can change it."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from conversations.profile import Area, Profile
from conversations.words import PhraseBook, words_of

VILLAGE_MARKS = frozenset({"desa", "ds", "kelurahan", "kel", "kampung", "kampong", "village"})
DISTRICT_MARKS = frozenset({"kecamatan", "kec", "district"})
NAMES_A_FIRM = frozenset(
    {"pt", "cv", "ud", "pd", "toko", "kud", "koperasi", "warung", "bengkel", "bapak", "pak", "ibu", "bu"}
)
_LEADING = VILLAGE_MARKS | DISTRICT_MARKS | {"di", "ke", "dari", "daerah", "wilayah", "sekitar", "in", "at"}

LONGEST_ANSWER = 40
"""Characters; a longer text is not a direct answer, and likeness would only mislead."""
LIKE_ENOUGH = 0.84
CLEARLY_MORE_LIKE = 0.04


@dataclass(frozen=True, slots=True)
class _Index:
    names: PhraseBook[Area]
    spellings: tuple[tuple[str, Area], ...]


@dataclass(frozen=True, slots=True)
class _Mention:
    areas: tuple[Area, ...]
    is_marked: bool


@lru_cache(maxsize=8)
def _index(profile: Profile) -> _Index:
    spellings = tuple((name, area) for area in profile.areas for name in (area.name, *area.aliases))
    written_together = [(name.replace(" ", ""), area) for name, area in spellings if " " in name]
    return _Index(
        PhraseBook([*spellings, *written_together]),
        tuple((" ".join(words_of(name)), area) for name, area in spellings),
    )


def find_area(text: str, profile: Profile) -> Area | None:
    """The desa (or else the kecamatan) that the text names; None when it names none, or several with equal right.

    A name that several kecamatan share counts only where the kecamatan is named too; one that is also an ordinary word
    only after "desa", "kecamatan" or the like. A name of both is read as the kecamatan unless "desa" stands before it.
    """
    return _settle(list(_mentions(words_of(text), profile)), profile)


def match_district(text: str, profile: Profile) -> Area | None:
    """The area meant by a direct answer to "which kecamatan?": as `find_area`, but ordinary words count as names, and
    small typing mistakes are forgiven. It may be a desa, which says the kecamatan too.
    """
    if len(text) > LONGEST_ANSWER:
        return find_area(text, profile)
    said = words_of(text)
    rest = list(said)
    while rest and rest[0] in _LEADING:
        rest.pop(0)
    wants_village = bool(VILLAGE_MARKS.intersection(said[: len(said) - len(rest)]))
    return (
        _exactly(" ".join(rest), wants_village, profile) or find_area(text, profile) or _alike(" ".join(rest), profile)
    )


def areas_like(text: str, profile: Profile, most: int = 3) -> tuple[Area, ...]:
    """Areas, kecamatan first, whose name holds every word of a short answer: for "Sangatta", its two kecamatan."""
    said = {word for word in words_of(text[:LONGEST_ANSWER]) if word not in _LEADING}
    found = [area for name, area in _index(profile).spellings if said and said.issubset(name.split())]
    named_once = {area.name: area for area in sorted(found, key=lambda area: area.is_district)}
    return tuple(sorted(named_once.values(), key=lambda area: (not area.is_district, area.code)))[:most]


def _mentions(words: list[str], profile: Profile) -> Iterator[_Mention]:
    for hit in _index(profile).names.hits(words):
        before = words[hit.start - 1] if hit.start else ""
        if before in NAMES_A_FIRM:
            continue
        villages = tuple(area for area in hit.meanings if not area.is_district)
        districts = tuple(area for area in hit.meanings if area.is_district)
        if before in VILLAGE_MARKS:
            yield _Mention(villages or districts, is_marked=True)
        elif before in DISTRICT_MARKS:
            yield _Mention(districts or villages, is_marked=True)
        elif not hit.meanings[0].is_ordinary_word:
            yield _Mention(districts or villages, is_marked=False)


def _settle(mentions: list[_Mention], profile: Profile) -> Area | None:
    districts = {area.code: area for mention in mentions for area in mention.areas if area.is_district}
    ranked: dict[int, dict[str, Area]] = {}
    for mention in mentions:
        inside = [area for area in mention.areas if area.district_code in districts]
        candidates = [area for area in inside or mention.areas if not area.is_district]
        if len(candidates) == 1:
            rank = 2 * mention.is_marked + bool(inside)
            ranked.setdefault(rank, {})[candidates[0].code] = candidates[0]
    if not ranked:
        return _only(districts)
    best = max(ranked)
    if best == 0 and districts:
        return None
    return _only(ranked[best]) or _shared_district(ranked[best], profile)


def _shared_district(villages: dict[str, Area], profile: Profile) -> Area | None:
    codes = {area.district_code for area in villages.values()}
    return profile.area(codes.pop()) if len(codes) == 1 else None


def _only(areas: dict[str, Area]) -> Area | None:
    return next(iter(areas.values())) if len(areas) == 1 else None


def _exactly(said: str, wants_village: bool, profile: Profile) -> Area | None:
    named = {area.code: area for name, area in _index(profile).spellings if name == said}
    districts = {code: area for code, area in named.items() if area.is_district}
    return _only(named) or _only({} if wants_village else districts)


def _alike(said: str, profile: Profile) -> Area | None:
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(said)
    likeness: dict[str, tuple[float, Area]] = {}
    for name, area in _index(profile).spellings:
        matcher.set_seq1(name)
        if min(matcher.real_quick_ratio(), matcher.quick_ratio()) >= LIKE_ENOUGH:
            score = matcher.ratio() + 0.001 * area.is_district
            likeness[area.name] = max(likeness.get(area.name, (0.0, area)), (score, area), key=lambda pair: pair[0])
    best = sorted(likeness.values(), key=lambda pair: pair[0], reverse=True)[:2]
    if not best or best[0][0] < LIKE_ENOUGH:
        return None
    return best[0][1] if len(best) == 1 or best[0][0] - best[1][0] >= CLEARLY_MORE_LIKE else None

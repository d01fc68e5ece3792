"""What people type: cleaned, compared, shortened, and told apart from a mere greeting."""

import re
import unicodedata
from functools import lru_cache

from conversations.greeting_words import (
    ADDRESSES,
    GREETING_TALK,
    GREETINGS,
    THANKING_TALK,
    THANKS,
    without_opening,
)

TITLE_LENGTH = 80
"""Characters: what fits on a line of a list."""

_TITLE_READS = 2_000  # characters: the matter comes early, and a long text must not cost long
_SHORTEST_TITLE = 20  # characters: a shorter clause does not yet say what it is about
_LONGEST_GREETING = 80  # characters: in a longer text there is always something said
_ELLIPSIS = " …"

# Nobody sees them, and they hide or turn round what stands beside them: controls, bidi marks, overrides and isolates,
# zero-width and blank characters, tags, lone surrogates, noncharacters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
_EMOJI = "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_STRAY_JOINER = re.compile(f"(?<![{_EMOJI}\ufe0f])\u200d|\u200d(?![{_EMOJI}])")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_EMPTY_LINES = re.compile("\n{3,}")

_JOINS_BACKWARD = re.compile("[\u200d\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]")
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)  # two of them are a flag

_WORD_OR_NUMBER = re.compile(r"[^\W\d_]{2}|\d(?!\ufe0f?\u20e3)")  # a digit in a keycap is an emoji
_STRETCHED = re.compile(r"(\D)\1{2,}")  # "halooo", "pppp"
_THUMBS = re.compile("[👍🙏👌🤝❤😊🙂🥰\ufe0f\U0001f3fb-\U0001f3ff\\s]+")
_ABBREVIATIONS = ("jl", "jln", "gg", "no", "kec", "kab", "kel", "ds", "dr", "rt", "rw", "km", "sdr")
_ABBREVIATION = r"(?<!\b\w)" + "".join(rf"(?<!\b{each})" for each in _ABBREVIATIONS)
_SENTENCE_END = re.compile(rf"(?:(?<=[!?…])|{_ABBREVIATION}\.)(?=\s|$)|\n", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;:](?=\s)|\s[–—-]\s")
_LETTERS = re.compile(r"[^\W_]+")


def clean(text: str, limit: int | None = None) -> str:
    """The text as it may be kept and shown: NFC, nothing invisible but line ends (two in a row at most), trimmed.

    A zero-width joiner stays where it joins two emoji. `limit` is in characters; what a person sees as one character
    is not cut through.
    """
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", text)
        text = _LINE_END.sub("\n", text).replace("\t", " ")
        text = _STRAY_JOINER.sub("", _INVISIBLE.sub("", text))
        text = "\n".join(row.rstrip() for row in unicodedata.normalize("NFC", text).split("\n"))
        text = _EMPTY_LINES.sub("\n\n", text)
    text = text.strip()
    return text if limit is None or len(text) <= limit else text[: _border(text, limit)].rstrip()


def says_something(text: str) -> bool:
    """True with a word of two letters or a number in it: not for emoji, dots or a single letter."""
    return _WORD_OR_NUMBER.search(text) is not None


@lru_cache(maxsize=2_048)  # labels of buttons, mostly: the same few hundred again and again
def words_key(text: str) -> tuple[str, ...]:
    """The same for texts of the same words, whatever their case, punctuation and emoji."""
    return tuple(_words(text))


def is_greeting(text: str) -> bool:
    """True when it opens a talk and says no more: "Assalamualaikum pak", "p", "test", "saya mau lapor"."""
    words = _plain_words(text)
    return (bool(words) and words <= ADDRESSES) or (not words.isdisjoint(GREETINGS) and words <= GREETING_TALK)


def is_thanks(text: str) -> bool:
    """True when it says thanks or "understood" and no more, in words or with a thumb."""
    if len(text) > _LONGEST_GREETING or not says_something(text):
        return bool(text.strip()) and _THUMBS.fullmatch(text) is not None
    words = _plain_words(re.sub(r"te?rima\s+kasih?", "makasih", text.casefold()))
    return not words.isdisjoint(THANKS) and words <= THANKING_TALK


def propose_title(description: str) -> str:
    """The first sentence of the matter, or as much of it as fits `TITLE_LENGTH`, on one line with a capital letter."""
    whole = clean(description[:_TITLE_READS])
    matter = without_opening(whole)
    sentences = [s for s in map(_trimmed, _SENTENCE_END.split(matter)) if len(s.split()) > 1]
    title = _first_clauses(sentences[0]) if sentences else _trimmed(matter if says_something(matter) else whole)
    title = excerpt(title, TITLE_LENGTH) or excerpt(whole, TITLE_LENGTH)
    first = title[:1].upper()
    return first + title[1:] if len(first) == 1 else title


def excerpt(text: str, length: int) -> str:
    """The beginning on one line, at most `length` characters, cut between words and with an ellipsis if it was cut."""
    whole = " ".join(text.split())
    if len(whole) <= length:
        return whole
    cut = whole.rfind(" ", 0, max(length - len(_ELLIPSIS) + 1, 0))
    if cut < length // 2:  # one long word
        return whole[: _border(whole, max(length - 1, 0))] + "…"[:length]
    return whole[:cut].rstrip(" ,;:.–-") + _ELLIPSIS


def _plain_words(text: str) -> set[str]:
    """Each word once, without apostrophes and stretched letters; none of a long text."""
    if len(text) > _LONGEST_GREETING:
        return set()
    return {_STRETCHED.sub(r"\1", word) for word in _words(re.sub("['’`]", "", text))}


def _first_clauses(sentence: str) -> str:
    """As many clauses as fit a title; the whole sentence if it fits, or if not even a telling one does."""
    if len(sentence) <= TITLE_LENGTH:
        return sentence
    ends = [m.start() for m in _CLAUSE_END.finditer(sentence) if _SHORTEST_TITLE <= m.start() <= TITLE_LENGTH]
    return sentence[: ends[-1]] if ends else sentence


def _trimmed(sentence: str) -> str:
    return sentence.strip().lstrip(" ,;:.–-").rstrip(" ,;:.!…–-")


def _words(text: str) -> list[str]:
    return _LETTERS.findall(unicodedata.normalize("NFKC", text).casefold())


def _border(text: str, at: int) -> int:
    """The last place up to `at` where the text may be cut without tearing an accent, an emoji or a flag."""
    cut = at
    while 0 < cut < len(text) and _is_joined(text, cut):
        cut -= 1
    return cut or at


def _is_joined(text: str, at: int) -> bool:
    after = text[at]
    if _JOINS_BACKWARD.match(after) or unicodedata.category(after)[0] == "M" or text[at - 1] == "\u200d":
        return True
    letters = 0
    while ord(after) in _FLAG_LETTERS and letters < at and ord(text[at - letters - 1]) in _FLAG_LETTERS:
        letters += 1
    return letters % 2 == 1

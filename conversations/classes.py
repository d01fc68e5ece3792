"""Whether a text complains, suggests or asks. LAPOR! wants to know first; most people do not say."""

from enum import Enum, auto

from conversations.class_cues import ASKS, COMPLAINS, NOT_A_CUE, SUGGESTS
from conversations.report import ReportClass
from conversations.words import PhraseBook, words_of

OPENING = 4
"""Words; a cue among the first of them says what the text is meant to be."""


class _Cue(Enum):
    COMPLAINS = auto()
    SUGGESTS = auto()
    ASKS = auto()
    NONE = auto()


_BOOK = PhraseBook(
    (phrase, cue)
    for cue, table in (
        (_Cue.NONE, NOT_A_CUE),
        (_Cue.SUGGESTS, SUGGESTS),
        (_Cue.ASKS, ASKS),
        (_Cue.COMPLAINS, COMPLAINS),
    )
    for phrase in table.split(",")
)


def guess_class(text: str) -> tuple[ReportClass, bool]:
    """The class that the text seems to be of, and whether that is sure: it is not where the cues of two classes meet.

    Without any cue it is a complaint; a question without one is a request for information.
    """
    hits = [hit for hit in _BOOK.hits(words_of(text)) if _Cue.NONE not in hit.meanings]
    cues = {hit.meanings[0] for hit in hits}
    if not cues:
        return (ReportClass.INFORMATION_REQUEST if "?" in text else ReportClass.COMPLAINT), True
    first = hits[0]
    leads = first.start < OPENING or _Cue.COMPLAINS not in cues
    return _CLASS[first.meanings[0] if leads else _Cue.COMPLAINS], len(cues) == 1


_CLASS = {
    _Cue.COMPLAINS: ReportClass.COMPLAINT,
    _Cue.SUGGESTS: ReportClass.ASPIRATION,
    _Cue.ASKS: ReportClass.INFORMATION_REQUEST,
}

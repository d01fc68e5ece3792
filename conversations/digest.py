"""What a person missed while they could not be written to, told in one message instead of one after the other."""

from collections.abc import Sequence
from dataclasses import replace

from conversations.care_digest import newest_of_each, person_in, without_name
from conversations.messages import Line, Option, Outgoing, line
from conversations.missed import Missed
from conversations.wording import excerpt

MOST_TOLD = 12
LONGEST_TEXT = 120  # characters of what an office wrote: with twelve notices it all stays under Telegram's 4,096
MOST_REPORTS = 5
QUOTED = "notice.text"


def in_one(missed: Sequence[Missed], *, is_planned: bool = False) -> Outgoing:
    """The only notice as it is, or a `digest` of several."""
    return missed[0].outgoing if len(missed) == 1 else digest(missed, is_planned=is_planned)


def digest(missed: Sequence[Missed], *, is_planned: bool = False) -> Outgoing:
    """What the notices said, in their order. Of each report only the newest one says what is to be done, and by when.

    Of very many only the newest are told; all of them stand in the history of their reports. It is planned where they
    waited for an hour, and not for somebody who could not be reached. What a volunteer filed for others comes first,
    with the names and what waits for the volunteer before all else, and of each report only the newest.
    """
    own = [each for each in missed if not person_in(each.outgoing)]
    in_care = newest_of_each(each for each in missed if person_in(each.outgoing))
    first = in_care[: max(MOST_TOLD - len(own), MOST_TOLD // 2)]
    told = own[-(MOST_TOLD - len(first)) :] if len(first) < MOST_TOLD else []
    number = len(own) + len(in_care)
    lines = [line("digest.planned", number=number) if is_planned else line("digest.missed", number=number)]
    if len(told) < len(own):
        lines.append(line("digest.earlier", number=len(own) - len(told)))
    if len(first) < len(in_care):
        lines.append(line("digest.more_in_care", number=len(in_care) - len(first)))
    for each in first:
        lines.append(line("digest.for", name=person_in(each.outgoing), at=each.at.isoformat()))
        lines += without_name(_in_full(each))
    newest = {each.receipt: each for each in told}
    for each in told:
        lines.append(line("digest.at", at=each.at.isoformat()))
        lines += _in_full(each) if not each.receipt or newest[each.receipt] is each else _in_short(each)
    return Outgoing(tuple(lines), _options(missed, first), closes_prompt=False)


def is_digest(outgoing: Outgoing) -> bool:
    return bool(outgoing.lines) and outgoing.lines[0].key in ("digest.planned", "digest.missed")


def _in_full(missed: Missed) -> list[Line]:
    return [_shortened(said) for said in missed.outgoing.lines]


def _in_short(missed: Missed) -> list[Line]:
    return _in_full(missed)[:1] + [_shortened(said) for said in missed.outgoing.lines[1:] if said.key == QUOTED]


def _shortened(said: Line) -> Line:
    text = said.params.get("text")
    return replace(said, params={**said.params, "text": excerpt(text, LONGEST_TEXT)}) if isinstance(text, str) else said


def _options(missed: Sequence[Missed], in_care: Sequence[Missed]) -> tuple[Option, ...]:
    """Those of the newest notice where all are about one report; else one to see each of the last reports.

    For a volunteer those of whatever waits most, and the whole list.
    """
    in_turn = (*in_care, *reversed(missed))
    receipts = list(dict.fromkeys(each.receipt for each in in_turn))
    if len(receipts) == 1:
        return missed[-1].outgoing.options
    named = [receipt for receipt in receipts if receipt][:MOST_REPORTS]
    see = tuple(Option(f"status:{receipt}", line("digest.see_report", receipt=receipt)) for receipt in named)
    return (Option("in_care", line("option.in_care")), *see) if in_care else see

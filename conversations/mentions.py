"""What waits to be told, without what it says of one report."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from conversations.digest import is_digest
from conversations.messages import Line, Option, Outgoing

Spares = Callable[[Line], bool]
"""Whether a notice that begins with this line is told all the same."""

_BEGIN_A_NOTICE = ("digest.at", "digest.for")


def nothing(said: Line) -> bool:
    return False


def without_mention(told: Outgoing, receipt: str, spares: Spares = nothing) -> Outgoing | None:
    """What may still be said of a message that waits: a digest without what it has of the report, else all or nothing.

    The message itself where it has nothing of it, or nothing that is not spared.
    """
    if not _mentions(told, receipt):
        return told
    if is_digest(told):
        return _shorter_digest(told, receipt, spares)
    return told if told.lines and spares(told.lines[0]) else None


def without_options(options: tuple[Option, ...], receipt: str) -> tuple[Option, ...]:
    """Those that do not lead to the report."""
    return tuple(each for each in options if not _leads_to(each, receipt))


def _shorter_digest(told: Outgoing, receipt: str, spares: Spares) -> Outgoing | None:
    head, groups = _grouped(told.lines)
    kept = [group for group in groups if spares(group[1]) or not _is_about(group, receipt)]
    if not kept:
        return None
    number = head[0].params["number"]
    assert isinstance(number, int), "a digest says how many notices it has"
    first = replace(head[0], params={**head[0].params, "number": number - len(groups) + len(kept)})
    lines = (first, *head[1:], *(each for group in kept for each in group))
    is_spared = any(_is_about(group, receipt) for group in kept)
    return replace(told, lines=lines, options=told.options if is_spared else without_options(told.options, receipt))


def _grouped(lines: Sequence[Line]) -> tuple[list[Line], list[list[Line]]]:
    """What a digest says of itself, and the lines of each of its notices."""
    head: list[Line] = []
    groups: list[list[Line]] = []
    for each in lines:
        if each.key in _BEGIN_A_NOTICE:
            groups.append([each])
        else:
            (groups[-1] if groups else head).append(each)
    return head, groups


def _mentions(told: Outgoing, receipt: str) -> bool:
    return _is_about(told.lines, receipt) or any(_leads_to(each, receipt) for each in told.options)


def _is_about(lines: Sequence[Line], receipt: str) -> bool:
    return any(_names(each, receipt) for each in lines)


def _names(said: Line, receipt: str) -> bool:
    return any(isinstance(value, str) and receipt in value for value in said.params.values())


def _leads_to(option: Option, receipt: str) -> bool:
    return receipt in option.data or _names(option.label, receipt)

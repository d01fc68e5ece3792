"""What was measured, as Markdown that reads well in a terminal too."""

import re
from collections.abc import Mapping, Sequence
from statistics import median

from benchmarks.memory import MESSAGES_EACH, WARM_UP, MemoryUse
from benchmarks.relay import Queued, Relayed
from benchmarks.speed import Compared
from benchmarks.start import Started, Starts
from benchmarks.turns import TurnCost
from benchmarks.village_list import ListCost

Row = Sequence[str]

SPEED_HEAD = (
    "chats at once",
    "way",
    "messages/s",
    "Intake is faster",
    "p50 ms",
    "p99 ms",
    "CPU s per 1,000",
    "messages per commit",
)


def table(head: Row, rows: Sequence[Row]) -> str:
    """A Markdown table with its columns under each other, numbers to the right."""
    columns = range(len(head))
    widths = [max(len(row[n]) for row in (head, *rows)) for n in columns]
    is_number = [all(re.match(r"-?\d|$", row[n]) for row in rows) for n in columns]
    rule = ["-" * (widths[n] - 1) + (":" if is_number[n] else "-") for n in columns]

    def laid_out(row: Row) -> str:
        cells = (row[n].rjust(widths[n]) if is_number[n] else row[n].ljust(widths[n]) for n in columns)
        return f"| {' | '.join(cells)} |"

    return "\n".join(laid_out(row) for row in (head, rule, *rows))


def speed_rows(compared: Compared) -> list[Row]:
    rows: list[Row] = []
    for n, way in enumerate(compared.rounds):
        middle, ratios = compared.middle(way), compared.ratios(way)
        rows.append(
            (
                f"{compared.chats:,}",
                way,
                f"{middle.per_second:,.0f}",
                f"{median(ratios):.1f} × ({ratios[0]:.1f} to {ratios[-1]:.1f})" if n else "",
                f"{middle.p50_ms:,.1f}",
                f"{middle.p99_ms:,.1f}",
                f"{middle.cpu_s_per_1000:.2f}",
                f"{middle.per_commit:.1f}",
            )
        )
    return rows


def turn_text(cost: TurnCost) -> str:
    head = ("of one message", "µs", "what")
    rows = (
        ("what_it_needs", f"{cost.look_ahead:.0f}", "which reports the turn must know"),
        ("take_turn", f"{cost.turn:.0f}", "the turn itself"),
        ("render", f"{cost.rendering:.0f}", "the answer in the person's language"),
        ("JSON", f"{cost.stored_form:.0f}", "the conversation to its stored form and back"),
    )
    return table(head, rows)


def memory_text(use: MemoryUse) -> str:
    growth, each = use.after - use.warm, 1024 / use.conversations
    head = ("what", "MiB", "KiB each")
    rows = (
        (f"resident after {WARM_UP:,} conversations of {MESSAGES_EACH} messages", f"{use.warm:.1f}", ""),
        (f"growth when {use.conversations:,} more were taken in and stored", f"{growth:.1f}", f"{growth * each:.2f}"),
        ("growth if all of those are then held in memory at once", f"{use.held:.1f}", f"{use.held * each:.2f}"),
        ("the database file", f"{use.stored_kib / each:.1f}", f"{use.stored_kib:.2f}"),
    )
    return table(head, rows)


def list_text(costs: Sequence[ListCost]) -> str:
    head = ("rows", "checked in s", "of openpyxl alone", "sent in s", "MiB before", "checked", "sent")
    rows = [
        (
            f"{cost.rows:,}",
            f"{cost.checked:.2f}",
            f"{cost.checked / cost.read:.1f} ×",
            f"{cost.sent:.2f}",
            *(f"{mib:.1f}" for mib in (cost.memory_before, cost.memory_checked, cost.memory_sent)),
        )
        for cost in costs
    ]
    return table(head, rows)


def start_text(starts: Starts) -> str:
    head = ("start", "starts", "median s", "slowest s", "CPU s", "MiB when ready")
    return table(head, (_start_row("no data folder yet", starts.fresh), _start_row("data is there", starts.again)))


def _start_row(name: str, started: Sequence[Started]) -> Row:
    seconds = [s.seconds for s in started]
    cpu, resident = median(s.cpu_s for s in started), median(s.resident_mib for s in started)
    return name, str(len(started)), f"{median(seconds):.2f}", f"{max(seconds):.2f}", f"{cpu:.2f}", f"{resident:.0f}"


def relay_text(relayed: Mapping[int, Relayed]) -> str:
    head = ("updates in a transaction", "updates/s", "CPU s per 1,000")
    return table(head, [(f"{n:,}", f"{r.per_second:,.0f}", f"{r.cpu_s_per_1000:.2f}") for n, r in relayed.items()])


def door_text(relayed: Relayed) -> str:
    head = ("the whole way", "updates/s", "CPU s per 1,000, sender and app included")
    return table(head, [("request to messaging app", f"{relayed.per_second:,.0f}", f"{relayed.cpu_s_per_1000:.2f}")])


def queue_text(queued: Queued) -> str:
    head = ("what", "measured")
    rows = (
        (f"seconds until an update for {queued.followers:,} followers is committed", f"{queued.seconds:.2f}"),
        ("MiB that the process grew by that", f"{queued.grown_mib:.1f}"),
        (f"MiB that it grew until {queued.waiting:,} messages waited", f"{queued.waiting_grown_mib:.1f}"),
        ("ms to find the next 1,000 of them", f"{queued.find_ms:.1f}"),
        ("ms to find a reply that came behind them all", f"{queued.reply_ms:.1f}"),
    )
    return table(head, rows)

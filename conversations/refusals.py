"""Why a file could not be taken, in words for whoever sent it."""

from conversations.messages import Line, Refusal, line
from conversations.profile import FileLimits

BYTES_PER_MB = 1024 * 1024


def refusal_line(reason: Refusal, limits: FileLimits) -> Line:
    """What is wrong with it, and what to send instead."""
    match reason:
        case Refusal.TOO_LARGE:
            return line("said.refused.too_large", limit=limits.max_bytes // BYTES_PER_MB)
        case Refusal.WRONG_TYPE:
            return line("said.refused.wrong_type")
        case Refusal.EMPTY:
            return line("said.refused.empty")
        case Refusal.GONE:
            return line("said.refused.gone")

"""Where reports may go. Nothing is loaded for it."""

from enum import StrEnum


class BackendName(StrEnum):
    DESK = "desk"
    WEBHOOK = "webhook"

"""`pintulapor doctor`: every finding on a line of its own, what must be mended last and counted."""

import argparse
from collections.abc import Iterator
from itertools import chain

from bot import doctor
from bot.doctor import Finding, Grade
from bot.doctor_open311 import look_at_open311
from bot.doctor_outbox import look_at_outbox
from bot.doctor_telegram import look_at_telegram
from bot.settings import Settings

MUST_BE_MENDED = 1


def main(settings: Settings, arguments: argparse.Namespace) -> int:
    to_mend = 0
    for finding in look_at_everything(settings):
        print(f"{finding.grade:5} {finding.text}")
        to_mend += finding.grade is Grade.MEND
    print(f"\n{_verdict(to_mend)}")
    return MUST_BE_MENDED if to_mend else 0


def look_at_everything(settings: Settings) -> Iterator[Finding]:
    return chain(
        doctor.look_at_variables(),
        doctor.look_at_profile(settings),
        doctor.look_at_backends(settings),
        doctor.look_at_folder(settings),
        doctor.look_at_disk(settings),
        doctor.look_at_database(settings),
        look_at_outbox(settings),
        doctor.look_at_port(settings),
        look_at_telegram(settings),
        look_at_open311(settings),
    )


def _verdict(to_mend: int) -> str:
    if not to_mend:
        return "All is well."
    return "One thing must be mended." if to_mend == 1 else f"{to_mend} things must be mended."

"""The command line: `pintulapor`, also `python -m bot`."""

import argparse
import difflib
import sys
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn, cast

from bot import manual
from bot.errors import CannotStart, WrongSettings
from bot.loading import loading

if TYPE_CHECKING:
    from bot.settings import Settings

OK, MUST_BE_MENDED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130
LONGEST_ID = 18
"""Digits: whatever they are, they fit into the 8 bytes of an id."""


class _Parser(argparse.ArgumentParser):
    """Says one clear line about a wrong call, without the usage before it."""

    def error(self, message: str) -> NoReturn:
        self.exit(WRONG_USE, f"{self.prog}: {message}; see: pintulapor --help\n")

    def format_help(self) -> str:
        return manual.whole() if self.prog == manual.PROGRAM else super().format_help()


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 done, 1 something must be mended, 2 wrong call or wrong setting, 130 interrupted."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    misspelt = _misspelt(given)
    if misspelt:
        print(misspelt, file=sys.stderr)
        return WRONG_USE
    parsed = _parser().parse_args(given)
    if parsed.version:
        print(manual.PROGRAM, _version())
        return OK
    if not parsed.command:
        print(manual.whole(), end="")
        return WRONG_USE
    return _carry_out(parsed)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog=manual.PROGRAM, allow_abbrev=False)
    parser.add_argument("--version", action="store_true")
    commands = parser.add_subparsers(dest="command")
    for command in manual.COMMANDS:
        sub = commands.add_parser(command.name, description=command.does, epilog=f"example: {command.example}")
        if command.name == "chat":
            sub.add_argument("--as", dest="name", default="warga", metavar="NAME", help="whose chat (default: warga)")
        elif command.name == "quarantine":
            sub.add_argument("what", choices=("list", "replay", "drop"))
            _add_ids(sub)
        elif command.name == "outbox":
            sub.add_argument("what", choices=("list", "show", "retry", "drop"))
            _add_ids(sub)
            sub.add_argument(
                "--because", default="", metavar="TEXT", help="with drop: the reason that the complainant reads"
            )
        elif command.name == "volunteers":
            sub.add_argument("what", choices=("invite", "list", "approve", "suspend", "resume", "end", "revoke"))
            _add_ids(sub)
            _add_invitation(sub)
    return parser


def _add_ids(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("ids", nargs="*", type=_id, metavar="ID", help="only these, by the numbers that list shows")


def _add_invitation(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--group", default="", metavar="NAME", help="with invite: the KIM group")
    parser.add_argument(
        "--area", default="", metavar="CODE", help="with invite: its kecamatan or village (default: the whole regency)"
    )
    parser.add_argument("--count", default=1, type=int, metavar="N", help="with invite: for how many (default: 1)")
    parser.add_argument("--until", type=_day, metavar="DATE", help="with invite: its last day (default: in two weeks)")


def _day(given: str) -> date:
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise argparse.ArgumentTypeError("must be a day such as 2026-12-31") from None


def _id(given: str) -> int:
    if not given.isdecimal() or len(given) > LONGEST_ID:
        raise argparse.ArgumentTypeError("must be a number that list shows")
    return int(given)


def _version() -> str:
    from importlib import metadata

    try:
        return metadata.version(manual.PROGRAM)
    except metadata.PackageNotFoundError:
        return "(not installed)"


def _misspelt(given: Sequence[str]) -> str:
    names = [command.name for command in manual.COMMANDS]
    first = given[0] if given else "--help"
    if first.startswith("-") or first in names:
        return ""
    nearest = difflib.get_close_matches(first, names, n=1)
    hint = f"did you mean: {manual.PROGRAM} {nearest[0]}" if nearest else f"there are {', '.join(names)}"
    return f"{manual.PROGRAM}: there is no command {first!r}; {hint}"


def _carry_out(parsed: argparse.Namespace) -> int:
    try:
        with loading():
            settings = _settings()
            command = import_module(f"bot.commands.{parsed.command}")
        return cast(int, command.main(settings, parsed))
    except WrongSettings as error:
        print(error, file=sys.stderr)
        return MUST_BE_MENDED if parsed.command == "doctor" else WRONG_USE
    except CannotStart as error:
        print(error, file=sys.stderr)
        return MUST_BE_MENDED
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 -- its own text may quote what a person wrote
        from bot.logs import described

        print(f"{manual.PROGRAM} {parsed.command} failed: {described(error)}", file=sys.stderr)
        return MUST_BE_MENDED


def _settings() -> "Settings":
    from bot.environment import load_settings

    return load_settings()


if __name__ == "__main__":
    sys.exit(main())

"""Whole conversations, as a person and an officer could read them. `pytest --rewrite-golden` writes them anew."""

from pathlib import Path

import pytest

from conversations.catalogue import Catalogue
from tests.conversations.dialogue import Dialogue

GOLDEN = Path(__file__).parent / "golden"
SCRIPTS = sorted(GOLDEN.glob("*.txt"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_goes_as_the_transcript_says(path: Path, catalogue: Catalogue, request: pytest.FixtureRequest) -> None:
    written = path.read_text(encoding="utf-8")
    heading = "".join(line for line in written.splitlines(keepends=True) if line.startswith("#"))
    went = f"{heading}\n{Dialogue(catalogue).play(written)}"
    if request.config.getoption("--rewrite-golden"):
        path.write_text(went, encoding="utf-8")
        written = went
    assert went == written


def test_there_are_at_least_twenty_five() -> None:
    assert len(SCRIPTS) >= 25

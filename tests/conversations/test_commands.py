"""What is said of the commands is true, and no command is kept secret."""

import re
from collections.abc import Iterator

import pytest

from bot.channels.telegram.introduction import COMMANDS as MENU
from conversations.catalogue import LANGUAGES, Catalogue
from conversations.hearing import COMMANDS
from conversations.messages import line

COMMAND = re.compile(r"(?<![\w.])/([a-z]+)\b(?!/)")
TOLD_ELSEWHERE = {"start", "help", "stop_volunteering"}
"""Before anybody needs them: Telegram's own, the one that is being answered, and a button under /relawan."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_names_every_command(language: str, catalogue: Catalogue) -> None:
    assert (
        set(triggers(language, catalogue, "said.help", "said.help_for_volunteers"))
        == set(COMMANDS.values()) - TOLD_ELSEWHERE
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_only_volunteers_can_use_is_told_to_volunteers_only(language: str, catalogue: Catalogue) -> None:
    for_volunteers = {"village_list", "volunteer", "slips", "check_slip", "in_care"}
    assert set(triggers(language, catalogue, "said.help_for_volunteers")) == for_volunteers


@pytest.mark.parametrize("language", LANGUAGES)
def test_telegrams_menu_has_no_command_that_is_not_understood(language: str) -> None:
    assert [names[language] for names, _ in MENU if names[language] not in COMMANDS] == []


def triggers(language: str, catalogue: Catalogue, *keys: str) -> Iterator[str]:
    for key in keys:
        for named in COMMAND.findall(catalogue.text(line(key), language)):
            yield COMMANDS[named]

"""Fixtures of the pure room: the office's real profile and texts."""

import pytest

from bot.locale import load_catalogue
from bot.profile import load_profile
from conversations.catalogue import Catalogue
from conversations.profile import Profile


@pytest.fixture(scope="session")
def profile() -> Profile:
    return load_profile("kutai-timur")


@pytest.fixture(scope="session")
def catalogue(profile: Profile) -> Catalogue:
    return load_catalogue(profile)

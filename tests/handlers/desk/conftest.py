"""A desk with its officers."""

import pytest

from conversations.profile import Profile
from storage.store import Store
from tests.handlers.desk.office import Office


@pytest.fixture
def office(store: Store, profile: Profile) -> Office:
    return Office(store, profile)

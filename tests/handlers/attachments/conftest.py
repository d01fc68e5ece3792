"""Where files are kept, as a channel keeps them."""

from pathlib import Path

import pytest
from obstore.store import LocalStore, ObjectStore

from conversations.profile import FileLimits, Profile
from storage.store import Store
from tests.handlers.attachments.keeper import Keeper


@pytest.fixture
def objects(tmp_path: Path) -> ObjectStore:
    return LocalStore(tmp_path / "attachments", mkdir=True)


@pytest.fixture
def limits(profile: Profile) -> FileLimits:
    return profile.files


@pytest.fixture
def keeper(store: Store, objects: ObjectStore, limits: FileLimits) -> Keeper:
    return Keeper(store, objects, limits)

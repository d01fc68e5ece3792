"""Whoever sent a file that cannot be had is told so, and the words that came with it stay."""

from dataclasses import replace

import pytest

from conversations.messages import MediaKind
from handlers.errors import Misconfigured, TryLater
from handlers.fetching import GIVE_UP_AFTER
from tests.handlers.house import running
from tests.handlers.lab import SITI, UNTIL_NEXT_TRY, Lab
from tests.telegram.files import a_picture

MB = 1024 * 1024


async def test_of_a_file_that_is_gone_the_person_is_told_and_the_words_stay(lab: Lab) -> None:
    await lab.send(a_picture(), caption="Lampu jalan depan pasar mati", is_gone=True)
    async with running(lab.fetching.run()):
        await lab.tried(1)
        assert "tidak bisa diambil" in await lab.told_of_a_loss()
    draft = (await lab.house.conversation(SITI)).draft
    assert draft is not None
    assert (draft.attachments, draft.description) == ((), "Lampu jalan depan pasar mati")


@pytest.mark.parametrize(
    ("content", "size", "said"),
    [
        (b"", 21 * MB, "terlalu besar"),  # the app itself says so
        (b"", None, "kosong"),
        (b"MZ" + bytes(400), None, "Jenis berkas itu"),
    ],
)
async def test_a_file_that_cannot_be_taken_is_explained(lab: Lab, content: bytes, size: int | None, said: str) -> None:
    id = await lab.send(content, kind=MediaKind.DOCUMENT, size=size)
    async with running(lab.fetching.run()):
        await lab.tried(1)
        assert said in await lab.told_of_a_loss()
        lab.time_passes(UNTIL_NEXT_TRY)
        await lab.kept(await lab.send(a_picture()))
    assert len(lab.downloads.asked) == 2
    assert not any(id in key for key in lab.objects_there())


async def test_a_file_larger_than_the_office_takes_is_not_read_to_its_end(lab: Lab) -> None:
    profile = lab.catalogue.profile
    lab.catalogue.profile = replace(profile, files=replace(profile.files, max_bytes=MB))
    try:
        await lab.send(b"%PDF-1.4\n", kind=MediaKind.DOCUMENT, size=19 * MB)
        async with running(lab.process().run()):
            await lab.tried(1)
            assert "paling besar 1 MB" in await lab.told_of_a_loss()
    finally:
        lab.catalogue.profile = profile
    assert lab.objects_there() == set()


async def test_a_set_of_files_that_are_gone_is_told_of_in_one_message(lab: Lab) -> None:
    for _ in range(3):
        await lab.send(a_picture(), album="a", is_gone=True)
    async with running(lab.fetching.run()):
        await lab.tried(3)
        told = await lab.told_of_a_loss()
        lab.time_passes(UNTIL_NEXT_TRY)
        await lab.kept(await lab.send(a_picture()))
        assert await lab.told_of_a_loss() == told
    assert told.count("3 berkas") == told.count("tidak bisa saya simpan") == 1


async def test_a_loss_of_which_nobody_was_told_before_a_crash_is_told_after_it(lab: Lab) -> None:
    await lab.send(a_picture(), is_gone=True)
    async with running(lab.fetching.run()):
        await lab.tried(1)
    lab.clock.move(seconds=UNTIL_NEXT_TRY)
    async with running(lab.process().run()):
        assert "tidak bisa diambil" in await lab.told_of_a_loss()


async def test_after_days_a_file_that_cannot_be_reached_is_given_up(lab: Lab) -> None:
    await lab.send(a_picture())
    lab.downloads.fails_with = TryLater("away")
    async with running(lab.fetching.run()):
        await lab.tried(1)
        lab.time_passes(GIVE_UP_AFTER.total_seconds())
        await lab.tried(2)
        assert "tidak bisa diambil" in await lab.told_of_a_loss()


async def test_a_file_is_not_given_up_for_a_fault_of_ours(lab: Lab) -> None:
    id = await lab.send(a_picture())
    lab.downloads.fails_with = Misconfigured("wrong token")
    async with running(lab.fetching.run()):
        await lab.tried(1)
        lab.time_passes(GIVE_UP_AFTER.total_seconds())
        await lab.tried(2)
        lab.downloads.fails_with = None
        lab.time_passes(UNTIL_NEXT_TRY)
        await lab.kept(id)

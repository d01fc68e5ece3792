"""Files of reports that go to an Open311 server."""

from obstore.store import ObjectStore

from conversations.messages import Media, MediaKind
from conversations.report import Attachment
from storage import attachments, fetches
from storage.attachments import StoredFile
from storage.fetches import Awaited
from tests.attached import kept_file
from tests.bot.open311.house import House
from tests.filed import NOW, Filed

PHOTO = Attachment("p1", MediaKind.PHOTO, file_name="rumah budi.jpg")
LETTER = Attachment("d1", MediaKind.DOCUMENT, file_name="surat budi.txt")


async def stored(house: House, objects: ObjectStore, attachment: Attachment, content: bytes) -> StoredFile:
    limits = house.catalogue.profile.files
    return await kept_file(objects, limits, attachment.id, attachment.kind, content, attachment.file_name)


async def attach(house: House, filed: Filed, file: StoredFile) -> None:
    async with house.store.begin() as unit:
        await attachments.add(unit, filed.complainant_id, file, NOW)
        await attachments.tie(unit, [(filed.complainant_id, file.id, filed.id)])


async def await_file(house: House, filed: Filed, attachment: Attachment) -> None:
    async with house.store.begin() as unit:
        media = Media(attachment.id, attachment.kind, source="elsewhere")
        await fetches.add(unit, [Awaited(filed.complainant_id, "telegram", media)], NOW)
        await attachments.tie(unit, [(filed.complainant_id, attachment.id, filed.id)])

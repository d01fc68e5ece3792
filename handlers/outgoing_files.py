"""Documents that go with a message are made when they are sent or fetched: for whoever may have them at that moment."""

from dataclasses import replace

from conversations.messages import Chat, OutgoingFile
from handlers.ports import FileMakers, MadeFile


async def make_file(makers: FileMakers, file: OutgoingFile, chat: Chat, language: str) -> MadeFile | None:
    """None where there is nothing for this chat any more, or nobody makes the like. Raises `TryLater`."""
    maker = makers.get(file.kind)
    made = await maker.make(file.ref, chat, language) if maker else None
    return made and replace(made, name=file.name)

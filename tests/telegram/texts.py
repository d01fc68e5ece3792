"""What Telegram takes as the text or the caption of a message."""

from tests.telegram.markup import shown, utf16
from tests.telegram.refusals import Refused, bad_request
from tests.telegram.schema import Json

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


def text_of(parameters: Json) -> Json:
    """`text` and `entities` of the message; refused where it would be empty or longer than 4096 UTF-16 code units."""
    if not parameters.get("text"):
        raise Refused(bad_request("message text is empty"))
    text, entities = _formatted(parameters, "text", "entities")
    if not text.strip():
        raise Refused(bad_request("text must be non-empty"))
    if utf16(text) > TEXT_LIMIT:
        raise Refused(bad_request("message is too long"))
    return {"text": text, **({"entities": entities} if entities else {})}


def caption_of(parameters: Json) -> Json:
    """`caption` and `caption_entities`, as far as there is a caption; refused beyond 1024 UTF-16 code units."""
    text, entities = _formatted(parameters, "caption", "caption_entities")
    if utf16(text) > CAPTION_LIMIT:
        raise Refused(bad_request("message caption is too long"))
    return {**({"caption": text} if text else {}), **({"caption_entities": entities} if entities else {})}


def _formatted(parameters: Json, field: str, entities_field: str) -> tuple[str, list[Json]]:
    if parameters.get("parse_mode"):
        return shown(parameters.get(field, ""), parameters["parse_mode"])
    text, entities = parameters.get(field, ""), parameters.get(entities_field, [])
    for entity in entities:
        _refuse_outside(entity, utf16(text))
    return text, entities


def _refuse_outside(entity: Json, length: int) -> None:
    start, end = entity["offset"], entity["offset"] + entity["length"]
    if start < 0:
        raise Refused(bad_request(f"receive an entity with incorrect offset {start}"))
    if start > length:
        raise Refused(bad_request(f"entity begins after the end of the text at UTF-16 offset {start}"))
    if end > length:
        words = f"entity beginning at UTF-16 offset {start} ends after the end of the text at UTF-16 offset {end}"
        raise Refused(bad_request(words))

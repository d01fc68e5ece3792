"""What Telegram refuses of a keyboard, and what it would swallow without a word: both are mistakes of the bot."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from tests.telegram.refusals import Refused, bad_request
from tests.telegram.schema import Json

CALLBACK_DATA_BYTES = 64
COPIED_TEXT = 256

# Telegram drops what is beyond; clients lay out no more than eight to a row.
BUTTONS_IN_A_ROW = 8
BUTTONS = 100

NOT_ACTIONS = {"text", "icon_custom_emoji_id", "style"}
NO_ACTION = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"


def refuse_malformed(markup: Json) -> None:
    """Raises what Telegram answers to an inline keyboard that it does not take."""
    for button in buttons_of(markup, "inline_keyboard"):
        _refuse_button(button)
    for button in [*buttons_of(markup, "inline_keyboard"), *buttons_of(markup, "keyboard")]:
        app = button.get("web_app")
        if app is not None and urlsplit(app["url"]).scheme != "https":
            kind = "inline keyboard" if "inline_keyboard" in markup else "keyboard"
            words = f"{kind} button Web App URL '{app['url']}' is invalid: Only HTTPS links are allowed"
            raise Refused(bad_request(words))


def _refuse_button(button: Json) -> None:
    if not any(button[key] for key in actions_of(button) if isinstance(button[key], str)) and not (
        actions_of(button) - {"callback_data", "url"}
    ):
        raise Refused(bad_request(NO_ACTION))
    if len(button.get("callback_data", "").encode()) > CALLBACK_DATA_BYTES:
        raise Refused(bad_request("BUTTON_DATA_INVALID"))
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= COPIED_TEXT:
        raise Refused(bad_request("BUTTON_COPY_TEXT_INVALID"))
    if button.keys() & {"pay", "callback_game"}:
        raise Refused(bad_request("BUTTON_TYPE_INVALID"))
    if "url" in button and (wrong := _wrong_with(button["url"])):
        raise Refused(bad_request(f"inline keyboard button URL '{button['url']}' is invalid: {wrong}"))


def _wrong_with(url: str) -> str:
    address = urlsplit(url)
    if address.scheme and address.scheme not in ("http", "https", "tg"):
        return "Unsupported URL protocol"
    return "" if address.scheme == "tg" or "." in (address.hostname or address.path) else "Wrong HTTP URL"


def swallowed(markup: Json) -> Iterator[str]:
    """What Telegram would leave out or guess, so that nobody would ever see it as it was meant."""
    for kind in ("inline_keyboard", "keyboard"):
        rows: list[list[Json]] = markup.get(kind, [])
        for row in rows:
            if not row:
                yield "an empty row of buttons"
            if len(row) > BUTTONS_IN_A_ROW:
                yield f"{len(row)} buttons in a row"
            for button in row:
                if not text_of(button):
                    yield "a button without text"
                if len(actions_of(button)) > 1:
                    yield f"a button that does {len(actions_of(button))} things"
        if kind in markup and not rows:
            yield "a keyboard without buttons"
        if sum(map(len, rows)) > BUTTONS:
            yield f"{sum(map(len, rows))} buttons"
    if len(markup.keys() & {"inline_keyboard", "keyboard", "remove_keyboard"}) > 1:
        yield "two kinds of keyboard at once"


def buttons_of(markup: Json, kind: str) -> list[Json]:
    return [{"text": button} if isinstance(button, str) else button for row in markup.get(kind, []) for button in row]


def actions_of(button: Json | str) -> set[str]:
    return set() if isinstance(button, str) else {key for key in button if button[key] is not False} - NOT_ACTIONS


def text_of(button: Json | str) -> str:
    return button if isinstance(button, str) else str(button.get("text", ""))

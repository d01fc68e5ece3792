"""What the Bot API answers when it does not do what it was asked to, in its own words.

The words are those of the open server (tdlib/telegram-bot-api) and of answers that others recorded from
api.telegram.org.
"""

from dataclasses import dataclass, field

from tests.telegram.schema import Json

PHRASES = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 409: "Conflict"}

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current"
    " content and reply markup of the message"
)
OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
WEBHOOK_WAS_SET = "terminated by setWebhook request"
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer with `code`, `description` and, for two of them, `parameters`."""

    code: int
    description: str
    parameters: Json = field(default_factory=dict)

    @property
    def body(self) -> Json:
        told = {"parameters": self.parameters} if self.parameters else {}
        return {"ok": False, "error_code": self.code, "description": self.description, **told}


class Refused(Exception):
    """The method was not carried out; `refusal` is what the bot is told."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.description)
        self.refusal = refusal


def refusal(code: int, words: str = "") -> Refusal:
    return Refusal(code, f"{PHRASES[code]}: {words}" if words else PHRASES[code])


def bad_request(words: str) -> Refusal:
    """Telegram begins the words with a small letter, unless they are a name such as BUTTON_DATA_INVALID."""
    is_name = words[1:2].isupper() or words[1:2] == "_"
    return refusal(400, words if is_name else words[:1].lower() + words[1:])


def too_many_requests(retry_after: int) -> Refusal:
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def migrated(to_chat_id: int) -> Refusal:
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    return Refusal(400, words, {"migrate_to_chat_id": to_chat_id})


BLOCKED = refusal(403, "bot was blocked by the user")
DEACTIVATED = refusal(403, "user is deactivated")
KICKED = refusal(403, "bot was kicked from the group chat")
CHAT_NOT_FOUND = bad_request("chat not found")
UNAUTHORIZED = refusal(401)
NOT_FOUND = refusal(404)
CONFLICT = refusal(409, OTHER_POLL)
SERVER_ERROR = Refusal(500, "Internal Server Error")
RESTARTING = Refusal(500, "Internal Server Error: restart")

"""Every field of a message is read, stands beside what is read, happened by itself, or is told by its name."""

from bot.channels.telegram.content import BESIDE, HAPPENED, unread_content
from bot.channels.telegram.opening import MESSAGE
from conversations.messages import Unsupported
from tests.telegram.schema import DEFINITIONS

FIELDS = set(DEFINITIONS["Message"]["properties"])
# what people send, and a report cannot hold
UNSUPPORTED = set(
    """checklist dice game gift giveaway giveaway_winners invoice live_photo paid_media passport_data poll rich_message
    sticker story unique_gift""".split()
)
# older servers still send them
FORMER = set("forward_date forward_from forward_from_chat forward_from_message_id forward_sender_name".split())
FORMER |= {"forward_signature", "user_shared"}


def test_each_field_of_a_message_is_of_one_sort() -> None:
    sorts = [set(MESSAGE), set(BESIDE), set(HAPPENED), UNSUPPORTED]
    assert sum(map(len, sorts)) == len(set.union(*sorts))
    assert set.union(*sorts) - FORMER == FIELDS


def test_what_people_send_is_named_whatever_stands_beside_it() -> None:
    for kind in UNSUPPORTED:
        assert unread_content(["forward_origin", "via_bot", kind]) == Unsupported(kind)


def test_what_happened_by_itself_is_nobodys_message() -> None:
    for kind in HAPPENED:
        assert unread_content(["forward_origin", kind]) is None

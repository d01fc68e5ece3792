"""Which message may be sent next."""

from conversations.messages import Chat, Outgoing
from handlers import in_hand
from handlers.in_hand import InHand
from storage.outbox import DueMessage
from tests.filed import NOW

SITI, BUDI = 1, 2


def message(id: int, to: int = SITI, follows: int = 0, channel: str = "webchat", is_notice: bool = False) -> DueMessage:
    return DueMessage(id, Chat(channel, str(to)), to, Outgoing(()), "id", is_notice, NOW, follows=follows)


def test_only_the_first_message_of_each_chat_may_be_sent() -> None:
    hand = InHand()
    first, second, other = message(1), message(2, follows=1), message(3, BUDI)
    assert hand.take_over([first, second, other]) == ([first, other], True)
    assert hand.begin(SITI) == first
    assert hand.begin(SITI) is None
    assert hand.sent(first) == [second]
    assert hand.begin(SITI) == second
    assert hand.sent(second) == []
    assert hand.begin(SITI) is None


def test_a_message_that_is_handed_over_and_found_is_taken_once() -> None:
    hand = InHand()
    only = message(1)
    assert hand.take_over([only]) == ([only], True)
    assert hand.find([only]) == []
    hand.begin(SITI)
    assert hand.find([only]) == []
    hand.sent(only)
    assert hand.find([only]) == []
    hand.cleared([1])
    assert hand.take_over([only]) == ([], True)
    assert hand.begin(SITI) is None


def test_a_message_that_follows_one_that_is_not_here_must_be_found() -> None:
    hand = InHand()
    notice, reply = message(5), message(6, follows=5)
    assert hand.take_over([reply]) == ([], False)
    assert hand.begin(SITI) is None
    assert hand.find([notice, reply]) == [notice]


def test_a_message_that_follows_one_that_was_sent_is_taken_over() -> None:
    hand = InHand()
    hand.take_over([message(5)])
    hand.begin(SITI)
    hand.sent(message(5))
    assert hand.take_over([message(6, follows=5)]) == ([message(6, follows=5)], True)
    hand.cleared([5])
    assert hand.take_over([message(7, BUDI, follows=5)])[1]


def test_what_comes_while_a_message_is_under_way_waits_for_it() -> None:
    hand = InHand()
    hand.take_over([message(1)])
    hand.begin(SITI)
    assert hand.take_over([message(2, follows=1)]) == ([], True)
    assert hand.sent(message(1)) == [message(2, follows=1)]


def test_a_reply_behind_notices_makes_their_chat_matter_more() -> None:
    hand = InHand()
    notices = [message(1, is_notice=True), message(2, is_notice=True)]
    assert hand.find(notices) == notices[:1]
    assert not hand.is_awaited(SITI)
    reply = message(3, follows=2)
    assert hand.take_over([reply]) == ([reply], True)
    assert hand.is_awaited(SITI)
    assert hand.take_over([message(4, follows=3)]) == ([], True)
    assert hand.begin(SITI) == notices[0]


def test_nothing_of_a_stopped_chat_is_sent_until_it_is_found_again() -> None:
    hand = InHand()
    hand.take_over([message(1), message(2, follows=1)])
    hand.begin(SITI)
    hand.stop(SITI)
    assert hand.take_over([message(3, follows=2)]) == ([], True)
    assert hand.begin(SITI) is None
    hand.let_go([SITI])
    assert len(hand) == 0
    assert hand.take_over([message(4, follows=3)]) == ([], False)
    assert hand.find([message(1), message(2)]) == [message(1)]


def test_what_is_taken_back_is_not_sent_and_what_comes_after_it_is_found_again() -> None:
    hand = InHand()
    sending, first, second, third, other = (*(message(id) for id in (1, 2, 3, 4)), message(5, BUDI))
    hand.find([sending, first, second, third, other])
    hand.begin(SITI)
    assert hand.editions == {2: 0, 3: 0, 4: 0, 5: 0}
    hand.take_back({3, 5})
    assert hand.sent(sending) == [first]
    hand.begin(SITI)
    assert hand.sent(first) == []
    assert hand.begin(BUDI) is None
    assert hand.find([third]) == [third]


def test_what_is_under_way_cannot_be_taken_back() -> None:
    hand = InHand()
    hand.find([message(1)])
    assert hand.begin(SITI) == message(1)
    hand.take_back({1})
    assert hand.sent(message(1)) == []
    assert hand.editions == {}


def test_what_could_not_be_sent_meanwhile_is_taken_back_only_when_it_is_let_go() -> None:
    hand = InHand()
    hand.find([message(1), message(2)])
    hand.begin(SITI)
    hand.stop(SITI)
    hand.take_back({1, 2})
    assert hand.find([message(1), message(2)]) == []
    hand.let_go([SITI])
    assert hand.find([message(1), message(2)]) == [message(1)]


def test_a_channel_that_is_let_go_keeps_only_what_is_under_way() -> None:
    hand = InHand()
    hand.take_over([message(1), message(2, BUDI), message(3, 3, channel="telegram")])
    hand.begin(SITI)
    hand.let_go_of_channel("webchat")
    assert hand.ids == {1, 3}


def test_after_a_crash_of_the_loop_everything_in_hand_may_be_sent_again() -> None:
    hand = InHand()
    hand.take_over([message(1), message(2, follows=1), message(3, BUDI)])
    hand.begin(SITI)
    assert hand.begin_anew() == [message(1), message(3, BUDI)]
    assert hand.begin(SITI) == message(1)


def test_only_the_last_ids_are_remembered() -> None:
    hand = InHand()
    hand.cleared(list(range(1, in_hand.REMEMBERED + 2)))
    assert hand.take_over([message(1)])[0]
    assert not hand.take_over([message(2, BUDI)])[0]

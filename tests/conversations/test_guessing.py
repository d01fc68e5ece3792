"""Codes that open nothing: a few cost nothing, many cost time."""

from conversations.guessing import IN_CHAT, Debt, one_more, wait

AT = 1_000.0


def after(wrong: int) -> Debt:
    debt = Debt()
    for _ in range(wrong):
        debt = one_more(debt, AT, IN_CHAT)
    return debt


def test_a_few_wrong_codes_make_nobody_wait() -> None:
    assert wait(after(IN_CHAT.wrong_at_once - 1), AT, IN_CHAT) == 0


def test_the_next_one_costs_time_and_each_further_one_as_much_again() -> None:
    assert wait(after(IN_CHAT.wrong_at_once), AT, IN_CHAT) == IN_CHAT.seconds_for_one_more
    assert wait(after(IN_CHAT.wrong_at_once + 1), AT, IN_CHAT) == 2 * IN_CHAT.seconds_for_one_more


def test_time_makes_up_for_them() -> None:
    assert wait(after(IN_CHAT.wrong_at_once), AT + IN_CHAT.seconds_for_one_more, IN_CHAT) == 0

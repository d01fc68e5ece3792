"""What is not tested with every backend, and why; and what only one of them can do, and where that is tested."""

from collections.abc import Mapping

BY_HAND = "an officer takes one step at a time on a page of ours: no message comes from outside"

LEFT_OUT: Mapping[tuple[str, str], str] = {
    ("desk", "test_refused"): "the desk takes every report; it refuses only a response to what it does not have",
    ("desk", "test_slow"): "the desk is in the same process, and answers with the commit",
    ("desk", "test_down"): "while the desk's database is down nothing is forwarded, for the reports are in it too",
    ("desk", "test_an_id_that_changes_type"): BY_HAND,
    ("desk", "test_updates_out_of_order"): "a step is not taken when the officer has not seen the one before it",
    ("desk", "test_report_of_another_backend"): "an officer sees only what was delivered to the desk",
    ("desk", "test_thousands_of_updates_at_once"): BY_HAND,
    ("desk", "test_unknown_status"): "an officer chooses among the steps that there are",
    ("desk", "test_unknown_fields"): BY_HAND,
}
"""By backend and test."""

ELSEWHERE: Mapping[str, str] = {
    "wrong signature, old timestamp, broken base64": "tests.bot.webhook.test_updates:"
    "test_what_is_not_signed_just_now_is_refused",
    "signed by the one that has it, but of a report of another": "tests.bot.webhook.test_updates:"
    "test_updates_of_reports_that_another_backend_has_are_answered_as_of_unknown_ones",
    "a gap in the running numbers": "tests.bot.webhook.test_updates:test_many_updates_have_a_result_each",
    "a request that another manner of Open311 server takes without saying so": "tests.bot.open311.test_delivering:"
    "test_what_the_server_took_without_saying_so_is_found_and_not_sent_again",
    "taken only after we gave up": "tests.bot.open311.test_delivering:"
    "test_a_server_that_goes_on_after_we_gave_up_has_time_to_finish",
    "refused by the desk": "tests.handlers.desk.test_coming_in:"
    "test_a_response_to_a_report_that_the_desk_does_not_have_is_refused",
    "out of order at the desk": "tests.handlers.desk.test_steps:"
    "test_of_two_officers_at_the_same_case_the_second_is_told_to_look_again",
}
"""Where that is tested which only one backend can do: its module and name."""

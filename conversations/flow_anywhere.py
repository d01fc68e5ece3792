"""The rows of the flow's table that hold wherever the conversation stands: they come first.

Commands, buttons that stay good, files with lists, and what is said in a group.
"""

from conversations.actions import (
    consent,
    drafts,
    filing,
    following,
    forms,
    group,
    handing_over,
    in_care,
    person,
    reports,
    responding,
    village_list,
    volunteering,
)
from conversations.flow_row import ANY, NEXT, RESPONDING, STAY, TELLING, Row, S
from conversations.guards import drafts as draft
from conversations.guards import filing as represented
from conversations.guards import following as others
from conversations.guards import group as neighbour
from conversations.guards import handing_over as handing
from conversations.guards import in_care as care
from conversations.guards import sent, words
from conversations.guards import village_list as lists
from conversations.guards import volunteering as volunteer

TAKES_LIST = tuple(state for state in ANY if state not in RESPONDING)
"""Where a table is a list: it holds the names of many, who have nothing to do with a report that is being told."""

ANYWHERE: tuple[Row, ...] = (
    # trigger | at | to | only if | then
    Row("start", ANY, S.RESUMING, draft.has_begun),
    Row("start", ANY, NEXT, None, person.start),
    Row("begin", ANY, NEXT, words.tells_matter, drafts.begin_with_words),
    Row("begin", ANY, S.RESUMING, draft.has_begun),
    Row("begin", ANY, NEXT, None, drafts.begin),
    Row("next_report", ANY, S.RESUMING, draft.has_begun),
    Row("next_report", ANY, NEXT, represented.knows_person, filing.begin_next),
    Row("next_report", ANY, NEXT, None, drafts.begin),
    Row("unshelve", ANY, NEXT, draft.is_on_shelf, drafts.unshelve),
    Row("resume", ANY, NEXT, draft.is_open_draft, drafts.welcome_back),
    Row("resume", ANY, NEXT, draft.is_on_shelf, drafts.unshelve),
    Row("help", ANY, STAY, None, person.explain),
    Row("my_reports", S.ASKING_RECEIPT, NEXT, None, reports.list_reports),
    Row("my_reports", ANY, STAY, None, reports.list_reports),
    Row("status", S.ASKING_RECEIPT, NEXT, sent.knows_report, reports.show_status),
    Row("status", S.ASKING_RECEIPT, NEXT, others.follows, following.show_followed),
    Row("status", S.ASKING_RECEIPT, STAY, None, reports.say_unknown_receipt),
    Row("status", S.IN_CARE, STAY, represented.is_in_care, in_care.open_one),
    Row("status", ANY, STAY, sent.knows_report, reports.show_status),
    Row("status", ANY, STAY, others.follows, following.show_followed),
    Row("status", ANY, S.ASKING_RECEIPT, words.is_unnamed),
    Row("status", ANY, S.ASKING_RECEIPT, None, reports.say_unknown_receipt),
    Row("answer", ANY, S.ANSWERING, sent.is_asked, responding.take_up_asked),
    Row("answer", ANY, STAY, None, responding.say_nothing_asked),
    *(
        Row(about, ANY, STAY, sent.is_given_up, reports.say_given_up)
        for about in ("add", "satisfied", "not_solved", "withdraw", "withdraw_now")
    ),
    Row("add", ANY, S.ADDING, sent.knows_report, responding.take_up),
    Row("satisfied", ANY, NEXT, sent.can_be_judged, responding.send_satisfied),
    Row("not_solved", ANY, S.NOT_SOLVED, sent.can_be_judged, responding.take_up),
    Row("satisfied", ANY, STAY, sent.knows_report, responding.say_judged),
    Row("not_solved", ANY, STAY, sent.knows_report, responding.say_judged),
    Row("withdraw", ANY, STAY, sent.can_be_withdrawn, responding.ask_to_withdraw),
    Row("withdraw", ANY, STAY, sent.knows_report, responding.say_not_withdrawable),
    Row("withdraw_now", ANY, NEXT, sent.can_be_withdrawn, responding.send_withdrawal),
    Row("withdraw_now", ANY, STAY, sent.knows_report, responding.say_not_withdrawable),
    Row("take_back_consent", ANY, STAY, represented.is_filed, consent.ask_to_take_back),
    Row("take_back_consent_now", ANY, NEXT, represented.is_filed, consent.take_back),
    *(
        Row(about, ANY, STAY, None, reports.say_unknown_receipt)
        for about in ("take_back_consent", "take_back_consent_now")
    ),
    Row("follow", ANY, STAY, others.is_own, following.say_own),
    Row("follow", ANY, STAY, others.follows, following.say_followed_already),
    Row("follow", ANY, STAY, others.is_found, following.follow),
    Row("follow", ANY, STAY, words.is_unnamed, following.explain),
    Row("follow", ANY, STAY, None, following.say_no_such_link),
    Row("unfollow", ANY, STAY, others.follows, following.unfollow),
    Row("telling", ANY, STAY, others.is_told, following.ask_telling),
    Row("tell_at_once", ANY, STAY, others.is_told, following.tell_at_once),
    Row("tell_daily", ANY, STAY, others.is_told, following.tell_daily),
    Row("tell_never", ANY, STAY, others.is_told, following.tell_never),
    Row("share", ANY, STAY, others.can_be_shared, following.share),
    *(
        Row(about, ANY, STAY, None, following.say_not_followed)
        for about in ("unfollow", "telling", "tell_at_once", "tell_daily", "tell_never", "share")
    ),
    Row("hand_over", ANY, STAY, represented.is_in_care, handing_over.hand_over),
    Row("hand_over", ANY, STAY, None, handing_over.say_cannot_hand_over),
    Row("slips", ANY, STAY, handing.has_slips, handing_over.print_slips),
    Row("slips", ANY, STAY, None, handing_over.say_no_slips),
    Row("receive", ANY, STAY, words.is_unnamed, handing_over.explain),
    Row("receive", ANY, STAY, volunteer.guesses_too_fast, volunteering.say_too_many_guesses),
    Row("receive", ANY, STAY, handing.is_helpers_own, handing_over.refuse_helper),
    Row("receive", ANY, STAY, handing.is_offered, handing_over.show),
    Row("receive", ANY, STAY, None, handing_over.say_no_such_code),
    Row("take_over", ANY, STAY, volunteer.guesses_too_fast, volunteering.say_too_many_guesses),
    Row("take_over", ANY, STAY, handing.is_helpers_own, handing_over.refuse_helper),
    Row("take_over", ANY, NEXT, handing.is_offered, handing_over.take_over),
    Row("take_over", ANY, STAY, None, handing_over.say_no_such_code),
    Row("helper", ANY, STAY, handing.is_received, handing_over.ask_what_helper_keeps),
    Row("helper_steps", ANY, STAY, handing.is_received, handing_over.let_helper_follow),
    Row("helper_nothing", ANY, STAY, handing.is_received, handing_over.let_helper_know_nothing),
    Row("hide", ANY, STAY, handing.can_be_hidden, handing_over.ask_how_to_hide),
    *(Row(hides, ANY, STAY, handing.can_be_hidden_so, handing_over.hide) for hides in handing.HIDES),
    *(Row(hides, ANY, STAY, handing.is_received, handing_over.say_cannot_hide) for hides in ("hide", *handing.HIDES)),
    *(
        Row(about, ANY, STAY, None, following.say_not_followed)
        for about in ("helper", "helper_steps", "helper_nothing", "hide", *handing.HIDES)
    ),
    Row("check_slip", ANY, STAY, represented.may_not_file, handing_over.say_only_for_volunteers),
    Row("check_slip", ANY, STAY, handing.names_no_village, handing_over.explain_checking),
    Row("check_slip", ANY, STAY, volunteer.guesses_too_fast, volunteering.say_too_many_guesses),
    Row("check_slip", ANY, STAY, handing.fits_slip, handing_over.tell_of_slip),
    Row("check_slip", ANY, STAY, None, handing_over.say_no_such_slip),
    *(Row(looks, ANY, STAY, represented.may_not_file, in_care.say_only_for_volunteers) for looks in care.LOOKS),
    Row("in_care", ANY, S.IN_CARE, words.is_unnamed, in_care.show_all),
    Row("in_care", ANY, S.IN_CARE, None, in_care.search),
    Row("in_care_list", ANY, S.IN_CARE, None, in_care.show_again),
    Row("in_care_page", ANY, S.IN_CARE, care.is_page, in_care.turn_page),
    Row("in_care_only", ANY, S.IN_CARE, care.is_shown_only, in_care.show_only),
    Row("in_care_by", ANY, S.IN_CARE, care.is_grouped, in_care.show_groups),
    *(Row(looks, ANY, S.IN_CARE, None, in_care.show_all) for looks in ("in_care_page", "in_care_only", "in_care_by")),
    Row("in_care_open", ANY, S.ANSWERING, care.opens_asked, in_care.open_asked),
    Row("in_care_open", ANY, S.IN_CARE, represented.is_in_care, in_care.open_one),
    Row("in_care_open", ANY, S.IN_CARE, None, in_care.lose_one),
    Row("in_care_telling", ANY, STAY, None, in_care.ask_telling),
    *(Row(tells, ANY, STAY, None, in_care.choose_telling) for tells in in_care.TELLS_OF_CARE),
    Row("language", ANY, S.LANGUAGE),
    Row("speak", ANY, NEXT, words.is_language, person.speak),
    Row("volunteer", ANY, STAY, volunteer.is_volunteer, volunteering.say_standing),
    Row("volunteer", ANY, STAY, words.is_unnamed, volunteering.explain),
    Row("volunteer", ANY, STAY, volunteer.guesses_too_fast, volunteering.say_too_many_guesses),
    Row("volunteer", ANY, S.VOLUNTEER_NAME, volunteer.is_invited, volunteering.take_up_invitation),
    Row("volunteer", ANY, STAY, None, volunteering.say_no_such_invitation),
    Row("stop_volunteering", ANY, S.STOPPING, volunteer.is_volunteer, volunteering.tell_what_stopping_means),
    Row("stop_volunteering", ANY, STAY, None, volunteering.say_no_volunteer),
    Row("delete", ANY, S.DELETING, None, person.tell_what_is_kept),
    Row("blocked", ANY, STAY, None, person.mark_blocked),
    Row("unblocked", ANY, STAY, None, person.mark_unblocked),
    Row("in_group", ANY, STAY, neighbour.is_for_volunteer, group.point_volunteer_to_private_chat),
    Row("in_group", ANY, STAY, None, person.point_to_private_chat),
    *(
        Row(content, ANY, NEXT, sent.replies_to_report, responding.send_reply)
        for content in ("text", "media", "location")
    ),
    Row("media", ANY, STAY, draft.continues_album, responding.send_rest_of_album),
    Row("media", ANY, STAY, represented.continues_evidence, filing.refuse_rest),
    #
    # many reports in one file, which only volunteers send
    Row("village_list", ANY, S.LIST_FILE, represented.may_file, village_list.hand_out_template),
    Row("list_template", ANY, STAY, lists.is_template, village_list.hand_out_asked),
    *(Row(wanted, ANY, STAY, None, village_list.say_for_volunteers) for wanted in ("village_list", "list_template")),
    Row("media", S.LIST_FILE, NEXT, lists.is_document, village_list.take_list),
    Row("media", TAKES_LIST, STAY, lists.is_sent_list, village_list.take_list),
    Row("media", S.LIST_FILE, STAY, lists.is_one_form_more, forms.keep_form),
    Row("media", S.LIST_FILE, STAY, lists.is_form, forms.refuse_for_room),
    Row("type_form", ANY, NEXT, lists.has_forms, forms.type_next),
    Row("drop_forms", ANY, STAY, lists.has_forms, forms.drop_forms),
    *(Row(asked, ANY, STAY, None, forms.say_no_forms) for asked in ("type_form", "drop_forms")),
    Row("list_send", ANY, NEXT, lists.can_be_sent, village_list.send),
    Row("list_send", ANY, STAY, lists.is_on_its_way, village_list.say_on_its_way),
    Row("list_mend", ANY, S.LIST_ROW, lists.can_be_mended, village_list.take_up_row),
    Row("list_drop", ANY, NEXT, lists.can_be_dropped, village_list.drop),
    *(Row(asked, ANY, STAY, None, village_list.say_gone) for asked in ("list_send", "list_mend", "list_drop")),
    *(
        row
        for answer, is_right, keep in (
            ("text", lists.is_answered, village_list.keep_answer),
            ("list_value", lists.is_chosen, village_list.keep_answer),
            ("list_accept", lists.is_accepted, village_list.keep_answer),
            ("list_leave_out", lists.is_this_row, village_list.leave_out),
        )
        for row in (
            Row(answer, S.LIST_ROW, NEXT, lists.ends_with(is_right), keep),
            Row(answer, S.LIST_ROW, STAY, is_right, keep),
        )
    ),
    Row("text", S.LIST_ROW, NEXT, lists.is_gone, village_list.lose_sight),
    # a neighbour's message in a group, and the neighbour's answer there
    Row("overheard", ANY, NEXT, neighbour.was_heard_before, group.hear_again),
    Row("overheard", ANY, STAY, neighbour.continues_album, group.add_to_album),
    Row("overheard", ANY, NEXT, represented.may_file, group.begin),
    Row("overheard", ANY, STAY, None, group.say_may_not_file),
    Row("agreed_in_group", S.PERSON_CONSENT, NEXT, neighbour.is_about_open, group.keep_agreed),
    Row("agreed_in_group", ANY, STAY, neighbour.is_awaited, group.keep_agreed),
    Row("refused_in_group", (*TELLING, S.RESUMING, S.CANCELLING), NEXT, neighbour.is_about_open, group.drop_refused),
    Row("refused_in_group", ANY, STAY, neighbour.is_awaited, group.drop_refused),
    Row("refused_in_group", RESPONDING, NEXT, neighbour.is_being_written_about, group.take_back_sent),
    Row("refused_in_group", ANY, STAY, neighbour.is_about_sent, group.take_back_sent),
    Row("refused_in_group", ANY, STAY, None, group.take_back_refused),
    Row("agreed_in_group", ANY, STAY, None, group.pass_over),
)

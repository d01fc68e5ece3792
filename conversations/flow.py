"""The whole conversation in one table.

A row reads: when `trigger` comes in one of the states `at`, and `only_if` holds, the conversation goes `to` the state
(`STAY`: it stays) after `then` has been done. The first row that holds is taken. `NEXT` is a crossing: the rows of
`advance` lead from it to what is still missing. The rows that hold wherever it stands come first, from the file beside.
"""

from conversations.actions import (
    changes,
    drafts,
    files,
    filing,
    forms,
    group,
    in_care,
    person,
    place,
    reporter,
    reports,
    responding,
    sending,
    story,
    village_list,
    volunteering,
)
from conversations.conversation import Field
from conversations.flow_anywhere import ANYWHERE
from conversations.flow_row import ANY, IDLE, NEXT, RESPONDING, REVIEW, STAY, TELLING, Row, S
from conversations.guards import drafts as draft
from conversations.guards import filing as represented
from conversations.guards import group as neighbour
from conversations.guards import in_care as care
from conversations.guards import sent, words
from conversations.guards import village_list as lists
from conversations.guards import volunteering as volunteer
from conversations.missing import ASKED_IN_ORDER, CHANGEABLE

ABOUT = tuple(state for state in S if state.is_about_sent)
STORY_WANTED = (S.RESUMING, S.FOR_WHOM, S.REPORT_CLASS, S.DESCRIPTION)
TAKES_MORE = (S.FOR_WHOM, S.CONSENT, S.ATTACHMENTS, S.VISIBILITY, REVIEW)
CATEGORIES = (S.CATEGORY, S.ALL_CATEGORIES)
BEFORE_CONSENT = ASKED_IN_ORDER[: ASKED_IN_ORDER.index(Field.DESCRIPTION) + 1]
ANYTHING_ELSE = (S.ASKING_RECEIPT, S.IN_CARE, S.LANGUAGE, S.VOLUNTEER_NAME)

TABLE: tuple[Row, ...] = (
    # trigger | at | to | only if | then
    #
    # wherever the conversation stands
    *ANYWHERE,
    #
    # nothing open: whatever comes begins a report
    Row("text", IDLE, STAY, words.greets, person.greet),
    Row("text", IDLE, STAY, words.thanks, person.thank_back),
    Row("text", IDLE, STAY, words.resembles_receipt, reports.say_receipt_mistyped),
    Row("text", IDLE, NEXT, words.tells_matter, drafts.begin_with_words),
    Row("text", IDLE, STAY, None, person.ask_for_words),
    Row("media", IDLE, NEXT, None, drafts.begin_with_media),
    Row("location", IDLE, NEXT, draft.is_on_earth, drafts.begin_with_location),
    #
    # an unfinished draft is offered; something new is a report of its own
    Row("text", STORY_WANTED, STAY, words.greets, person.greet_back),
    Row("text", STORY_WANTED, STAY, words.thanks, person.acknowledge_thanks),
    Row("begin_new", S.RESUMING, NEXT, None, drafts.begin),
    Row("text", S.RESUMING, NEXT, words.tells_matter, drafts.begin_with_words),
    Row("media", S.RESUMING, NEXT, None, drafts.begin_with_media),
    Row("location", S.RESUMING, NEXT, draft.is_on_earth, drafts.begin_with_location),
    #
    # for whom, where a volunteer tells it
    Row("for_me", S.FOR_WHOM, NEXT, None, filing.keep_for_me),
    Row("for_someone", S.FOR_WHOM, NEXT, represented.may_file, filing.keep_for_someone),
    Row("for_someone", S.FOR_WHOM, STAY, None, filing.say_may_not_file),
    Row("for_same", S.FOR_WHOM, NEXT, represented.knows_person, filing.keep_for_same),
    Row("text", S.FOR_WHOM, NEXT, represented.means_oneself, filing.keep_for_me),
    Row("text", S.FOR_WHOM, NEXT, represented.names_somebody, filing.keep_for_named),
    Row("text", S.FOR_WHOM, STAY, draft.tells_first, drafts.tell),
    Row("contact", S.FOR_WHOM, NEXT, represented.may_file, filing.keep_for_shared),
    Row("text", S.PERSON_NAME, NEXT, represented.is_persons_name, filing.keep_name),
    Row("text", S.PERSON_NAME, STAY, represented.tells_of_matter, drafts.tell_more),
    Row("text", S.PERSON_NAME, STAY, None, filing.say_name_unread),
    Row("contact", S.PERSON_NAME, NEXT, None, filing.keep_shared),
    Row("skip", S.PERSON_CONTACT, NEXT, None, filing.keep_no_phone),
    Row("text", S.PERSON_CONTACT, NEXT, represented.is_persons_phone, filing.keep_phone),
    Row("text", S.PERSON_CONTACT, NEXT, words.declines, filing.keep_no_phone),
    Row("text", S.PERSON_CONTACT, STAY, represented.tells_of_matter, drafts.tell_more),
    Row("text", S.PERSON_CONTACT, STAY, None, filing.say_phone_unread),
    Row("contact", S.PERSON_CONTACT, NEXT, represented.is_shared_phone, filing.keep_shared_phone),
    Row("contact", S.PERSON_CONTACT, STAY, None, filing.say_phone_unread),
    #
    # telling it
    Row("class", S.REPORT_CLASS, NEXT, words.is_class, reporter.keep_class),
    Row("media", S.REPORT_CLASS, NEXT, draft.is_untold, drafts.tell_with_media),
    Row("location", S.REPORT_CLASS, NEXT, draft.places_first, drafts.tell_with_location),
    Row("text", S.REPORT_CLASS, NEXT, draft.tells_first, drafts.tell),
    Row("text", S.DESCRIPTION, NEXT, words.tells_matter, story.keep_description),
    Row("text", S.DESCRIPTION, STAY, None, person.ask_for_words),
    Row("voice_only", S.DESCRIPTION, NEXT, draft.has_media, story.keep_voice_only),
    Row("agree", S.CONSENT, NEXT, None, person.agree),
    Row("disagree", S.CONSENT, IDLE, None, person.disagree),
    Row("explain_consent", S.CONSENT, STAY, None, person.explain_consent),
    Row("category", CATEGORIES, NEXT, words.is_known_category, story.keep_category),
    Row("all_categories", S.CATEGORY, S.ALL_CATEGORIES),
    Row("skip", CATEGORIES, NEXT, None, story.keep_no_category),
    Row("text", CATEGORIES, NEXT, words.is_category, story.keep_found_category),
    Row("text", S.CATEGORY, S.ALL_CATEGORIES, None, person.say_category_unknown),
    Row("text", S.ALL_CATEGORIES, STAY, None, person.say_category_unknown),
    Row("date", S.EVENT_DATE, NEXT, words.is_chosen_day, story.keep_chosen_day),
    Row("skip", S.EVENT_DATE, NEXT, None, story.keep_day_unknown),
    Row("text", S.EVENT_DATE, NEXT, words.is_day, story.keep_day),
    Row("text", S.EVENT_DATE, NEXT, words.is_unsure, story.keep_day_unknown),
    Row("text", S.EVENT_DATE, NEXT, draft.was_misread, story.keep_day_as_said),
    Row("text", S.EVENT_DATE, STAY, None, story.misread_day),
    Row("text", (S.PLACE, S.LANDMARK), NEXT, words.is_point, place.keep_point),
    Row("text", S.PLACE, STAY, words.is_unsure, place.ask_for_place),
    Row("text", S.PLACE, NEXT, words.tells_something, place.keep_place),
    Row("skip", S.PLACE, NEXT, draft.can_be_placeless, place.keep_no_place),
    Row("area_right", S.LANDMARK, NEXT, None, place.keep_area),
    Row("area_wrong", S.LANDMARK, NEXT, None, place.drop_area),
    Row("text", S.LANDMARK, NEXT, words.denies_area, place.drop_area),
    Row("text", S.LANDMARK, NEXT, words.is_outside, place.keep_place),
    Row("text", S.LANDMARK, NEXT, words.tells_something, place.keep_landmark),
    Row("district", S.DISTRICT, NEXT, words.is_known_district, place.keep_district),
    Row("skip", S.DISTRICT, NEXT, None, place.keep_no_district),
    Row("text", S.DISTRICT, NEXT, words.is_district, place.keep_named_district),
    Row("text", S.DISTRICT, NEXT, draft.was_misread, place.keep_district_as_said),
    Row("text", S.DISTRICT, STAY, None, place.misread_district),
    Row("media", S.ATTACHMENTS, NEXT, draft.has_room, files.keep_media_as_answer),
    Row("drop_media", S.ATTACHMENTS, STAY, draft.has_media, files.drop_media),
    Row("skip", S.ATTACHMENTS, NEXT, None, files.settle_attachments),
    Row("text", S.ATTACHMENTS, NEXT, words.declines, files.settle_attachments),
    Row("text", S.ATTACHMENTS, STAY, words.agrees, files.ask_to_send),
    Row("visibility", (S.VISIBILITY, S.NAME), NEXT, words.is_allowed_visibility, reporter.keep_visibility),
    Row("text", S.VISIBILITY, NEXT, words.is_visibility, reporter.keep_named_visibility),
    Row("name", S.NAME, NEXT, words.has_known_name, reporter.keep_known_name),
    Row("text", S.NAME, NEXT, words.wants_no_name, reporter.keep_anonymous),
    Row("text", S.NAME, NEXT, words.is_name, reporter.keep_name),
    Row("text", S.NAME, STAY, None, reporter.say_name_unread),
    Row("contact", (S.NAME, S.CONTACT), NEXT, None, reporter.keep_shared_contact),
    Row("known_contact", S.CONTACT, NEXT, words.has_known_contact, reporter.keep_known_contact),
    Row("skip", S.CONTACT, NEXT, None, reporter.keep_no_contact),
    Row("text", S.CONTACT, NEXT, words.is_contact, reporter.keep_contact),
    Row("text", S.CONTACT, STAY, None, reporter.say_contact_unread),
    Row("form_agrees", S.PERSON_CONSENT, NEXT, lists.has_form, forms.keep_signed),
    Row("person_agrees", S.PERSON_CONSENT, NEXT, None, filing.keep_agreed),
    Row("ask_in_group", S.PERSON_CONSENT, STAY, neighbour.can_be_asked_in_group, group.ask),
    Row("media", S.PERSON_CONSENT, NEXT, represented.shows_consent, filing.keep_evidence),
    Row("text", S.PERSON_CONSENT, STAY, None, filing.say_how_to_agree),
    #
    # at a glance: send it, or change any answer without losing the others
    Row("send", REVIEW, STAY, represented.must_not_send, filing.say_may_not_file),
    Row("send", REVIEW, NEXT, draft.is_complete, sending.send_report),
    Row("send", REVIEW, NEXT),
    Row("change", REVIEW, S.CHANGING),
    Row("of_report", REVIEW, NEXT, represented.may_be_of_report, filing.move_evidence),
    *(Row("field", S.CHANGING, S(field), draft.picks(field), changes.revise) for field in CHANGEABLE),
    Row("text", S.TITLE, NEXT, words.tells_something, story.keep_title),
    Row("keep", TELLING, NEXT, draft.is_revising, changes.restore),
    #
    # wherever a report is being told: files and places are kept, and words that tell more
    Row("media", TELLING, NEXT, draft.has_room, files.keep_media),
    Row("media", S.CANCELLING, STAY, draft.has_room, files.keep_media),
    Row("media", (*TELLING, S.CANCELLING), STAY, None, files.refuse_for_room),
    Row("location", TELLING, NEXT, draft.is_on_earth, place.keep_location),
    Row("text", TAKES_MORE, STAY, words.adds_something, story.add_to_description),
    Row("edited", TELLING, NEXT, sent.edits_story, story.edit_description),
    Row("edited", TELLING, NEXT, sent.edits_caption, files.edit_caption),
    Row("edited", TELLING, NEXT, sent.edits_answer, changes.redo_edited),
    Row("edited", ANY, STAY, sent.edits_story, story.edit_description),
    Row("edited", ANY, STAY, sent.edits_caption, files.edit_caption),
    Row("edited", ANY, STAY, sent.edits_answer, changes.redo_edited),
    Row("back", (S.ALL_CATEGORIES, S.CHANGING), NEXT),
    Row("back", TELLING, NEXT, None, changes.go_back),
    *(Row(out, S.LIST_ROW, NEXT, None, village_list.leave) for out in ("back", "not_now", "cancel")),
    *(Row(leaves, S.IN_CARE, NEXT, None, in_care.leave) for leaves in ("not_now", "cancel", "back")),
    Row("back", (S.RESUMING, S.CANCELLING, *ABOUT), NEXT, None, person.leave),
    Row("cancel", (*TELLING, S.RESUMING), S.CANCELLING),
    Row("cancel", S.CANCELLING, NEXT),
    Row("discard", S.CANCELLING, NEXT, None, drafts.drop),
    Row("shelve", S.CANCELLING, NEXT, None, drafts.put_away),
    #
    # about a report that was sent
    Row("not_now", RESPONDING, NEXT, None, responding.put_off),
    Row("cancel", RESPONDING, NEXT, None, responding.put_off),
    Row("text", S.ASKING_RECEIPT, STAY, words.resembles_receipt, reports.say_receipt_mistyped),
    Row("text", S.LANGUAGE, NEXT, words.names_language, person.speak_named),
    Row("text", RESPONDING, STAY, words.says_nothing, person.ask_for_answer_in_words),
    Row("text", RESPONDING, STAY, words.greets, person.greet_back),
    Row("text", RESPONDING, STAY, words.thanks, person.acknowledge_thanks),
    Row("location", RESPONDING, STAY, draft.is_not_on_earth, files.refuse_here),
    *(
        row
        for content in ("text", "media", "location")
        for row in (
            Row(content, RESPONDING, NEXT, sent.is_about_given_up, responding.leave_given_up),
            Row(content, S.ANSWERING, NEXT, sent.is_still_asked, responding.send_answer),
            Row(content, (S.ANSWERING, S.ADDING), NEXT, sent.is_about_known, responding.send_addendum),
            Row(content, S.NOT_SOLVED, NEXT, sent.is_about_known, responding.send_not_solved),
            Row(content, RESPONDING, NEXT, None, responding.lose_sight),
        )
    ),
    Row("edited", ANY, STAY, sent.edits_sent, responding.send_edit),
    Row("text", S.IN_CARE, STAY, care.finds, in_care.search),
    Row("text", S.IN_CARE, STAY, words.greets, person.greet_back),
    Row("text", S.IN_CARE, STAY, words.thanks, person.acknowledge_thanks),
    #
    # about the person; a matter told meanwhile is not turned away
    Row("delete_all", S.DELETING, IDLE, None, person.forget),
    Row("keep", (S.DELETING, S.STOPPING), NEXT, None, person.leave),
    Row("stop_now", S.STOPPING, NEXT, volunteer.is_volunteer, volunteering.stop),
    Row("explain_consent", S.VOLUNTEER_NAME, STAY, None, volunteering.explain_consent),
    Row("volunteer_as", S.VOLUNTEER_NAME, NEXT, volunteer.is_invited_as_proposed, volunteering.ask_as_proposed),
    Row("volunteer_as", S.VOLUNTEER_NAME, NEXT, None, volunteering.lose_invitation),
    Row("text", S.VOLUNTEER_NAME, NEXT, volunteer.is_volunteers_name, volunteering.ask_by_name),
    Row("text", S.VOLUNTEER_NAME, NEXT, volunteer.is_name_here, volunteering.lose_invitation),
    Row("not_now", ABOUT, NEXT, None, person.leave),
    Row("cancel", ABOUT, NEXT, None, person.leave),
    Row("cancel", IDLE, STAY, None, person.say_nothing_to_cancel),
    Row("text", ANYTHING_ELSE, NEXT, words.tells_new_matter, drafts.begin_with_words),
    Row("text", S.VOLUNTEER_NAME, STAY, None, volunteering.say_name_unread),
    Row("text", S.IN_CARE, STAY, None, in_care.say_none_found),
    Row("media", ANYTHING_ELSE, NEXT, None, drafts.begin_with_media),
    Row("location", ANYTHING_ELSE, NEXT, draft.is_on_earth, drafts.begin_with_location),
    #
    # what is left: said plainly, and the question is asked again
    Row("back", IDLE, STAY, None, person.greet),
    Row("edited", ANY, STAY, None, person.say_edit_too_late),
    Row("text", ANY, STAY, None, person.say_not_understood),
    Row("media", ANY, STAY, None, files.refuse_here),
    Row("location", ANY, STAY, None, files.refuse_here),
    Row("contact", ANY, STAY, None, reporter.say_contact_unneeded),
    Row("refused_media", ANY, STAY, None, files.explain_refusal),
    Row("unsupported", ANY, STAY, None, person.say_unsupported),
    Row("unknown_command", ANY, STAY, None, person.say_unknown_command),
    Row("stale", ANY, STAY, None, person.say_stale),
    #
    # the crossing: on to what is still missing, or to a question that waits
    Row("advance", NEXT, S.IN_CARE, care.comes_back, in_care.show_again),
    Row("advance", NEXT, S.ANSWERING, sent.is_at_hand, responding.take_up_question),
    Row("advance", NEXT, IDLE, draft.has_no_draft),
    *(Row("advance", NEXT, S(field), draft.lacks(field)) for field in BEFORE_CONSENT),
    Row("advance", NEXT, S.CONSENT, draft.needs_consent),
    *(Row("advance", NEXT, S(field), draft.lacks(field)) for field in ASKED_IN_ORDER[len(BEFORE_CONSENT) :]),
    Row("advance", NEXT, REVIEW),
)

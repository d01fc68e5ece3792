"""Where a conversation can stand, in the order of the dialogue."""

from enum import StrEnum


class State(StrEnum):
    IDLE = "idle"  # nothing open: whatever the person writes begins a report
    RESUMING = "resuming"  # an unfinished draft is offered again

    # telling it: in the order in which what is missing is asked
    FOR_WHOM = "for_whom"  # a volunteer: for themself, or for somebody else
    PERSON_NAME = "person_name"  # the represented person's name
    PERSON_CONTACT = "person_contact"  # how to reach them, where they can be
    REPORT_CLASS = "report_class"  # complaint, suggestion or information request
    DESCRIPTION = "description"  # what happened
    CONSENT = "consent"  # may we keep and hand on what you tell us (once)
    CATEGORY = "category"  # up to three suggestions
    ALL_CATEGORIES = "all_categories"  # none of the three: the whole list
    EVENT_DATE = "event_date"  # when it happened
    PLACE = "place"  # where it happened
    LANDMARK = "landmark"  # a location was shared: is this the village, and what is near it
    DISTRICT = "district"  # words that name no known village: which kecamatan
    ATTACHMENTS = "attachments"  # a photo, a video, a voice note
    VISIBILITY = "visibility"  # who may see it
    NAME = "name"  # who reports, where the class needs it
    CONTACT = "contact"  # how else to reach them, where the class needs it
    PERSON_CONSENT = "person_consent"  # the represented person agrees, and how
    REVIEW = "review"  # everything at a glance: send, change or cancel
    CHANGING = "changing"  # which answer to change
    TITLE = "title"  # a better title
    CANCELLING = "cancelling"  # really drop the draft?

    # about a report that was sent
    ASKING_RECEIPT = "asking_receipt"  # whose status: waiting for a receipt number
    ANSWERING = "answering"  # an agency asked something
    ADDING = "adding"  # something to add to a report that was sent
    NOT_SOLVED = "not_solved"  # what is still wrong
    IN_CARE = "in_care"  # a volunteer looks at what they filed for others: words search in it

    # about a village list, which only volunteers send
    LIST_FILE = "list_file"  # the filled template
    LIST_ROW = "list_row"  # what is wrong in one of its rows

    # about the person
    LANGUAGE = "language"  # Indonesian or English
    DELETING = "deleting"  # really delete my data?
    VOLUNTEER_NAME = "volunteer_name"  # who would file for others
    STOPPING = "stopping"  # really be a volunteer no more?

    NEXT = "next"  # a crossing, never rested in: on to what is still missing

    @property
    def is_about_sent(self) -> bool:
        """Whether it is about what was sent, a list or the person: a draft may lie open meanwhile, or none."""
        return self in _ABOUT_SENT

    @property
    def is_response(self) -> bool:
        """Whether what the person writes goes to the sent report that the conversation is about."""
        return self in _RESPONSES

    @property
    def is_for_volunteers(self) -> bool:
        """Whether only a volunteer can stand there: to be left when they are one no more."""
        return self in _FOR_VOLUNTEERS


_ABOUT_SENT = frozenset(
    {
        State.ASKING_RECEIPT,
        State.ANSWERING,
        State.ADDING,
        State.NOT_SOLVED,
        State.LIST_FILE,
        State.LIST_ROW,
        State.IN_CARE,
        State.LANGUAGE,
        State.DELETING,
        State.VOLUNTEER_NAME,
        State.STOPPING,
    }
)
_RESPONSES = frozenset({State.ANSWERING, State.ADDING, State.NOT_SOLVED})
_FOR_VOLUNTEERS = frozenset({State.IN_CARE, State.STOPPING, State.LIST_FILE, State.LIST_ROW})

"""With nothing open, and about the person."""

from conversations.conversation import Conversation
from conversations.messages import Option, Outgoing, line
from conversations.profile import Profile
from conversations.prompts.options import option
from conversations.prompts.village_list import next_form


def idle(c: Conversation, p: Profile) -> Outgoing:
    older = [Option(f"unshelve:{c.shelf[-1].number}", line("option.unshelve"))] if c.shelf else []
    in_care = [Option("in_care", line("option.in_care"))] if c.may_file else []
    menu = (
        Option("begin", line("option.begin")),
        *older,
        *next_form(c),
        Option("my_reports", line("option.my_reports")),
        *in_care,
        Option("help", line("option.help"), is_quiet=True),
    )
    return Outgoing((line("ask.idle"),), menu)


def consent(c: Conversation, p: Profile) -> Outgoing:
    options = (
        option(c, "agree", "option.agree"),
        option(c, "explain_consent", "option.explain_consent"),
        option(c, "disagree", "option.disagree", is_quiet=True),
    )
    return Outgoing((line("ask.consent"),), options)


def language(c: Conversation, p: Profile) -> Outgoing:
    options = (Option("speak:id", line("language.id")), Option("speak:en", line("language.en")))
    return Outgoing((line("ask.language"),), options)


def deleting(c: Conversation, p: Profile) -> Outgoing:
    options = (option(c, "delete_all", "option.delete_all"), option(c, "keep", "option.keep_data"))
    return Outgoing((line("ask.deleting"),), options)

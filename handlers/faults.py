"""A fault of ours, said without what it was about: an exception's message may quote what a person wrote."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """`error` is the exception's class, `at` where it was raised (`conversations.dates:81`)."""

    error: str
    at: str


def fault_of(error: BaseException) -> Fault:
    traceback, at = error.__traceback__, ""
    while traceback is not None:
        at = f"{traceback.tb_frame.f_globals.get('__name__', '?')}:{traceback.tb_lineno}"
        traceback = traceback.tb_next
    return Fault(type(error).__name__, at)

"""Runs the flow's table: one machine for all conversations, which keeps nothing of any of them."""

from transitions import Machine

from conversations.flow import TABLE
from conversations.state import State
from conversations.step import Step

TRIGGERS = frozenset(row.trigger for row in TABLE) - {"advance"}


def _build() -> Machine:
    machine = Machine(
        model=None, states=State, initial=State.IDLE, auto_transitions=False, ignore_invalid_triggers=True
    )
    for row in TABLE:
        machine.add_transition(row.trigger, list(row.starts), row.to, conditions=row.only_if, before=row.then)
    return machine


_MACHINE = _build()


def fire(trigger: str, step: Step) -> None:
    """The row that holds for the trigger is done, and the step stands in a state that asks something.

    A word that is no trigger, or that has no row here (a button of another question), is `stale`.
    """
    if trigger not in TRIGGERS or not _pull(trigger, step):
        _pull("stale", step)
    if step.state is State.NEXT:
        _pull("advance", step)


def _pull(trigger: str, step: Step) -> bool:
    return bool(_MACHINE.events[trigger].trigger(step, step))

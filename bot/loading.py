"""A start is mostly the loading of modules; and what is loaded need not be looked through for garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (20_000, 20, 50)
"""Allocations before a look for garbage, and looks before a longer one. What a turn makes dies with it, without being
looked for: with Python's own 700 the looks took a tenth of the time under load."""


@contextmanager
def loading() -> Iterator[None]:
    """What is loaded inside stays for good: it is looked through for garbage neither meanwhile nor later."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def loaded() -> None:
    """All that stays is loaded: from now on garbage is looked for seldom, and only in what has come since."""
    gc.freeze()
    gc.set_threshold(*SELDOM)

"""A start is mostly the loading of modules: here it is made quicker. What it gave is in docs/decisions/0001."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

NOT_OURS = "rich"
"""structlog loads it where the development tools have brought it along; nothing here uses it."""


@contextmanager
def loading() -> Iterator[None]:
    """What is loaded inside stays for good: it is neither looked through for garbage now nor later."""
    is_left_out = sys.modules.setdefault(NOT_OURS, None) is None  # type: ignore[arg-type]
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        if is_left_out:
            del sys.modules[NOT_OURS]

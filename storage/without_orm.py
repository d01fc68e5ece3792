"""SQLAlchemy without its ORM, which nothing here uses. Loading it would be a seventh of every start."""

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from typing import Any

PACKAGE = "sqlalchemy.ext.asyncio"
USED = ("AsyncConnection", "AsyncEngine", "create_async_engine")


def leave_out_orm() -> None:
    """`sqlalchemy.ext.asyncio` has what is `USED` here at once; the rest, and the ORM with it, when it is asked for."""
    spec = find_spec(PACKAGE)
    if PACKAGE in sys.modules or spec is None or spec.loader is None:
        return
    package = sys.modules[PACKAGE] = module_from_spec(spec)
    engine = import_module(f"{PACKAGE}.engine")
    loader = spec.loader

    def load_the_rest(name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        del package.__getattr__
        loader.exec_module(package)
        return getattr(package, name)

    package.__dict__.update({name: getattr(engine, name) for name in USED}, __getattr__=load_the_rest)

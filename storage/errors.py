"""What went wrong in the database, named by what the caller must do. None of them holds a value of a row."""


class DatabaseAway(Exception):
    """The database cannot be reached or cannot write now: try the unit again later."""


class DatabaseRefused(Exception):
    """The database would not have it: another unit was in the way, a value is taken, or a statement is wrong.

    The same unit, done anew, may succeed.
    """


class DatabaseTooNew(Exception):
    """A newer version of the program has changed the tables: run that one."""

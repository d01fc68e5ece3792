"""Why the program cannot start: each message is one clear line for whoever started it, without secrets."""


class CannotStart(Exception):
    """Something must be mended first; the line says what."""


class WrongSettings(CannotStart):
    """Each of `lines` names one setting, says what is wrong with it and gives an example."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class CannotListen(CannotStart):
    """The port cannot be listened on; the message says why, and goes behind the port's name."""


class AlreadyRunning(CannotStart):
    """Another process holds the data folder; the operating system frees it when that process ends, however it ends."""

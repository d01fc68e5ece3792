"""What `pintulapor --help` teaches."""

from dataclasses import dataclass

PROGRAM = "pintulapor"

INTRODUCTION = """\
PintuLapor is a door into SP4N-LAPOR!: people tell in a chat what is wrong, the office
handles it at the desk, and every step comes back to the chat."""


@dataclass(frozen=True, slots=True)
class CommandEntry:
    name: str
    does: str
    example: str


COMMANDS = (
    CommandEntry("run", "start everything: chat page, desk, and all that sends", "pintulapor run"),
    CommandEntry(
        "chat", "hold a conversation in this terminal, or from a file", "pintulapor chat --as budi < said.txt"
    ),
    CommandEntry("migrate", "make the database, or bring it up to date", "pintulapor migrate"),
    CommandEntry("doctor", "check everything and say what to mend", "pintulapor doctor"),
    CommandEntry(
        "outbox",
        "list what has not reached its backend, show it, try it again, or give it up",
        "pintulapor outbox list",
    ),
    CommandEntry(
        "volunteers",
        "invite KIM volunteers, list them, approve, suspend, resume or end them, revoke an invitation",
        'pintulapor volunteers invite --group "KIM Sangatta Utara" --area 64.08.04',
    ),
    CommandEntry(
        "quarantine",
        "list messages that could not be handled, replay them after an update, or drop them",
        "pintulapor quarantine list",
    ),
)

IN_THE_CHAT = """\
In the chat: write as you would to the office. A number, or the words beside it, chooses
an option; /bantuan shows the commands; @photo.jpg sends a file and what follows it is
its caption; @lokasi -0.5,117.5 sends a place. The end of input (Ctrl-D) ends it."""


def whole() -> str:
    """The text of `--help`: what this is, the commands with an example each, the settings with their defaults."""
    from bot.settings import ENV_FILE, Settings, variable

    commands = "\n".join(f"  {c.name:10} {c.does}\n             {c.example}" for c in COMMANDS)
    settings = "\n".join(
        f"  {variable(name)}={about.get_default() or ''}\n      {about.description}"
        for name, about in Settings.model_fields.items()
    )
    return "\n\n".join(
        (
            INTRODUCTION,
            f"usage: {PROGRAM} COMMAND [--help]     {PROGRAM} --version",
            f"Commands, each with an example:\n{commands}",
            IN_THE_CHAT,
            f"Settings, from the environment or a file {ENV_FILE}, and what holds without them:\n{settings}",
            "Exit codes: 0 done; 1 something must be mended; 2 a wrong call or a wrong setting.\n",
        )
    )

"""`pintulapor run` that is killed and started again on the same data."""

import asyncio
import signal
import sys
from contextlib import suppress
from pathlib import Path

from tests.bot.processes import ADDRESS, LINK, PATIENCE_SECONDS, environment


class Server:
    """One process at a time. Whoever needs it waits until it serves."""

    def __init__(self, folder: Path, **settings: object) -> None:
        self.log = folder / "log"
        self._folder = folder
        self._environment = environment(**{"http_port": 0} | settings)
        self._process: asyncio.subprocess.Process | None = None
        self._reading = asyncio.create_task(asyncio.sleep(0))
        self._serves = asyncio.Event()
        self._is_ending = False
        self._address = ""
        self._desk_link = ""

    async def start(self) -> None:
        """The process is there; it does not serve yet."""
        with self.log.open("a") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                cwd=self._folder,
                env=self._environment,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        assert self._process.stdout
        self._address, self._is_ending = "", False
        self._reading = asyncio.create_task(self._read(self._process.stdout))

    def send(self, number: int) -> None:
        assert self._process
        with suppress(ProcessLookupError):
            self._process.send_signal(number)

    async def end(self, number: int) -> int:
        """The process is gone, by this signal. The exit code."""
        assert self._process
        self._is_ending = True
        self._serves.clear()
        self.send(number)
        code = await asyncio.wait_for(self._process.wait(), PATIENCE_SECONDS)
        await self._reading
        self._serves.clear()
        return code

    async def clear_away(self) -> None:
        if self._process and self._process.returncode is None:
            await self.end(signal.SIGKILL)

    async def address(self) -> str:
        """Where it listens, once it serves."""
        await self._serves.wait()
        assert self._address, self.log.read_text().splitlines()[-1]
        return self._address

    async def desk_link(self) -> str:
        """What signs a browser in at the desk."""
        await self._serves.wait()
        return self._desk_link

    async def _read(self, said: asyncio.StreamReader) -> None:
        async for row in said:
            if found := ADDRESS.search(row.decode()):
                self._address = found[1]
            if found := LINK.search(row.decode()):
                self._desk_link = found[1]
                self._serves.set()
        if not self._is_ending:  # it never served, or has crashed: nobody need wait for it
            self._serves.set()

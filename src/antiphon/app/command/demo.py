"""`demo`: the product on a folder of its own, and beside it a program full of synthetic people.

`python -m antiphon.app.command.demo` is that program; it reads its settings from standard input.
"""

import asyncio
import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import structlog
import uvloop

from antiphon.app.command.errors import say, telling_errors
from antiphon.app.logs import configure_logs
from antiphon.app.preparation.steps import Prepared
from antiphon.app.processes import Announce, Shutdown, run_everything
from antiphon.app.serve import serve
from antiphon.app.settings import Settings, read_settings
from antiphon.kernel.children import kill
from antiphon.simulation.demo import DemoImpossible, DemoSettings, run_demo
from antiphon.telephony.asterisk.process import AsteriskProcess

_SETUP_LINK = re.compile(r"/welcome#([\w-]+)")
_PEOPLE_LEAVE_WITHIN_S = 3.0
_LOOK_S = 0.1

log = structlog.get_logger()


def run_demo_centre(data: Path | None, pace: float, **given: Any) -> None:
    """Prepare, start, fill with people, and serve until told to end."""
    with telling_errors():
        folder = data or Path(os.environ.get("ANTIPHON_DATA", "var")) / "demo"
        settings = read_settings(data=folder, **given)
        configure_logs(settings.data / "log" / "antiphon.log", level=settings.log_level)

        async def serve_demo(
            settings: Settings,
            prepared: Prepared,
            asterisk: AsteriskProcess,
            announce: Announce,
            shutdown: Shutdown,
        ) -> None:
            people = _People(settings, prepared, pace)
            filling = asyncio.create_task(people.live(), name="synthetic people")
            try:
                await serve(settings, prepared, asterisk, people.overhear(announce), shutdown)
            finally:
                filling.cancel()
                (result,) = await asyncio.gather(filling, return_exceptions=True)
                if isinstance(result, Exception):
                    log.error("demo.people_failed", why=repr(result))

        uvloop.run(run_everything(settings, sys.stdout, serve_demo, say))


class _People:
    """The child process with the synthetic people in it."""

    def __init__(self, settings: Settings, prepared: Prepared, pace: float) -> None:
        self._settings = DemoSettings(
            origin=settings.origin,
            sip=(settings.bind_address, settings.sip_port),
            folder=str(settings.data),
            speech=prepared.installation.espeak_command(),
            seconds_between_calls=pace,
        )
        self._address = (settings.bind_address, settings.port)

    def overhear(self, announce: Announce) -> Announce:
        """Keep the one-time link for ourselves; pass on whatever else is said."""

        def hear(text: str) -> None:
            found = _SETUP_LINK.search(text)
            if found is None:
                announce(text)
            else:
                token = found.group(1)
                self._settings = msgspec.structs.replace(self._settings, setup_token=token)

        return hear

    async def _until_open(self) -> None:
        """The link is announced before the first connection is taken."""
        while True:
            try:
                _, writer = await asyncio.open_connection(*self._address)
            except OSError:
                await asyncio.sleep(_LOOK_S)
            else:
                writer.close()
                return

    async def live(self) -> None:
        """Run the program; what it says is for the person who looks."""
        await self._until_open()
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "antiphon.app.command.demo",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
        assert child.stdin is not None  # noqa: S101 (PIPE was asked for)
        assert child.stdout is not None  # noqa: S101
        try:
            child.stdin.write(msgspec.json.encode(self._settings) + b"\n")
            async for line in child.stdout:
                say(line.decode(errors="replace").rstrip())
            say(f"The synthetic people have left ({await child.wait()}).")
        finally:
            # They hang up when they see their input end.
            child.stdin.close()
            with suppress(TimeoutError):
                await asyncio.wait_for(child.wait(), _PEOPLE_LEAVE_WITHIN_S)
            await kill(child)


def _people() -> None:
    settings = msgspec.json.decode(sys.stdin.buffer.readline(), type=DemoSettings)
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 (a device)
        configure_logs(Path(settings.folder) / "log" / "demo.log", level="info", stream=nowhere)
        try:
            uvloop.run(_until_the_product_ends(settings))
        except DemoImpossible as error:
            say(str(error))
            sys.exit(1)
        except KeyboardInterrupt:
            pass


async def _until_the_product_ends(settings: DemoSettings) -> None:
    """Standard input is closed when the product ends, however it ends: nobody stays behind."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()

    def look() -> None:
        if not os.read(sys.stdin.fileno(), 64):
            loop.remove_reader(sys.stdin.fileno())
            ended.set()

    loop.add_reader(sys.stdin.fileno(), look)
    people = asyncio.create_task(run_demo(settings, say), name="demo")
    waiting = asyncio.create_task(ended.wait(), name="end of the product")
    await asyncio.wait([people, waiting], return_when=asyncio.FIRST_COMPLETED)
    for task in (people, waiting):
        if not task.done():
            task.cancel()
    with suppress(asyncio.CancelledError):
        await people


if __name__ == "__main__":
    _people()

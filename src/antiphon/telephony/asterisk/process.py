"""The Asterisk child: started or adopted, watched, restarted, ended.

Asterisk runs in a session of its own and writes to files, so calls survive the death of the control
plane; the next one on the same folder finds it by its process number and start time and takes it
over. Policy: `_watch_health` (three failed probes in ten seconds are an alarm, thirty seconds of
them a restart unless it is only busy).
"""

import asyncio
import hashlib
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import msgspec
import psutil
import structlog

from antiphon.kernel.backoff import Backoff
from antiphon.kernel.children import ProgramFailed, run
from antiphon.telephony.asterisk.browser_sound import can_be_asked, write_switch
from antiphon.telephony.asterisk.configuration import USER, EngineSettings, write_configuration
from antiphon.telephony.asterisk.engine_log import LogFollower
from antiphon.telephony.asterisk.exit_watch import wait_for_exit
from antiphon.telephony.asterisk.health import Alarm, Health, Probe, answers
from antiphon.telephony.asterisk.installation import Installation
from antiphon.telephony.asterisk.last_words import last_words
from antiphon.telephony.asterisk.probe import probe_channels
from antiphon.telephony.asterisk.process_record import (
    Running,
    end,
    find_running,
    is_same,
    process_file,
    write_private,
)

READY_WITHIN_S = 30.0
_LOG_LIMIT = 50 * 1024 * 1024
# Files that Asterisk reads only once; a change in the others is taken over by a reload.
_READ_ONCE = ("asterisk.conf", "modules.conf", "http.conf", "pjsip.conf", "rtp.conf", "ari.conf")

log = structlog.get_logger()


class EngineFailed(Exception):  # noqa: N818 (it names what happened)
    """Asterisk did not come up; the text holds its own last words."""


class AsteriskProcess:
    """One Asterisk on one folder."""

    def __init__(
        self,
        installation: Installation,
        settings: EngineSettings,
        *,
        probe: Probe | None = None,
        alarm: Alarm = lambda _code: None,
    ) -> None:
        self.installation = installation
        self.settings = settings
        self.is_adopted = False
        self._probe = probe or self._probe_over_http
        self._alarm = alarm
        self._health = Health(self._probe, alarm, self._processor_s)
        self._running: Running | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0

    @property
    def pid(self) -> int | None:
        """The process number of the Asterisk that runs now."""
        return self._running.pid if self._running else None

    async def start(self) -> None:
        """Have an Asterisk that answers: the one that still runs here, or a new one.

        Raises:
            EngineFailed: it ended or did not answer in time.
        """
        found = find_running(self.settings.folder)
        write_configuration(self.settings)
        read_once, reloadable = self._digests()
        if found is not None and found.read_once == read_once:
            await self._adopt(found, reloadable)
            return
        if found is not None:
            log.warning("engine.replaced", pid=found.pid, why="its settings have changed")
            self._running = found
            await self.stop()
        self._spawn(read_once, reloadable)
        await self._wait_until_ready()

    async def supervise(self) -> None:
        """Keep it running until cancelled; the Asterisk itself is left as it is then."""
        backoff = Backoff()
        while True:
            follower = LogFollower(self.settings.log_file, from_start=not self.is_adopted)
            async with asyncio.TaskGroup() as group:
                following = group.create_task(follower.follow(), name="engine log")
                rotating = group.create_task(self._rotate_log(), name="engine log rotation")
                why = await self._until_it_fails()
                following.cancel()
                rotating.cancel()
            self._alarm("engine.ended")
            log.error("engine.ended", why=why, pid=self.pid)
            await self.stop(kill=True)
            await self._restart(backoff)

    async def stop(self, *, kill: bool = False) -> None:
        """End it, calls and all; within three seconds by force."""
        running, self._running = self._running, None
        if running is None or not is_same(running):
            self._reap()
            return
        await end(running, kill=kill)
        self._reap()
        self._state_file.unlink(missing_ok=True)

    async def _restart(self, backoff: Backoff) -> None:
        while True:
            delay = backoff.next_delay(time.monotonic() - self._started_at)
            if delay:
                log.info("engine.restart_delayed", seconds=delay)
            await asyncio.sleep(delay)
            try:
                await self.start()
            except EngineFailed as error:
                log.error("engine.start_failed", why=str(error))
                await self.stop(kill=True)
                continue
            log.warning("engine.restarted", pid=self.pid)
            self._alarm("engine.restarted")
            return

    async def _adopt(self, found: Running, reloadable: str) -> None:
        self._running = found
        self.is_adopted = True
        self._started_at = time.monotonic()
        if found.reloadable != reloadable:
            with suppress(ProgramFailed):
                await self._command_line("core reload")
            self._remember(msgspec.structs.replace(found, reloadable=reloadable))
        log.info("engine.adopted", pid=found.pid)

    def _spawn(self, read_once: str, reloadable: str) -> None:
        self.settings.log_file.unlink(missing_ok=True)
        has_console = can_be_asked(self.settings.console)
        write_switch(self.settings.browser_switch, is_on=not has_console)
        command = self.installation.asterisk_command(
            "-f", "-C", str(self.settings.configuration_file)
        )
        with self._console_file.open("wb") as console:
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=subprocess.STDOUT,
                cwd=self.settings.folder,
                # Its own session: a Ctrl-C in our terminal must not end the calls before we do.
                start_new_session=True,
            )
        self.is_adopted = False
        self._started_at = time.monotonic()
        pid = self._child.pid
        created_at = psutil.Process(pid).create_time()
        self._remember(
            Running(pid=pid, created_at=created_at, read_once=read_once, reloadable=reloadable)
        )
        log.info("engine.started", pid=pid, version=self.installation.version)

    async def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_WITHIN_S
        assert self.pid is not None  # noqa: S101 (it was just started)
        exited = asyncio.ensure_future(wait_for_exit(self.pid))
        try:
            while not exited.done():
                if await answers(self._probe):
                    return
                if time.monotonic() > deadline:
                    why = f"no answer within {READY_WITHIN_S:.0f} s"
                    raise EngineFailed(f"{why}{await self._last_words()}")
                # Nothing announces readiness; a refused connection is answered at once.
                await asyncio.wait([exited], timeout=0.05)
        finally:
            exited.cancel()
        raise EngineFailed(f"ended at once{await self._last_words()}")

    async def _until_it_fails(self) -> str:
        assert self.pid is not None  # noqa: S101 (supervise follows start)
        exited = asyncio.ensure_future(wait_for_exit(self.pid))
        unwell = asyncio.ensure_future(self._health.until_lost())
        try:
            await asyncio.wait([exited, unwell], return_when=asyncio.FIRST_COMPLETED)
            return "its process ended" if exited.done() else "it stopped answering"
        finally:
            exited.cancel()
            unwell.cancel()

    def _processor_s(self) -> float:
        """The processor time that Asterisk has used so far."""
        try:
            times = psutil.Process(self._running.pid).cpu_times() if self._running else None
        except psutil.NoSuchProcess:
            return 0.0
        return float(times.user + times.system) if times is not None else 0.0

    async def _probe_over_http(self) -> None:
        await probe_channels(self.settings.http_port, USER, self.settings.password)

    async def _rotate_log(self) -> None:
        while True:
            await asyncio.sleep(60)
            with suppress(OSError, ProgramFailed):
                if self.settings.log_file.stat().st_size > _LOG_LIMIT:
                    await self._command_line("logger rotate")

    async def _command_line(self, command: str) -> None:
        configuration = str(self.settings.configuration_file)
        await run(self.installation.asterisk_command("-C", configuration, "-rx", command))

    def _digests(self) -> tuple[str, str]:
        once, again = hashlib.sha256(str(self.installation.asterisk).encode()), hashlib.sha256()
        for path in sorted((self.settings.folder / "etc").glob("*.conf")):
            (once if path.name in _READ_ONCE else again).update(path.read_bytes())
        return once.hexdigest(), again.hexdigest()

    async def _last_words(self) -> str:
        files = (self._console_file, self.settings.log_file)
        return await asyncio.to_thread(last_words, self.installation, *files)

    def _remember(self, running: Running) -> None:
        self._running = running
        write_private(self._state_file, msgspec.json.encode(running))

    def _reap(self) -> None:
        if self._child is not None:
            self._child.wait()
            self._child = None

    @property
    def _state_file(self) -> Path:
        return process_file(self.settings.folder)

    @property
    def _console_file(self) -> Path:
        return self.settings.folder / "log" / "console.log"

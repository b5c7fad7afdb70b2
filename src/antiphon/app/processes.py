"""The process tree: this process and its Asterisk, their start, their watch and their end.

Order of the end, all within five seconds: new calls are refused; with `--drain` the calls in
progress are waited for; the centre stops (its journal is closed); Asterisk is ended. A second
signal skips what is left of it, and what will not end at all is named and left: the journal is
written for that. When we are killed instead, Asterisk goes on with its calls and
the next start on the same data folder takes it over.
"""

import asyncio
import os
import resource
import shutil
import signal
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol, TextIO

import structlog

from antiphon.app.certificate import check_pair, expires_at, provide_certificate
from antiphon.app.data_folder import locked
from antiphon.app.ports import check_ports
from antiphon.app.preparation.board import open_board
from antiphon.app.preparation.steps import PreparationFailed, Prepared, prepare
from antiphon.app.settings import Settings
from antiphon.kernel.clock import SystemClock
from antiphon.telephony.asterisk.configuration import EngineSettings
from antiphon.telephony.asterisk.installation import Installation
from antiphon.telephony.asterisk.process import AsteriskProcess
from antiphon.telephony.asterisk.process_record import provide_access, running_pid

# Asterisk walks all of its descriptors at some times: more than this serves no machine.
_MOST_FILES = 1 << 18
_CENTRE_STOPS_WITHIN_S = 1.5
# After it was cancelled.
_ENDS_WITHIN_S = 5.0
_ROOM_TO_BEGIN = 200 << 20

Announce = Callable[[str], None]

log = structlog.get_logger()


class Shutdown:
    """The wish to end: asked for once it is orderly, asked for twice it is at once."""

    def __init__(self, *, is_draining: bool) -> None:
        self.asked = asyncio.Event()
        self.at_once = asyncio.Event()
        # Whether calls in progress are waited for; ask it after `asked`.
        self.is_draining = is_draining

    def ask(self) -> None:
        """Somebody wants us to end."""
        if self.asked.is_set():
            self.at_once.set()
        self.asked.set()

    @property
    def waits_for_calls(self) -> bool:
        """Whether to go on until the last call has ended."""
        return self.is_draining and not self.at_once.is_set()


# The centre: it takes calls until `Shutdown.asked`, then waits for calls if told so, and returns.
Serve = Callable[[Settings, Prepared, AsteriskProcess, Announce, Shutdown], Awaitable[None]]


async def run_everything(settings: Settings, out: TextIO, serve: Serve, say: Announce) -> None:
    """Prepare, start, serve and end, on a data folder of our own.

    Raises:
        DataFolderInUse, PortTaken, CertificateUnusable, PreparationFailed, EngineFailed: nothing
            was left running.
    """
    raise_file_limit()
    shutdown = Shutdown(is_draining=settings.drain)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, shutdown.ask)
    with locked(settings.data, url=settings.own_url):
        # Told before anything is fetched or built; an Asterisk that goes on has its ports already.
        is_new = running_pid(settings.engine_folder) is None
        check_ports(
            settings.bind_address,
            web=settings.port,
            sip=settings.sip_port if is_new else None,
            sip_tls=settings.tls_port if is_new else None,
            rtp=settings.rtp_ports if is_new else None,
        )
        _check_certificate(settings, say)
        check_room(settings, shutil.disk_usage(settings.data).free)
        with open_board(out) as board:
            prepared = await _unless_asked(prepare(settings, board), shutdown)
        if prepared is None:
            say("Interrupted; the next start goes on from here.")
            return
        asterisk = asterisk_of(settings, prepared.installation)
        if settings.is_public:
            _tell_what_is_open(settings, say)
        stuck: list[str] = []
        try:
            await asterisk.start()
            centre = serve(settings, prepared, asterisk, say, shutdown)
            stuck = await watch(centre, asterisk, say, shutdown)
        finally:
            await asterisk.stop(kill=shutdown.at_once.is_set())
        if stuck:
            log.critical("process.stuck", at=stuck)
            sys.stdout.flush()
            os._exit(1)
    log.info("process.ended")


def check_room(settings: Settings, free: int) -> None:
    """A new centre needs some room; one that is there starts on a full disk, to serve its calls.

    Raises:
        PreparationFailed: so few bytes are too few to begin with.
    """
    is_new = settings.journal_url is None and not settings.journal_file.exists()
    if is_new and free < _ROOM_TO_BEGIN:
        raise PreparationFailed(
            f"only {free >> 20} MB are free on the disk of {settings.data}: at least "
            f"{_ROOM_TO_BEGIN >> 20} MB are needed to begin, and recordings need more"
        )


def _tell_what_is_open(settings: Settings, say: Announce) -> None:
    low, high = settings.rtp_ports
    say(
        f"Whoever reaches {settings.public} reaches the page (port {settings.port}), SIP "
        f"({settings.sip_port}, {settings.tls_port}) and the sound of calls (UDP {low}-{high}): "
        "in the firewall let only your carriers and phones come to SIP."
    )
    if settings.tls_cert is None:
        say(
            f"The certificate for {settings.public} is signed by ourselves, so browsers warn: "
            "name a real one with tls_cert and tls_key."
        )


def _check_certificate(settings: Settings, say: Announce) -> None:
    if settings.tls_cert is None or settings.tls_key is None:
        return
    check_pair(settings.tls_cert, settings.tls_key)
    end = expires_at(settings.tls_cert)
    if end < SystemClock().now():
        say(f"The certificate {settings.tls_cert} ended on {end:%Y-%m-%d}: browsers refuse it.")


def asterisk_of(settings: Settings, installation: Installation) -> AsteriskProcess:
    """The Asterisk of this data folder, not started yet."""
    folder = settings.engine_folder
    access = provide_access(folder)
    address = settings.bind_address
    cert, key = settings.tls_cert, settings.tls_key
    if cert is None or key is None:
        name = settings.public or address
        own = provide_certificate(settings.tls_folder, name, now=SystemClock().now())
        cert, key = own.cert, own.key
    return AsteriskProcess(
        installation,
        EngineSettings(
            folder=folder,
            modules=installation.modules,
            data=installation.data,
            music=installation.music,
            own_music=settings.music_folder,
            http_port=access.http_port,
            sip_port=settings.sip_port,
            rtp_ports=settings.rtp_ports,
            password=access.password,
            address=address,
            announced_address=None if settings.public in (None, address) else settings.public,
            tls_port=settings.tls_port,
            tls_cert=cert,
            tls_key=key,
            trusted=settings.tls_folder / "trusted",
        ),
    )


def raise_file_limit() -> int:
    """Let this process and its children open as many files as the system allows them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return max(soft, wanted)


class Supervised(Protocol):
    """An engine that is kept running."""

    async def supervise(self) -> None:
        """Keep it running until cancelled."""


async def watch(
    serving: Awaitable[None],
    engine: Supervised,
    say: Announce,
    shutdown: Shutdown,
    *,
    ends_within_s: float = _ENDS_WITHIN_S,
) -> list[str]:
    """Have the centre and its engine run until one of them ends or somebody asks for the end.

    Gives where that stands which did not end, though it was cancelled `ends_within_s` ago.
    """
    centre = asyncio.ensure_future(serving)
    kept = asyncio.ensure_future(engine.supervise())
    asked = asyncio.ensure_future(shutdown.asked.wait())
    try:
        ends: list[asyncio.Future[Any]] = [centre, kept, asked]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        if shutdown.asked.is_set():
            waits = shutdown.waits_for_calls
            say("Ending when the last call has ended." if waits else "Ending.")
        await _wait_for_centre(centre, shutdown)
    finally:
        for task in (asked, kept, centre):
            task.cancel()
        done, stuck = await asyncio.wait({asked, kept, centre}, timeout=ends_within_s)
    for task in (kept, centre):
        if task in done and not task.cancelled() and (error := task.exception()):
            raise error
    return [_where(task) for task in stuck]


def _where(task: asyncio.Future[Any]) -> str:
    """Where a task stands: each file and line, from the outermost to what it waits for."""
    lines: list[str] = []
    step: Any = task.get_coro() if isinstance(task, asyncio.Task) else None
    while (frame := getattr(step, "cr_frame", None)) is not None:
        lines.append(f"{Path(frame.f_code.co_filename).name}:{frame.f_lineno}")
        step = step.cr_await
    return " > ".join(lines)


async def _wait_for_centre(centre: asyncio.Future[None], shutdown: Shutdown) -> None:
    if not shutdown.asked.is_set():
        return
    if shutdown.waits_for_calls:
        at_once = asyncio.ensure_future(shutdown.at_once.wait())
        ends: list[asyncio.Future[Any]] = [centre, at_once]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        at_once.cancel()
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.shield(centre), _CENTRE_STOPS_WITHIN_S)


async def _unless_asked(work: Awaitable[Prepared], shutdown: Shutdown) -> Prepared | None:
    task = asyncio.ensure_future(work)
    asked = asyncio.ensure_future(shutdown.asked.wait())
    ends: list[asyncio.Future[Any]] = [task, asked]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    asked.cancel()
    if not task.done():
        task.cancel()
        await asyncio.wait([task])
        return None
    return task.result()

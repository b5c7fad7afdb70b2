"""The centre on its engine and its port: what `up` runs until it is told to end.

Start: journal, replay, database, engine, web; once calls are taken, the worker. End: new calls are
refused, calls in progress are waited for when draining, then everything stops in the reverse order.
"""

import asyncio
from contextlib import suppress

import structlog
from prometheus_client import REGISTRY
from sqlalchemy.ext.asyncio import AsyncEngine

from antiphon.app import tidying
from antiphon.app.centre.engine.away_sound import AwaySound
from antiphon.app.centre.engine.effects import CallEffects
from antiphon.app.centre.engine.switchboard import Admission, Switchboard
from antiphon.app.centre.loop import Centre
from antiphon.app.centre.world_snapshot import WorldSnapshots
from antiphon.app.past.source import Source
from antiphon.app.preparation.steps import Prepared
from antiphon.app.processes import Announce, Shutdown
from antiphon.app.projections import open_board
from antiphon.app.settings import Settings
from antiphon.app.web.assembly import (
    build_app,
    open_identity,
    open_lines,
    open_music,
    open_past,
    open_phones,
    open_running_recordings,
    parts_of,
)
from antiphon.app.web.history_parts import open_history
from antiphon.app.web.server import server_of
from antiphon.app.worker.process import WorkerProcess, job_of
from antiphon.database.engine import open_database, telling_damage
from antiphon.database.sealing import provide_seal
from antiphon.flows.away_text_api import AwayVoice
from antiphon.flows.espeak import EspeakVoice
from antiphon.flows.prompts import PromptStore
from antiphon.journal.contract import Journal, JournalBroken
from antiphon.journal.sqlite import SqliteJournal
from antiphon.kernel.clock import SystemClock
from antiphon.kernel.ids import DEFAULT_TENANT
from antiphon.recordings.contract import NoteRecording, Result
from antiphon.recordings.storage import RecordingStore
from antiphon.telephony.asterisk.engine import AsteriskEngine
from antiphon.telephony.asterisk.process import AsteriskProcess
from antiphon.telephony.asterisk.sounds import DEFAULT_MUSIC
from antiphon.telephony.lines import PhoneServer

log = structlog.get_logger()

_DRAIN_LOOK_S = 0.5
_WORKER_WAITS_S = 5.0


async def serve(
    settings: Settings,
    prepared: Prepared,
    asterisk: AsteriskProcess,
    announce: Announce,
    shutdown: Shutdown,
) -> None:
    """Serve until `shutdown` asks to end and, when draining, the last call has ended.

    Raises:
        JournalBroken: the journal cannot be trusted or written.
        DatabaseDamaged: the database cannot be read.
    """
    broken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    admission = Admission(settings.let_in_per_s)
    journal = await _open_journal(settings, admission, broken)
    database = open_database(settings.database_address)
    try:
        snapshots = WorldSnapshots(
            journal, DEFAULT_TENANT, region=settings.region, timezone=settings.timezone
        )
        world, position = await snapshots.load()
        centre = Centre(journal, SystemClock(), DEFAULT_TENANT, world, position)
        site = Site(settings, prepared, asterisk, centre, database, admission=admission)
        with telling_damage(settings.database_address):
            await site.open(announce)
        await site.run(announce, shutdown, broken)
    finally:
        await database.dispose()
        with suppress(JournalBroken):
            await journal.close()


async def _open_journal(
    settings: Settings, admission: Admission, broken: "asyncio.Future[None]"
) -> Journal:
    if settings.journal_url is not None:
        # Its driver takes longer to import than a restart should wait for something unused.
        from antiphon.journal.postgres import PostgresJournal  # noqa: PLC0415

        return await PostgresJournal.open(settings.journal_url, on_broken=broken.set_exception)
    return await SqliteJournal.open(
        settings.journal_file, on_broken=broken.set_exception, on_short=admission.tell_short
    )


class Site:
    """The running parts of one tenant on one machine."""

    def __init__(
        self,
        settings: Settings,
        prepared: Prepared,
        asterisk: AsteriskProcess,
        centre: Centre,
        database: AsyncEngine,
        *,
        admission: Admission,
    ) -> None:
        self._admission = admission
        self._settings = settings
        self._prepared = prepared
        self._database = database
        self._clock = SystemClock()
        self._engine = AsteriskEngine(asterisk.settings)
        self._phone_server = PhoneServer(
            host=settings.public,
            port=settings.sip_port,
            tls_port=asterisk.settings.tls_port,
        )
        self._sip_url = f"ws://127.0.0.1:{asterisk.settings.http_port}/ws"
        self._music_folder = asterisk.settings.music_folder(DEFAULT_MUSIC).parent
        voice = EspeakVoice(prepared.installation.espeak_command())
        self._prompts = PromptStore(settings.data / "prompts", voice)
        self.centre = centre
        self._effects = CallEffects(centre.world, self._engine, self._prompts)
        self._away_sound = AwaySound(
            centre.world.away_text, self._prompts, asterisk.settings.away_prompt
        )
        board = open_board()
        self._worker = WorkerProcess(
            job_of(settings, source_of(settings), asterisk.settings),
            board,
            on_finished=self._note_recording,
        )
        self._board = board

    async def open(self, announce: Announce) -> None:
        """Rebuild the state, connect the parts, and say where to sign in."""
        snapshot = self.centre.position
        count = await self.centre.restore()
        log.info("journal replayed", events=count, after_snapshot_at=snapshot)
        identity = await open_identity(self._database, DEFAULT_TENANT, self._clock)
        seal = provide_seal(self._settings.key_file)
        lines = await open_lines(self._database, DEFAULT_TENANT, self.centre, self._engine, seal)
        self._switchboard = Switchboard(
            self.centre, self._engine, self._effects, lines, self._admission
        )
        self._engine.listen(self._switchboard.hear)
        self.centre.subscribe(self._effects.listen)
        self.centre.subscribe(self._switchboard.listen)
        self.centre.subscribe(self._away_sound.listen)
        self.centre.subscribe(lambda recorded: self._worker.notify(recorded[-1].position))
        parts = parts_of(self.centre, identity, lines, self._clock, submit=self._switchboard.submit)
        recordings = RecordingStore(self._settings.recordings_folder, self._clock)
        await open_history(parts, self._database, self.centre, recordings, self._board)
        open_running_recordings(parts, self.centre, self._engine.recording_files)
        open_phones(parts, self._sip_url, self._phone_server)
        open_music(parts, self._music_folder)
        parts.add(AwayVoice, AwayVoice(self._away_sound.speak))
        self._past = open_past(parts, source_of(self._settings), self._clock)
        app = build_app(
            parts,
            web_folder=self._prepared.web or self._settings.web_folder,
            readiness=lambda: {"engine": self._switchboard.is_open.is_set()},
            background=self._background,
            registry=REGISTRY,
        )
        self._web = server_of(app, self._settings, self._clock)
        announce(f"Open {self._settings.origin}")
        if await identity.sign_in.needs_first_administrator():
            token = await identity.sign_in.mint_setup_token()
            announce(f"First administrator, once: {self._settings.origin}/welcome#{token}")

    async def run(
        self, announce: Announce, shutdown: Shutdown, broken: "asyncio.Future[None]"
    ) -> None:
        """Work until told to end, or until the journal breaks."""
        tidying.begin()
        tidy = tidying.Tidying(self._clock, lambda: not self.centre.world.calls.calls)
        web = asyncio.create_task(self._web.serve(), name="web")
        tasks = [
            asyncio.create_task(self.centre.run(), name="centre"),
            asyncio.create_task(self._engine.start(), name="engine"),
            asyncio.create_task(self._switchboard.run(), name="switchboard"),
            asyncio.create_task(tidy.run(), name="tidying"),
        ]
        ready = asyncio.create_task(self._when_ready(announce), name="ready")
        worker = asyncio.create_task(self._have_worker(), name="worker")
        asked = asyncio.create_task(self._end_of_service(shutdown), name="end of service")
        try:
            working = [*tasks, web]
            await asyncio.wait([*working, asked, broken], return_when=asyncio.FIRST_COMPLETED)
            for task in working:
                if task.done() and (error := task.exception()) is not None:
                    raise error
            if broken.done():
                broken.result()
        finally:
            self._web.should_exit = True
            self._switchboard.end()
            await self._engine.stop()
            # While there is still a centre that answers the last requests.
            await asyncio.gather(web, return_exceptions=True)
            for task in [*tasks, asked, ready]:
                task.cancel()
            await asyncio.gather(*tasks, asked, ready, return_exceptions=True)
            await self._worker.end()
            await self._past.close()
            worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)
            await self._prompts.close()

    async def _when_ready(self, announce: Announce) -> None:
        await self._switchboard.is_open.wait()
        announce("Ready to take calls.")
        # It takes a processor for a second or two, and calls go first.
        await self._away_sound.run()

    async def _have_worker(self) -> None:
        # Its start takes a processor for a second, and calls go first.
        with suppress(TimeoutError):
            async with asyncio.timeout(_WORKER_WAITS_S):
                await self._switchboard.is_open.wait()
        self._worker.notify(self.centre.position)
        await self._worker.run()

    def _background(self) -> dict[str, bool]:
        return {
            "worker": not self._worker.is_down,
            "projections": all(one.stopped_by is None for one in self._board.list()),
        }

    def _note_recording(self, result: Result) -> None:
        self.centre.tell(NoteRecording(result=result))

    async def _end_of_service(self, shutdown: Shutdown) -> None:
        await shutdown.asked.wait()
        with suppress(Exception):
            await self._engine.close_for_calls()
        while shutdown.waits_for_calls and self.centre.world.calls.calls:
            with suppress(TimeoutError):
                async with asyncio.timeout(_DRAIN_LOOK_S):
                    await shutdown.at_once.wait()


def source_of(settings: Settings) -> Source:
    """The journal that the time machine and the worker read."""
    return Source(
        journal=settings.journal_url or str(settings.journal_file),
        is_remote=settings.journal_url is not None,
        region=settings.region,
        timezone=settings.timezone,
    )

"""The web application with everything behind it in memory or in a temporary folder."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import httpx2
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from sqlalchemy import text
from tests.support.fake_clock import FakeClock
from tests.support.fake_lines_engine import FakeLinesEngine

from antiphon.app.centre.loop import Centre
from antiphon.app.past.source import Source
from antiphon.app.projections import all_projections, open_board
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
from antiphon.database.engine import open_database, writing
from antiphon.database.sealing import provide_seal
from antiphon.edge.parts import Parts
from antiphon.flows.away_text_api import AwayVoice
from antiphon.flows.voice import PromptFailed
from antiphon.identity.passwords import PasswordCost
from antiphon.identity.permissions import Role
from antiphon.identity.users import Users
from antiphon.journal.progress import ProgressBoard
from antiphon.journal.projections import Projections
from antiphon.journal.sqlite import SqliteJournal
from antiphon.journal.tail import Tail
from antiphon.kernel.ids import DEFAULT_TENANT
from antiphon.recordings.storage import RecordingStore
from antiphon.telephony.engine import TelephoneEngine
from antiphon.telephony.lines import PhoneServer

ORIGIN = "http://antiphon.test"
PASSWORD = "correct horse battery"


class Site:
    """The application, and browsers that visit it."""

    lost_after_s = 0.3
    # Nobody listens there; a test that needs an engine puts its own into the gateway.
    sip_url = "ws://127.0.0.1:9/ws"
    history: ProgressBoard
    rebuild_history: Callable[[], Awaitable[None]]

    def __init__(
        self,
        *,
        app: FastAPI,
        parts: Parts,
        clock: FakeClock,
        centre: Centre,
        engine: FakeLinesEngine,
        ready: dict[str, bool],
    ) -> None:
        self.app = app
        self.parts = parts
        self.clock = clock
        self.centre = centre
        self.engine = engine
        self.ready = ready

    def browser(self, address: str = "10.0.0.1") -> httpx2.AsyncClient:
        """A browser that nobody has signed in with, on our own page."""
        transport = httpx2.ASGITransport(
            app=self.app, client=(address, 40_000), raise_app_exceptions=False
        )
        return httpx2.AsyncClient(
            transport=transport, base_url=ORIGIN, headers={"Origin": ORIGIN}, timeout=20
        )

    async def add_user(self, login: str, *roles: Role) -> str:
        """A user with the password `PASSWORD`; returns the id."""
        user = await self.parts.get(Users).add_user(
            login=login, name=login.title(), roles=roles, password=PASSWORD
        )
        return user.id

    async def sign_in(self, login: str) -> httpx2.AsyncClient:
        """A browser signed in as this user, which sends the CSRF token by itself."""
        browser = self.browser()
        answer = await browser.post("/v1/session", json={"login": login, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        browser.headers["X-Antiphon-CSRF"] = answer.json()["csrf"]
        return browser

    async def page_of(self, *roles: Role) -> httpx2.AsyncClient:
        """A browser signed in as a new user with these roles."""
        login = "-".join(roles)
        await self.add_user(login, *roles)
        return await self.sign_in(login)


def _a_page(folder: Path) -> Path:
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Antiphon</title>")
    (folder / "assets" / "main-abc123.js").write_text("console.log(1)" * 100)
    return folder


@asynccontextmanager
async def open_site(folder: Path, database_url: str | None = None) -> AsyncIterator[Site]:
    """A site with an empty database, an empty journal and a running centre."""
    database = open_database(database_url or f"sqlite+aiosqlite:///{folder / 'data.db'}")
    journal = await SqliteJournal.open(folder / "journal.db")
    clock, engine = FakeClock(), FakeLinesEngine()
    centre = Centre(journal, clock, DEFAULT_TENANT)
    cheap = PasswordCost(time=1, memory=64)
    identity = await open_identity(database, DEFAULT_TENANT, clock, cost=cheap)
    seal = provide_seal(folder / "secrets.key")
    lines = await open_lines(
        database, DEFAULT_TENANT, centre, cast("TelephoneEngine", engine), seal
    )
    parts = parts_of(
        centre, identity, lines, clock, submit=centre.submit, lost_after_s=Site.lost_after_s
    )
    recordings = RecordingStore(folder / "recordings", clock)
    board = open_board()
    await open_history(parts, database, centre, recordings, board)
    projections = Tail(journal, [Projections(database, all_projections(), board.post)])
    centre.subscribe(lambda _recorded: projections.notify())
    spool = folder / "spool"
    open_running_recordings(
        parts, centre, lambda one: (spool / f"{one}.customer.raw", spool / f"{one}.agent.raw")
    )
    open_phones(parts, Site.sip_url, PhoneServer(host=None, port=5060))
    open_music(parts, folder / "moh")
    parts.add(AwayVoice, AwayVoice(_say_bytes))
    past = open_past(
        parts,
        Source(journal=str(folder / "journal.db"), is_remote=False, region="CN", timezone="UTC"),
        clock,
    )
    web = _a_page(folder / "web")
    ready = {"journal": True}
    app = build_app(parts, web_folder=web, readiness=lambda: ready, registry=CollectorRegistry())
    running = [asyncio.create_task(centre.run()), asyncio.create_task(projections.run())]

    async def rebuild_history() -> None:
        running.pop().cancel()
        async with writing(database).begin() as connection:
            await connection.execute(text("UPDATE projection_positions SET version = 0"))
        site.history = open_board()
        again = Tail(journal, [Projections(database, all_projections(), site.history.post)])
        centre.subscribe(lambda _recorded: again.notify())
        running.append(asyncio.create_task(again.run()))

    site = Site(app=app, parts=parts, clock=clock, centre=centre, engine=engine, ready=ready)
    site.history = board
    site.rebuild_history = rebuild_history
    try:
        yield site
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await past.close()
        identity.passwords.close()
        await journal.close()
        await database.dispose()


async def _say_bytes(text: Mapping[str, str]) -> bytes:
    """A voice whose sound is the words themselves; it has none for the word `unspeakable`."""
    if "unspeakable" in text.values():
        raise PromptFailed("no voice")
    return "".join(text.values()).encode("utf-16-le")

"""The web application with everything behind it in memory or in a temporary folder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from tests.support.fake_clock import FakeClock

from antiphon.app.web.application import WebSettings, create_app
from antiphon.app.web.routers import ROUTERS
from antiphon.database.engine import open_database
from antiphon.database.migrations import migrate
from antiphon.edge.caller import AgentOfUser
from antiphon.edge.parts import Parts
from antiphon.identity.passwords import PasswordCost, Passwords
from antiphon.identity.permissions import Role
from antiphon.identity.service import SignIn
from antiphon.identity.store import IdentityStore
from antiphon.identity.tables import STEPS
from antiphon.identity.users import Users
from antiphon.kernel.ids import DEFAULT_TENANT

ORIGIN = "http://antiphon.test"
PASSWORD = "correct horse battery"


class Site:
    """The application, and browsers that visit it."""

    def __init__(self, app: FastAPI, parts: Parts, clock: FakeClock) -> None:
        self.app = app
        self.parts = parts
        self.clock = clock
        self.ready = {"journal": True}

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


@asynccontextmanager
async def open_site(folder: Path) -> AsyncIterator[Site]:
    """A site with an empty database."""
    engine = open_database(f"sqlite+aiosqlite:///{folder / 'data.db'}")
    await migrate(engine, "identity", STEPS)
    clock, parts = FakeClock(), Parts()
    store = IdentityStore(engine, DEFAULT_TENANT)
    passwords = Passwords(PasswordCost(time=1, memory=64))
    sign_in = SignIn(store, passwords, clock)
    parts.add(IdentityStore, store)
    parts.add(SignIn, sign_in)
    parts.add(Users, Users(store, passwords, sign_in, clock))
    parts.add(AgentOfUser, AgentOfUser(lambda _user: None))
    web = folder / "web"
    (web / "assets").mkdir(parents=True)
    (web / "index.html").write_text("<!doctype html><title>Antiphon</title>")
    (web / "assets" / "main-abc123.js").write_text("console.log(1)" * 100)
    ready = {"journal": True}
    app = create_app(
        parts,
        ROUTERS,
        settings=WebSettings(web_folder=web),
        readiness=lambda: ready,
        registry=CollectorRegistry(),
    )
    site = Site(app, parts, clock)
    site.ready = ready
    yield site
    passwords.close()
    await engine.dispose()

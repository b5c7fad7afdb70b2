"""`admin users`: straight on the database, so it also helps when nobody can sign in."""

import asyncio
import getpass
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from antiphon.app.command.errors import fail, say, telling_errors
from antiphon.app.settings import Settings, read_settings
from antiphon.app.web.assembly import open_identity
from antiphon.database.engine import open_database, telling_damage
from antiphon.identity.permissions import Role
from antiphon.identity.users import Users
from antiphon.kernel.clock import SystemClock
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import DEFAULT_TENANT


def show_users(data: Path) -> None:
    """Print everybody."""

    async def work(directory: Users) -> None:
        table = Table("login", "name", "roles", "active")
        for user in await directory.list_users():
            roles = ", ".join(sorted(user.roles))
            table.add_row(user.login, user.name, roles, "yes" if user.is_active else "no")
        Console(file=sys.stdout).print(table)

    _run(data, work)


def add(data: Path, *, login: str, name: str, roles: Sequence[str]) -> None:
    """Add a user who may sign in at once."""

    async def work(directory: Users) -> None:
        user = await directory.add_user(
            login=login, name=name, roles=_roles(roles), password=_ask_password()
        )
        say(f"{user.login} may sign in now.")

    _run(data, work)


def reset(data: Path, *, login: str) -> None:
    """Give a user another password."""

    async def work(directory: Users) -> None:
        user = await directory.find_login(login)
        if user is None:
            raise RuleBroken("catalogue.unknown", f"There is no user {login!r}.")
        await directory.reset_password(user.id, _ask_password())
        say(f"{user.login} has the new password; all sessions of this user are ended.")

    _run(data, work)


def _run(data: Path, work: Callable[[Users], Awaitable[None]]) -> None:
    with telling_errors():
        settings = read_settings(data=data)
        if settings.database_url is None and not settings.database_file.is_file():
            # Made by the first start: here it would hide that the folder's name is mistyped.
            fail(f"{settings.data} holds no centre: name its folder by --data, or start one first")
        asyncio.run(_with_directory(settings, work))


async def _with_directory(settings: Settings, work: Callable[[Users], Awaitable[None]]) -> None:
    async with _directory(settings) as directory:
        await work(directory)


@asynccontextmanager
async def _directory(settings: Settings) -> AsyncIterator[Users]:
    engine = open_database(settings.database_address)
    try:
        with telling_damage(settings.database_address):
            identity = await open_identity(engine, DEFAULT_TENANT, SystemClock())
        try:
            yield identity.users
        finally:
            identity.passwords.close()
    finally:
        await engine.dispose()


def _roles(names: Sequence[str]) -> list[Role]:
    unknown = set(names) - set(Role)
    if unknown:
        known = ", ".join(Role)
        role = unknown.pop()
        raise RuleBroken("identity.roles", f"There is no role {role!r}; use {known}.", role=role)
    return [Role(name) for name in names]


def _ask_password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != password:
        fail("the two passwords differ")
    return password

"""The steps that make a machine ready: independent ones side by side, each resumable.

`prepare` runs them all. Whatever is there already costs a few milliseconds.
"""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from antiphon.app.preparation.board import Board, step_on
from antiphon.app.preparation.node import NodeMissing
from antiphon.app.preparation.web_app import WebBuildFailed, WebWorkshop
from antiphon.app.settings import Settings, repository_folder
from antiphon.kernel.children import inherited
from antiphon.telephony.asterisk.installation import Installation, InstallationBroken
from antiphon.telephony.asterisk.packages import PackagesUnavailable
from antiphon.telephony.asterisk.provisioning import provide_installation

# How often a start that waits for another one looks whether that is done.
_LOOK_AGAIN_S = 0.2


class PreparationFailed(Exception):  # noqa: N818 (it names what happened)
    """A step could not be done; the text says which and what to do."""


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """What the steps made or found."""

    installation: Installation
    web: Path | None


def workshop_of(settings: Settings) -> WebWorkshop | None:
    """Where the web app is built; None in a copy without its sources."""
    sources = repository_folder() / "web"
    if not (sources / "package-lock.json").is_file():
        return None
    tools = settings.tools_folder
    return WebWorkshop(sources, folder=tools / "web", cache=tools / "cache" / "npm")


async def prepare(settings: Settings, board: Board) -> Prepared:
    """Make ready what is missing.

    Raises:
        PreparationFailed: a step could not be done.
    """
    settings.tools_folder.mkdir(parents=True, exist_ok=True)
    why = ""
    async with one_at_a_time(settings.tools_folder, board):
        try:
            async with asyncio.TaskGroup() as group:
                engine = group.create_task(_engine(settings, board), name="telephone engine")
                web = group.create_task(_web_app(settings, board), name="web app")
        except* (PackagesUnavailable, InstallationBroken, WebBuildFailed, NodeMissing) as failed:
            # Raised in here it would be told with all its traces, as a group of its own.
            why = str(failed.exceptions[0])
    if why:
        raise PreparationFailed(why)
    return Prepared(installation=engine.result(), web=web.result())


async def _engine(settings: Settings, board: Board) -> Installation:
    with step_on(board, "Telephone engine") as report:
        return await provide_installation(
            settings.tools_folder / "asterisk",
            asterisk=settings.asterisk,
            mirror=settings.debian_mirror,
            progress=report,
        )


async def _web_app(settings: Settings, board: Board) -> Path | None:
    workshop = workshop_of(settings)
    if workshop is None:
        return None
    with step_on(board, "Web app") as report:
        return await workshop.build(report)


@asynccontextmanager
async def one_at_a_time(folder: Path, board: Board) -> AsyncIterator[None]:
    """Let only one start at a time make things in a shared tools folder.

    What a killed start had begun goes on by itself, and is waited for too.
    """
    descriptor = os.open(folder / "prepare.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if not _is_ours(descriptor):
            with step_on(board, "Another start") as report:
                report("waiting for what it makes", None)
                while not _is_ours(descriptor):  # noqa: ASYNC110 (a lock tells nobody)
                    await asyncio.sleep(_LOOK_AGAIN_S)
        with inherited(descriptor):
            yield
    finally:
        os.close(descriptor)


def _is_ours(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

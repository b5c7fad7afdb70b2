"""The journals under contract: each test runs on every one."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from antiphon.journal.contract import Journal, JournalBroken
from antiphon.journal.sqlite import SqliteJournal

OnBroken = Callable[[JournalBroken], None]
Opener = Callable[..., Awaitable[Journal]]


@pytest.fixture
async def open_journal(tmp_path: Path) -> AsyncIterator[Opener]:
    """Opens the same journal again and again; what is left open is closed at the end."""
    opened: list[Journal] = []

    async def open_(on_broken: OnBroken | None = None) -> Journal:
        journal: Journal = await SqliteJournal.open(tmp_path / "journal.db", on_broken=on_broken)
        opened.append(journal)
        return journal

    yield open_
    for journal in opened:
        await journal.close()


@pytest.fixture
async def journal(open_journal: Opener) -> Journal:
    """An empty journal."""
    return await open_journal()

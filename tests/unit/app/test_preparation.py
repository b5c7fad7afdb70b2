"""Only one start at a time prepares, and what stands in its way is one sentence."""

import asyncio
import io
import os
from pathlib import Path

import pytest
from tests.support.patience import PATIENCE_S

from antiphon.app.preparation import steps
from antiphon.app.preparation.board import PlainBoard
from antiphon.app.settings import read_settings
from antiphon.kernel.children import run

pytestmark = pytest.mark.unit


class WatchedBoard(PlainBoard):
    """Tells when somebody begins to wait."""

    def __init__(self) -> None:
        super().__init__(io.StringIO())
        self.is_waiting = asyncio.Event()

    def begin(self, step: str) -> None:
        """A step starts."""
        self.is_waiting.set()


async def test_a_start_waits_for_what_a_killed_one_left_running(tmp_path: Path) -> None:
    board, door = WatchedBoard(), tmp_path / "door"
    os.mkfifo(door)
    async with steps.one_at_a_time(tmp_path, board):
        left = asyncio.create_task(run(["cat", str(door)]))
        # Opened for writing once the program reads: it has begun.
        opened = await asyncio.wait_for(asyncio.to_thread(os.open, door, os.O_WRONLY), PATIENCE_S)

    async def begin() -> None:
        async with steps.one_at_a_time(tmp_path, board):
            pass

    begun = asyncio.create_task(begin())
    await asyncio.wait_for(board.is_waiting.wait(), PATIENCE_S)
    assert not begun.done()
    os.close(opened)
    await asyncio.wait_for(begun, PATIENCE_S)
    await left


async def test_one_who_waits_can_be_interrupted(tmp_path: Path) -> None:
    board = WatchedBoard()
    async with steps.one_at_a_time(tmp_path, board):

        async def begin() -> None:
            async with steps.one_at_a_time(tmp_path, board):
                raise AssertionError("two at a time")

        begun = asyncio.create_task(begin())
        await asyncio.wait_for(board.is_waiting.wait(), PATIENCE_S)
        begun.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asyncio.wait_for(begun, PATIENCE_S)


async def test_a_step_that_fails_is_told_in_its_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "workshop_of", lambda _settings: None)
    missing = tmp_path / "no-asterisk"
    settings = read_settings(data=tmp_path, tools=tmp_path, asterisk=missing)
    with pytest.raises(steps.PreparationFailed, match="no-asterisk") as refusal:
        await steps.prepare(settings, PlainBoard(io.StringIO()))
    assert refusal.value.__context__ is None

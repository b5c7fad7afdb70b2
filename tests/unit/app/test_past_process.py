"""The processes that read the past: they answer, survive a death, and end with whoever asks."""

import asyncio
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from tests.support.patience import PATIENCE_S

from antiphon.agents.contract import Skill, SkillSaved
from antiphon.app.past.answers import Ask, PastBoard
from antiphon.app.past.process import COMMAND, Past, PastFailed
from antiphon.app.past.source import Source
from antiphon.journal.sqlite import SqliteJournal
from antiphon.kernel.ids import DEFAULT_TENANT, SkillId
from antiphon.simulation.virtual_time import MORNING

pytestmark = pytest.mark.unit

BOARD = Ask(number=0, kind="board", at=MORNING)


async def a_source(folder: Path) -> Source:
    journal = await SqliteJournal.open(folder / "journal.db")
    saved = SkillSaved(at=MORNING, skill=Skill(id=SkillId("tea"), name="Tea"), by=None)
    await journal.append(DEFAULT_TENANT, [saved])
    await journal.close()
    return Source(journal=str(folder / "journal.db"), is_remote=False, region="CN", timezone="UTC")


async def test_after_a_death_the_next_question_is_answered(tmp_path: Path) -> None:
    past = Past(await a_source(tmp_path))
    first, at_once = await asyncio.gather(past.ask(BOARD), past.ask(BOARD))
    assert first is not None
    assert first == at_once
    assert PastBoard.model_validate_json(first).position == 1
    [child] = [one for one in psutil.Process().children() if one.cmdline()[1:] == list(COMMAND[1:])]
    child.kill()
    again = None
    while again is None:
        # Whoever asks just then hears that it failed.
        with suppress(PastFailed):
            again = await past.ask(BOARD)
    assert again == first
    await past.close()
    assert not [one for one in psutil.Process().children() if one.cmdline() == list(COMMAND)]


@pytest.mark.parametrize("module", ["antiphon.app.past", "antiphon.simulation.what_if"])
def test_it_ends_when_whoever_asks_is_gone(module: str) -> None:
    process = subprocess.Popen([sys.executable, "-m", module], stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(PATIENCE_S) == 0

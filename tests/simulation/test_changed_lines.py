"""Phones and trunks that are changed reach the engine, also when something fails for a moment."""

import asyncio
import random

import pytest

from antiphon.agents.contract import SaveSkill, Skill
from antiphon.app.centre.engine.switchboard import LineKeeper
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import SkillId, TrunkId
from antiphon.simulation.invariants import Invariants
from antiphon.simulation.plant import NoLines, Plant
from antiphon.simulation.virtual_time import VirtualClock, run_virtually
from antiphon.telephony.contract import SaveTrunk, TrunkLine
from antiphon.telephony.simulated.line import Faults

pytestmark = pytest.mark.simulation


class SlowLines(NoLines):
    """Takes its time over a trunk."""

    def __init__(self, takes_s: float) -> None:
        self._takes_s = takes_s
        self.told: list[str] = []

    async def set_trunk(self, line: TrunkLine) -> None:
        await asyncio.sleep(self._takes_s)
        self.told.append(line.name)


class FailingLines(NoLines):
    """Fails so often, as a database does that is locked; then notes what the engine is told."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.told: list[str] = []

    async def set_trunk(self, line: TrunkLine) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("locked")
        self.told.append(line.name)


def a_plant(clock: VirtualClock, lines: LineKeeper) -> Plant:
    plant = Plant(clock, random.Random(1), Faults(), Invariants())
    plant.lines = lines
    return plant


def save(name: str) -> SaveTrunk:
    return SaveTrunk(trunk=TrunkLine(id=TrunkId(name), name=name, host="line.example"))


async def change_two(clock: VirtualClock, lines: LineKeeper) -> None:
    plant = a_plant(clock, lines)
    await plant.start()
    for name in ("first", "second"):
        await plant.centre.submit(save(name))
    await asyncio.sleep(30)


async def seconds_of_answer(
    clock: VirtualClock,
    lines: SlowLines,
    command: Command,
    *,
    is_away: bool = False,
    just_before: Command | None = None,
) -> float:
    plant = a_plant(clock, lines)
    await plant.start()
    if is_away:
        plant.engine.disconnect()
    if just_before:
        await plant.centre.submit(just_before)
    asked = clock.monotonic()
    await plant.switchboard.submit(command)
    return clock.monotonic() - asked


def test_who_saves_a_trunk_is_answered_once_the_engine_knows_it() -> None:
    lines = SlowLines(takes_s=1.5)
    took = run_virtually(lambda clock: seconds_of_answer(clock, lines, save("first")))
    assert lines.told == ["first"]
    assert took == pytest.approx(1.5, abs=0.1)


def test_an_engine_that_takes_long_over_a_trunk_keeps_nobody_waiting_for_an_answer() -> None:
    lines = SlowLines(takes_s=60)
    took = run_virtually(lambda clock: seconds_of_answer(clock, lines, save("first")))
    assert took == pytest.approx(2, abs=0.1)


def test_a_change_for_an_engine_that_is_away_is_answered_at_once() -> None:
    lines = SlowLines(takes_s=60)

    async def try_it(clock: VirtualClock) -> float:
        return await seconds_of_answer(clock, lines, save("first"), is_away=True)

    assert run_virtually(try_it) < 0.1


def test_who_changes_no_line_does_not_wait_for_one_that_somebody_else_changed() -> None:
    lines = SlowLines(takes_s=60)
    skill = SaveSkill(skill=Skill(id=SkillId("tea"), name="Tea"))

    async def try_it(clock: VirtualClock) -> float:
        return await seconds_of_answer(clock, lines, skill, just_before=save("first"))

    assert run_virtually(try_it) < 0.1


@pytest.mark.parametrize("failures", [0, 1, 2])
def test_what_could_not_be_told_is_told_again_and_in_order(failures: int) -> None:
    lines = FailingLines(failures)
    run_virtually(lambda clock: change_two(clock, lines))
    assert lines.told == ["first", "second"]


def test_what_can_never_be_told_does_not_keep_the_next_from_it() -> None:
    lines = FailingLines(3)
    run_virtually(lambda clock: change_two(clock, lines))
    assert lines.told == ["second"]

"""Phones and trunks that are changed reach the engine, also when something fails for a moment."""

import asyncio
import random

import pytest

from antiphon.kernel.ids import TrunkId
from antiphon.simulation.invariants import Invariants
from antiphon.simulation.plant import NoLines, Plant
from antiphon.simulation.virtual_time import VirtualClock, run_virtually
from antiphon.telephony.contract import SaveTrunk, TrunkLine
from antiphon.telephony.simulated.line import Faults

pytestmark = pytest.mark.simulation


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


async def change_two(clock: VirtualClock, lines: FailingLines) -> None:
    plant = Plant(clock, random.Random(1), Faults(), Invariants())
    plant.lines = lines
    await plant.start()
    for name in ("first", "second"):
        trunk = TrunkLine(id=TrunkId(name), name=name, host="line.example")
        await plant.centre.submit(SaveTrunk(trunk=trunk))
    await asyncio.sleep(30)


@pytest.mark.parametrize("failures", [0, 1, 2])
def test_what_could_not_be_told_is_told_again_and_in_order(failures: int) -> None:
    lines = FailingLines(failures)
    run_virtually(lambda clock: change_two(clock, lines))
    assert lines.told == ["first", "second"]


def test_what_can_never_be_told_does_not_keep_the_next_from_it() -> None:
    lines = FailingLines(3)
    run_virtually(lambda clock: change_two(clock, lines))
    assert lines.told == ["second"]

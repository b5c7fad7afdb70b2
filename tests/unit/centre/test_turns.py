"""How often the loop turns: at a pace for what it is told, at once for whoever waits."""

import asyncio
from collections.abc import Sequence

import pytest

from antiphon.agents.contract import ReasonCode, SaveReasonCode
from antiphon.app.centre.loop import BATCH, TURN_EVERY_S, Centre, Recorded
from antiphon.kernel.ids import DEFAULT_TENANT, ReasonId
from antiphon.simulation.memory_journal import MemoryJournal
from antiphon.simulation.virtual_time import VirtualClock, run_virtually

pytestmark = pytest.mark.unit


class _Turns:
    """A running centre, and how much each of its turns carried."""

    def __init__(self, clock: VirtualClock) -> None:
        self.clock = clock
        self.carried: list[int] = []
        self.centre = Centre(MemoryJournal(), clock, DEFAULT_TENANT)
        self.centre.subscribe(self._listen)
        self.work = asyncio.ensure_future(self.centre.run())
        self._number = 0

    def tell(self) -> None:
        self.centre.tell(self._wish())

    async def submit(self) -> float:
        begun = self.clock.monotonic()
        await self.centre.submit(self._wish())
        return self.clock.monotonic() - begun

    def _wish(self) -> SaveReasonCode:
        self._number += 1
        name = f"Reason {self._number}"
        return SaveReasonCode(reason=ReasonCode(id=ReasonId(name), name=name))

    def _listen(self, recorded: Sequence[Recorded]) -> None:
        self.carried.append(len(recorded))


def test_what_is_told_after_a_quiet_time_has_its_turn_at_once() -> None:
    async def main(clock: VirtualClock) -> None:
        turns = _Turns(clock)
        await asyncio.sleep(1)
        turns.tell()
        await asyncio.sleep(0.0001)
        assert turns.carried == [1]

    run_virtually(main)


def test_what_is_told_soon_after_a_turn_shares_the_next_one() -> None:
    async def main(clock: VirtualClock) -> None:
        turns = _Turns(clock)
        for _ in range(6):
            turns.tell()
            await asyncio.sleep(TURN_EVERY_S / 3.5)
        await asyncio.sleep(2 * TURN_EVERY_S)
        assert turns.carried == [1, 3, 2]

    run_virtually(main)


def test_who_waits_for_an_answer_is_served_at_once_and_takes_along_what_was_told() -> None:
    async def main(clock: VirtualClock) -> None:
        turns = _Turns(clock)
        assert await turns.submit() == 0
        turns.tell()
        assert await turns.submit() == 0
        assert await turns.submit() == 0
        assert turns.carried == [1, 2, 1]

    run_virtually(main)


def test_a_full_batch_does_not_wait() -> None:
    async def main(clock: VirtualClock) -> None:
        turns = _Turns(clock)
        await turns.submit()
        for _ in range(BATCH + 1):
            turns.tell()
        await asyncio.sleep(0.0001)
        assert turns.carried[1] == BATCH

    run_virtually(main)

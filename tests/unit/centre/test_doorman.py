"""The engine is told to turn calls away when, and only while, more come than can be served."""

import asyncio

from antiphon.app.centre.engine.doorman import Doorman
from antiphon.app.centre.loop import Centre
from antiphon.kernel.ids import DEFAULT_TENANT, LegId
from antiphon.simulation.memory_journal import MemoryJournal
from antiphon.simulation.virtual_time import VirtualClock, run_virtually
from antiphon.telephony.engine import EndCause, LegArrived, LegEnded
from antiphon.telephony.simulated.engine import SimulatedEngine


class Door:
    """A doorman before a simulated engine, and calls that come at a rate."""

    def __init__(self, clock: VirtualClock) -> None:
        self.engine = SimulatedEngine(clock)
        self.doorman = Doorman(Centre(MemoryJournal(), clock, DEFAULT_TENANT), self.engine)
        self.refused = 0
        self.engine.listen(self._hear)
        self._count = 0
        self._running: asyncio.Task[None] | None = None

    def _hear(self, event: object) -> None:
        if isinstance(event, LegArrived):
            self.refused += self.doorman.hear(event)

    async def open(self) -> None:
        await self.engine.start()
        await self.engine.open_for_calls()
        self.doorman.begin()
        if self._running is None:
            self._running = asyncio.create_task(self.doorman.run(), name="doorman")

    async def calls(self, per_s: int, seconds: int) -> None:
        for _ in range(per_s * seconds):
            self._count += 1
            self.engine.arrive(LegId(f"c{self._count}"), "1000")
            await asyncio.sleep(1 / per_s)


async def _open_door(clock: VirtualClock) -> Door:
    door = Door(clock)
    await door.open()
    return door


def test_commands_that_wait_make_the_engine_turn_calls_away_until_they_do_not() -> None:
    async def main(clock: VirtualClock) -> None:
        door = await _open_door(clock)
        await door.calls(100, 5)
        assert (door.refused, door.engine.turned_away) == (0, 0.0)
        door.engine.answer_delay_s = 1.0
        await door.calls(100, 10)
        assert door.engine.turned_away > 0.5
        assert door.refused > 0
        door.engine.answer_delay_s = 0.0
        await door.calls(10, 20)
        assert door.engine.turned_away == 0.0

    run_virtually(main)


def test_a_door_that_was_opened_again_turns_nobody_away_until_it_is_told() -> None:
    async def main(clock: VirtualClock) -> None:
        door = await _open_door(clock)
        door.engine.answer_delay_s = 1.0
        await door.calls(100, 10)
        door.engine.disconnect()
        await asyncio.sleep(1)
        door.engine.connect()
        await door.open()
        assert door.engine.turned_away == 0.0
        await door.calls(100, 1)
        assert door.engine.turned_away > 0.0

    run_virtually(main)


def test_other_reports_are_never_too_much() -> None:
    async def main(clock: VirtualClock) -> None:
        door = await _open_door(clock)
        door.engine.answer_delay_s = 1.0
        await door.calls(100, 10)
        ended = LegEnded(at=clock.now(), leg=LegId("c1"), cause=EndCause.NORMAL, by_far_end=True)
        assert not door.doorman.hear(ended)

    run_virtually(main)

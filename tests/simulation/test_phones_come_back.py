"""Pages' phones that register again after we were away: none is taken for gone meanwhile."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from tests.simulation.test_rings_while_away import ANN, DESK, small_house

from antiphon.agents.contract import ChangePresence, Presence
from antiphon.interactions.contract import InteractionSuspended
from antiphon.kernel.ids import InteractionId, LegId
from antiphon.routing.contract import OfferWithdrawn, Queue, SaveQueue
from antiphon.simulation.invariants import Invariants
from antiphon.simulation.plant import Plant
from antiphon.simulation.virtual_time import VirtualClock, run_virtually
from antiphon.telephony.contract import phone_of
from antiphon.telephony.engine import EngineSnapshot, PhoneId
from antiphon.telephony.simulated.line import Faults

pytestmark = pytest.mark.simulation

FIRST, SECOND = LegId("c1"), LegId("c2")
# A page waits so long at most before it tries its connection again.
LONGEST_PAUSE_S = 8


class Morning:
    """Ann alone is there, with a phone in her page, and talks with the first customer."""

    def __init__(self, clock: VirtualClock) -> None:
        self.plant = Plant(clock, random.Random(1), Faults(), Invariants())
        self.engine = self.plant.engine
        self.engine.on_ring = self._on_ring
        self.ringing: list[LegId] = []

    def _on_ring(self, leg: LegId, _phone: PhoneId) -> None:
        self.ringing.append(leg)

    async def talk(self) -> None:
        await self.plant.start()
        queue = Queue(id=DESK, name="Desk", offer_timeout_s=120, wrap_up_s=0)
        for command in [*small_house(), SaveQueue(queue=queue)]:
            await self.plant.centre.submit(command)
        self.engine.register(phone_of(ANN))
        await self.plant.centre.submit(ChangePresence(agent_id=ANN, presence=Presence.READY))
        self.engine.arrive(FIRST, "1000")
        await asyncio.sleep(1)
        self.engine.pick_up(self.ringing.pop())
        await asyncio.sleep(1)
        assert self.plant.centre.world.calls.calls[InteractionId(FIRST)].is_agent_up

    async def back(self) -> None:
        """We were away, and the page has lost its connection with us."""
        self.engine.disconnect()
        self.engine.reachable.clear()
        self.engine.connect()
        await self.plant.switchboard.is_open.wait()

    def types(self) -> list[str]:
        return [record.type for record in self.plant.journal.records]

    async def next_customer(self) -> None:
        """The first one goes, and the second one is there."""
        self.engine.hang_up_far(FIRST)
        self.engine.arrive(SECOND, "1000")
        await asyncio.sleep(1)

    async def next_is_taken(self) -> None:
        """The phone that rings is picked up: it is the second customer's."""
        (leg,) = self.ringing
        self.engine.pick_up(leg)
        await asyncio.sleep(1)
        assert self.plant.centre.world.calls.calls[InteractionId(SECOND)].is_agent_up


def lived(day: Callable[[Morning], Coroutine[Any, Any, None]]) -> None:
    async def live(clock: VirtualClock) -> None:
        morning = Morning(clock)
        await morning.talk()
        await morning.back()
        await day(morning)

    run_virtually(live)


def test_a_phone_that_registers_while_we_compare_is_not_taken_for_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def day(morning: Morning) -> None:
        look = morning.engine.snapshot

        async def look_slowly() -> EngineSnapshot:
            found = await look()
            await asyncio.sleep(1)
            if phone_of(ANN) not in morning.engine.reachable:
                morning.engine.register(phone_of(ANN))
                await morning.next_customer()
            return found

        monkeypatch.setattr(morning.engine, "snapshot", look_slowly)
        await asyncio.sleep(5 + 10)
        assert OfferWithdrawn.type not in morning.types()
        await morning.next_is_taken()

    lived(day)


def test_a_conversation_outlasts_the_longest_pause_of_a_page() -> None:
    async def day(morning: Morning) -> None:
        await asyncio.sleep(LONGEST_PAUSE_S + 2)
        morning.engine.register(phone_of(ANN))
        await asyncio.sleep(70)
        assert InteractionSuspended.type not in morning.types()
        assert morning.ringing == []

    lived(day)


def test_a_page_that_does_not_come_back_is_waited_for_no_longer() -> None:
    async def day(morning: Morning) -> None:
        await asyncio.sleep(15 + 1)
        assert morning.types().count(InteractionSuspended.type) == 1

    lived(day)


def test_who_is_offered_a_call_before_the_page_is_back_is_offered_it_then() -> None:
    async def day(morning: Morning) -> None:
        await morning.next_customer()
        assert morning.ringing == []
        morning.engine.register(phone_of(ANN))
        await asyncio.sleep(1)
        await morning.next_is_taken()

    lived(day)

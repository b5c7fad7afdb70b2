"""Who begins to ring while the engine is away rings when it is back: that is no missed offer."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from antiphon.agents.contract import Agent, ChangePresence, Presence, SaveAgent
from antiphon.flows.contract import SaveFlow
from antiphon.flows.graph import Flow, QueueStep
from antiphon.interactions.call_control import Target, TargetKind, TransferInteraction
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import (
    AgentId,
    EntryPointId,
    FlowId,
    InteractionId,
    LegId,
    OfferId,
    QueueId,
    TrunkId,
)
from antiphon.routing.contract import OfferAccepted, OfferWithdrawn, Queue, SaveQueue
from antiphon.simulation.invariants import Invariants
from antiphon.simulation.plant import Plant
from antiphon.simulation.virtual_time import VirtualClock, run_virtually
from antiphon.telephony.contract import (
    EntryPoint,
    SaveEntryPoint,
    SaveTrunk,
    TrunkLine,
    phone_of,
)
from antiphon.telephony.dial_guard import DialRules, SaveDialRules
from antiphon.telephony.engine import PhoneId
from antiphon.telephony.leg_ids import leg_of_offer
from antiphon.telephony.simulated.line import Faults
from antiphon.telephony.trunk import Trunk

pytestmark = pytest.mark.simulation

DESK, CALL = QueueId("desk"), LegId("c1")
LINE, EXPERT = TrunkId("line"), "+861055550189"
ANN, BEN = AgentId("ann"), AgentId("ben")
OFFER_S = 10


def small_house() -> list[Command]:
    """One queue, two agents, and a number that leads straight to them."""
    flow = Flow(id=FlowId("f"), name="F", start="wait", steps={"wait": QueueStep(queue_id=DESK)})
    point = EntryPoint(id=EntryPointId("door"), name="Door", number="1000", flow_id=flow.id)
    return [
        SaveQueue(queue=Queue(id=DESK, name="Desk", offer_timeout_s=OFFER_S)),
        SaveFlow(flow=flow),
        SaveEntryPoint(entry_point=point),
        *(SaveAgent(agent=Agent(id=one, name=one, queues=(DESK,))) for one in (ANN, BEN)),
    ]


class AfterTheWrite(random.Random):
    """The chance by which a journal that dies has written before."""

    def random(self) -> float:
        return 0.9


class Evening:
    """A caller who is offered to one agent, who lets it ring, and then to the other."""

    def __init__(self, clock: VirtualClock, rng: random.Random) -> None:
        self.plant = Plant(clock, rng, Faults(), Invariants())
        self.rang: list[PhoneId] = []
        self.plant.engine.on_ring = self._on_ring

    def _on_ring(self, leg: LegId, phone: PhoneId) -> None:
        self.rang.append(phone)
        if len(self.rang) == 2:
            self.plant.engine.pick_up(leg)

    async def until_it_rings(self) -> None:
        await self.plant.start()
        for command in small_house():
            await self.plant.centre.submit(command)
        for agent_id in (ANN, BEN):
            self.plant.engine.register(phone_of(agent_id))
            ready = ChangePresence(agent_id=agent_id, presence=Presence.READY)
            await self.plant.centre.submit(ready)
        self.plant.engine.arrive(CALL, "1000")
        await asyncio.sleep(1)
        assert len(self.rang) == 1

    def check(self) -> None:
        """Both phones rang once, and the second one has the customer."""
        assert sorted(self.rang) == sorted([phone_of(ANN), phone_of(BEN)])
        types = [record.type for record in self.plant.journal.records]
        assert types.count(OfferAccepted.type) == 1
        assert OfferWithdrawn.type not in types
        assert self.plant.centre.world.calls.calls[InteractionId(CALL)].is_agent_up


async def while_the_line_is_down(evening: Evening) -> None:
    evening.plant.engine.disconnect()
    await asyncio.sleep(OFFER_S + 2)
    evening.plant.engine.connect()
    await asyncio.sleep(10)


async def while_a_start_takes_long(evening: Evening) -> None:
    evening.plant.engine_after_s = OFFER_S + 2
    # It dies at the next write.
    evening.plant.centre.tell(small_house()[0])
    await evening.plant.crash()
    await asyncio.sleep(10)


@pytest.mark.parametrize("away", [while_the_line_is_down, while_a_start_takes_long])
def test_a_ring_of_that_time_is_answered(
    away: Callable[[Evening], Coroutine[Any, Any, None]],
) -> None:
    async def lived(clock: VirtualClock) -> None:
        evening = Evening(clock, random.Random(1))
        await evening.until_it_rings()
        await away(evening)
        evening.check()

    run_virtually(lived)


async def transfer_outside(evening: Evening) -> tuple[list[str], TransferInteraction]:
    """The numbers that are called from now on, and the wish of whoever has the customer."""
    plant = evening.plant
    await evening.until_it_rings()
    plant.engine.pick_up(leg_of_offer(OfferId(f"{CALL}.o1")))
    plant.engine.trunks[LINE] = Trunk(id=LINE, host="line.example")
    await plant.centre.submit(SaveTrunk(trunk=TrunkLine(id=LINE, name="L", host="l.example")))
    allowed = SaveDialRules(rules=DialRules(allowed_prefixes=(EXPERT,)))
    await plant.centre.submit(allowed)
    called: list[str] = []
    plant.engine.on_dial = lambda _leg, number: called.append(number)
    holder = plant.centre.world.interactions.open[InteractionId(CALL)].agent_id
    assert holder is not None
    target = Target(kind=TargetKind.NUMBER, id=EXPERT)
    return called, TransferInteraction(
        interaction_id=InteractionId(CALL), agent_id=holder, target=target
    )


@pytest.mark.parametrize("unanswered", [0, 1])
def test_who_was_asked_in_when_we_died_is_called_all_the_same(unanswered: int) -> None:
    """Also by an engine that is too busy to say at once what it holds."""

    async def lived(clock: VirtualClock) -> None:
        evening = Evening(clock, AfterTheWrite())
        plant = evening.plant
        called, wish = await transfer_outside(evening)
        # It is on disk, and the engine has not heard of it.
        plant.centre.tell(wish)
        await plant.die()
        plant.engine.unanswered_looks = unanswered
        await plant.start()
        await asyncio.sleep(1)
        assert called == [EXPERT]
        plant.engine.disconnect()
        plant.engine.connect()
        await asyncio.sleep(1)
        assert called == [EXPERT]

    run_virtually(lived)


def test_who_was_asked_in_by_an_engine_that_answers_late_is_called_after_a_death() -> None:
    async def lived(clock: VirtualClock) -> None:
        evening = Evening(clock, AfterTheWrite())
        plant = evening.plant
        called, wish = await transfer_outside(evening)
        # Something before it has not been answered yet.
        plant.effects.lanes.hold()
        await plant.centre.submit(wish)
        await asyncio.sleep(3)
        plant.centre.tell(small_house()[0])
        await plant.crash()
        await asyncio.sleep(1)
        assert called == [EXPERT]

    run_virtually(lived)

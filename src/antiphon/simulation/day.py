"""A day in virtual time: callers with little patience, agents with habits, and things that break.

The production centre runs on the simulated engine. Everything random comes from one seed, so a
seed that shows a mistake shows it again.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Coroutine
from typing import Any, TypedDict

import msgspec

from antiphon.agents.contract import (
    ChangePresence,
    Presence,
    SaveAgent,
)
from antiphon.interactions.call_control import (
    FinishWrapUp,
    HangUpInteraction,
    HoldInteraction,
    ResumeInteraction,
)
from antiphon.interactions.parking import PickUpParked
from antiphon.interactions.states import State
from antiphon.journal.contract import Record
from antiphon.kernel.commands import Command
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import (
    AgentId,
    InteractionId,
    LegId,
)
from antiphon.routing.admission.contract import DeclareEmergency, LiftEmergency
from antiphon.routing.callbacks import CancelCallBack
from antiphon.routing.contract import AcceptOffer, DeclineOffer
from antiphon.simulation.customers import Customers
from antiphon.simulation.evening import check_nothing_left, overdue
from antiphon.simulation.furniture import (
    ATTEMPTS,
    EXPERT,
    LINE,
    MOBILE,
    PAUSE,
    furniture,
)
from antiphon.simulation.hearing import check_hearing
from antiphon.simulation.invariants import InvariantBroken, Invariants
from antiphon.simulation.kept_line import pick_line_up, press_key
from antiphon.simulation.management import CLOSURE_S, a_measure
from antiphon.simulation.mobile import answer_mobile
from antiphon.simulation.passing_on import a_wish
from antiphon.simulation.plant import Plant
from antiphon.simulation.rings import Rings
from antiphon.simulation.virtual_time import VirtualClock, run_virtually
from antiphon.telephony.agent_lines import is_line
from antiphon.telephony.contract import (
    agent_of,
    phone_of,
)
from antiphon.telephony.engine import EndCause, PhoneId
from antiphon.telephony.leg_ids import offer_of
from antiphon.telephony.parties import is_party
from antiphon.telephony.simulated.line import Faults
from antiphon.telephony.trunk import Trunk

# Two comparisons with the engine: what was lost is found by then.
QUIET_S = 200.0
# How often a manager does something.
MANAGED_S = 60.0
# How long the call-backs may take to end.
MOST_ROUNDS = 60


class DayPlan(msgspec.Struct, frozen=True, kw_only=True):
    """How large and how bad the day is."""

    calls: int = 25
    agents: int = 4
    length_s: float = 900.0
    faults: Faults = Faults()
    crashes: int = 0
    disconnections: int = 0
    engine_restarts: int = 0
    phone_losses: int = 0


class DayResult(msgspec.Struct, frozen=True, kw_only=True):
    """What the day came to, and its journal."""

    outcomes: dict[str, int]
    records: list[Record]


def run_day(seed: int, plan: DayPlan) -> DayResult:
    """Live through one day.

    Raises:
        InvariantBroken: something happened that must never happen.
    """
    return run_virtually(lambda clock: _Day(clock, seed, plan).live())


class _Whose(TypedDict):
    interaction_id: InteractionId
    agent_id: AgentId


class _Day:
    def __init__(self, clock: VirtualClock, seed: int, plan: DayPlan) -> None:
        self._clock = clock
        self._rng = random.Random(seed)  # noqa: S311 (a simulation)
        self._plan = plan
        self._invariants = Invariants()
        self._plant = Plant(clock, self._rng, plan.faults, self._invariants)
        self._plant.engine.on_ring = self._on_ring
        self._plant.engine.on_ring_on = self._on_ring_on
        self._customers = Customers(self._plant.engine, self._rng, self._go, self._wish)
        self._plant.engine.on_dial = self._on_dial
        self._plant.engine.on_play = self._on_play
        self._plant.engine.trunks[LINE] = Trunk(id=LINE, host="line.example")
        self._tasks: set[asyncio.Task[None]] = set()
        self._rings = Rings()
        self._misheard: list[str] = []
        self._late: list[str] = []

    async def live(self) -> DayResult:
        await self._plant.start()
        for command in furniture(self._plan.agents):
            await self._plant.centre.submit(command)
        for number in range(self._plan.agents):
            self._go(self._agent(AgentId(f"agent{number}")))
        for number in range(self._plan.calls):
            leg = LegId(f"call{number}")
            self._go(self._customers.call(leg, within_s=self._plan.length_s * 0.6))
        for trouble, times in (
            (self._crash, self._plan.crashes),
            (self._disconnection, self._plan.disconnections),
            (self._engine_restart, self._plan.engine_restarts),
            (self._phone_loss, self._plan.phone_losses),
        ):
            if times:
                self._go(self._again_and_again(trouble, times))
        self._go(self._manager())
        self._go(self._watch_who_hears_whom())
        await asyncio.sleep(self._plan.length_s)
        return await self._evening()

    def _go(self, coroutine: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _again_and_again(self, trouble: Any, times: int) -> None:
        for _ in range(times):
            await asyncio.sleep(self._rng.uniform(0.05, 0.7) * self._plan.length_s / times)
            await trouble()

    # Agents

    async def _agent(self, agent_id: AgentId) -> None:
        rng = self._rng
        self._plant.engine.register(phone_of(agent_id))
        while True:
            await asyncio.sleep(rng.uniform(0.5, 6))
            world = self._plant.centre.world
            live = world.agents.live[agent_id]
            if live.presence is not Presence.READY:
                await self._wish(ChangePresence(agent_id=agent_id, presence=Presence.READY))
            elif rng.random() < 0.02:
                await self._wish(
                    ChangePresence(agent_id=agent_id, presence=Presence.NOT_READY, reason_id=PAUSE)
                )
            for interaction_id in world.agents.work_of(agent_id):
                await self._work_on(interaction_id, agent_id)
            if world.parking.parked and rng.random() < 0.2:
                parked = rng.choice(list(world.parking.parked))
                await self._wish(PickUpParked(interaction_id=parked, agent_id=agent_id))

    async def _work_on(self, interaction_id: InteractionId, agent_id: AgentId) -> None:
        interaction = self._plant.centre.world.interactions.open.get(interaction_id)
        whose = _Whose(interaction_id=interaction_id, agent_id=agent_id)
        chance = self._rng.random()
        match interaction.state if interaction is not None else None:
            case State.TALKING if chance < 0.1:
                await self._wish(HoldInteraction(**whose))
            case State.TALKING if chance < 0.2:
                await self._wish(HangUpInteraction(**whose))
            case State.TALKING | State.HELD if chance < 0.45:
                await self._pass_on(interaction_id, agent_id)
            case State.IN_FLOW if chance < 0.1:
                await self._pass_on(interaction_id, agent_id)
            case State.DIALLING if chance < 0.05:
                await self._wish(HangUpInteraction(**whose))
            case State.HELD if chance < 0.7:
                await self._wish(ResumeInteraction(**whose))
            case State.WRAP_UP if chance < 0.6:
                await self._wish(FinishWrapUp(disposition_id=None, note="done", **whose))
            case _:
                pass

    async def _pass_on(self, interaction_id: InteractionId, agent_id: AgentId) -> None:
        agents = [AgentId(f"agent{number}") for number in range(self._plan.agents)]
        world = self._plant.centre.world
        wish = a_wish(world, self._rng, interaction_id, agent_id, agents=agents, expert=EXPERT)
        await self._wish(wish)

    async def _wish(self, command: Command) -> bool:
        """Ask as a page does: no answer within a while is no answer (the centre may have died)."""
        try:
            async with asyncio.timeout(5):
                await self._plant.centre.submit(command)
        except (RuleBroken, TimeoutError):
            return False
        return True

    async def _manager(self) -> None:
        """Closes and opens, moves people and customers, as long as customers come."""
        rng, clock = self._rng, self._clock
        while True:
            await asyncio.sleep(rng.expovariate(1 / MANAGED_S))
            measure = a_measure(self._plant.centre.world, rng, clock.now())
            if measure is not None:
                await self._wish(measure)
            if isinstance(measure, DeclareEmergency):
                await asyncio.sleep(rng.uniform(*CLOSURE_S))
                await self._wish(LiftEmergency())

    def _on_ring(self, leg: LegId, phone: PhoneId) -> None:
        self._rings.note(leg, self._plant.engine, self._plant.centre.world)
        if is_line(leg):
            self._go(pick_line_up(self._plant.engine, self._rng, leg))
        else:
            self._go(self._answer(leg, phone))

    def _on_ring_on(self, leg: LegId, phone: PhoneId) -> None:
        self._rings.note(leg, self._plant.engine, self._plant.centre.world)
        if self._rng.random() < 0.5:
            self._go(press_key(self._plant.engine, self._rng, leg))
        else:
            self._go(self._accept_on_page(leg, phone))

    async def _accept_on_page(self, leg: LegId, phone: PhoneId) -> None:
        await asyncio.sleep(self._rng.uniform(0.3, 9))
        agent_id, offer_id = agent_of(phone), offer_of(leg)
        if agent_id is not None:
            await self._wish(AcceptOffer(offer_id=offer_id, agent_id=agent_id))

    def _on_dial(self, leg: LegId, number: str) -> None:
        if number != MOBILE:
            self._customers.on_dial(leg, number)
            return
        self._rings.mobiles.add(leg)
        self._rings.note(leg, self._plant.engine, self._plant.centre.world)
        self._go(answer_mobile(self._plant.engine, self._rng, leg))

    def _on_play(self, leg: LegId) -> None:
        world = self._plant.centre.world
        asked = InteractionId(self._plant.engine.legs[leg].call or leg)
        interaction, call = world.interactions.open.get(asked), world.calls.calls.get(asked)
        if interaction is None or interaction.visit is None or call is None:
            return
        if call.caller_leg == leg:
            self._go(self._customers.answer_question(leg))

    async def _answer(self, leg: LegId, phone: PhoneId) -> None:
        engine, chance = self._plant.engine, self._rng.random()
        await asyncio.sleep(self._rng.uniform(0.3, 9))
        if chance < 0.8:
            engine.pick_up(leg)
        elif chance < 0.87:
            engine.refuse(leg, self._rng.choice([EndCause.BUSY, EndCause.FAILED]))
        elif chance < 0.92:
            agent_id = agent_of(phone)
            if agent_id is not None:
                offer_id = offer_of(leg)
                await self._wish(DeclineOffer(offer_id=offer_id, agent_id=agent_id))
        if is_party(leg):
            await asyncio.sleep(self._rng.expovariate(1 / 40))
            engine.hang_up_far(leg)

    async def _watch_who_hears_whom(self) -> None:
        plant = self._plant
        while True:
            await asyncio.sleep(self._rng.uniform(2, 9))
            if plant.is_at_rest:
                self._misheard += check_hearing(plant.centre.world, plant.engine)
                self._late += overdue(plant.centre.world, self._clock.now())

    # Trouble

    async def _crash(self) -> None:
        # A randomness of its own, as in `Plant`: a busy machine starts slowly now and then.
        slow = random.Random(len(self._plant.journal.records))  # noqa: S311
        self._plant.engine_after_s = slow.choice((0.0, 0.0, slow.uniform(1, 25)))
        await self._plant.crash()

    async def _disconnection(self) -> None:
        if self._plant.journal.is_doomed or self._plant.journal.died.is_set():
            return
        self._plant.engine.disconnect()
        await asyncio.sleep(self._rng.uniform(0.1, 20))
        self._plant.engine.connect()

    async def _engine_restart(self) -> None:
        self._plant.engine.restart()

    async def _phone_loss(self) -> None:
        phone = phone_of(AgentId(f"agent{self._rng.randrange(self._plan.agents)}"))
        self._plant.engine.register(phone, is_reachable=False)
        await asyncio.sleep(self._rng.choice([1, 3, 30]))
        self._plant.engine.register(phone)

    # The end

    async def _evening(self) -> DayResult:
        """Everybody hangs up; then nothing may be left anywhere."""
        plant = self._plant
        for agent_id in list(plant.centre.world.agents.live):
            await self._keep_no_line(agent_id)
        for leg in self._customers.calls:
            plant.engine.hang_up_far(leg)
        await asyncio.sleep(QUIET_S)
        plant.check_health()
        await self._call_backs_end()
        for task in list(self._tasks):
            task.cancel()
        self._expect(not self._misheard, f"somebody hears what is wrong: {self._misheard[:3]}")
        self._expect(not self._late, f"time brought nothing: {self._late[:3]}")
        # What the agents asked for last reaches the journal.
        await asyncio.sleep(1)
        plant.check_health()
        twice = self._rings.too_many + self._customers.called_twice
        self._expect(not twice, f"two phones rang for one caller: {twice}")
        too_often = {s: n for s, n in self._customers.dialled.items() if n > ATTEMPTS}
        self._expect(not too_often, f"dialled too often: {too_often}")
        self._invariants.check_complete()
        await check_nothing_left(plant, self._invariants)
        records = self._invariants.records
        outcomes = Counter(
            str(closed.outcome)
            for name, closed in self._invariants.outcomes.items()
            if records[name].call_back_id is None
        )
        return DayResult(outcomes=dict(outcomes), records=plant.journal.records)

    async def _keep_no_line(self, agent_id: AgentId) -> None:
        """The line of an agent closes, after the call that may be on it."""
        while (agent := self._plant.centre.world.agents.profiles.get(agent_id)).keeps_line:
            self._plant.check_health()
            await self._wish(SaveAgent(agent=msgspec.structs.replace(agent, keeps_line=False)))

    async def _call_backs_end(self) -> None:
        """Nobody new is called; attempts under way come to their end by themselves."""
        for _ in range(MOST_ROUNDS):
            waiting = self._plant.centre.world.call_backs.open
            if not waiting:
                return
            for call_back_id in list(waiting):
                await self._wish(CancelCallBack(call_back_id=call_back_id, reason="evening"))
            await asyncio.sleep(10)
        left = sorted(self._plant.centre.world.call_backs.open)
        self._expect(not left, f"call-backs that do not end: {left}")

    def _expect(self, holds: bool, otherwise: str) -> None:
        if not holds:
            raise InvariantBroken(otherwise)

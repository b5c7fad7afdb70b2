"""Who calls a simulated centre, and whom it calls: with little patience, by telephone or by a
button on a web page."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from antiphon.call_buttons.contract import AllowVisit, Visit, phone_of_visit
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import LegId, VisitId
from antiphon.simulation.furniture import BUTTON, CALL_BACK_KEY, SHOP
from antiphon.telephony.engine import EndCause
from antiphon.telephony.leg_ids import leg_to_customer
from antiphon.telephony.parties import is_party
from antiphon.telephony.simulated.engine import SimulatedEngine

# What is pressed when an agent's flow asks: a code, a choice, nothing, too little, a second start.
_ANSWERS = ("", "1", "2", "407#", "4071", "4*40#", "4", "#", "9")


class Customers:
    """The people outside; `calls` are the legs they came by, `dialled` how often each was called.

    `go` lets something happen beside; `wish` asks the centre and says whether it agreed.
    """

    def __init__(
        self,
        engine: SimulatedEngine,
        chance: random.Random,
        go: Callable[[Coroutine[Any, Any, None]], None],
        wish: Callable[[Command], Awaitable[bool]],
    ) -> None:
        self._engine, self._rng, self._go, self._wish = engine, chance, go, wish
        self.calls: set[LegId] = set()
        self.dialled: Counter[str] = Counter()
        self.called_twice: list[list[LegId]] = []

    async def call(self, leg: LegId, *, within_s: float) -> None:
        """Somebody calls at some time, waits a while, talks a while."""
        engine, rng = self._engine, self._rng
        await asyncio.sleep(rng.uniform(1, within_s))
        self.calls.add(leg)
        if not (rng.random() < 0.15 and await self._press_button(leg)):
            dialled = rng.choice(("1000",) * 7 + ("2000",) * 2 + ("4711",))
            engine.arrive(leg, dialled, number=f"+86105555{rng.randrange(40):04}")
        await asyncio.sleep(rng.uniform(0, 8))
        engine.press(leg, rng.choice("12449"))
        if rng.random() < 0.3:
            await asyncio.sleep(rng.uniform(5, 40))
            engine.press(leg, CALL_BACK_KEY)
        await asyncio.sleep(rng.expovariate(1 / 60))
        if leg in engine.legs and engine.legs[leg].bridge is None:
            engine.hang_up_far(leg)
        await asyncio.sleep(rng.expovariate(1 / 40))
        engine.hang_up_far(leg)

    async def answer_question(self, leg: LegId) -> None:
        """Somebody whom an agent sent into a flow is told something there, and presses keys."""
        rng = self._rng
        keys = rng.choice(_ANSWERS)
        await asyncio.sleep(rng.uniform(0.2, 6))
        for key in keys:
            self._engine.press(leg, key)
            await asyncio.sleep(rng.uniform(0.1, 1.5))

    async def _press_button(self, leg: LegId) -> bool:
        """Somebody calls by the button on a web page, if allowed to; some never do, or do twice."""
        engine, rng = self._engine, self._rng
        visit = Visit(
            id=VisitId(f"visit-{leg}"), button_id=BUTTON, page=SHOP, language="en", data={}
        )
        is_allowed = await self._wish(AllowVisit(visit=visit))
        await asyncio.sleep(rng.uniform(0.5, 10))
        if not is_allowed or rng.random() < 0.1:
            return False
        phone = phone_of_visit(visit.id)
        engine.arrive(leg, "anything", phone=phone)
        if rng.random() < 0.1:
            engine.arrive(LegId(f"{leg}-again"), "1000", phone=phone)
            self._go(self._leaves(LegId(f"{leg}-again")))
        return True

    async def _leaves(self, leg: LegId) -> None:
        self.calls.add(leg)
        await asyncio.sleep(self._rng.uniform(1, 60))
        self._engine.hang_up_far(leg)

    def on_dial(self, leg: LegId, number: str) -> None:
        """The centre calls somebody."""
        if is_party(leg):
            self._go(self._called_back(leg))
            return
        source, _, _ = leg.partition(".b.")
        self.dialled[source] += 1
        engine = self._engine
        called = ((held.id, held.call) for held in engine.legs.values())
        ours = [other for other, call in called if call and other == leg_to_customer(call)]
        both = [other for other in ours if other.partition(".b.")[0] == source]
        if len(both) > 1:
            self.called_twice.append(both)
        self._go(self._called_back(leg))

    async def _called_back(self, leg: LegId) -> None:
        engine, chance = self._engine, self._rng.random()
        await asyncio.sleep(self._rng.uniform(0.5, 12))
        if chance < 0.65:
            engine.pick_up(leg)
            await asyncio.sleep(self._rng.expovariate(1 / 30))
            engine.hang_up_far(leg)
        elif chance < 0.85:
            engine.refuse(leg, EndCause.BUSY)

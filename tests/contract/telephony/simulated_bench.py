"""The simulated engine on a bench: virtual time, and a world made of its own methods."""

import itertools
from pathlib import Path

from tests.contract.telephony.bench import (
    Bench,
    Manner,
    Report,
    WorldCaller,
    WorldPhone,
    a_phone,
)
from tests.support.manual_clock import ManualClock
from tests.support.patience import PATIENCE_S

from antiphon.kernel.ids import LegId, TrunkId
from antiphon.telephony.engine import EndCause, PhoneChanged, PhoneId
from antiphon.telephony.simulated.engine import SimulatedEngine
from antiphon.telephony.trunk import Trunk

_REFUSALS = {Manner.IS_BUSY: EndCause.BUSY, Manner.DECLINES: EndCause.DECLINED}


class SimulatedBench(Bench):
    """Nothing here waits."""

    engine: SimulatedEngine

    def __init__(self) -> None:
        super().__init__()
        self.clock = ManualClock()
        self.engine = SimulatedEngine(self.clock)
        self.engine.listen(self.hear)
        self.engine.on_ring = self._on_ring
        self.engine.on_dial = self._on_dial
        self._outside: dict[str, SimulatedPhone] = {}
        self.prompt = Path("prompt")
        self._phones: dict[PhoneId, SimulatedPhone] = {}
        self._numbers = itertools.count(1)

    async def open(self) -> None:
        """Connect and open."""
        await self.engine.start()
        await self.connected()

    async def close(self) -> None:
        """What is left behind fails the test."""
        assert self.engine.legs == {}
        assert self.engine.bridges == {}

    async def expect(
        self, kind: type[Report], *, within_s: float = PATIENCE_S, **fields: object
    ) -> Report:
        until = self.clock.monotonic() + within_s
        self.clock.move(0)
        while (found := self.find(kind, fields)) is None:
            is_more = self.clock.move_to_next() and self.clock.monotonic() <= until
            assert is_more, f"no {kind.__name__} {fields} in {self.reports}"
        return found

    async def pass_time(self, seconds: float) -> None:
        self.clock.move(seconds)

    async def call_in(
        self, dialled: str = "1000", *, number: str = "+4930123456", name: str = ""
    ) -> WorldCaller:
        leg = LegId(f"in-{next(self._numbers)}")
        self.engine.arrive(leg, dialled, number=number, name=name, trunk="t1")
        return SimulatedCaller(self.engine, leg)

    async def add_phone(self, name: str, manner: Manner = Manner.ANSWERS) -> WorldPhone:
        phone = SimulatedPhone(self.engine, PhoneId(name))
        phone.manner = manner
        self._phones[phone.id] = phone
        await self.engine.set_phone(a_phone(name))
        self.engine.register(phone.id)
        await self.expect(PhoneChanged, phone=phone.id, is_reachable=True)
        return phone

    async def add_outside(self, number: str, manner: Manner = Manner.ANSWERS) -> WorldPhone:
        await self.engine.set_trunk(Trunk(id=TrunkId("t2"), host="outside.example"))
        far_end = self._outside[number] = SimulatedPhone(self.engine, PhoneId(number))
        far_end.manner = manner
        return far_end

    def lose_connection(self) -> None:
        self.engine.disconnect()

    def regain_connection(self) -> None:
        self.engine.connect()

    async def restart_engine(self) -> None:
        self.engine.restart()

    def _on_dial(self, leg: LegId, number: str) -> None:
        self._alert(leg, self._outside[number])

    def _on_ring(self, leg: LegId, phone: PhoneId) -> None:
        self._alert(leg, self._phones[phone])

    def _alert(self, leg: LegId, held: "SimulatedPhone") -> None:
        held.leg = leg
        manner = held.manner
        if manner is Manner.ANSWERS:
            self.engine.pick_up(leg)
        elif manner in _REFUSALS:
            self.engine.refuse(leg, _REFUSALS[manner])


class SimulatedPhone(WorldPhone):
    def __init__(self, engine: SimulatedEngine, name: PhoneId) -> None:
        self.id = name
        self.leg = LegId("")
        self._engine = engine

    async def pick_up(self) -> None:
        self._engine.pick_up(self.leg)

    async def hang_up(self) -> None:
        self._engine.hang_up_far(self.leg)

    async def unregister(self) -> None:
        self._engine.register(self.id, is_reachable=False)


class SimulatedCaller(WorldCaller):
    def __init__(self, engine: SimulatedEngine, leg: LegId) -> None:
        self._engine = engine
        self._leg = leg

    async def hang_up(self) -> None:
        self._engine.hang_up_far(self._leg)

    async def press(self, digits: str) -> None:
        for digit in digits:
            self._engine.press(self._leg, digit)

"""A real Asterisk on a bench: SIP agents as callers and phones, a relay that can be cut."""

import asyncio
import time
from contextlib import suppress

import msgspec
from tests.contract.telephony.bench import (
    Bench,
    Manner,
    Report,
    WorldCaller,
    WorldPhone,
    a_phone,
)
from tests.support.cuttable import CuttableRelay
from tests.support.patience import PATIENCE_S
from tests.support.sip import Call, SipAgent

from antiphon.kernel.ids import TrunkId
from antiphon.telephony.asterisk.engine import AsteriskEngine
from antiphon.telephony.asterisk.process import AsteriskProcess
from antiphon.telephony.engine import (
    EngineConnected,
    EngineEvent,
    PhoneChanged,
    PhoneId,
)
from antiphon.telephony.trunk import Trunk

CALLER_TONE, PHONE_TONE = 440.0, 700.0
# How often a phone registers before a test gives up.
_TRIES = 6
_STATUS = {Manner.IS_BUSY: 486, Manner.DECLINES: 603}


class AsteriskBench(Bench):
    """Time is real."""

    engine: AsteriskEngine

    def __init__(self, asterisk: AsteriskProcess) -> None:
        super().__init__()
        self.asterisk = asterisk
        self.server = ("127.0.0.1", asterisk.settings.sip_port)
        self.relay = CuttableRelay(asterisk.settings.http_port)
        folder = asterisk.settings.folder.resolve()
        self.prompt = folder / "share" / "sounds" / "en" / "beep"
        self._heard = asyncio.Event()
        self._agents: list[SipAgent] = []
        self._phones: set[PhoneId] = set()

    async def open(self) -> None:
        """Connect and open."""
        await self.start_engine()

    async def start_engine(self) -> None:
        """A control plane that knows nothing of earlier ones."""
        port = await self.relay.open()
        settings = msgspec.structs.replace(self.asterisk.settings, http_port=port)
        self.engine = AsteriskEngine(settings)
        self.engine.listen(self.hear)
        self._running = asyncio.create_task(self.engine.start())
        await self.expect(EngineConnected)
        # As the centre does: the lines first, then the calls.
        await self.engine.set_trunk(Trunk(id=TrunkId("t1"), host="127.0.0.1", port=9))
        await self.engine.open_for_calls()

    async def stop_engine(self) -> None:
        """The control plane ends."""
        await self.engine.stop()
        await self._running
        await self.relay.close()

    async def close(self) -> None:
        """What is left behind fails the test."""
        try:
            await self._nothing_left()
        finally:
            for agent in self._agents:
                agent.close()
            # The next test has phones of the same names.
            for phone in self._phones:
                await self.engine.remove_phone(phone)
            await self.stop_engine()

    def hear(self, event: EngineEvent) -> None:
        super().hear(event)
        self._heard.set()

    async def expect(
        self, kind: type[Report], *, within_s: float = PATIENCE_S, **fields: object
    ) -> Report:
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while (found := self.find(kind, fields)) is None:
                    self._heard.clear()
                    await self._heard.wait()
                return found
        raise AssertionError(f"no {kind.__name__} {fields} in {self.reports}")

    async def pass_time(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def call_in(
        self, dialled: str = "1000", *, number: str = "+4930123456", name: str = ""
    ) -> "SipCaller":
        agent = await self.agent(number)
        agent.tone = CALLER_TONE
        headers = {"From": f'"{name}" <sip:{number}@127.0.0.1>;tag=t'} if name else None
        return SipCaller(await agent.call(dialled, headers=headers))

    async def add_phone(self, name: str, manner: Manner = Manner.ANSWERS) -> "SipPhone":
        known = a_phone(name)
        self._phones.add(known.id)
        await self.engine.set_phone(known)
        agent = await self.agent(name, known.secret)
        agent.tone = PHONE_TONE
        phone = SipPhone(agent)
        phone.manner = manner
        await self.register(agent, known.id)
        return phone

    async def register(self, agent: SipAgent, phone: PhoneId) -> None:
        """As a phone does: again and again, for Asterisk may still forget addresses of before."""
        for _ in range(_TRIES):
            assert await agent.register() == 200
            with suppress(AssertionError):
                await self.expect(
                    PhoneChanged, within_s=PATIENCE_S / _TRIES, phone=phone, is_reachable=True
                )
                return
        raise AssertionError(f"{phone} is registered and was never told reachable")

    async def add_outside(self, number: str, manner: Manner = Manner.ANSWERS) -> "SipPhone":
        agent = await self.agent(number)
        agent.tone = CALLER_TONE
        # Calls from our own address belong to t1.
        await self.engine.set_trunk(
            Trunk(id=TrunkId("t2"), host="127.0.0.1", port=agent.port, addresses=("127.0.0.9",))
        )
        far_end = SipPhone(agent)
        far_end.manner = manner
        return far_end

    def lose_connection(self) -> None:
        self.relay.cut()

    def regain_connection(self) -> None:
        self.relay.mend()

    async def restart_engine(self) -> None:
        await self.asterisk.stop(kill=True)
        await self.asterisk.start()

    async def agent(self, user: str, password: str = "", *, host: str = "127.0.0.1") -> SipAgent:
        """A SIP agent that is closed with the bench."""
        agent = await SipAgent(self.server, user, password, host=host).open()
        self._agents.append(agent)
        return agent

    async def _nothing_left(self) -> None:
        until = time.monotonic() + PATIENCE_S
        snapshot = await self.engine.snapshot()
        while (snapshot.legs or snapshot.bridges) and time.monotonic() < until:
            await asyncio.sleep(0.05)
            snapshot = await self.engine.snapshot()
        for leg in snapshot.legs:
            await self.engine.hang_up(leg)
        for bridge in snapshot.bridges:
            await self.engine.dissolve(bridge)
        assert snapshot.legs == {}
        assert snapshot.bridges == {}


class SipPhone(WorldPhone):
    """A desk phone."""

    def __init__(self, agent: SipAgent) -> None:
        self.agent = agent
        agent.on_call = self._on_call

    @property
    def call(self) -> Call:
        """The call it has, or had last."""
        return list(self.agent.calls.values())[-1]

    async def pick_up(self) -> None:
        self.agent.answer(self.call)

    async def hang_up(self) -> None:
        await self.call.hang_up()

    async def unregister(self) -> None:
        assert await self.agent.register(0) == 200

    def _on_call(self, call: Call) -> None:
        self.agent.ring(call)
        if self.manner is Manner.ANSWERS:
            self.agent.answer(call)
        elif self.manner in _STATUS:
            self.agent.refuse(call, _STATUS[self.manner])


class SipCaller(WorldCaller):
    """A caller behind the trunk."""

    def __init__(self, call: Call) -> None:
        self.call = call

    async def hang_up(self) -> None:
        await self.call.hang_up()

    async def press(self, digits: str) -> None:
        self.call.press(digits)

"""People who come and go: customers with little patience, agents who answer when they like."""

import asyncio
import random
import time
from itertools import count

from tests.support.busy_centre import BusyCentre
from tests.support.live_centre import Agent

from antiphon.simulation.sip_call import CallState, PhoneCall
from antiphon.simulation.web_client import Refused


class Crowd:
    """Customers and agents of a busy centre, until told to stop."""

    def __init__(self, busy: BusyCentre, agents: list[Agent], chance: random.Random) -> None:
        self._busy, self._agents, self._chance = busy, agents, chance
        self._numbers = (f"+86138003{number:05}" for number in count())
        self._closing = asyncio.Event()
        self._workers: list[asyncio.Task[None]] = []
        self._source: asyncio.Task[None] | None = None
        # From dialling to the end, on the monotonic clock, by number.
        self.lives: dict[str, tuple[float, float]] = {}

    def begin(self) -> None:
        """Customers call, agents work."""
        self._source = asyncio.create_task(self._customers(), name="customers")
        for agent in self._agents:
            self._workers.append(asyncio.create_task(self._answer(agent), name="answering"))
            self._workers.append(asyncio.create_task(self._stay_ready(agent), name="presence"))

    async def last_customer(self) -> None:
        """No further customer calls; returns when the last one is gone."""
        self._closing.set()
        assert self._source is not None
        await self._source

    async def go_home(self) -> None:
        """The agents stop."""
        for task in self._workers:
            task.cancel()
        results = await asyncio.gather(*self._workers, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def _customers(self) -> None:
        async with asyncio.TaskGroup() as group:
            while not self._closing.is_set():
                group.create_task(self._customer(next(self._numbers)), name="customer")
                await asyncio.sleep(self._chance.uniform(0.2, 0.8))

    async def _customer(self, number: str) -> None:
        begun = time.monotonic()
        await _at_most(self._busy.dial(number), self._chance.uniform(2, 15))
        self.lives[number] = (begun, time.monotonic())

    async def _answer(self, agent: Agent) -> None:
        while True:
            call = await agent.phone.incoming.get()
            self._busy.note_ring(call)
            await asyncio.sleep(self._chance.uniform(0, 1.5))
            if call.state is CallState.RINGING:
                call.answer()
                await _at_most(call, self._chance.uniform(1, 6))

    async def _stay_ready(self, agent: Agent) -> None:
        desk = agent.desk
        while True:
            try:
                for key, one in list(desk.of("work").items()):
                    if one["state"] == "wrap_up":
                        await desk.finish(key, None, "")
                if desk.me.get("state") in ("offline", "not_ready"):
                    await desk.change_presence("ready")
            except (OSError, Refused):
                pass  # The server is away, or the page's picture is a moment old.
            await asyncio.sleep(0.3)


async def _at_most(call: PhoneCall, seconds: float) -> None:
    try:
        await call.ended(seconds)
    except TimeoutError:
        call.hang_up()

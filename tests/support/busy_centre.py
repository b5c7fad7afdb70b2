"""Many calls at once: who talks with whom, who waits, whose phone rings; and what must hold."""

import time
from collections import Counter
from typing import Any

from tests.support.eventually import eventually
from tests.support.gaps import gap_heard
from tests.support.live_centre import Agent, LiveCentre
from tests.support.patience import PATIENCE_S

from antiphon.simulation.sip_call import CallState, PhoneCall
from antiphon.simulation.sound import tone


def number_of(customer: int) -> str:
    """Customers are told apart by their numbers."""
    return f"+86138002{customer:05}"


class BusyCentre:
    """Agents and callers on a live centre. Each phone's rings are counted by customer."""

    def __init__(self, live: LiveCentre) -> None:
        self.live = live
        self.agents: list[Agent] = []
        self.callers: dict[str, PhoneCall] = {}
        self.talking: list[tuple[PhoneCall, PhoneCall]] = []
        self.rings: Counter[str] = Counter()
        self.doubled: set[str] = set()

    async def add_agents(self, count: int) -> None:
        """Sign agents in, one after another."""
        for _ in range(count):
            self.agents.append(await self.live.agent(len(self.agents)))

    def dial(self, number: str, line: str = "100") -> PhoneCall:
        """A customer calls."""
        self.callers[number] = self.live.call(line, caller_number=number)
        return self.callers[number]

    async def pick_up(self, agent: Agent, timeout_s: float = PATIENCE_S) -> PhoneCall:
        """The agent answers the next ring and talks."""
        call = await agent.rings(timeout_s)
        self.note_ring(call)
        call.answer()
        caller = self.callers[call.caller_number]
        call.say(tone(1_150, 1), is_looped=True)
        caller.say(tone(620, 1), is_looped=True)
        self.talking.append((caller, call))
        return call

    def note_ring(self, call: PhoneCall) -> None:
        """A phone rings; while another one does for the same customer, that is a fault."""
        number = call.caller_number
        self.rings[number] += 1
        ringing = [
            other
            for agent in self.agents
            for other in agent.phone.calls.values()
            if other.caller_number == number and other.state is CallState.RINGING
        ]
        if len(ringing) > 1:
            self.doubled.add(number)

    async def talk(self, count: int) -> None:
        """Let this many agents talk, each with a customer of their own."""
        for index in range(count):
            agent = self.agents[index]
            await agent.ready()
            self.dial(number_of(len(self.callers)))
            await self.pick_up(agent)
        for caller, _ in self.talking:
            await caller.answered(PATIENCE_S)

    async def queue(self, count: int) -> list[str]:
        """Let this many customers wait, in this order."""
        numbers = []
        for _ in range(count):
            number = number_of(len(self.callers))
            await self.dial(number).answered(PATIENCE_S)
            numbers.append(number)
        return numbers

    def longest_gap(self, since: float, until: float) -> float:
        """The longest gap in ms in what anybody in conversation heard."""
        pairs = [*self.talking, *((agent, caller) for caller, agent in self.talking)]
        return max(
            gap_heard(listener, since, until, stalled=speaker) for listener, speaker in pairs
        )

    def ended_talks(self) -> list[str]:
        """What ended conversations that should go on."""
        return [str(call.end) for pair in self.talking for call in pair if call.end is not None]

    async def next_customer(self, agent: Agent) -> str:
        """The agent hangs up, wraps up, and answers: the number of who comes next."""
        for call in list(agent.phone.calls.values()):
            call.hang_up()
        interaction_id = await agent.in_hand("wrap_up")
        await agent.desk.finish(interaction_id, None, "")
        self.talking = [pair for pair in self.talking if all(call.end is None for call in pair)]
        return (await self.pick_up(agent)).caller_number

    async def end_everything(self) -> None:
        """All customers hang up, all agents wrap up."""
        for call in self.callers.values():
            call.hang_up()
        deadline = time.monotonic() + PATIENCE_S
        for agent in self.agents:
            for key in list(agent.desk.of("work")):
                await agent.desk.until(
                    lambda desk, key=key: (  # type: ignore[misc]
                        desk.of("work").get(key, {"state": "wrap_up"})["state"] == "wrap_up"
                    ),
                    max(1.0, deadline - time.monotonic()),
                )
                if key in agent.desk.of("work"):
                    await agent.desk.finish(key, None, "")

    async def outcomes(self) -> dict[str, list[dict[str, Any]]]:
        """All interactions of our customers, by number, once none is in progress."""

        async def look() -> dict[str, list[dict[str, Any]]] | None:
            found: dict[str, list[dict[str, Any]]] = {number: [] for number in self.callers}
            cursor: str | None = ""
            while cursor is not None:
                page = await self.live.administrator.get(f"/v1/interactions?limit=100{cursor}")
                for one in page["items"]:
                    found.setdefault(one["customer"]["number"], []).append(one)
                cursor = f"&cursor={page['next']}" if page["next"] else None
            every = [one for ones in found.values() for one in ones]
            return None if any(one["outcome"] == "in_progress" for one in every) else found

        return await eventually(look, PATIENCE_S)

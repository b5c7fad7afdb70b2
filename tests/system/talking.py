"""People on real telephones who talk: a customer, an agent, and a colleague who is free."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from tests.support.known_music import MUSIC_TONE
from tests.support.live_centre import Agent, LiveCentre
from tests.support.patience import PATIENCE_S

from antiphon.simulation.sip_call import PhoneCall
from antiphon.simulation.sound import level_at, tone
from antiphon.simulation.web_client import Refused

log = logging.getLogger(__name__)

Work = dict[str, Any]

CUSTOMERS, AGENTS, COLLEAGUES = 620, 1_150, 2_300
TONES = (CUSTOMERS, AGENTS, COLLEAGUES, MUSIC_TONE)
PRESENT_DB, ABSENT_DB = -30, -40
# How long after something was asked for a kill comes at most: it is done in some milliseconds.
MIDDLE_S = 0.03


async def hears_only(call: PhoneCall, *tones: int) -> None:
    """Wait until the last half second holds these tones and none of the others."""

    def is_so() -> bool:
        until = (call.stream.heard.last_at or 0.0) + 0.001
        sound = call.stream.heard.between(until - 0.5, until)
        return all(
            level_at(sound, hertz) > PRESENT_DB
            if hertz in tones
            else level_at(sound, hertz) < ABSENT_DB
            for hertz in TONES
        )

    await call.stream.until(is_so, PATIENCE_S)


class Talk:
    """A customer with one agent, and a colleague who is free."""

    def __init__(self, centre: LiveCentre, number: str) -> None:
        self.centre, self.number = centre, number
        self.agent: Agent
        self.colleague: Agent
        self.customer: PhoneCall
        self.agents_phone: PhoneCall
        self.colleagues_phone: PhoneCall
        self.id: str

    async def begin(self, first: int = 0) -> None:
        self.agent = await self.centre.agent(first)
        self.colleague = await self.centre.agent(first + 1)
        await self.sit_down()
        await self.agent.ready()
        self.customer = self.centre.call("100", caller_number=self.number)
        self.agents_phone = await self.picked_up(self.agent)
        await self.customer.answered(PATIENCE_S)
        self.id = await self.agent.in_hand("talking")
        await self.colleague.ready()
        self.customer.say(tone(CUSTOMERS, 1), is_looped=True)
        self.agents_phone.say(tone(AGENTS, 1), is_looped=True)
        await hears_only(self.agents_phone, CUSTOMERS)

    async def sit_down(self) -> None:
        """What the two do before they become ready."""

    async def picked_up(self, who: Agent) -> PhoneCall:
        """The phone rings and is answered."""
        phone = await who.rings()
        phone.answer()
        return phone

    async def is_let_go(self, phone: PhoneCall) -> None:
        """The phone is out of the call."""
        await phone.ended(PATIENCE_S)

    async def ask(self, act: str) -> None:
        """Ask the colleague, who picks up."""
        target = {"kind": "agent", "id": self.colleague.id}
        await self.agent.desk.act(self.id, act, target=target)
        await self.colleague.desk.until(lambda desk: bool(desk.of("offer")), PATIENCE_S)
        offer = next(iter(self.colleague.desk.of("offer").values()))
        assert offer["customer"]["number"] == self.number
        self.colleagues_phone = await self.picked_up(self.colleague)
        self.colleagues_phone.say(tone(COLLEAGUES, 1), is_looped=True)

    async def all_hear(self) -> None:
        """The three of them hear each other."""
        await hears_only(self.customer, AGENTS, COLLEAGUES)
        await hears_only(self.agents_phone, CUSTOMERS, COLLEAGUES)
        await hears_only(self.colleagues_phone, CUSTOMERS, AGENTS)

    async def apart(self) -> None:
        """Agent and colleague talk, and the customer hears music."""
        await hears_only(self.customer, MUSIC_TONE)
        await hears_only(self.agents_phone, COLLEAGUES)
        await hears_only(self.colleagues_phone, AGENTS)

    def work_of(self, agent: Agent) -> Work:
        """The call as this agent's desk shows it; empty when it does not."""
        found: Work = agent.desk.of("work").get(self.id, {})
        return found

    async def end(self) -> None:
        """The customer leaves; whoever talked writes it up."""
        self.customer.hang_up()
        for one in (self.agent, self.colleague):
            await one.in_hand("wrap_up")
            await one.desk.finish(self.id, None, "")


def in_state(state: str) -> Callable[[Work], bool]:
    """Whether the call is in this state on the desk."""
    return lambda work: work.get("state") == state


def all_together(work: Work) -> bool:
    """Whether the other party is with the customer, as the desk shows it."""
    return [one["place"] for one in work.get("parties", [])] == ["main"]


async def killed(talk: Talk) -> None:
    """The control plane dies and comes back; the phones notice nothing."""
    site = talk.centre.site
    await asyncio.to_thread(site.kill)
    await talk.apart()
    await asyncio.to_thread(site.start)
    await connected_again(talk)


async def connected_again(talk: Talk) -> None:
    for one in (talk.agent, talk.colleague):
        await one.desk.until(
            lambda desk: desk.is_connected and talk.id in desk.of("work"), PATIENCE_S
        )


async def restart(talk: Talk) -> None:
    """Start what was killed; the desks find it, whatever they have in hand."""
    await asyncio.to_thread(talk.centre.site.start)
    for one in (talk.agent, talk.colleague):
        await one.desk.until(lambda desk: desk.is_connected, PATIENCE_S)


async def killed_midway(
    talk: Talk, ask: Callable[[], Awaitable[None]], is_done: Callable[[], bool]
) -> None:
    """The control plane dies at a random instant of what is asked for; it is done in the end.

    What was lost is asked for again, as a person does who sees that nothing happened.
    """
    asking = asyncio.ensure_future(ask())
    after_s = random.uniform(0, MIDDLE_S)
    await asyncio.sleep(after_s)  # the random instant
    await asyncio.to_thread(talk.centre.site.kill)
    with suppress(Refused, OSError, TimeoutError):
        await asking
    await restart(talk)
    was_done = is_done()
    log.warning("killed after %.1f ms: %s", 1_000 * after_s, "done" if was_done else "lost")
    if not was_done:
        await ask()

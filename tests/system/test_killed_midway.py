"""A kill -9 in the middle of each wish for a call, and while it rings: one state comes of it.

What was asked for when the control plane died was done, or is done when it is asked for again:
who hears whom then is what the desk shows, and the customer ends with one outcome.
"""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.support.eventually import eventually
from tests.support.known_music import MUSIC_TONE
from tests.support.live_centre import Agent, LiveCentre, Made, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S
from tests.system.talking import (
    AGENTS,
    COLLEAGUES,
    CUSTOMERS,
    Talk,
    hears_only,
    killed,
    killed_midway,
    restart,
)
from tests.system.test_flow_visits import payment

from antiphon.simulation.sip_call import CallState, PhoneCall
from antiphon.simulation.sound import tone

pytestmark = [pytest.mark.system, pytest.mark.timeout(900)]

Work = dict[str, Any]


@pytest.fixture(scope="module")
def cut_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveSite, Made]]:
    """A product that these tests kill."""
    site = LiveSite(tmp_path_factory.mktemp("midway") / "data")
    site.start()
    try:
        yield site, asyncio.run(make_centre(site, agents=2, wrap_up_s=3_600))
    finally:
        site.stop()


class CutTalk(Talk):
    """A conversation in which the control plane dies again and again."""

    def work_of(self, agent: Agent) -> Work:
        """The call as this agent's desk shows it; empty when it does not."""
        found: Work = agent.desk.of("work").get(self.id, {})
        return found

    async def wish(
        self, agent: Agent, act: str, is_done: Callable[[Work], bool], **fields: Any
    ) -> None:
        """Ask for something and kill in the middle of it; returns when the desk shows it."""
        await killed_midway(
            self,
            lambda: agent.desk.act(self.id, act, **fields),
            lambda: is_done(self.work_of(agent)),
        )
        await agent.desk.until(lambda _: is_done(self.work_of(agent)), PATIENCE_S)

    async def ring(self, by: Agent, act: str, other: Agent) -> PhoneCall | None:
        """Let another agent's phone ring and kill meanwhile; the call, answered afterwards.

        None: the machine was so slow that it had rung for long enough.
        """
        await by.desk.act(self.id, act, target={"kind": "agent", "id": other.id})
        phone = await other.rings()
        await asyncio.to_thread(self.centre.site.kill)
        assert phone.state is CallState.RINGING
        await restart(self)
        if phone.state is CallState.RINGING:
            phone.answer()

        async def settled() -> bool | None:
            has_it = bool(self.work_of(other)) and not other.desk.of("offer")
            return has_it if has_it or phone.end is not None else None

        return phone if await eventually(settled, PATIENCE_S) else None


def in_state(state: str) -> Callable[[Work], bool]:
    """Whether the call is in this state on the desk."""
    return lambda work: work.get("state") == state


def all_together(work: Work) -> bool:
    return [one["place"] for one in work.get("parties", [])] == ["main"]


async def test_killed_in_a_consultation_that_becomes_a_conference(
    cut_site: tuple[LiveSite, Made],
) -> None:
    async with LiveCentre(*cut_site) as centre:
        talk = CutTalk(centre, "+8613800138071")
        await talk.begin()
        while (phone := await talk.ring(talk.agent, "consult", talk.colleague)) is None:
            await hears_only(talk.customer, AGENTS)  # nobody came: they have each other again
        talk.colleagues_phone = phone
        phone.say(tone(COLLEAGUES, 1), is_looped=True)
        await talk.apart()
        await killed(talk)
        await talk.apart()
        await talk.wish(talk.agent, "consult/toggle", in_state("talking"))
        await hears_only(talk.customer, AGENTS)
        await hears_only(talk.agents_phone, CUSTOMERS)
        await hears_only(phone, MUSIC_TONE)
        await talk.wish(talk.agent, "consult/merge", all_together)
        await talk.all_hear()
        await talk.wish(talk.agent, "leave", in_state("wrap_up"))
        await hears_only(talk.customer, COLLEAGUES)
        await hears_only(phone, CUSTOMERS)
        await talk.agents_phone.ended(PATIENCE_S)
        await talk.end()
        record = await centre.ended(talk.number)
    assert (record["outcome"], record["ended_by"]) == ("handled", "customer")
    talkers = [one["agent"]["name"] for one in record["segments"] if one["kind"] == "talk"]
    assert (talkers[0], talkers[-1]) == ("Agent 0", "Agent 1")


async def test_killed_in_a_hold_a_flow_and_while_a_transfer_rings(
    cut_site: tuple[LiveSite, Made],
) -> None:
    async with LiveCentre(*cut_site) as centre:
        flow_id = await payment(centre)
        talk = CutTalk(centre, "+8613800138072")
        await talk.begin()
        await talk.wish(talk.agent, "hold", in_state("held"))
        await hears_only(talk.customer, MUSIC_TONE)
        await talk.wish(talk.agent, "resume", in_state("talking"))
        await hears_only(talk.customer, AGENTS)
        await hears_only(talk.agents_phone, CUSTOMERS)
        await talk.wish(talk.agent, "flow", in_state("in_flow"), flow_id=flow_id, stays=True)
        await talk.wish(talk.agent, "flow/take-back", in_state("talking"))
        await hears_only(talk.customer, AGENTS)
        await hears_only(talk.agents_phone, CUSTOMERS)
        while (phone := await talk.ring(talk.agent, "transfer", talk.colleague)) is None:
            # Nobody came: the customer is back with who sent them, whose phone rings.
            talk.agents_phone = await talk.agent.rings()
            talk.agents_phone.answer()
            await talk.agent.in_hand("talking")
        phone.say(tone(COLLEAGUES, 1), is_looped=True)
        await hears_only(talk.customer, COLLEAGUES)
        await hears_only(phone, CUSTOMERS)
        await talk.agents_phone.ended(PATIENCE_S)
        await talk.end()
        record = await centre.ended(talk.number)
    assert (record["outcome"], record["ended_by"]) == ("handled", "customer")
    kinds = [one["kind"] for one in record["segments"]]
    assert kinds.count("hold") == 1
    assert kinds.count("flow") == 2, "the one before the queue, and the agent's"

"""A kill -9 in the middle of each wish for a call, and while it rings: one state comes of it.

What was asked for when the control plane died was done, or is done when it is asked for again:
who hears whom then is what the desk, the supervisor's board and Asterisk show, and the customer
ends with one outcome.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from tests.support.agreement import all_agree, nothing_left
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
    Work,
    all_together,
    hears_only,
    in_state,
    killed,
    killed_midway,
    restart,
)
from tests.system.test_flow_visits import payment

from antiphon.simulation.sip_call import CallState, PhoneCall
from antiphon.simulation.sound import tone

pytestmark = [pytest.mark.system, pytest.mark.timeout(900)]

EXPERT = "+861055550189"


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

    async def wish(
        self, agent: Agent, act: str, is_done: Callable[[Work], bool], **fields: Any
    ) -> None:
        """Ask for something and kill in the middle of it; returns when the desk shows it."""
        await self.cut(agent, lambda: agent.desk.act(self.id, act, **fields), is_done)

    async def cut(
        self, agent: Agent, ask: Callable[[], Awaitable[None]], is_done: Callable[[Work], bool]
    ) -> None:
        """Kill in the middle of what is asked for; returns when the desk shows it."""
        await killed_midway(self, ask, lambda: is_done(self.work_of(agent)))
        await agent.desk.until(lambda _: is_done(self.work_of(agent)), PATIENCE_S)

    async def mute(self, is_muted: bool) -> None:
        """The agent lets nobody hear the colleague, or everybody again."""
        (party,) = self.work_of(self.agent)["parties"]
        path = f"/v1/desk/interactions/{self.id}/parties/{party['id']}/mute"

        async def ask() -> None:
            await self.agent.desk.client.put(path, {"is_muted": is_muted})

        def is_done(work: Work) -> bool:
            return [one["is_muted"] for one in work.get("parties", [])] == [is_muted]

        await self.cut(self.agent, ask, is_done)

    async def agree(self, agents: str, colleagues: str, *, together: int) -> None:
        """The board and Asterisk show this of the two agents, and of who is joined."""
        hands = {self.agent.id: agents, self.colleague.id: colleagues}
        site, supervisor = self.centre.site, self.centre.administrator
        await all_agree(site, supervisor, hands, together=together, shown="stage")

    async def written_up(self, *agents: Agent) -> Work:
        """Those who talked finish; nothing stays behind, and no phone has rung once more."""
        for one in agents:
            await one.in_hand("wrap_up")
            await one.desk.finish(self.id, None, "")
        record = await self.centre.ended(self.number)
        await self.agree("", "", together=0)
        await nothing_left(self.centre.site)
        assert self.agent.phone.incoming.empty()
        assert self.colleague.phone.incoming.empty()
        assert self.centre.outside.incoming.empty()
        assert (record["outcome"], record["ended_by"]) == ("handled", "customer")
        return record

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


def alone(work: Work) -> bool:
    """Whether the agent talks with the customer, and nobody else is there."""
    return work.get("state") == "talking" and not work["parties"]


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


async def test_killed_in_the_cancel_of_consultations(cut_site: tuple[LiveSite, Made]) -> None:
    async with LiveCentre(*cut_site) as centre:
        talk = CutTalk(centre, "+8613800138073")
        await talk.begin()
        target = {"kind": "agent", "id": talk.colleague.id}
        await talk.agent.desk.act(talk.id, "consult", target=target)
        ringing = await talk.colleague.rings()
        await talk.wish(talk.agent, "consult/cancel", alone)
        await ringing.ended(PATIENCE_S)
        await hears_only(talk.customer, AGENTS)
        await hears_only(talk.agents_phone, CUSTOMERS)
        await talk.agree("handling", "", together=2)

        await talk.ask("consult")
        await talk.apart()
        await talk.wish(talk.agent, "consult/cancel", alone)
        await talk.colleagues_phone.ended(PATIENCE_S)
        await hears_only(talk.customer, AGENTS)
        await hears_only(talk.agents_phone, CUSTOMERS)
        await talk.agree("handling", "", together=2)
        talk.customer.hang_up()
        record = await talk.written_up(talk.agent)
    talkers = {one["agent"]["name"] for one in record["segments"] if one["kind"] == "talk"}
    assert talkers == {"Agent 0"}


async def test_killed_in_a_transfer_to_a_queue(cut_site: tuple[LiveSite, Made]) -> None:
    async with LiveCentre(*cut_site) as centre:
        talk = CutTalk(centre, "+8613800138074")
        queue = {"name": "Repairs", "offer_timeout_s": 120, "wrap_up_s": 3_600}
        made = await centre.administrator.post("/v1/queues", queue)
        colleague = f"/v1/agents/{centre.made.agents[1]}"
        await centre.change(colleague, queues=[made["id"]])
        await talk.begin()
        target = {"kind": "queue", "id": made["id"]}
        await talk.wish(talk.agent, "transfer", in_state("wrap_up"), target=target)
        await talk.agents_phone.ended(PATIENCE_S)
        talk.colleagues_phone = await talk.colleague.rings()
        await talk.agree("wrap_up", "offered", together=0)
        talk.colleagues_phone.answer()
        talk.colleagues_phone.say(tone(COLLEAGUES, 1), is_looped=True)
        await hears_only(talk.customer, COLLEAGUES)
        await hears_only(talk.colleagues_phone, CUSTOMERS)
        await talk.agree("wrap_up", "handling", together=2)
        talk.customer.hang_up()
        record = await talk.written_up(talk.agent, talk.colleague)
        await centre.change(colleague, queues=[centre.made.queue])
    queues = [one["queue"]["name"] for one in record["segments"] if one["kind"] == "waiting"]
    assert list(dict.fromkeys(queues)) == ["Sales", "Repairs"]


async def test_killed_in_a_transfer_to_a_number_outside(cut_site: tuple[LiveSite, Made]) -> None:
    async with LiveCentre(*cut_site) as centre:
        trunk = f"/v1/trunks/{centre.made.trunk}"
        await centre.change(trunk, port=centre.outside.address[1])
        await centre.administrator.put("/v1/dial-rules", {"allowed_prefixes": [EXPERT]})
        talk = CutTalk(centre, "+8613800138075")
        await talk.begin()
        target = {"kind": "number", "id": EXPERT}
        await talk.wish(talk.agent, "transfer", in_state("wrap_up"), target=target)
        await talk.agents_phone.ended(PATIENCE_S)
        expert = await asyncio.wait_for(centre.outside.incoming.get(), PATIENCE_S)
        expert.answer()
        expert.say(tone(COLLEAGUES, 1), is_looped=True)
        await hears_only(talk.customer, COLLEAGUES)
        await hears_only(expert, CUSTOMERS)
        await talk.agree("wrap_up", "", together=2)
        talk.customer.hang_up()
        assert (await expert.ended(PATIENCE_S)).by_far_end
        record = await talk.written_up(talk.agent)
        await centre.administrator.put("/v1/dial-rules", {"allowed_prefixes": []})
        await centre.change(trunk, port=9)
    assert [one["kind"] for one in record["segments"]].count("outside") == 1


async def test_killed_in_the_muting_and_the_removal_of_a_party(
    cut_site: tuple[LiveSite, Made],
) -> None:
    async with LiveCentre(*cut_site) as centre:
        talk = CutTalk(centre, "+8613800138076")
        await talk.begin()
        await talk.ask("conference")
        await talk.all_hear()
        await talk.mute(is_muted=True)
        await hears_only(talk.customer, AGENTS)
        await hears_only(talk.agents_phone, CUSTOMERS)
        await hears_only(talk.colleagues_phone, CUSTOMERS, AGENTS)
        await talk.agree("handling", "handling", together=3)
        await talk.mute(is_muted=False)
        await talk.all_hear()
        (party,) = talk.work_of(talk.agent)["parties"]
        await talk.wish(talk.agent, f"parties/{party['id']}/remove", alone)
        await talk.colleagues_phone.ended(PATIENCE_S)
        await hears_only(talk.customer, AGENTS)
        await hears_only(talk.agents_phone, CUSTOMERS)
        # Who was removed writes up what was talked about.
        await talk.agree("handling", "wrap_up", together=2)
        talk.customer.hang_up()
        await talk.written_up(talk.agent, talk.colleague)

"""Numbers made from an administrator's templates, called for real: who rings, in which order."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest
from tests.support.live_centre import Agent, LiveCentre, Made, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S
from tests.system.test_call import hears_beep

from antiphon.simulation.sip_call import PhoneCall
from antiphon.simulation.sound import tone

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def template_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveSite, Made]]:
    """A product in which numbers are made from templates."""
    site = LiveSite(tmp_path_factory.mktemp("templates") / "data")
    site.start()
    try:
        yield site, asyncio.run(make_centre(site, agents=2, wrap_up_s=0))
    finally:
        site.stop()


@pytest.fixture
async def centre(template_site: tuple[LiveSite, Made]) -> AsyncIterator[LiveCentre]:
    async with LiveCentre(*template_site) as live:
        yield live


async def build(centre: LiveCentre, kind: str, number: str, **fields: str) -> str:
    """Make a number from a template; the id of its queue, which asks for no wrap-up."""
    body = {"kind": kind, "name": kind.title(), "number": number, "language": "en"}
    await centre.administrator.post("/v1/admission/templates", body | fields)
    queues = (await centre.administrator.get("/v1/queues"))["items"]
    queue = next(str(one["id"]) for one in queues if one["name"] == kind.title())
    await centre.change(f"/v1/queues/{queue}", wrap_up_s=0)
    return queue


async def agent_for(
    centre: LiveCentre, number: int, queue: str, skills: dict[str, int] | None = None
) -> Agent:
    """An agent who serves this queue alone, not ready yet."""
    path = f"/v1/agents/{centre.made.agents[number]}"
    await centre.change(path, queues=[queue], skills=skills or {})
    return await centre.agent(number)


async def takes(agent: Agent) -> PhoneCall:
    """The agent's phone rings and is answered; the two talk."""
    phone = await agent.rings()
    phone.answer()
    await agent.in_hand("talking")
    return phone


async def test_automatic_one_number_leads_by_a_key_to_agents_or_to_a_message(
    centre: LiveCentre,
) -> None:
    queue = await build(centre, "automatic", "8301")
    agent = await agent_for(centre, 0, queue)
    await agent.ready()
    caller = centre.call("8301", caller_number="+8613800195001")
    await caller.answered(PATIENCE_S)
    assert agent.phone.incoming.empty()
    caller.press("1")
    assert (await takes(agent)).caller_number == "+8613800195001"
    caller.hang_up()
    assert (await centre.ended("+8613800195001"))["outcome"] == "handled"

    called_at = datetime.now(UTC).timestamp()
    other = centre.call("8301", caller_number="+8613800195002")
    await other.answered(PATIENCE_S)
    other.press("2")
    await hears_beep(other, called_at)
    other.say(tone(620, 1), is_looped=True)
    await other.stream.until(lambda: len(other.stream.sent) > 100, PATIENCE_S)
    other.hang_up()
    assert (await centre.ended("+8613800195002"))["outcome"] == "voicemail"
    assert agent.phone.incoming.empty()


async def test_skills_only_who_has_the_skill_rings_however_long_another_is_idle(
    centre: LiveCentre,
) -> None:
    skill = str((await centre.administrator.post("/v1/skills", {"name": "Cantonese"}))["id"])
    queue = await build(centre, "skills", "8302", skill_id=skill)
    without = await agent_for(centre, 0, queue, {skill: 4})
    skilled = await agent_for(centre, 1, queue, {skill: 5})
    await without.ready()
    await skilled.ready()
    caller = centre.call("8302", caller_number="+8613800195003")
    await takes(skilled)
    caller.hang_up()
    record = await centre.ended("+8613800195003")
    talkers = [one["agent"]["name"] for one in record["segments"] if one["kind"] == "talk"]
    assert (record["outcome"], talkers) == ("handled", ["Agent 1"])
    assert without.phone.incoming.empty()


async def test_smart_a_vip_comes_first_and_everybody_gets_the_last_agent_back(
    centre: LiveCentre,
) -> None:
    vip, other = "+8613800195004", "+8613800195005"
    known = {"name": "Very Important", "numbers": [vip], "vip_level": 8}
    await centre.administrator.post("/v1/customers", known)
    queue = await build(centre, "smart", "8303")
    first, second = await agent_for(centre, 0, queue), await agent_for(centre, 1, queue)
    before, after = await centre.in_line(other, "8303"), await centre.in_line(vip, "8303")
    await second.ready()
    assert (await takes(second)).caller_number == vip
    after.hang_up()
    assert (await takes(second)).caller_number == other
    before.hang_up()
    await centre.ended(other)

    # By the longest time idle it would be the first agent's turn.
    await first.ready()
    await second.desk.change_presence("not_ready", centre.made.reason)
    await second.ready()
    again = centre.call("8303", caller_number=vip)
    assert (await takes(second)).caller_number == vip
    again.hang_up()
    assert first.phone.incoming.empty()

"""An agent calls a colleague: two real telephones hear each other, also while our process dies."""

import asyncio
from typing import Any

import pytest
from tests.support.eventually import eventually
from tests.support.live_centre import LiveCentre, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S
from tests.system.talking import AGENTS, COLLEAGUES, hears_only

from antiphon.simulation.sound import tone
from antiphon.simulation.web_client import Refused

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]


async def test_two_colleagues_talk_through_a_kill_and_are_on_record(own_site: LiveSite) -> None:
    made = await make_centre(own_site, agents=2, wrap_up_s=0)
    async with LiveCentre(own_site, made) as centre:
        anna, ben = await centre.agent(0), await centre.agent(1)
        await anna.ready()
        await ben.ready()
        listed = await anna.desk.client.get("/v1/desk/colleagues?q=Agent")
        assert [(one["id"], one["why_not"]) for one in listed["agents"]] == [(ben.id, None)]
        placed = await anna.desk.client.post("/v1/desk/colleagues/calls", {"agent_id": ben.id})
        call_id = placed["interaction_id"]

        hers = await anna.rings()
        # It is she who wished for it: a desk phone that can, picks up by itself.
        assert hers.header("Call-Info").endswith(";answer-after=0")
        hers.answer()
        his = await ben.rings()
        assert '"Agent 0"' in his.header("From")
        his.answer()
        hers.say(tone(AGENTS, 1), is_looped=True)
        his.say(tone(COLLEAGUES, 1), is_looped=True)
        await hears_only(hers, COLLEAGUES)
        await hears_only(his, AGENTS)
        with pytest.raises(Refused, match=r"call\.busy"):
            await ben.desk.client.post("/v1/desk/colleagues/calls", {"agent_id": anna.id})

        await asyncio.to_thread(own_site.kill)
        await hears_only(his, AGENTS)
        await asyncio.to_thread(own_site.start)
        for one in (anna, ben):
            await one.desk.until(
                lambda desk: desk.is_connected and call_id in desk.of("work"), 2 * PATIENCE_S
            )
        await hears_only(hers, COLLEAGUES)
        his.hang_up()
        await hers.ended(PATIENCE_S)

        async def ended() -> dict[str, Any] | None:
            try:
                found = await centre.administrator.get(f"/v1/interactions/{call_id}")
            except Refused as refused:
                # After the kill the history is read on, and may not have come to the call yet.
                if refused.status == 404:
                    return None
                raise
            return found if found["outcome"] != "in_progress" else None

        record = await eventually(ended, PATIENCE_S)
        assert (record["direction"], record["outcome"]) == ("internal", "handled")
        assert {one["agent"]["name"] for one in record["agents"]} == {"Agent 0", "Agent 1"}
        assert record["recordings"] == []
        for one in (anna, ben):
            day = await one.desk.client.get("/v1/desk/day")
            assert (day["handled_count"], day["with_colleagues_s"] > 0) == (0, True)

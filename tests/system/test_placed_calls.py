"""An agent with a desk phone calls out over a real trunk, also while our own process dies."""

import asyncio
from typing import Any

import pytest
from tests.support.eventually import eventually
from tests.support.live_centre import LiveCentre, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]

FRIEND = "+8613800138491"


async def test_a_placed_call_outlives_a_kill_in_mid_ring(own_site: LiveSite) -> None:
    made = await make_centre(own_site, agents=1, wrap_up_s=0)
    async with LiveCentre(own_site, made) as centre:
        await centre.change(f"/v1/trunks/{made.trunk}", port=centre.outside.address[1])
        # Rings longer than any restart takes.
        queue = await centre.administrator.get(f"/v1/queues/{made.queue}")
        rules = queue["waiting"]["call_back"] | {"ring_s": 120}
        waiting = queue["waiting"] | {"call_back": rules}
        await centre.change(f"/v1/queues/{made.queue}", waiting=waiting)
        await centre.administrator.post("/v1/customers", {"name": "Friend", "numbers": [FRIEND]})
        agent = await centre.agent(0)
        await agent.ready()
        placed = await agent.desk.client.post("/v1/desk/calls", {"number": FRIEND})

        ring = await agent.rings()
        # A desk phone that can answers by itself what its agent asked for.
        assert ring.header("Call-Info").endswith(";answer-after=0")
        ring.answer()
        called = await asyncio.wait_for(centre.outside.incoming.get(), PATIENCE_S)
        await agent.in_hand("dialling")
        await asyncio.to_thread(own_site.kill)
        await asyncio.to_thread(own_site.start)
        called.answer()

        assert await agent.in_hand("talking", 2 * PATIENCE_S) == placed["interaction_id"]
        called.hang_up()
        assert (await ring.ended(PATIENCE_S)).by_far_end
        record = await centre.ended(FRIEND)
        assert (record["outcome"], record["direction"]) == ("handled", "outbound")


async def test_whom_we_called_and_were_not_there_for_is_on_record_and_called_again(
    own_site: LiveSite,
) -> None:
    made = await make_centre(own_site, agents=1, wrap_up_s=0)
    async with LiveCentre(own_site, made) as centre:
        await centre.change(f"/v1/trunks/{made.trunk}", port=centre.outside.address[1])
        queue = await centre.administrator.get(f"/v1/queues/{made.queue}")
        rules = queue["waiting"]["call_back"] | {"ring_s": 120, "after_cut_off": True}
        waiting = queue["waiting"] | {"call_back": rules}
        await centre.change(f"/v1/queues/{made.queue}", waiting=waiting)
        await centre.administrator.post("/v1/customers", {"name": "Friend", "numbers": [FRIEND]})
        agent = await centre.agent(0)
        await agent.ready()
        placed = await agent.desk.client.post("/v1/desk/calls", {"number": FRIEND})
        (await agent.rings()).answer()
        called = await asyncio.wait_for(centre.outside.incoming.get(), PATIENCE_S)
        await agent.in_hand("dialling")
        await asyncio.to_thread(own_site.kill)
        called.answer()
        # Music first, then the guard gives up.
        assert (await called.ended(2 * PATIENCE_S)).by_far_end
        await asyncio.to_thread(own_site.start)

        async def over() -> dict[str, Any] | None:
            listed = await centre.administrator.get("/v1/interactions?limit=200")
            ended = (one for one in listed["items"] if one["outcome"] != "in_progress")
            return next((one for one in ended if one["id"] == placed["interaction_id"]), None)

        record = await eventually(over, 2 * PATIENCE_S)
        assert record["outcome"] == "not_reached"
        details = await centre.administrator.get(f"/v1/interactions/{record['id']}")
        assert (details["ended_by"], details["end_reason"]) == ("system", "while_unavailable")
        ring = await agent.rings(2 * PATIENCE_S)
        ring.answer()
        again = await asyncio.wait_for(centre.outside.incoming.get(), PATIENCE_S)
        again.answer()
        await agent.in_hand("talking", 2 * PATIENCE_S)
        again.hang_up()

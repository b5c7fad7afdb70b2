"""A customer keeps the place in line by a key, and is really called back over the trunk."""

import asyncio
import os
import signal

import pytest
from tests.support.eventually import eventually
from tests.support.live_centre import LiveCentre, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S

from antiphon.telephony.asterisk.process_record import running_pid

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]

FIRST, SECOND = "+8613800138061", "+8613800138062"
CUT_OFF = "+8613800138063"


async def test_the_place_is_kept_and_the_lost_call_is_cleared(own_site: LiveSite) -> None:
    made = await make_centre(own_site, agents=1, wrap_up_s=0)
    async with LiveCentre(own_site, made) as centre:
        far_port = centre.outside.address[1]
        await centre.change(f"/v1/trunks/{made.trunk}", port=far_port)
        queue = await centre.administrator.get(f"/v1/queues/{made.queue}")
        waiting = queue["waiting"] | {"exits": {"1": {"kind": "call_back"}}}
        await centre.change(f"/v1/queues/{made.queue}", waiting=waiting)

        first = centre.call(caller_number=FIRST)
        await first.answered(PATIENCE_S)
        second = centre.call(caller_number=SECOND)
        await second.answered(PATIENCE_S)

        async def asked() -> bool | None:
            first.press("1")
            listed = await centre.administrator.get("/v1/call-backs")
            return bool(listed["items"]) or None

        await eventually(asked, PATIENCE_S)
        # The promise is said, then we hang up.
        assert (await first.ended(PATIENCE_S)).by_far_end

        agent = await centre.agent(0)
        await agent.ready()
        ring = await agent.rings()
        assert ring.caller_number == FIRST
        ring.answer()
        called = await asyncio.wait_for(centre.outside.incoming.get(), PATIENCE_S)
        called.answer()
        await agent.in_hand("talking")
        called.hang_up()

        ring = await agent.rings()
        assert ring.caller_number == SECOND
        ring.answer()
        await agent.in_hand("talking")
        second.hang_up()

        async def cleared() -> bool | None:
            listed = await centre.administrator.get("/v1/lost-calls?status=all")
            return [one["handled"] for one in listed["items"]] == ["called_back"] or None

        await eventually(cleared, PATIENCE_S)
        assert (await centre.administrator.get("/v1/call-backs"))["items"] == []


async def test_whom_a_dead_engine_cut_off_is_called_back(own_site: LiveSite) -> None:
    made = await make_centre(own_site, agents=1, wrap_up_s=0)
    async with LiveCentre(own_site, made) as centre:
        await centre.change(f"/v1/trunks/{made.trunk}", port=centre.outside.address[1])
        queue = await centre.administrator.get(f"/v1/queues/{made.queue}")
        rules = queue["waiting"]["call_back"] | {"after_cut_off": True}
        waiting = queue["waiting"] | {"call_back": rules}
        await centre.change(f"/v1/queues/{made.queue}", waiting=waiting)

        cut_off = centre.call(caller_number=CUT_OFF)
        await cut_off.answered(PATIENCE_S)

        async def waits() -> bool | None:
            found = await centre.find_interaction(CUT_OFF)
            return (found is not None and found["queue"] is not None) or None

        await eventually(waits, PATIENCE_S)
        engine = running_pid(own_site.data / "engine")
        assert engine is not None
        os.kill(engine, signal.SIGKILL)

        async def promised() -> bool | None:
            listed = await centre.administrator.get("/v1/call-backs")
            return [one["origin"] for one in listed["items"]] == ["cut_off"] or None

        await eventually(promised, 2 * PATIENCE_S)
        agent = await centre.agent(0)
        await agent.ready()
        ring = await agent.rings()
        assert ring.caller_number == CUT_OFF
        ring.answer()
        called = await asyncio.wait_for(centre.outside.incoming.get(), PATIENCE_S)
        called.answer()
        await agent.in_hand("talking")
        called.hang_up()

        async def made_good() -> bool | None:
            listed = await centre.administrator.get("/v1/lost-calls?status=all")
            return [one["handled"] for one in listed["items"]] == ["called_back"] or None

        await eventually(made_good, PATIENCE_S)

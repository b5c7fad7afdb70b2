"""A customer keeps the place in line by a key, and is really called back over the trunk."""

import asyncio
import os
import signal

import pytest
from tests.support.eventually import eventually
from tests.support.live_centre import Agent, LiveCentre, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S

from antiphon.telephony.asterisk.process_record import running_pid

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]

BEFORE, KEEPER, AFTER = "+8613800138061", "+8613800138062", "+8613800138064"
CUT_OFF = "+8613800138063"


async def gives_up(centre: LiveCentre, number: str) -> None:
    """A customer waits, longer than who dialled a wrong number would, and hangs up."""
    caller = await centre.in_line(number)
    await caller.stream.until(lambda: len(caller.stream.sent) > 110, PATIENCE_S)
    caller.hang_up()
    await centre.ended(number)


async def takes(agent: Agent) -> str:
    """The agent's phone rings and is answered; whom it named."""
    ring = await agent.rings()
    ring.answer()
    return ring.caller_number


async def lost_calls_became(centre: LiveCentre, *handled: str) -> None:
    """Wait until what was done about the lost calls, the newest first, is this."""

    async def is_so() -> bool | None:
        listed = await centre.administrator.get("/v1/lost-calls?status=all")
        return [one["handled"] for one in listed["items"]] == [*handled] or None

    await eventually(is_so, PATIENCE_S)


async def test_the_place_is_kept_and_the_lost_call_is_cleared(own_site: LiveSite) -> None:
    made = await make_centre(own_site, agents=1, wrap_up_s=0)
    async with LiveCentre(own_site, made) as centre:
        far_port = centre.outside.address[1]
        await centre.change(f"/v1/trunks/{made.trunk}", port=far_port)
        queue = await centre.administrator.get(f"/v1/queues/{made.queue}")
        waiting = queue["waiting"] | {"exits": {"1": {"kind": "call_back"}}}
        await centre.change(f"/v1/queues/{made.queue}", waiting=waiting)

        before, keeper, after = [await centre.in_line(one) for one in (BEFORE, KEEPER, AFTER)]

        async def asked() -> bool | None:
            keeper.press("1")
            listed = await centre.administrator.get("/v1/call-backs")
            return bool(listed["items"]) or None

        await eventually(asked, PATIENCE_S)
        # The promise is said, then we hang up.
        assert (await keeper.ended(PATIENCE_S)).by_far_end

        agent = await centre.agent(0)
        await agent.ready()
        assert await takes(agent) == BEFORE
        assert centre.outside.incoming.empty(), "called before its place came"
        await agent.in_hand("talking")
        before.hang_up()
        assert await takes(agent) == KEEPER
        called = await asyncio.wait_for(centre.outside.incoming.get(), PATIENCE_S)
        called.answer()
        await agent.in_hand("talking")
        called.hang_up()
        assert await takes(agent) == AFTER
        await agent.in_hand("talking")
        after.hang_up()

        await lost_calls_became(centre, "called_back")
        assert (await centre.administrator.get("/v1/call-backs"))["items"] == []
        assert centre.outside.incoming.empty(), "called a second time"


async def test_who_gave_up_is_listed_until_called_back_or_served(own_site: LiveSite) -> None:
    made = await make_centre(own_site, agents=1, wrap_up_s=0)
    async with LiveCentre(own_site, made) as centre:
        await centre.change(f"/v1/trunks/{made.trunk}", port=centre.outside.address[1])
        for number in (BEFORE, AFTER):
            await gives_up(centre, number)
        listed = (await centre.administrator.get("/v1/lost-calls"))["items"]
        known = [(one["status"], one["layer"], one["outcome"], one["cause"]) for one in listed]
        assert known == [("open", "queue", "abandoned", "hang_up")] * 2

        # The newest first: to one a call is owed from now on, the other calls again.
        await centre.administrator.post(f"/v1/lost-calls/{listed[0]['id']}/call-back", {})
        agent = await centre.agent(0)
        await agent.ready()
        assert await takes(agent) == AFTER
        called = await asyncio.wait_for(centre.outside.incoming.get(), PATIENCE_S)
        called.answer()
        await agent.in_hand("talking")
        called.hang_up()
        again = centre.call(caller_number=BEFORE)
        assert await takes(agent) == BEFORE
        await agent.in_hand("talking")
        again.hang_up()
        await lost_calls_became(centre, "called_back", "called_again")
        assert (await centre.administrator.get("/v1/lost-calls"))["items"] == []


async def test_whom_a_dead_engine_cut_off_is_called_back(own_site: LiveSite) -> None:
    made = await make_centre(own_site, agents=1, wrap_up_s=0)
    async with LiveCentre(own_site, made) as centre:
        await centre.change(f"/v1/trunks/{made.trunk}", port=centre.outside.address[1])
        queue = await centre.administrator.get(f"/v1/queues/{made.queue}")
        rules = queue["waiting"]["call_back"] | {"after_cut_off": True}
        waiting = queue["waiting"] | {"call_back": rules}
        await centre.change(f"/v1/queues/{made.queue}", waiting=waiting)

        await centre.in_line(CUT_OFF)
        engine = running_pid(own_site.data / "engine")
        assert engine is not None
        os.kill(engine, signal.SIGKILL)

        async def promised() -> bool | None:
            listed = await centre.administrator.get("/v1/call-backs")
            return [one["origin"] for one in listed["items"]] == ["cut_off"] or None

        await eventually(promised, 2 * PATIENCE_S)
        agent = await centre.agent(0)
        await agent.ready()
        assert await takes(agent) == CUT_OFF
        called = await asyncio.wait_for(centre.outside.incoming.get(), PATIENCE_S)
        called.answer()
        await agent.in_hand("talking")
        called.hang_up()

        await lost_calls_became(centre, "called_back")

"""The past of a real call: who talked to whom at an instant, and why that agent had the offer."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import pytest
from tests.support.eventually import eventually
from tests.support.live_centre import LiveCentre
from tests.support.patience import PATIENCE_S

from antiphon.simulation.web_client import Refused

pytestmark = pytest.mark.system


async def test_the_past_of_a_call_can_be_asked_while_the_centre_works(centre: LiveCentre) -> None:
    number = "+8613800138090"
    agent = await centre.agent(0)
    await agent.ready()
    caller = centre.call("100", caller_number=number)
    phone = await agent.rings()
    phone.answer()
    interaction_id = await agent.in_hand("talking")
    await asyncio.sleep(0.5)  # the conversation
    talking = datetime.now(UTC).isoformat()
    await asyncio.sleep(0.5)  # the rest of it
    caller.hang_up()
    await agent.in_hand("wrap_up")
    await agent.desk.finish(interaction_id, None, "")
    await centre.ended(number)

    board = await told(centre, f"/v1/time-machine?at={quote(talking)}")
    [then] = [one for one in board["interactions"] if one["id"] == interaction_id]
    assert (then["state"], then["agent"]["id"]) == ("talking", agent.id)
    assert then["customer"]["number"] == number
    why = await told(centre, f"/v1/interactions/{interaction_id}/assignments")
    [offer] = why["assignments"]
    assert offer["agent"]["id"] == agent.id
    assert offer["candidates"][0]["is_chosen"]


async def told(centre: LiveCentre, path: str) -> dict[str, Any]:
    """The answer; who is told that the journal is still being read asks again."""

    async def answer() -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = await centre.administrator.get(path)
        except Refused as refused:
            if refused.code == "past.reading":
                return None
            raise
        return found

    return await eventually(answer, 2 * PATIENCE_S)

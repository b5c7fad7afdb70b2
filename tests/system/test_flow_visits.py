"""A customer is sent into a flow on real telephones and comes back, also across a kill -9."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from tests.support.live_centre import LiveCentre, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S
from tests.system.talking import AGENTS, CUSTOMERS, Talk, hears_only

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]

ORDER, CARD = "42", "73917391"


def digits(key: str, most: int, following: str, *, is_secret: bool = False) -> dict[str, Any]:
    return {
        "kind": "digits",
        "text": {"en": f"Please enter your {key} number."},
        "key": key,
        "name": key,
        "least": most,
        "most": most,
        "timeout_s": 30,
        "next": following,
        "otherwise": "back",
        "is_secret": is_secret,
    }


async def payment(centre: LiveCentre) -> str:
    """A flow for agents that asks for an order and for a card."""
    steps = {
        "order": digits("order", len(ORDER), "card"),
        "card": digits("card", len(CARD), "back", is_secret=True),
        "back": {"kind": "return"},
    }
    fields = {"name": "Payment", "start": "order", "steps": steps, "for_agents": True}
    made = await centre.administrator.post("/v1/flows", fields)
    return str(made["id"])


def visit_of(talk: Talk) -> dict[str, Any]:
    """What the agent's desk shows of the flow."""
    return talk.agent.desk.of("work").get(talk.id, {}).get("visit") or {}


async def asks_for(talk: Talk, what: str) -> None:
    await talk.agent.desk.until(lambda _: visit_of(talk).get("asks") == what, PATIENCE_S)


async def test_killed_while_a_secret_is_asked_for(own_site: LiveSite) -> None:
    made = await make_centre(own_site, agents=2)
    async with LiveCentre(own_site, made) as centre:
        flow_id = await payment(centre)
        talk = Talk(centre, "+8613800138061")
        await talk.begin()
        await hears_only(talk.customer, AGENTS)
        await talk.agent.desk.act(talk.id, "flow", flow_id=flow_id, stays=True)
        await talk.agent.in_hand("in_flow")
        await asks_for(talk, "order")
        talk.customer.press(ORDER)
        await asks_for(talk, "card")
        await talk.agent.desk.until(
            lambda desk: desk.of("work")[talk.id]["recording"]["state"] == "paused", PATIENCE_S
        )
        await asyncio.to_thread(own_site.kill)
        await asyncio.to_thread(own_site.start)
        await talk.agent.desk.until(
            lambda desk: desk.is_connected and talk.id in desk.of("work"), PATIENCE_S
        )
        await asks_for(talk, "card")
        talk.customer.press(CARD)
        await talk.agent.in_hand("talking")
        await hears_only(talk.customer, AGENTS)
        await hears_only(talk.agents_phone, CUSTOMERS)
        data = {item["key"]: item["value"] for item in talk.agent.desk.of("work")[talk.id]["data"]}
        assert data == {"order": ORDER, "card": "•" * len(CARD)}
        talk.customer.hang_up()
        await talk.agent.in_hand("wrap_up")
        await talk.agent.desk.finish(talk.id, None, "")
        record = await centre.ended(talk.number)
    assert record["outcome"] == "handled"
    assert [one["kind"] for one in record["segments"]][-4:] == ["talk", "flow", "talk", "wrap_up"]
    own_site.stop()
    assert [path for path in files(own_site) if CARD.encode() in path.read_bytes()] == []


def files(site: LiveSite) -> list[Path]:
    """Everything that the house keeps."""
    return [path for path in site.data.rglob("*") if path.is_file() and not path.is_symlink()]


async def test_an_agent_who_left_is_called_when_the_customer_comes_back(centre: LiveCentre) -> None:
    flow_id = await payment(centre)
    talk = Talk(centre, "+8613800138062")
    await talk.begin()
    await talk.agent.desk.act(talk.id, "flow", flow_id=flow_id, stays=False)
    await talk.agents_phone.ended(PATIENCE_S)
    await talk.agent.in_hand("wrap_up")
    talk.customer.press(ORDER + CARD)
    again = await talk.agent.rings()
    again.answer()
    await talk.agent.in_hand("talking")
    await hears_only(again, CUSTOMERS)
    talk.customer.hang_up()
    await talk.agent.in_hand("wrap_up")
    await talk.agent.desk.finish(talk.id, None, "")
    assert (await centre.ended(talk.number))["outcome"] == "handled"

"""Consult, conference and transfer on real telephones: who hears whom after each step."""

import pytest
from tests.support.known_music import MUSIC_TONE
from tests.support.live_centre import LiveCentre
from tests.support.patience import PATIENCE_S
from tests.system.talking import AGENTS, COLLEAGUES, CUSTOMERS, Talk, hears_only

from antiphon.simulation.web_client import Refused

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]


async def test_from_a_consultation_to_a_conference_that_goes_on(centre: LiveCentre) -> None:
    talk = Talk(centre, "+8613800138021")
    await talk.begin()
    await talk.ask("consult")
    await talk.apart()
    await talk.agent.desk.act(talk.id, "consult/toggle")
    await hears_only(talk.customer, AGENTS)
    await hears_only(talk.agents_phone, CUSTOMERS)
    await hears_only(talk.colleagues_phone, MUSIC_TONE)
    await talk.agent.desk.act(talk.id, "consult/merge")
    await talk.all_hear()
    party = next(iter(talk.agent.desk.of("work")[talk.id]["parties"]))
    await talk.agent.desk.client.put(
        f"/v1/desk/interactions/{talk.id}/parties/{party['id']}/mute", {"is_muted": True}
    )
    await hears_only(talk.customer, AGENTS)
    await talk.agent.desk.client.put(
        f"/v1/desk/interactions/{talk.id}/parties/{party['id']}/mute", {"is_muted": False}
    )
    await talk.agent.desk.act(talk.id, "leave")
    await hears_only(talk.customer, COLLEAGUES)
    await hears_only(talk.colleagues_phone, CUSTOMERS)
    await talk.agents_phone.ended(PATIENCE_S)
    await talk.end()
    record = await centre.ended(talk.number)
    assert record["outcome"] == "handled"
    talkers = [one["agent"]["name"] for one in record["segments"] if one["kind"] == "talk"]
    assert talkers[0] == "Agent 0"
    assert talkers[-1] == "Agent 1"


async def test_a_blind_transfer_and_one_to_nonsense(centre: LiveCentre) -> None:
    talk = Talk(centre, "+8613800138022")
    await talk.begin()
    for kind, target in (("agent", talk.agent.id), ("agent", "x"), ("number", "+12025550199")):
        with pytest.raises(Refused):
            await talk.agent.desk.act(talk.id, "transfer", target={"kind": kind, "id": target})
    await talk.ask("transfer")
    await talk.agents_phone.ended(PATIENCE_S)
    await hears_only(talk.customer, COLLEAGUES)
    await hears_only(talk.colleagues_phone, CUSTOMERS)
    await talk.end()
    assert (await centre.ended(talk.number))["outcome"] == "handled"

"""What carries the calls over HTTP: trunks, callers in flows, engine and machine."""

import pytest
from tests.support.day import Day
from tests.support.site import Site

from antiphon.agents.contract import SaveTeam, Team
from antiphon.flows.contract import SaveFlow
from antiphon.flows.graph import Flow, HangUpStep, MenuStep, Step
from antiphon.identity.permissions import Role
from antiphon.kernel.ids import FlowId, TeamId, TrunkId, UserId
from antiphon.telephony.contract import SaveTrunk, TrunkLine

pytestmark = pytest.mark.api


async def test_trunks_callers_in_flows_and_the_machine_are_told(site: Site) -> None:
    day = Day(site)
    await day.open()
    await day.submit(SaveTrunk(trunk=TrunkLine(id=TrunkId("t1"), name="City", host="t.example")))
    menu = MenuStep(text={"en": "Press 1."}, choices={"1": "bye"}, otherwise="bye")
    steps: dict[str, Step] = {"menu": menu, "bye": HangUpStep()}
    await day.submit(SaveFlow(flow=Flow(id=FlowId("main"), name="Main", start="menu", steps=steps)))
    await day.arrive("c1")
    told = (await (await site.page_of(Role.ADMIN)).get("/v1/floor/technology")).json()
    assert [trunk["name"] for trunk in told["trunks"]] == ["City"]
    (caller,) = told["flows"]
    assert (caller["interaction_id"], caller["flow_name"]) == ("c1", "Main")
    assert (caller["step"], caller["entry_point"]) == ("menu", "Front door")
    assert (told["calls"]["in_flow"], told["calls"]["lines_in_use"]) == (1, 1)
    for share in ("memory", "disk"):
        assert 0 < told["machine"][share] <= 100


async def test_who_leads_teams_is_not_told_of_callers_who_belong_to_none(site: Site) -> None:
    page = await site.page_of(Role.SUPERVISOR)
    user_id = (await page.get("/v1/session")).json()["user"]["id"]
    team = Team(id=TeamId("t"), name="T", supervisors=(UserId(user_id),))
    day = Day(site)
    await day.open()
    await day.submit(SaveTeam(team=team))
    assert (await page.get("/v1/floor/technology")).json()["flows"] == []

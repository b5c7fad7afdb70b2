"""Whom a customer is kept for at first: the own agent, and the agents of a team."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from tests.support.centre import QUEUE, SmallCentre

from antiphon.agents.contract import (
    Agent,
    ChangePresence,
    Presence,
    ReportPhone,
    SaveAgent,
    SaveTeam,
    Team,
)
from antiphon.app.centre.waiting.explaining import explain_pair
from antiphon.customers.contract import Customer, CustomerId, SaveCustomer
from antiphon.interactions.call_control import HangUpInteraction
from antiphon.kernel.ids import AgentId, InteractionId, TeamId
from antiphon.routing.contract import PreferredAgent, SaveQueue
from antiphon.routing.explanation import ChangeKind, Reason

pytestmark = pytest.mark.unit

ANN, BOB = AgentId("ann"), AgentId("bob")
GOLD = TeamId("gold")


def a_centre(**queue: Any) -> SmallCentre:
    centre = SmallCentre("ann", "bob")
    known = centre.world.routing.queues.get(QUEUE)
    centre.do(SaveQueue(queue=msgspec.structs.replace(known, **queue), edited_version=1))
    return centre


def owned_by(centre: SmallCentre, agent_id: AgentId) -> None:
    """Who calls is this agent's customer."""
    customer = Customer(
        id=CustomerId("li"), name="Li", numbers=("+861012345678",), agent_id=agent_id
    )
    centre.do(SaveCustomer(customer=customer))


def in_gold(centre: SmallCentre, agent_id: AgentId) -> None:
    centre.do(SaveTeam(team=Team(id=GOLD, name="Gold")))
    agent = centre.world.agents.profiles.get(agent_id)
    changed = msgspec.structs.replace(agent, teams=(GOLD,))
    centre.do(SaveAgent(agent=changed, edited_version=1))


def holder(centre: SmallCentre, name: str = "c1") -> AgentId | None:
    return centre.world.agents.holder.get(InteractionId(name))


def become(centre: SmallCentre, agent_id: AgentId, presence: Presence) -> None:
    centre.do(ChangePresence(agent_id=agent_id, presence=presence))


def test_the_own_agent_is_asked_before_whoever_waited_longer() -> None:
    centre = a_centre(preferred_agent=PreferredAgent.OWN_AGENT, preferred_wait_s=20)
    owned_by(centre, BOB)
    centre.call()
    assert holder(centre) == BOB


def test_an_own_agent_who_is_away_is_not_waited_for() -> None:
    centre = a_centre(preferred_agent=PreferredAgent.OWN_AGENT, preferred_wait_s=20)
    owned_by(centre, BOB)
    become(centre, BOB, Presence.OFFLINE)
    centre.call()
    assert holder(centre) == ANN


def test_without_the_own_agent_the_last_one_is_asked_where_the_queue_says_so() -> None:
    centre = a_centre(preferred_agent=PreferredAgent.OWN_OR_LAST_AGENT, preferred_wait_s=20)
    offer = centre.talk()
    assert offer is not None
    last = holder(centre)
    assert last == ANN
    centre.do(HangUpInteraction(interaction_id=InteractionId("c1"), agent_id=ANN))
    centre.pass_time(60)
    centre.call("c2")
    assert holder(centre, "c2") == ANN
    centre.leg_ends("c2")
    owned_by(centre, BOB)
    centre.call("c3")
    assert holder(centre, "c3") == BOB


def test_a_customer_is_kept_for_a_team_and_then_for_everybody() -> None:
    centre = a_centre(preferred_team_id=GOLD, preferred_wait_s=20, offer_timeout_s=60)
    in_gold(centre, BOB)
    centre.call("c1")
    assert holder(centre, "c1") == BOB
    centre.call("c2")
    assert holder(centre, "c2") is None
    told = explain_pair(centre.world, InteractionId("c2"), ANN, centre.now)
    assert told.reason is Reason.KEPT_FOR_TEAM
    assert told.obstacles[0].change is ChangeKind.ADD_TEAM
    centre.pass_time(20)
    assert holder(centre, "c2") == ANN


def test_a_team_of_which_nobody_is_at_work_is_not_waited_for() -> None:
    centre = a_centre(preferred_team_id=GOLD, preferred_wait_s=20)
    in_gold(centre, BOB)
    become(centre, BOB, Presence.OFFLINE)
    centre.call()
    assert holder(centre) == ANN


def test_an_agent_of_the_team_who_comes_gets_who_was_kept() -> None:
    centre = a_centre(preferred_team_id=GOLD, preferred_wait_s=600, offer_timeout_s=120)
    in_gold(centre, BOB)
    centre.call("c1")
    centre.call("c2")
    centre.now += timedelta(seconds=1)
    cid = AgentId("cid")
    centre.do(SaveAgent(agent=Agent(id=cid, name="cid", queues=(QUEUE,), teams=(GOLD,))))
    centre.do(ReportPhone(agent_id=cid, is_reachable=True))
    become(centre, cid, Presence.READY)
    assert holder(centre, "c2") == cid

"""What comes on top of what, in a centre at work: the next decision obeys a new rule, and undo."""

from datetime import timedelta

import pytest
from tests.support.centre import SmallCentre
from tests.support.waiting_customers import CHANNELS, takes_up

from antiphon.agents.contract import AgentRoomChanged
from antiphon.agents.interruptions import RestoreInterruptions, SaveInterruptions
from antiphon.app.centre.waiting.explaining import explain_pair
from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.routing.explanation import ChangeKind, Reason

pytestmark = pytest.mark.unit

ANN, BOB = AgentId("ann"), AgentId("bob")
CALL = InteractionId("call 1")
_, CHAT, MAIL = CHANNELS


def a_centre_with_chats(*agents: AgentId) -> SmallCentre:
    """Each agent is busy with a chat."""
    centre = SmallCentre(*agents)
    for agent in agents:
        for event in takes_up(InteractionId(f"chat of {agent}"), agent, centre.now, CHAT):
            centre.world.apply(event)
    return centre


def asked(centre: SmallCentre) -> dict[str, str]:
    """Who is asked to take each call."""
    offers = centre.world.routing.offers.open.values()
    return {offer.interaction_id: offer.agent_id for offer in offers}


def may_call_come(centre: SmallCentre) -> bool:
    """Is there room for a call with Ann?"""
    return "voice" in centre.world.agents.free_channels(ANN)


def test_a_new_rule_brings_those_who_wait_to_the_agents_with_room_each_to_one() -> None:
    centre = a_centre_with_chats(ANN, BOB)
    for name in (CALL, "call 2", "call 3"):
        centre.call(name)
    told = explain_pair(centre.world, CALL, ANN, centre.now)
    assert (told.reason, told.obstacles[0].change) == (Reason.HANDLING, ChangeKind.FINISH_WORK)
    assert asked(centre) == {}
    centre.do(SaveInterruptions(rules={"voice": ("chat",)}, edited_version=0))
    assert asked(centre).keys() == {CALL, "call 2"}
    assert {*asked(centre).values()} == {ANN, BOB}
    holder = AgentId(asked(centre)[CALL])
    assert explain_pair(centre.world, CALL, holder, centre.now).reason is Reason.OFFERED_HERE


def test_a_rule_that_takes_room_away_keeps_the_next_call_waiting() -> None:
    centre = SmallCentre(ANN)
    for event in takes_up(InteractionId("mail"), ANN, centre.now, MAIL):
        centre.world.apply(event)
    happened = centre.do(SaveInterruptions(rules={}, edited_version=0))
    assert [one.agent_id for one in happened if isinstance(one, AgentRoomChanged)] == [ANN]
    centre.call(CALL)
    assert asked(centre) == {}
    told = explain_pair(centre.world, CALL, ANN, centre.now)
    assert [one.interaction_id for one in told.obstacles] == ["mail"]


def test_a_rule_for_later_comes_into_force_by_itself_and_undo_ends_it() -> None:
    centre = a_centre_with_chats(ANN)
    later = centre.now + timedelta(minutes=5)
    centre.do(SaveInterruptions(rules={"voice": ("chat",)}, edited_version=0, valid_from=later))
    centre.call(CALL)
    centre.pass_time(299)
    assert (may_call_come(centre), asked(centre)) == (False, {})
    centre.pass_time(1)
    assert asked(centre) == {CALL: ANN}
    centre.do(RestoreInterruptions(number=0))
    assert asked(centre) == {CALL: ANN}, "an offer that is made stands"
    assert not may_call_come(centre)

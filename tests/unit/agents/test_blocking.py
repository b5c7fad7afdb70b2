"""Forced block: who leaves offers unanswered gets no more, until the way back is taken."""

import msgspec
import pytest
from tests.support.centre import BREAK, QUEUE, SmallCentre

from antiphon.agents.contract import (
    AgentBlocked,
    AgentState,
    ChangePresence,
    Presence,
    ReleaseAgent,
    SystemReason,
)
from antiphon.app.views.board import BoardView
from antiphon.app.views.desk import DeskView
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId
from antiphon.routing.contract import OfferMade, SaveQueue, UnblockedBy

pytestmark = pytest.mark.unit

ANN = AgentId("ann")


def a_centre(limit: int = 1, unblocked_by: UnblockedBy = UnblockedBy.AGENT) -> SmallCentre:
    centre = SmallCentre("ann")
    queue = centre.world.routing.queues.get(QUEUE)
    changed = msgspec.structs.replace(queue, missed_offers_limit=limit, unblocked_by=unblocked_by)
    centre.do(SaveQueue(queue=changed, edited_version=1))
    return centre


def blocked(unblocked_by: UnblockedBy) -> SmallCentre:
    centre = a_centre(unblocked_by=unblocked_by)
    centre.call()
    centre.pass_time(20)
    return centre


def become(centre: SmallCentre, presence: Presence) -> None:
    reason = BREAK if presence is Presence.NOT_READY else None
    centre.do(ChangePresence(agent_id=ANN, presence=presence, reason_id=reason))


def test_the_limit_of_unanswered_offers_blocks_and_no_offer_before_it_does() -> None:
    centre = a_centre(limit=3)
    centre.call()
    centre.pass_time(59)
    assert centre.world.agents.live[ANN].state is AgentState.OFFERED
    happened = centre.pass_time(1)
    assert [e.missed_offers for e in happened if isinstance(e, AgentBlocked)] == [3]
    live = centre.world.agents.live[ANN]
    assert (live.state, live.reason_id) == (AgentState.BLOCKED, SystemReason.MISSED_OFFER)
    assert not [e for e in centre.pass_time(600) if isinstance(e, OfferMade)]


def test_supervisors_see_who_is_blocked_and_why() -> None:
    centre = blocked(UnblockedBy.SUPERVISOR)

    class Clock:
        now = staticmethod(lambda: centre.now)
        monotonic = staticmethod(lambda: 0.0)

    views = dict(BoardView(centre.world, Clock()).draw(is_watched=True))
    shown = msgspec.to_builtins(views["agent", "ann"])
    assert shown["state"] == "blocked"
    assert shown["block"]["queue_name"] == "Sales"
    assert shown["block"]["missed_offers"] == 1


def test_an_agent_who_may_comes_back_by_becoming_ready() -> None:
    centre = blocked(UnblockedBy.AGENT)
    become(centre, Presence.READY)
    assert centre.world.agents.live[ANN].block is None
    assert centre.offer_of() is not None


def test_who_needs_a_supervisor_cannot_come_back_by_a_pause_or_by_signing_in_again() -> None:
    centre = blocked(UnblockedBy.SUPERVISOR)
    for presence in (Presence.NOT_READY, Presence.OFFLINE):
        become(centre, presence)
        with pytest.raises(RuleBroken, match="ask your supervisor"):
            become(centre, Presence.READY)
    assert centre.offer_of() is None


def test_a_supervisor_lets_the_agent_back_who_then_says_when() -> None:
    centre = blocked(UnblockedBy.SUPERVISOR)
    centre.do(ReleaseAgent(agent_id=ANN))
    live = centre.world.agents.live[ANN]
    assert (live.presence, live.reason_id) == (Presence.NOT_READY, SystemReason.RELEASED)
    assert centre.offer_of() is None
    become(centre, Presence.READY)
    assert centre.offer_of() is not None


def test_the_desk_offers_only_what_a_blocked_agent_may_choose() -> None:
    centre = blocked(UnblockedBy.SUPERVISOR)
    me = msgspec.to_builtins(dict(DeskView(centre.world).draw(ANN))["me", "me"])
    assert {choice["presence"] for choice in me["choices"]} == {"not_ready", "offline"}


def test_the_desk_offers_ready_first_and_offline_last() -> None:
    centre = blocked(UnblockedBy.AGENT)
    me = msgspec.to_builtins(dict(DeskView(centre.world).draw(ANN))["me", "me"])
    presences = [choice["presence"] for choice in me["choices"]]
    assert (presences[0], presences[-1]) == ("ready", "offline")


def test_letting_back_somebody_who_is_not_blocked_changes_nothing() -> None:
    centre = a_centre()
    assert centre.do(ReleaseAgent(agent_id=ANN)) == []


def test_an_answered_offer_begins_the_count_anew() -> None:
    centre = a_centre(limit=2)
    centre.call()
    centre.pass_time(20)
    offer = centre.offer_of()
    assert offer is not None
    centre.agent_answers(offer.offer_id)
    assert centre.world.agents.live[ANN].missed_offers == 0

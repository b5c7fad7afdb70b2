"""Several agents are asked at the same time: the first to accept has the customer, once."""

import pytest
from tests.support.centre import BREAK, QUEUE, SmallCentre

from antiphon.agents.contract import (
    Agent,
    AgentState,
    ChangePresence,
    Presence,
    ReportPhone,
    SaveAgent,
)
from antiphon.app.centre.waiting.explaining import explain_pair
from antiphon.interactions.states import State
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, QueueId
from antiphon.routing.contract import (
    AcceptOffer,
    DeclineOffer,
    OfferAccepted,
    OfferEvent,
    OfferExpired,
    OfferMade,
    OfferWithdrawn,
    Queue,
    SaveQueue,
    WithdrawReason,
)
from antiphon.routing.explanation import ChangeKind, Reason
from antiphon.supervision.contract import MoveWaiting, PickWaiting
from antiphon.telephony.contract import AgentRung
from antiphon.telephony.engine import EndCause
from antiphon.telephony.leg_ids import leg_of_offer

pytestmark = pytest.mark.unit

ANN, BOB, EVE, DAN = (AgentId(name) for name in ("ann", "bob", "eve", "dan"))
C1, C2 = InteractionId("c1"), InteractionId("c2")


def asked(centre: SmallCentre, call: InteractionId = C1) -> dict[AgentId, OfferMade]:
    """The open offers of a call, by agent."""
    open_now = {offer.id for offer in centre.world.routing.offers.of(call)}
    made = (event for event in centre.events if isinstance(event, OfferMade))
    return {event.agent_id: event for event in made if event.offer_id in open_now}


def state(centre: SmallCentre, agent_id: AgentId) -> AgentState:
    return centre.world.agents.live[agent_id].state


def test_all_who_are_free_are_asked_at_once_and_their_phones_ring() -> None:
    centre = SmallCentre(ANN, BOB, EVE, offers_at_once=3)
    happened = centre.call()
    assert list(asked(centre)) == [ANN, BOB, EVE]
    rung = [event.leg_id for event in happened if isinstance(event, AgentRung)]
    assert rung == [leg_of_offer(offer.offer_id) for offer in asked(centre).values()]
    assert len(set(rung)) == 3


def test_of_more_who_are_free_those_are_asked_who_come_first() -> None:
    centre = SmallCentre(ANN, BOB, EVE, offers_at_once=2)
    centre.call()
    assert list(asked(centre)) == [ANN, BOB]
    centre.call("c2")
    assert list(asked(centre, C2)) == [EVE]


def test_the_first_to_accept_has_the_customer_and_the_others_are_free_in_the_same_step() -> None:
    centre = SmallCentre(ANN, BOB, EVE, offers_at_once=3)
    centre.call()
    offers = asked(centre)
    happened = centre.do(AcceptOffer(offer_id=offers[BOB].offer_id, agent_id=BOB))
    ends = [event for event in happened if isinstance(event, OfferEvent)]
    assert isinstance(ends[0], OfferAccepted)
    assert [(type(event), event.agent_id) for event in ends[1:]] == [
        (OfferWithdrawn, ANN),
        (OfferWithdrawn, EVE),
    ]
    assert {event.reason for event in ends if isinstance(event, OfferWithdrawn)} == {
        WithdrawReason.ANSWERED_ELSEWHERE
    }
    assert [state(centre, one) for one in (ANN, BOB, EVE)] == ["ready", "handling", "ready"]
    assert centre.world.agents.holder == {C1: BOB}
    record = centre.world.interactions.open[C1]
    assert {(offer.agent_id, offer.result) for offer in record.offers} == {
        (ANN, "answered_elsewhere"),
        (BOB, "accepted"),
        (EVE, "answered_elsewhere"),
    }


def test_who_accepts_a_moment_later_is_told_that_it_is_over() -> None:
    centre = SmallCentre(ANN, BOB, offers_at_once=2)
    centre.call()
    offers = asked(centre)
    centre.do(AcceptOffer(offer_id=offers[BOB].offer_id, agent_id=BOB))
    with pytest.raises(RuleBroken, match="over"):
        centre.do(AcceptOffer(offer_id=offers[ANN].offer_id, agent_id=ANN))


def test_of_two_phones_picked_up_at_once_one_has_the_customer() -> None:
    centre = SmallCentre(ANN, BOB, offers_at_once=2)
    centre.call()
    offers = asked(centre)
    centre.agent_answers(offers[BOB].offer_id)
    centre.agent_answers(offers[ANN].offer_id)
    centre.leg_ends(leg_of_offer(offers[ANN].offer_id))
    interaction = centre.world.interactions.open[C1]
    assert (interaction.state, interaction.agent_id) == (State.TALKING, BOB)
    call = centre.world.calls.calls[C1]
    assert (call.agent_leg, call.ringing) == (leg_of_offer(offers[BOB].offer_id), {})


@pytest.mark.parametrize("cause", [EndCause.NORMAL, EndCause.FAILED, EndCause.CANCELLED])
def test_a_phone_that_falls_silent_later_takes_nothing_from_the_conversation(
    cause: EndCause,
) -> None:
    centre = SmallCentre(ANN, BOB, offers_at_once=2)
    centre.call()
    offers = asked(centre)
    centre.agent_answers(offers[BOB].offer_id)
    centre.leg_ends(leg_of_offer(offers[ANN].offer_id), cause)
    assert centre.world.interactions.open[C1].state is State.TALKING
    assert state(centre, ANN) == "ready"


def test_who_declines_rests_and_the_others_go_on_being_asked() -> None:
    centre = SmallCentre(ANN, BOB, offers_at_once=2)
    centre.call()
    centre.do(DeclineOffer(offer_id=asked(centre)[ANN].offer_id, agent_id=ANN))
    assert list(asked(centre)) == [BOB]
    assert state(centre, ANN) == "not_ready"


def test_the_room_that_one_leaves_is_filled_by_the_next() -> None:
    centre = SmallCentre(ANN, BOB, EVE, offers_at_once=2)
    centre.call()
    centre.do(DeclineOffer(offer_id=asked(centre)[ANN].offer_id, agent_id=ANN))
    assert list(asked(centre)) == [BOB, EVE]


def test_who_becomes_free_meanwhile_is_asked_too_and_for_the_whole_time() -> None:
    centre = SmallCentre(ANN, offers_at_once=3)
    centre.call()
    centre.pass_time(15)
    centre.add_agent(BOB)
    assert list(asked(centre)) == [ANN, BOB]
    assert (asked(centre)[BOB].expires_at - centre.now).total_seconds() == 20


def test_nobody_joins_a_group_while_somebody_else_waits() -> None:
    centre = SmallCentre(ANN, offers_at_once=3)
    centre.call()
    centre.call("c2")
    centre.add_agent(BOB)
    assert (list(asked(centre)), list(asked(centre, C2))) == ([ANN], [BOB])


def test_when_nobody_answers_all_have_missed_an_offer_and_the_customer_keeps_the_place() -> None:
    centre = SmallCentre(ANN, BOB, offers_at_once=2)
    centre.call()
    centre.pass_time(21)
    assert [state(centre, one) for one in (ANN, BOB)] == ["blocked", "blocked"]
    assert C1 in centre.world.routing.selection
    centre.call("c2")
    centre.add_agent(EVE)
    assert (list(asked(centre)), list(asked(centre, C2))) == ([EVE], [])


def test_a_queue_may_count_what_a_group_lets_ring_as_nobodys_miss() -> None:
    centre = SmallCentre(ANN, BOB, offers_at_once=2, group_misses_count=False)
    centre.call()
    happened = centre.pass_time(20)
    expired = [event for event in happened if isinstance(event, OfferExpired)]
    assert [event.counts for event in expired] == [False, False]
    assert sorted(asked(centre)) == [ANN, BOB]
    assert centre.world.agents.live[ANN].missed_offers == 0


def test_an_agent_who_is_asked_alone_has_missed_the_offer_in_such_a_queue_too() -> None:
    centre = SmallCentre(ANN, offers_at_once=1, group_misses_count=False)
    centre.call()
    centre.pass_time(20)
    assert state(centre, ANN) == "blocked"


def test_who_pauses_is_not_asked_any_more_and_the_others_are() -> None:
    centre = SmallCentre(ANN, BOB, offers_at_once=2)
    centre.call()
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.NOT_READY, reason_id=BREAK))
    assert list(asked(centre)) == [BOB]


def test_when_the_customer_leaves_every_phone_falls_silent() -> None:
    centre = SmallCentre(ANN, BOB, EVE, offers_at_once=3)
    centre.call()
    centre.leg_ends(C1)
    assert centre.world.routing.offers.open == {}
    assert {state(centre, one) for one in (ANN, BOB, EVE)} == {"ready"}
    assert centre.world.agents.holder == {}


def test_a_supervisor_picks_one_and_the_group_is_asked_no_more() -> None:
    centre = SmallCentre(ANN, BOB, offers_at_once=2)
    centre.call()
    centre.add_agent(EVE)
    centre.do(PickWaiting(interaction_id=C1, agent_id=EVE))
    centre.add_agent(DAN)
    assert list(asked(centre)) == [EVE]


def test_who_joins_a_group_joins_that_of_the_queue_that_stands_first_by_its_share() -> None:
    plain = QueueId("plain")
    centre = SmallCentre(ANN, BOB, offers_at_once=2, share_percent=50)
    centre.do(SaveQueue(queue=Queue(id=plain, name="Plain", offers_at_once=2)))
    both = Agent(id=EVE, name=EVE, queues=(QUEUE, plain))
    for agent_id, queue_id in ((DAN, plain), (BOB, plain)):
        centre.do(SaveAgent(agent=Agent(id=agent_id, name=agent_id, queues=(queue_id,))))
    centre.do(ChangePresence(agent_id=BOB, presence=Presence.NOT_READY, reason_id=BREAK))
    for agent_id in (DAN, EVE):
        if agent_id == EVE:
            centre.do(SaveAgent(agent=both))
        centre.do(ReportPhone(agent_id=agent_id, is_reachable=True))
    centre.do(ChangePresence(agent_id=DAN, presence=Presence.READY))
    centre.call("c1")
    centre.call("c2")
    centre.do(MoveWaiting(interaction_id=C2, queue_id=plain))
    assert (list(asked(centre)), list(asked(centre, C2))) == ([ANN], [DAN])
    centre.do(ChangePresence(agent_id=EVE, presence=Presence.READY))
    # The first caller came sooner, but a queue without a share is served before.
    assert (list(asked(centre)), list(asked(centre, C2))) == ([ANN], [DAN, EVE])


def test_more_than_fifty_at_once_are_refused() -> None:
    centre = SmallCentre()
    with pytest.raises(RuleBroken, match="1 to 50 agents"):
        centre.do(SaveQueue(queue=Queue(id=QUEUE, name="Sales", offers_at_once=51)))


def test_it_is_explained_who_is_asked_and_that_all_must_refuse_for_another() -> None:
    centre = SmallCentre(ANN, BOB, EVE, offers_at_once=2)
    centre.call()
    here = explain_pair(centre.world, C1, BOB, centre.now)
    assert here.reason is Reason.OFFERED_HERE
    elsewhere = explain_pair(centre.world, C1, EVE, centre.now)
    assert [(one.change, one.agent_id) for one in elsewhere.obstacles] == [
        (ChangeKind.END_OFFER, ANN),
        (ChangeKind.END_OFFER, BOB),
    ]

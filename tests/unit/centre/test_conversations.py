"""What becomes of a call when offers end, phones fail and people hang up."""

import pytest
from tests.support.centre import BREAK, QUEUE, SmallCentre

from antiphon.agents.contract import (
    AgentState,
    ChangePresence,
    Presence,
    ReportPhone,
    SaveSkill,
    Skill,
    SystemReason,
)
from antiphon.flows.contract import SaveFlow
from antiphon.flows.graph import Flow, HangUpStep, QueueStep, Step
from antiphon.interactions.call_control import (
    FinishWrapUp,
    HangUpInteraction,
    HoldInteraction,
    ResumeInteraction,
)
from antiphon.interactions.contract import (
    ConversationEnded,
    EndedBy,
    InteractionClosed,
    InteractionConnected,
    InteractionQueued,
    InteractionSuspended,
    Outcome,
)
from antiphon.interactions.segments import SegmentKind
from antiphon.interactions.states import State
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, FlowId, InteractionId, LegId, SkillId
from antiphon.routing.contract import (
    AcceptOffer,
    DeclineOffer,
    OfferDeclined,
    OfferExpired,
    OfferMade,
    OfferWithdrawn,
    WithdrawReason,
)
from antiphon.telephony.contract import AgentRung, HearEngine
from antiphon.telephony.engine import EndCause, LegArrived

ANN, BEA = AgentId("ann"), AgentId("bea")
C1 = InteractionId("c1")


def of_kind(events: list[Event], kind: type[Event]) -> list[Event]:
    return [event for event in events if isinstance(event, kind)]


def outcome(events: list[Event]) -> InteractionClosed:
    closed = [event for event in events if isinstance(event, InteractionClosed)]
    assert len(closed) == 1
    return closed[0]


def test_a_call_is_offered_to_the_longest_idle_agent_and_rings_one_phone() -> None:
    centre = SmallCentre("ann")
    centre.pass_time(1)
    centre.add_agent("bea")
    happened = centre.call()
    assert [e.agent_id for e in happened if isinstance(e, OfferMade)] == [ANN]
    assert len(of_kind(happened, AgentRung)) == 1


def test_answering_the_phone_accepts_the_offer_and_connects() -> None:
    centre = SmallCentre("ann")
    centre.talk()
    assert centre.world.interactions.open[C1].state is State.TALKING
    assert centre.world.agents.live[ANN].state is AgentState.HANDLING


def test_accepting_on_the_desk_connects_when_the_phone_answers() -> None:
    centre = SmallCentre("ann")
    centre.call()
    offer = centre.offer_of()
    assert offer is not None
    accepted = centre.do(AcceptOffer(offer_id=offer.offer_id, agent_id=ANN))
    assert not of_kind(accepted, InteractionConnected)
    assert of_kind(centre.agent_answers(offer.offer_id), InteractionConnected)


def test_accepting_on_the_desk_what_the_phone_has_accepted_changes_nothing() -> None:
    centre = SmallCentre("ann", "bea")
    offer_id = centre.talk()
    assert centre.do(AcceptOffer(offer_id=offer_id, agent_id=ANN)) == []
    with pytest.raises(RuleBroken, match="over"):
        centre.do(AcceptOffer(offer_id=offer_id, agent_id=BEA))
    centre.leg_ends("c1")
    centre.leg_ends(f"{offer_id}.leg")
    with pytest.raises(RuleBroken, match="over"):
        centre.do(AcceptOffer(offer_id=offer_id, agent_id=ANN))


def test_an_expired_offer_goes_to_the_next_agent_and_rests_the_first() -> None:
    centre = SmallCentre("ann", "bea", offer_timeout_s=20)
    centre.call()
    happened = centre.pass_time(20)
    assert len(of_kind(happened, OfferExpired)) == 1
    assert [e.agent_id for e in happened if isinstance(e, OfferMade)] == [BEA]
    assert centre.world.agents.live[ANN].reason_id == SystemReason.MISSED_OFFER


def test_a_declined_offer_is_not_made_to_the_same_agent_again() -> None:
    centre = SmallCentre("ann")
    centre.call()
    offer = centre.offer_of()
    assert offer is not None
    centre.do(DeclineOffer(offer_id=offer.offer_id, agent_id=ANN))
    assert centre.offer_of() is None
    assert centre.world.interactions.open[C1].state is State.WAITING


def test_a_busy_phone_declines() -> None:
    centre = SmallCentre("ann")
    centre.call()
    offer = centre.offer_of()
    assert offer is not None
    happened = centre.leg_ends(f"{offer.offer_id}.leg", EndCause.BUSY)
    assert len(of_kind(happened, OfferDeclined)) == 1


def test_an_offer_of_somebody_else_cannot_be_accepted() -> None:
    centre = SmallCentre("ann", "bea")
    centre.call()
    offer = centre.offer_of()
    assert offer is not None
    with pytest.raises(RuleBroken, match="over"):
        centre.do(AcceptOffer(offer_id=offer.offer_id, agent_id=BEA))


def test_a_caller_who_leaves_takes_the_offer_along() -> None:
    centre = SmallCentre("ann", short_abandon_s=5)
    centre.call()
    centre.pass_time(8)
    happened = centre.leg_ends("c1")
    withdrawn = [e for e in happened if isinstance(e, OfferWithdrawn)]
    assert [e.reason for e in withdrawn] == [WithdrawReason.CUSTOMER_LEFT]
    assert outcome(happened).outcome is Outcome.ABANDONED
    assert centre.world.agents.live[ANN].is_available


def test_a_caller_who_leaves_while_the_phone_is_awaited_frees_the_agent_for_the_next() -> None:
    centre = SmallCentre("ann")
    centre.call("c1")
    offer = centre.offer_of("c1")
    assert offer is not None
    centre.do(AcceptOffer(offer_id=offer.offer_id, agent_id=ANN))
    centre.call("c2")
    assert centre.offer_of("c2") is None
    centre.leg_ends("c1")
    assert centre.offer_of("c2") is not None


def test_leaving_within_the_threshold_is_a_short_abandon() -> None:
    centre = SmallCentre(short_abandon_s=5)
    centre.call()
    centre.pass_time(3)
    assert outcome(centre.leg_ends("c1")).outcome is Outcome.SHORT_ABANDONED


def test_the_caller_hangs_up_and_the_agent_wraps_up() -> None:
    centre = SmallCentre("ann", wrap_up_s=30)
    centre.talk()
    centre.pass_time(10)
    ended = [e for e in centre.leg_ends("c1") if isinstance(e, ConversationEnded)]
    assert [e.ended_by for e in ended] == [EndedBy.CUSTOMER]
    assert centre.world.agents.live[ANN].state is AgentState.WRAP_UP
    closed = outcome(centre.pass_time(30))
    assert closed.outcome is Outcome.HANDLED
    assert closed.ended_by is EndedBy.CUSTOMER
    assert centre.world.agents.live[ANN].is_available


def test_a_repeated_report_changes_nothing() -> None:
    centre = SmallCentre("ann")
    centre.talk()
    centre.leg_ends("c1")
    assert centre.leg_ends("c1") == []
    assert centre.call() == []


def test_hold_stops_and_starts_the_talk_segment() -> None:
    centre = SmallCentre("ann")
    centre.talk()
    interaction = centre.world.interactions.open[C1]
    centre.pass_time(10)
    centre.do(HoldInteraction(interaction_id=C1, agent_id=ANN))
    centre.pass_time(5)
    centre.do(ResumeInteraction(interaction_id=C1, agent_id=ANN))
    centre.pass_time(2)
    centre.do(HangUpInteraction(interaction_id=C1, agent_id=ANN))
    assert interaction.total(SegmentKind.TALK, centre.now).total_seconds() == 12
    assert interaction.total(SegmentKind.HOLD, centre.now).total_seconds() == 5


def test_a_lost_phone_suspends_and_its_return_rings_it_again() -> None:
    centre = SmallCentre("ann")
    centre.talk()
    lost = centre.do(ReportPhone(agent_id=ANN, is_reachable=False))
    assert len(of_kind(lost, InteractionSuspended)) == 1
    back = centre.do(ReportPhone(agent_id=ANN, is_reachable=True))
    rung = [e for e in back if isinstance(e, AgentRung)]
    assert len(rung) == 1
    assert rung[0].offer_id is None


def test_a_phone_that_stays_away_sends_the_caller_to_the_head_of_the_queue() -> None:
    centre = SmallCentre("ann")
    centre.talk("c1")
    centre.call("c2")
    centre.pass_time(5)
    centre.do(ReportPhone(agent_id=ANN, is_reachable=False))
    happened = centre.pass_time(15)
    queued = [e for e in happened if isinstance(e, InteractionQueued)]
    assert [(e.interaction_id, e.is_returning) for e in queued] == [(C1, True)]
    centre.add_agent("bea")
    assert centre.world.agents.holder.get(C1) == BEA
    assert centre.world.routing.offers.of(InteractionId("c2")) == []


def test_who_waits_a_second_time_rings_under_a_name_of_its_own() -> None:
    centre = SmallCentre("ann")
    first = centre.talk("c1")
    centre.do(ReportPhone(agent_id=ANN, is_reachable=False))
    centre.pass_time(15)
    centre.add_agent("bea")
    second = centre.offer_of("c1")
    assert second is not None
    assert second.offer_id != first


def test_a_returning_caller_still_needs_what_the_flow_asked_for() -> None:
    steps: dict[str, Step] = {"wait": QueueStep(queue_id=QUEUE, skills={SkillId("mandarin"): 3})}
    centre = SmallCentre(steps={"wait": QueueStep(queue_id=QUEUE), "end": HangUpStep()})
    centre.do(SaveSkill(skill=Skill(id=SkillId("mandarin"), name="Mandarin")))
    flow = Flow(id=FlowId("main"), name="Main", start="wait", steps=steps)
    centre.do(SaveFlow(flow=flow))
    centre.add_agent("ann", skills={SkillId("mandarin"): 5})
    centre.talk()
    centre.do(ReportPhone(agent_id=ANN, is_reachable=False))
    happened = centre.pass_time(15)
    queued = [e for e in happened if isinstance(e, InteractionQueued)]
    assert [e.skills for e in queued] == [{SkillId("mandarin"): 3}]
    centre.add_agent("bea")
    assert centre.offer_of() is None


def test_a_freed_agent_goes_to_the_first_in_line_not_back_to_the_same_caller() -> None:
    centre = SmallCentre("ann", "bea")
    centre.talk("c1")
    centre.call("c2")
    second = centre.offer_of("c2")
    assert second is not None
    assert second.agent_id == BEA
    centre.do(ReportPhone(agent_id=ANN, is_reachable=False))
    centre.pass_time(15)
    # c1 is at the head of the queue now; the offer of c2 fails for a reason of the line.
    centre.leg_ends(f"{second.offer_id}.leg", EndCause.CANCELLED, by_far_end=False)
    assert centre.world.agents.holder.get(C1) == BEA
    assert centre.offer_of("c2") is None


def test_a_call_that_is_over_does_not_begin_again() -> None:
    centre = SmallCentre()
    centre.call(dialled="4711")
    centre.leg_ends("c1", by_far_end=False)
    assert not centre.world.calls.calls
    assert centre.call(dialled="4711") == []


def test_an_accepted_offer_whose_phone_never_answers_goes_back_to_the_head() -> None:
    centre = SmallCentre("ann")
    centre.call()
    offer = centre.offer_of()
    assert offer is not None
    centre.do(AcceptOffer(offer_id=offer.offer_id, agent_id=ANN))
    queued = [e for e in centre.pass_time(10) if isinstance(e, InteractionQueued)]
    assert [e.is_returning for e in queued] == [True]
    assert centre.world.agents.live[ANN].reason_id == SystemReason.PHONE_FAILED


def test_a_call_that_our_engine_lost_is_not_laid_to_the_customer() -> None:
    centre = SmallCentre()
    centre.call()
    closed = outcome(centre.leg_ends("c1", EndCause.FAILED, by_far_end=False))
    assert (closed.outcome, closed.ended_by) == (Outcome.FAILED, EndedBy.SYSTEM)


def test_a_failed_leg_of_a_reachable_phone_is_rung_again_at_once() -> None:
    centre = SmallCentre("ann")
    offer_id = centre.talk()
    happened = centre.leg_ends(f"{offer_id}.leg", EndCause.FAILED)
    assert len(of_kind(happened, AgentRung)) == 1


def test_going_not_ready_takes_the_offer_back_to_the_queue() -> None:
    centre = SmallCentre("ann", "bea")
    centre.call()
    happened = centre.do(ChangePresence(agent_id=ANN, presence=Presence.NOT_READY, reason_id=BREAK))
    assert len(of_kind(happened, OfferWithdrawn)) == 1
    assert [e.agent_id for e in happened if isinstance(e, OfferMade)] == [BEA]


def test_a_choice_made_while_talking_holds_after_wrap_up() -> None:
    centre = SmallCentre("ann")
    centre.talk()
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.NOT_READY, reason_id=BREAK))
    assert centre.world.agents.live[ANN].state is AgentState.HANDLING
    centre.call("c2")
    centre.leg_ends("c1")
    centre.do(FinishWrapUp(interaction_id=C1, agent_id=ANN, disposition_id=None, note=""))
    assert centre.world.agents.live[ANN].state is AgentState.NOT_READY
    assert centre.offer_of("c2") is None


def test_after_the_longest_wait_the_flow_goes_on() -> None:
    steps: dict[str, Step] = {
        "wait": QueueStep(queue_id=QUEUE, overflow_s=60, overflow="end"),
        "end": HangUpStep(),
    }
    centre = SmallCentre(steps=steps)
    centre.call()
    closed = outcome(centre.pass_time(60))
    assert closed.outcome is Outcome.FLOW_ENDED
    assert not centre.world.routing.waiting


def test_overflow_while_an_offer_is_out_withdraws_it_for_good() -> None:
    steps: dict[str, Step] = {
        "wait": QueueStep(queue_id=QUEUE, overflow_s=10, overflow="end"),
        "end": HangUpStep(),
    }
    centre = SmallCentre("ann", "bea", steps=steps)
    centre.call()
    happened = centre.pass_time(10)
    assert of_kind(happened, OfferMade) == []
    assert outcome(happened).outcome is Outcome.FLOW_ENDED


def test_an_unknown_number_is_refused_with_its_reason() -> None:
    centre = SmallCentre("ann")
    closed = outcome(centre.call(dialled="4711"))
    assert (closed.outcome, closed.reason) == (Outcome.REFUSED, "number_unknown")


def test_a_call_that_comes_while_we_lag_is_refused_with_its_reason() -> None:
    centre = SmallCentre("ann")
    arrived = LegArrived(
        at=centre.now, leg=LegId("c1"), dialled="1000", caller_number="", caller_name=""
    )
    closed = outcome(centre.do(HearEngine(event=arrived, is_overloaded=True)))
    assert (closed.outcome, closed.reason) == (Outcome.REFUSED, "overload")


def test_nothing_is_left_after_everybody_is_gone() -> None:
    centre = SmallCentre("ann", wrap_up_s=0)
    offer_id = centre.talk()
    centre.leg_ends("c1")
    centre.leg_ends(f"{offer_id}.leg", by_far_end=False)
    world = centre.world
    assert (world.calls.calls, world.interactions.open, world.deadlines.at) == ({}, {}, {})
    assert (world.routing.waiting, world.routing.offers.open, world.agents.holder) == ({}, {}, {})

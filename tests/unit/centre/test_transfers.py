"""A call is passed on: blind, after a talk, and what becomes of the customer when nobody comes."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace
from tests.support.centre import QUEUE
from tests.support.talk import ANN, BOB, C1, CLAIRE, CUSTOMER, EXPERT, Talk

from antiphon.agents.contract import Agent, AgentState, ChangePresence, Presence, SaveAgent
from antiphon.flows.contract import SaveOpeningHours
from antiphon.flows.hours import HoursId, OpeningHours
from antiphon.interactions.call_control import (
    AddParty,
    CancelConsult,
    CompleteConsult,
    ConsultSide,
    ExtendWrapUp,
    FinishWrapUp,
    HangUpInteraction,
    LeaveConversation,
    MergeConsult,
    MuteParty,
    RemoveParty,
    SaveWrapUp,
    StartConsult,
    ToggleConsult,
    TransferInteraction,
)
from antiphon.interactions.contract import InteractionClosed, Outcome
from antiphon.interactions.segments import SegmentKind
from antiphon.interactions.states import State
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import InteractionId, OfferId, QueueId
from antiphon.routing.contract import AcceptOffer, DeclineOffer, Queue, SaveQueue
from antiphon.telephony.contract import PartyLeft, Place
from antiphon.telephony.engine import EndCause, LegAnswered
from antiphon.telephony.media import media_of

pytestmark = pytest.mark.unit


def closed(events: Sequence[Event]) -> InteractionClosed:
    return next(event for event in events if isinstance(event, InteractionClosed))


def test_a_blind_transfer_rings_the_colleague_and_frees_the_agent_for_wrap_up() -> None:
    talk = Talk()
    invited = talk.pass_to(TransferInteraction, "bob")
    assert (talk.it.state, talk.it.agent_id) == (State.TRANSFERRING, None)
    assert (talk.state_of(ANN), talk.state_of(BOB)) == (AgentState.WRAP_UP, AgentState.OFFERED)
    assert talk.hear_music() == {CUSTOMER}
    leg = talk.answer(invited)
    assert (talk.it.state, talk.it.agent_id) == (State.TALKING, BOB)
    assert talk.hear_each_other() == [{CUSTOMER, leg}]
    assert talk.state_of(BOB) is AgentState.HANDLING


def test_nobody_is_credited_with_somebody_elses_time() -> None:
    talk = Talk()
    talk.centre.pass_time(60)
    invited = talk.pass_to(TransferInteraction, "bob")
    talk.centre.pass_time(10)
    talk.answer(invited)
    talk.centre.pass_time(100)
    talk.centre.do(HangUpInteraction(interaction_id=C1, agent_id=BOB))
    spent = {
        (segment.agent_id, segment.kind): (segment.ended_at - segment.started_at).total_seconds()
        for segment in talk.it.segments
        if segment.ended_at is not None
    }
    assert spent[ANN, SegmentKind.TALK] == 60
    assert spent[BOB, SegmentKind.TALK] == 100
    assert sum(spent.values()) == 170


def test_each_agent_has_a_wrap_up_and_a_note_of_their_own() -> None:
    talk = Talk()
    talk.centre.do(
        SaveWrapUp(interaction_id=C1, agent_id=ANN, disposition_id=None, note="wants a refund")
    )
    talk.answer(talk.pass_to(TransferInteraction, "bob"))
    assert talk.it.note == ""
    talk.centre.do(HangUpInteraction(interaction_id=C1, agent_id=BOB))
    ended = talk.centre.do(
        FinishWrapUp(interaction_id=C1, agent_id=BOB, disposition_id=None, note="paid")
    )
    assert closed(ended).outcome is Outcome.HANDLED
    assert talk.state_of(ANN) is AgentState.WRAP_UP
    talk.centre.do(
        FinishWrapUp(interaction_id=C1, agent_id=ANN, disposition_id=None, note="wanted a refund")
    )
    assert talk.state_of(ANN) is AgentState.READY
    assert talk.centre.world.interactions.after_work.closed == {}
    assert not talk.centre.world.deadlines.at


def test_the_wrap_up_of_who_left_ends_by_itself() -> None:
    talk = Talk()
    talk.answer(talk.pass_to(TransferInteraction, "bob"))
    talk.centre.pass_time(31)
    assert (talk.state_of(ANN), talk.state_of(BOB)) == (AgentState.READY, AgentState.HANDLING)


def test_who_left_may_ask_for_more_time_to_write() -> None:
    talk = Talk()
    queue = talk.centre.world.routing.queues.get(QUEUE)
    patient = replace(queue, wrap_up_extensions=1, wrap_up_extension_s=60)
    talk.centre.do(SaveQueue(queue=patient))
    talk.answer(talk.pass_to(TransferInteraction, "bob"))
    more = ExtendWrapUp(interaction_id=C1, agent_id=ANN)
    talk.centre.do(more)
    with pytest.raises(RuleBroken) as refused:
        talk.centre.do(more)
    assert refused.value.code == "wrap_up.extended_enough"
    # Also when the call is over meanwhile.
    talk.centre.do(HangUpInteraction(interaction_id=C1, agent_id=BOB))
    talk.centre.do(FinishWrapUp(interaction_id=C1, agent_id=BOB, disposition_id=None, note=""))
    talk.centre.pass_time(80)
    assert talk.state_of(ANN) is AgentState.WRAP_UP
    talk.centre.pass_time(11)
    assert talk.state_of(ANN) is AgentState.READY


def test_who_does_not_answer_a_blind_transfer_sends_it_back_to_the_initiator() -> None:
    talk = Talk()
    talk.pass_to(TransferInteraction, "bob")
    talk.centre.pass_time(21)
    assert (talk.state_of(ANN), talk.state_of(BOB)) == (AgentState.OFFERED, AgentState.READY)
    back = next(party for party in talk.call.parties.values())
    talk.centre.hear(LegAnswered(at=talk.centre.now, leg=back.leg))
    assert (talk.it.state, talk.it.agent_id) == (State.TALKING, ANN)


def test_when_the_initiator_does_not_answer_either_the_customer_is_first_in_the_queue() -> None:
    talk = Talk()
    talk.pass_to(TransferInteraction, "bob")
    talk.centre.do(ChangePresence(agent_id=CLAIRE, presence=Presence.OFFLINE))
    talk.centre.pass_time(21)
    talk.centre.call("c2")
    talk.centre.pass_time(21)
    assert talk.it.state is State.WAITING
    waiting = talk.centre.world.routing.waiting[C1]
    assert waiting.rank < talk.centre.world.routing.waiting[InteractionId("c2")].rank


def test_a_declined_transfer_goes_back_at_once() -> None:
    talk = Talk()
    invited = talk.pass_to(TransferInteraction, "bob")
    assert invited is not None
    talk.centre.do(DeclineOffer(offer_id=OfferId(invited.party_id), agent_id=BOB))
    assert talk.state_of(ANN) is AgentState.OFFERED


def test_who_leaves_while_being_transferred_is_lost_with_one_outcome() -> None:
    talk = Talk()
    talk.pass_to(TransferInteraction, "bob")
    ended = talk.centre.leg_ends("c1")
    assert closed(ended).outcome is Outcome.ABANDONED
    assert (talk.state_of(ANN), talk.state_of(BOB)) == (AgentState.WRAP_UP, AgentState.READY)


def test_a_transfer_to_a_queue_keeps_the_place_of_arrival() -> None:
    talk = Talk()
    repairs = QueueId("repairs")
    talk.centre.do(SaveQueue(queue=Queue(id=repairs, name="Repairs")))
    talk.centre.do(SaveAgent(agent=Agent(id=CLAIRE, name="Claire", queues=(QUEUE, repairs))))
    talk.pass_to(TransferInteraction, "repairs", "queue")
    offer = talk.centre.offer_of()
    assert offer is not None
    assert (offer.agent_id, offer.queue_id) == (CLAIRE, repairs)
    talk.centre.agent_answers(offer.offer_id)
    assert (talk.it.state, talk.it.agent_id, talk.it.queue_id) == (State.TALKING, CLAIRE, repairs)


@pytest.mark.parametrize("wish", [StartConsult, TransferInteraction])
def test_an_invitation_that_the_phone_took_is_accepted_on_the_desk_as_well(
    wish: type[StartConsult | TransferInteraction],
) -> None:
    talk = Talk()
    invited = talk.pass_to(wish, "bob")
    assert invited is not None
    offer_id = OfferId(talk.answer(invited).removesuffix(".leg"))
    assert talk.centre.do(AcceptOffer(offer_id=offer_id, agent_id=BOB)) == []
    with pytest.raises(RuleBroken, match="over"):
        talk.centre.do(AcceptOffer(offer_id=offer_id, agent_id=CLAIRE))


def test_a_consult_holds_the_customer_and_toggles() -> None:
    talk = Talk()
    invited = talk.pass_to(StartConsult, "bob")
    assert (talk.it.state, talk.hear_music()) == (State.HELD, {CUSTOMER})
    bob = talk.answer(invited)
    assert talk.hear_each_other() == [{talk.ann_leg, bob}]
    assert talk.hear_music() == {CUSTOMER}
    talk.wish(ToggleConsult)
    assert talk.hear_each_other() == [{talk.ann_leg, CUSTOMER}]
    assert talk.hear_music() == {bob}
    talk.wish(ToggleConsult)
    assert talk.hear_each_other() == [{talk.ann_leg, bob}]


def test_a_consult_becomes_a_conference_and_goes_on_without_the_agent() -> None:
    talk = Talk()
    bob = talk.answer(talk.pass_to(StartConsult, "bob"))
    talk.wish(MergeConsult)
    assert talk.hear_each_other() == [{talk.ann_leg, bob, CUSTOMER}]
    assert talk.wish(MergeConsult) == []
    talk.wish(LeaveConversation)
    assert talk.hear_each_other() == [{bob, CUSTOMER}]
    assert (talk.it.agent_id, talk.state_of(ANN)) == (BOB, AgentState.WRAP_UP)
    assert talk.wish(LeaveConversation) == []


def test_a_completed_consult_leaves_the_customer_to_the_colleague() -> None:
    talk = Talk()
    bob = talk.answer(talk.pass_to(StartConsult, "bob"))
    talk.wish(CompleteConsult)
    assert talk.hear_each_other() == [{bob, CUSTOMER}]
    assert talk.it.agent_id == BOB
    assert talk.wish(CompleteConsult) == []


def test_a_consult_that_is_completed_before_the_answer_is_a_transfer() -> None:
    talk = Talk()
    invited = talk.pass_to(StartConsult, "bob")
    talk.wish(CompleteConsult)
    assert (talk.it.state, talk.hear_music()) == (State.TRANSFERRING, {CUSTOMER})
    talk.answer(invited)
    assert talk.it.agent_id == BOB


@pytest.mark.parametrize("ends", ["cancelled", "hung up", "unanswered"])
def test_after_a_consult_the_agent_is_back_with_the_customer(ends: str) -> None:
    talk = Talk()
    invited = talk.pass_to(StartConsult, "bob")
    assert invited is not None
    if ends == "unanswered":
        talk.centre.pass_time(21)
    else:
        bob = talk.answer(invited)
        if ends == "cancelled":
            talk.wish(CancelConsult)
        else:
            talk.centre.leg_ends(bob)
    assert talk.it.state is State.TALKING
    assert talk.hear_each_other() == [{talk.ann_leg, CUSTOMER}]
    assert talk.state_of(BOB) is AgentState.READY


def test_who_hangs_up_while_consulting_hands_the_customer_over() -> None:
    talk = Talk()
    bob = talk.answer(talk.pass_to(StartConsult, "bob"))
    talk.centre.leg_ends(talk.ann_leg)
    assert talk.hear_each_other() == [{bob, CUSTOMER}]
    assert talk.it.agent_id == BOB


def test_an_expert_outside_is_asked_in_muted_and_removed() -> None:
    talk = Talk()
    invited = talk.pass_to(AddParty, "+44 161 555-0100", "number")
    assert invited is not None
    assert (invited.number, invited.trunk_id, invited.shown_number) == (EXPERT, "line", "1000")
    assert talk.hear_each_other() == [{talk.ann_leg, CUSTOMER}]
    expert = talk.answer(invited)
    assert talk.hear_each_other() == [{talk.ann_leg, CUSTOMER, expert}]
    talk.wish(MuteParty, party_id=invited.party_id, is_muted=True)
    assert media_of(talk.call).muted == {expert}
    talk.wish(RemoveParty, party_id=invited.party_id)
    assert talk.hear_each_other() == [{talk.ann_leg, CUSTOMER}]
    assert talk.wish(RemoveParty, party_id=invited.party_id) == []


def test_a_customer_who_is_left_to_somebody_outside_is_handled_when_that_talk_ends() -> None:
    talk = Talk()
    expert = talk.answer(talk.pass_to(StartConsult, EXPERT, "number"))
    talk.wish(CompleteConsult)
    assert (talk.it.state, talk.hear_each_other()) == (State.OUTSIDE, [{CUSTOMER, expert}])
    talk.centre.pass_time(40)
    end = closed(talk.centre.leg_ends(expert))
    assert (end.outcome, end.ended_by) == (Outcome.HANDLED, "party")
    talk.centre.leg_ends("c1", by_far_end=False)
    assert talk.centre.world.calls.calls == {}


def test_a_party_who_talked_with_the_customer_wraps_up() -> None:
    talk = Talk()
    bob = talk.answer(talk.pass_to(AddParty, "bob"))
    talk.centre.leg_ends(bob)
    assert talk.state_of(BOB) is AgentState.WRAP_UP
    talk.centre.pass_time(31)
    assert talk.state_of(BOB) is AgentState.READY


def test_when_the_customer_leaves_everybody_is_out() -> None:
    talk = Talk()
    talk.answer(talk.pass_to(AddParty, "bob"))
    talk.pass_to(StartConsult, "claire")
    talk.centre.leg_ends("c1")
    assert {talk.state_of(ANN), talk.state_of(BOB)} == {AgentState.WRAP_UP}
    assert talk.state_of(CLAIRE) is AgentState.READY
    assert talk.call.parties == {}


def test_in_a_conference_a_failed_phone_leaves_the_customer_to_the_colleague() -> None:
    talk = Talk()
    bob = talk.answer(talk.pass_to(AddParty, "bob"))
    talk.centre.leg_ends(talk.ann_leg, EndCause.FAILED)
    assert (talk.it.agent_id, talk.hear_each_other()) == (BOB, [{bob, CUSTOMER}])


def test_a_queue_without_wrap_up_frees_everybody_at_once() -> None:
    talk = Talk(wrap_up_s=0)
    talk.answer(talk.pass_to(TransferInteraction, "bob"))
    assert talk.state_of(ANN) is AgentState.READY
    talk.centre.do(HangUpInteraction(interaction_id=C1, agent_id=BOB))
    assert talk.state_of(BOB) is AgentState.READY


@pytest.mark.parametrize(
    ("kind", "who", "code"),
    [
        ("agent", "ann", "transfer.agent_oneself"),
        ("agent", "nobody", "catalogue.unknown"),
        ("queue", "nowhere", "catalogue.unknown"),
        ("number", "+12025550199", "dial.not_allowed"),
        ("number", "0; DROP TABLE", "dial.no_number"),
    ],
)
def test_nonsense_is_refused_with_a_reason(kind: str, who: str, code: str) -> None:
    talk = Talk()
    for wish in (TransferInteraction, StartConsult, AddParty):
        with pytest.raises(RuleBroken) as refused:
            talk.pass_to(wish, who, kind)
        assert refused.value.code == code
    assert talk.hear_each_other() == [{talk.ann_leg, CUSTOMER}]


def test_a_busy_agent_cannot_be_asked() -> None:
    talk = Talk()
    talk.centre.call("c2")
    with pytest.raises(RuleBroken) as refused:
        talk.pass_to(TransferInteraction, "bob")
    assert refused.value.code == "transfer.agent_busy"


def test_a_switch_that_names_its_side_may_come_twice() -> None:
    talk = Talk()
    talk.answer(talk.pass_to(StartConsult, "bob"))
    assert talk.wish(ToggleConsult, side=ConsultSide.CONSULTED) == []
    for _ in range(2):
        talk.wish(ToggleConsult, side=ConsultSide.CUSTOMER)
        assert talk.it.state is State.TALKING
    for _ in range(2):
        talk.wish(ToggleConsult, side=ConsultSide.CONSULTED)
        assert talk.it.state is State.HELD
        assert talk.call.agent_place is Place.CONSULT


def test_a_second_click_asks_nobody_twice() -> None:
    talk = Talk()
    talk.pass_to(StartConsult, "bob")
    assert talk.pass_to(StartConsult, "bob") is None
    assert len(talk.call.parties) == 1
    talk.wish(CancelConsult)
    talk.pass_to(TransferInteraction, "bob")
    assert talk.pass_to(TransferInteraction, "bob") is None


def test_a_queue_where_nobody_is_at_work_takes_no_transfer() -> None:
    talk = Talk()
    talk.centre.do(SaveQueue(queue=Queue(id=QueueId("night"), name="Night")))
    with pytest.raises(RuleBroken) as refused:
        talk.pass_to(TransferInteraction, "night", "queue")
    assert refused.value.code == "transfer.queue_unstaffed"
    assert talk.it.agent_id == ANN


def test_a_closed_queue_takes_no_transfer() -> None:
    talk = Talk()
    never = OpeningHours(id=HoursId("never"), name="Never", timezone="UTC", weekly=())
    talk.centre.do(SaveOpeningHours(hours=never))
    night = Queue(id=QueueId("night"), name="Night", hours_id=never.id)
    talk.centre.do(SaveQueue(queue=night))
    bob = talk.centre.world.agents.profiles.get(BOB)
    talk.centre.do(SaveAgent(agent=replace(bob, queues=(night.id,))))
    with pytest.raises(RuleBroken) as refused:
        talk.pass_to(TransferInteraction, night.id, "queue")
    assert refused.value.code == "transfer.queue_closed"
    assert talk.hear_each_other() == [{talk.ann_leg, CUSTOMER}]


def test_every_party_is_on_record_with_who_asked_and_why_it_ended() -> None:
    talk = Talk()
    left = talk.pass_to(StartConsult, "bob")
    assert left is not None
    happened = talk.centre.pass_time(21)
    assert [event.reason for event in happened if isinstance(event, PartyLeft)] == ["no_answer"]
    record = talk.it.parts.parties[left.party_id]
    assert (record.agent_id, record.by_agent_id, record.left_because) == (BOB, ANN, "no_answer")

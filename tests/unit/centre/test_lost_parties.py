"""A colleague whose phone is lost in a call comes back into it; the others go on meanwhile."""

import pytest
from tests.support.talk import ANN, BOB, C1, CUSTOMER, EXPERT, Talk

from antiphon.agents.contract import AgentState, ReportPhone
from antiphon.interactions.call_control import (
    AddParty,
    CompleteConsult,
    LeaveConversation,
    MergeConsult,
    StartConsult,
)
from antiphon.interactions.states import State
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, LegId
from antiphon.telephony.contract import PartyLeft, PartyRung, RecoverAudio
from antiphon.telephony.engine import EndCause, LegAnswered

pytestmark = pytest.mark.unit


class Conference(Talk):
    """Ann and Bob talk with a customer."""

    def __init__(self) -> None:
        super().__init__()
        self.bob_leg = self.answer(self.pass_to(AddParty, "bob"))

    def phone(self, agent_id: AgentId, *, is_reachable: bool) -> list[Event]:
        return self.centre.do(ReportPhone(agent_id=agent_id, is_reachable=is_reachable))

    def rung(self, events: list[Event]) -> LegId:
        return next(event.leg_id for event in events if isinstance(event, PartyRung))

    def pick_up(self, leg: LegId) -> None:
        self.centre.hear(LegAnswered(at=self.centre.now, leg=leg))

    def all_hear(self, leg: LegId) -> bool:
        return self.hear_each_other() == [{self.ann_leg, CUSTOMER, leg}]


def test_a_colleague_whose_leg_fails_is_rung_again_at_once() -> None:
    talk = Conference()
    again = talk.rung(talk.centre.leg_ends(talk.bob_leg, EndCause.FAILED))
    assert again != talk.bob_leg
    assert talk.hear_each_other() == [{talk.ann_leg, CUSTOMER}]
    assert talk.state_of(BOB) is AgentState.HANDLING
    talk.pick_up(again)
    assert talk.all_hear(again)


def test_a_page_that_reloads_has_its_sound_back_as_soon_as_it_is_there() -> None:
    talk = Conference()
    talk.phone(BOB, is_reachable=False)
    assert talk.hear_each_other() == [{talk.ann_leg, CUSTOMER}]
    assert talk.centre.leg_ends(talk.bob_leg, EndCause.FAILED) == []
    talk.centre.pass_time(3)
    again = talk.rung(talk.phone(BOB, is_reachable=True))
    talk.pick_up(again)
    assert talk.all_hear(again)
    assert not [key for key in talk.centre.world.deadlines.at if key.startswith("party/")]


def test_a_phone_that_does_not_come_back_is_out_after_a_while() -> None:
    talk = Conference()
    talk.phone(BOB, is_reachable=False)
    left = [event for event in talk.centre.pass_time(16) if isinstance(event, PartyLeft)]
    assert [event.reason for event in left] == ["phone_failed"]
    assert talk.state_of(BOB) is AgentState.WRAP_UP
    assert talk.call.parties == {}


def test_one_that_is_lost_again_and_again_keeps_its_time() -> None:
    talk = Conference()
    leg = talk.rung(talk.centre.leg_ends(talk.bob_leg, EndCause.FAILED))
    for _ in range(3):
        talk.centre.pass_time(4)
        leg = talk.rung(talk.centre.leg_ends(leg, EndCause.FAILED))
    assert [e.reason for e in talk.centre.pass_time(4) if isinstance(e, PartyLeft)] == [
        "phone_failed"
    ]


def test_who_hangs_up_is_out_at_once() -> None:
    talk = Conference()
    talk.centre.leg_ends(talk.bob_leg)
    assert talk.call.parties == {}


def test_a_page_may_ask_for_its_sound() -> None:
    talk = Conference()
    again = talk.rung(talk.centre.do(RecoverAudio(interaction_id=C1, agent_id=BOB)))
    assert talk.centre.do(RecoverAudio(interaction_id=C1, agent_id=BOB)) == []
    talk.pick_up(again)
    assert talk.all_hear(again)


def test_a_page_that_lost_what_rang_is_rung_again_as_it_was_asked() -> None:
    talk = Talk()
    asked = talk.pass_to(StartConsult, "bob")
    assert asked is not None
    # It is on its way.
    assert talk.centre.do(RecoverAudio(interaction_id=C1, agent_id=BOB)) == []
    talk.centre.pass_time(3)
    [rung] = talk.centre.do(RecoverAudio(interaction_id=C1, agent_id=BOB))
    assert isinstance(rung, PartyRung)
    assert talk.call.parties[rung.party_id].former_leg == asked.leg_id
    assert talk.centre.leg_ends(asked.leg_id, EndCause.CANCELLED, by_far_end=False) == []
    talk.centre.hear(LegAnswered(at=talk.centre.now, leg=rung.leg_id))
    assert talk.hear_each_other() == [{talk.ann_leg, rung.leg_id}]


def test_who_is_consulted_comes_back_aside() -> None:
    talk = Talk()
    bob = talk.answer(talk.pass_to(StartConsult, "bob"))
    happened = talk.centre.leg_ends(bob, EndCause.FAILED)
    again = next(event.leg_id for event in happened if isinstance(event, PartyRung))
    assert (talk.it.state, talk.hear_music()) == (State.HELD, {CUSTOMER})
    talk.centre.hear(LegAnswered(at=talk.centre.now, leg=again))
    assert talk.hear_each_other() == [{talk.ann_leg, again}]


def test_who_was_brought_together_with_the_customer_comes_back_there() -> None:
    talk = Talk()
    bob = talk.answer(talk.pass_to(StartConsult, "bob"))
    talk.wish(MergeConsult)
    happened = talk.centre.leg_ends(bob, EndCause.FAILED)
    again = next(event.leg_id for event in happened if isinstance(event, PartyRung))
    assert talk.hear_each_other() == [{talk.ann_leg, CUSTOMER}]
    talk.centre.hear(LegAnswered(at=talk.centre.now, leg=again))
    assert talk.hear_each_other() == [{talk.ann_leg, CUSTOMER, again}]


def test_a_customer_who_is_handed_to_a_lost_colleague_waits_for_the_phone() -> None:
    talk = Talk()
    bob = talk.answer(talk.pass_to(StartConsult, "bob"))
    happened = talk.centre.leg_ends(bob, EndCause.FAILED)
    again = next(event.leg_id for event in happened if isinstance(event, PartyRung))
    talk.wish(CompleteConsult)
    assert talk.it.state is State.TRANSFERRING
    talk.centre.hear(LegAnswered(at=talk.centre.now, leg=again))
    assert (talk.it.agent_id, talk.hear_each_other()) == (BOB, [{again, CUSTOMER}])


def test_a_lost_colleague_may_leave_and_somebody_outside_is_not_waited_for() -> None:
    talk = Conference()
    talk.phone(BOB, is_reachable=False)
    talk.wish(LeaveConversation, BOB)
    assert talk.call.parties == {}
    expert = talk.answer(talk.pass_to(AddParty, EXPERT, "number"))
    talk.centre.leg_ends(expert, EndCause.FAILED)
    assert talk.call.parties == {}
    assert talk.it.agent_id == ANN

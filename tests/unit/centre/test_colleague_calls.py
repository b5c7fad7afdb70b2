"""Calls between colleagues: who hears whom, what it is on record, and how each way of it ends."""

from datetime import timedelta

import pytest
from tests.support.centre import BREAK, SmallCentre

from antiphon.agents.contract import AgentState, ChangePresence, Presence, ReportPhone
from antiphon.app.centre.stuck import find_stuck
from antiphon.app.views.desk import DeskView, OfferView, WorkView
from antiphon.interactions.agent_parts import parts_of
from antiphon.interactions.call_control import (
    AddParty,
    HoldInteraction,
    LeaveConversation,
    StartConsult,
    Target,
    TargetKind,
    TransferInteraction,
)
from antiphon.interactions.colleague_calls import CallColleague
from antiphon.interactions.contract import ConversationEnded, InteractionClosed, Outcome
from antiphon.interactions.flow_visits import SendToFlow
from antiphon.interactions.segments import InteractionDirection
from antiphon.interactions.states import State
from antiphon.kernel.commands import Command
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, FlowId, InteractionId, LegId, OfferId
from antiphon.routing.contract import DeclineOffer, OfferMade
from antiphon.telephony.contract import AgentRung, PartyInvited
from antiphon.telephony.engine import EndCause, LegAnswered
from antiphon.telephony.media import media_of

pytestmark = pytest.mark.unit

ANNA, BEN, CLEO = AgentId("anna"), AgentId("ben"), AgentId("cleo")
I1 = InteractionId("i1")
OWN, HIS = LegId("i1.own.leg"), LegId("i1.party1.leg")


class Colleagues(SmallCentre):
    """A small centre in which Anna calls Ben."""

    def calls(self, whom: AgentId = BEN) -> None:
        """Anna wishes to talk with a colleague."""
        self.do(CallColleague(interaction_id=I1, agent_id=ANNA, colleague_id=whom))

    def up(self, leg: LegId) -> None:
        """A phone is picked up."""
        self.hear(LegAnswered(at=self.now, leg=leg))

    def talk_together(self) -> None:
        """Both have picked up."""
        self.calls()
        self.up(OWN)
        self.up(HIS)

    def state(self) -> State | None:
        """What goes on; None once it is over."""
        interaction = self.world.interactions.open.get(I1)
        return interaction.state if interaction is not None else None

    def states(self) -> list[AgentState]:
        """What Anna and Ben are doing."""
        return [self.world.agents.live[agent].state for agent in (ANNA, BEN)]

    def ends(self) -> list[tuple[str, str, timedelta]]:
        """By whom it was ended, why, and how long the one who called may read that."""
        return [
            (event.ended_by, event.reason, event.wrap_up_until - event.at)
            for event in self.events
            if isinstance(event, ConversationEnded)
        ]

    def outcomes(self) -> list[Outcome]:
        """How it came to its end."""
        return [event.outcome for event in self.events if isinstance(event, InteractionClosed)]

    def offered(self) -> list[str]:
        """To whom customers were offered."""
        return [event.agent_id for event in self.events if isinstance(event, OfferMade)]


@pytest.fixture
def centre() -> Colleagues:
    return Colleagues("anna", "ben", "cleo")


def test_the_own_phone_rings_first_then_the_colleague_s_and_both_hear_each_other(
    centre: Colleagues,
) -> None:
    centre.calls()
    assert [e.leg_id for e in centre.events if isinstance(e, AgentRung)] == [OWN]
    assert centre.states() == [AgentState.HANDLING, AgentState.READY]
    centre.up(OWN)
    assert [e.leg_id for e in centre.events if isinstance(e, PartyInvited)] == [HIS]
    assert centre.states() == [AgentState.HANDLING, AgentState.OFFERED]
    call = centre.world.calls.calls[I1]
    assert media_of(call).ringing == {OWN}
    centre.up(HIS)
    assert (centre.state(), centre.states()) == (State.TALKING, [AgentState.HANDLING] * 2)
    assert media_of(call).rooms == {call.bridge: {OWN, HIS}}
    assert not media_of(call).ringing | media_of(call).music
    assert find_stuck(centre.world, centre.now) == []


def test_it_is_an_internal_call_with_the_time_of_both_and_nobody_handled(
    centre: Colleagues,
) -> None:
    centre.talk_together()
    centre.pass_time(60)
    record = centre.world.interactions.open[I1]
    centre.leg_ends(OWN)
    assert (record.direction, centre.outcomes()) == (
        InteractionDirection.INTERNAL,
        [Outcome.HANDLED],
    )
    talked = {part.agent_id: part.talk for part in parts_of(record)}
    assert talked == {ANNA: timedelta(seconds=60), BEN: timedelta(seconds=60)}
    for agent in (ANNA, BEN):
        day = centre.world.agent_days.of(agent, centre.now)
        assert (day.handled_count, day.talk, day.with_colleagues) == (
            0,
            timedelta(),
            timedelta(seconds=60),
        )
        assert centre.world.agents.live[agent].handled_count == 0
    assert centre.states() == [AgentState.READY] * 2
    assert I1 not in centre.world.calls.calls or centre.world.calls.calls[I1].is_closed


def test_no_customer_reaches_who_talks_or_is_called(centre: Colleagues) -> None:
    centre.do(
        ChangePresence(agent_id=CLEO, presence=Presence.NOT_READY, reason_id=BREAK),
    )
    centre.calls()
    centre.up(OWN)
    centre.call("c1")
    assert centre.offered() == []
    centre.up(HIS)
    centre.call("c2")
    assert centre.offered() == []
    centre.leg_ends(HIS)
    assert sorted(centre.offered()) == [ANNA, BEN]


@pytest.mark.parametrize("leg", [OWN, HIS])
def test_whoever_hangs_up_ends_it(centre: Colleagues, leg: LegId) -> None:
    centre.talk_together()
    centre.leg_ends(leg)
    assert centre.outcomes() == [Outcome.HANDLED]
    assert [reason for _, reason, _ in centre.ends()] == ["hang_up"]
    assert all(not centre.world.agents.live[agent].work for agent in (ANNA, BEN))


@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        (EndCause.BUSY, "declined"),
        (EndCause.DECLINED, "declined"),
        (EndCause.NO_ANSWER, "no_answer"),
        (EndCause.FAILED, "unreachable"),
    ],
)
def test_why_nobody_answered_is_told_for_a_moment(
    centre: Colleagues, cause: EndCause, reason: str
) -> None:
    centre.calls()
    centre.up(OWN)
    centre.leg_ends(HIS, cause)
    assert centre.ends() == [("system", reason, timedelta(seconds=8))]
    assert centre.states() == [AgentState.WRAP_UP, AgentState.READY]
    centre.pass_time(9)
    assert (centre.outcomes(), centre.states()) == (
        [Outcome.NOT_REACHED],
        [AgentState.READY, AgentState.READY],
    )


def test_a_colleague_s_phone_does_not_ring_for_ever(centre: Colleagues) -> None:
    centre.calls()
    centre.up(OWN)
    centre.pass_time(21)
    assert [reason for _, reason, _ in centre.ends()] == ["no_answer"]


def test_a_colleague_may_decline_on_the_page(centre: Colleagues) -> None:
    centre.calls()
    centre.up(OWN)
    invited = next(e for e in centre.events if isinstance(e, PartyInvited))
    centre.do(DeclineOffer(offer_id=OfferId(invited.party_id), agent_id=BEN))
    assert [reason for _, reason, _ in centre.ends()] == ["declined"]


def test_who_calls_may_think_better_of_it(centre: Colleagues) -> None:
    centre.calls()
    centre.up(OWN)
    centre.leg_ends(OWN)
    centre.pass_time(9)
    assert (centre.outcomes(), centre.states()) == (
        [Outcome.NOT_REACHED],
        [AgentState.READY] * 2,
    )


def test_an_own_phone_that_nobody_answers_calls_nobody(centre: Colleagues) -> None:
    centre.calls()
    centre.pass_time(21)
    assert not [e for e in centre.events if isinstance(e, PartyInvited)]
    assert centre.outcomes() == [Outcome.NOT_REACHED]


def test_a_colleague_on_a_break_can_be_called(centre: Colleagues) -> None:
    centre.do(ChangePresence(agent_id=BEN, presence=Presence.NOT_READY, reason_id=BREAK))
    centre.talk_together()
    assert centre.state() is State.TALKING
    centre.leg_ends(OWN)
    assert centre.world.agents.live[BEN].presence is Presence.NOT_READY


def test_one_whom_a_customer_got_first_is_busy(centre: Colleagues) -> None:
    centre.calls()
    centre.do(ChangePresence(agent_id=CLEO, presence=Presence.NOT_READY, reason_id=BREAK))
    centre.call("c1")
    assert centre.offered() == [BEN]
    centre.up(OWN)
    assert [reason for _, reason, _ in centre.ends()] == ["busy"]


def test_who_cannot_be_called_is_refused_and_told_why(centre: Colleagues) -> None:
    with pytest.raises(RuleBroken, match="That is you"):
        centre.calls(ANNA)
    centre.do(ReportPhone(agent_id=CLEO, is_reachable=False))
    with pytest.raises(RuleBroken, match="cannot be reached"):
        centre.calls(CLEO)
    centre.do(ChangePresence(agent_id=CLEO, presence=Presence.OFFLINE))
    with pytest.raises(RuleBroken, match="not at work"):
        centre.calls(CLEO)
    centre.talk()
    with pytest.raises(RuleBroken, match=r"busy|Finish what you have"):
        centre.calls()
    assert I1 not in centre.world.calls.calls


@pytest.mark.parametrize("leg", [OWN, HIS])
def test_a_lost_phone_is_rung_back_into_the_call(centre: Colleagues, leg: LegId) -> None:
    centre.talk_together()
    centre.leg_ends(leg, EndCause.FAILED)
    call = centre.world.calls.calls[I1]
    assert media_of(call).rooms == {}
    back = LegId("i1.r2.leg") if leg == OWN else LegId("i1.party1r1.leg")
    centre.up(back)
    assert centre.state() is State.TALKING
    assert media_of(call).rooms == {call.bridge: {back, HIS if leg == OWN else OWN}}


@pytest.mark.parametrize("leg", [OWN, HIS])
def test_a_phone_that_stays_away_ends_it(centre: Colleagues, leg: LegId) -> None:
    centre.talk_together()
    centre.leg_ends(leg, EndCause.FAILED)
    centre.pass_time(40)
    assert centre.outcomes() == [Outcome.HANDLED]
    assert all(not centre.world.agents.live[agent].work for agent in (ANNA, BEN))


def test_of_three_colleagues_two_go_on(centre: Colleagues) -> None:
    centre.talk_together()
    cleo = Target(kind=TargetKind.AGENT, id=CLEO)
    centre.do(AddParty(interaction_id=I1, agent_id=ANNA, target=cleo))
    centre.up(LegId("i1.party2.leg"))
    centre.do(LeaveConversation(interaction_id=I1, agent_id=ANNA))
    assert (centre.state(), centre.world.interactions.open[I1].agent_id) == (State.TALKING, BEN)
    assert centre.world.agents.live[ANNA].handled_count == 0
    centre.leg_ends("i1.party2.leg")
    assert centre.outcomes() == [Outcome.HANDLED]


@pytest.mark.parametrize(
    "wish",
    [
        HoldInteraction(interaction_id=I1, agent_id=ANNA),
        TransferInteraction(
            interaction_id=I1, agent_id=ANNA, target=Target(kind=TargetKind.AGENT, id=CLEO)
        ),
        StartConsult(
            interaction_id=I1, agent_id=ANNA, target=Target(kind=TargetKind.AGENT, id=CLEO)
        ),
        SendToFlow(interaction_id=I1, agent_id=ANNA, flow_id=FlowId("main"), stays=True),
    ],
)
def test_what_needs_a_customer_is_refused(centre: Colleagues, wish: Command) -> None:
    centre.talk_together()
    with pytest.raises(RuleBroken, match="no customer"):
        centre.do(wish)


def test_each_desk_names_the_other_and_offers_what_can_be_done(centre: Colleagues) -> None:
    centre.calls()
    centre.up(OWN)
    desk = DeskView(centre.world)
    offer = dict(desk.draw(BEN))["offer", "i1.party1"]
    assert isinstance(offer, OfferView)
    assert (offer.purpose, offer.customer.name) == ("colleague", "anna")
    centre.up(HIS)
    hers, his = dict(desk.draw(ANNA))["work", I1], dict(desk.draw(BEN))["work", I1]
    assert isinstance(hers, WorkView)
    assert isinstance(his, WorkView)
    assert (hers.customer.name, his.customer.name) == ("ben", "anna")
    assert hers.actions == ("hang_up", "recover_audio", "conference")
    assert his.actions == ("leave", "recover_audio")

"""Agents whose line is kept open: when it is called, what goes over it, and how it ends."""

from typing import TypeVar

import msgspec
import pytest
from tests.support.centre import BREAK, SmallCentre

from antiphon.agents.contract import (
    Agent,
    ChangePresence,
    Presence,
    ReportPhone,
    SaveAgent,
    SetOwnLine,
)
from antiphon.app.views.desk import DeskView
from antiphon.app.views.own_state import MeView
from antiphon.interactions.call_control import (
    HangUpInteraction,
    StartConsult,
    Target,
    TargetKind,
)
from antiphon.interactions.states import State
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, LegId, OfferId
from antiphon.routing.contract import AcceptOffer, OfferDeclined, OfferWithdrawn
from antiphon.telephony.agent_lines import (
    AgentLineAsked,
    AgentLineClosed,
    AgentLineOpened,
    LegOnLine,
    LineEnd,
    LineLegTaken,
    agent_of_line,
    retry_after,
)
from antiphon.telephony.contract import (
    AgentRung,
    OpenOwnLine,
    PartyAnswered,
    PartyInvited,
    RecoverAudio,
    TendLines,
)
from antiphon.telephony.engine import DigitPressed, EndCause, LegAnswered, PhoneKind
from antiphon.telephony.leg_ids import leg_of_offer

pytestmark = pytest.mark.unit

ANN, BOB, C1 = AgentId("ann"), AgentId("bob"), InteractionId("c1")

E = TypeVar("E", bound=Event)


def of_type(events: list[Event], kind: type[E]) -> list[E]:
    return [event for event in events if isinstance(event, kind)]


def keep(centre: SmallCentre, agent_id: AgentId = ANN, **changes: object) -> list[Event]:
    """Change whether an agent's line is kept open, or something else of the profile."""
    profile = centre.world.agents.profiles.get(agent_id)
    changed = msgspec.structs.replace(profile, **{"keeps_line": True, **changes})
    return centre.do(SaveAgent(agent=changed))


def line_of(centre: SmallCentre, agent_id: AgentId = ANN) -> LegId:
    leg = centre.world.lines.of(agent_id).leg
    assert leg is not None
    return leg


def answer(centre: SmallCentre, leg: LegId) -> list[Event]:
    return centre.hear(LegAnswered(at=centre.now, leg=leg))


def a_centre(*others: str, wrap_up_s: int = 30) -> SmallCentre:
    """Ann is ready and her line is open."""
    centre = SmallCentre("ann", *others, wrap_up_s=wrap_up_s)
    keep(centre)
    answer(centre, line_of(centre))
    return centre


def offered(centre: SmallCentre) -> LegId:
    """A call comes and is offered to Ann."""
    centre.call()
    offer = centre.offer_of()
    assert offer is not None
    assert offer.agent_id == ANN
    return leg_of_offer(offer.offer_id)


def talking(centre: SmallCentre) -> LegId:
    """Ann has taken a call on her line."""
    leg = offered(centre)
    centre.hear(DigitPressed(at=centre.now, leg=line_of(centre), digit="1"))
    answer(centre, leg)
    assert centre.world.interactions.open[C1].state is State.TALKING
    return leg


def reason(events: list[Event]) -> LineEnd:
    (closed,) = of_type(events, AgentLineClosed)
    return closed.reason


def test_the_line_is_called_once_when_it_is_to_be_kept_open() -> None:
    centre = SmallCentre("ann")
    (asked,) = of_type(keep(centre), AgentLineAsked)
    assert agent_of_line(asked.leg_id) == ANN
    (opened,) = of_type(answer(centre, asked.leg_id), AgentLineOpened)
    assert centre.world.lines.find_open(ANN) == opened.leg_id
    assert not answer(centre, asked.leg_id)
    assert not centre.do(TendLines())


def test_an_offer_rings_on_the_line_and_accepting_it_takes_it() -> None:
    centre = a_centre()
    leg = offered(centre)
    (on_line,) = of_type(centre.events, LegOnLine)
    assert (on_line.leg_id, on_line.line_id) == (leg, line_of(centre))
    assert not of_type(centre.events, LineLegTaken)
    offer = centre.offer_of()
    assert offer is not None
    (taken,) = of_type(centre.do(AcceptOffer(offer_id=offer.offer_id, agent_id=ANN)), LineLegTaken)
    assert taken.leg_id == leg
    answer(centre, leg)
    assert centre.world.interactions.open[C1].state is State.TALKING


def test_a_key_on_the_line_takes_the_offer_and_another_declines_it() -> None:
    centre = a_centre()
    talking(centre)
    other = a_centre()
    offered(other)
    heard = other.hear(DigitPressed(at=other.now, leg=line_of(other), digit="2"))
    assert of_type(heard, OfferDeclined)
    assert other.world.lines.find_open(ANN)


def test_a_key_between_calls_means_nothing() -> None:
    centre = a_centre()
    assert not centre.hear(DigitPressed(at=centre.now, leg=line_of(centre), digit="1"))


def test_the_line_outlives_the_call_and_carries_the_next() -> None:
    centre = a_centre()
    line, leg = line_of(centre), talking(centre)
    centre.do(HangUpInteraction(interaction_id=C1, agent_id=ANN))
    centre.leg_ends(leg, by_far_end=False)
    centre.leg_ends("c1", by_far_end=False)
    centre.pass_time(3_600)
    assert line_of(centre) == line
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.READY))
    centre.call("c2")
    assert of_type(centre.events, LegOnLine)[-1].interaction_id == "c2"
    assert len(of_type(centre.events, AgentLineAsked)) == 1


def test_hanging_the_phone_up_in_a_call_ends_the_call() -> None:
    centre = a_centre()
    line, leg = line_of(centre), talking(centre)
    assert reason(centre.leg_ends(line)) is LineEnd.HUNG_UP
    centre.leg_ends(leg)
    assert centre.world.interactions.open[C1].state is State.WRAP_UP


def test_a_line_that_was_hung_up_is_opened_again_when_its_agent_becomes_ready() -> None:
    centre = a_centre()
    centre.leg_ends(line_of(centre))
    assert not centre.pass_time(3_600)
    assert not centre.do(TendLines())
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.NOT_READY, reason_id=BREAK))
    ready = centre.do(ChangePresence(agent_id=ANN, presence=Presence.READY))
    assert of_type(ready, AgentLineAsked)


def test_a_line_is_opened_at_its_agents_wish() -> None:
    centre = a_centre()
    centre.leg_ends(line_of(centre))
    assert of_type(centre.do(OpenOwnLine(agent_id=ANN)), AgentLineAsked)
    # One that the page does not hear is closed before.
    again = centre.do(OpenOwnLine(agent_id=ANN))
    assert reason(again) is LineEnd.ASKED_ANEW
    assert of_type(again, AgentLineAsked)
    centre.do(ReportPhone(agent_id=ANN, is_reachable=False))
    with pytest.raises(RuleBroken, match="not kept open"):
        centre.do(OpenOwnLine(agent_id=ANN))


def test_during_a_call_no_line_is_opened_and_none_offered() -> None:
    centre = a_centre()
    centre.leg_ends(line_of(centre))

    def may_open() -> bool:
        me = dict(DeskView(centre.world).draw(ANN))["me", "me"]
        assert isinstance(me, MeView)
        return me.phone.may_open_line

    assert may_open()
    centre.talk()
    assert not may_open()
    with pytest.raises(RuleBroken, match="after your call"):
        centre.do(OpenOwnLine(agent_id=ANN))


def test_a_phone_that_does_not_answer_is_tried_again_more_and_more_seldom() -> None:
    centre = SmallCentre("ann")
    keep(centre)
    for failures in range(8):
        ended = centre.leg_ends(line_of(centre), EndCause.BUSY, by_far_end=True)
        (closed,) = of_type(ended, AgentLineClosed)
        pause = retry_after(failures)
        assert (closed.reason, closed.retry_at) == (LineEnd.REFUSED, centre.now + pause)
        assert not centre.do(TendLines())
        assert of_type(centre.pass_time(pause.total_seconds()), AgentLineAsked)
    assert pause.total_seconds() == 600


def test_a_line_that_held_and_broke_is_opened_again_soon() -> None:
    centre = a_centre()
    centre.pass_time(120)
    ended = centre.leg_ends(line_of(centre), EndCause.FAILED, by_far_end=False)
    assert reason(ended) is LineEnd.LOST
    assert of_type(centre.pass_time(5), AgentLineAsked)


def test_the_line_closes_with_the_shift_the_phone_and_the_choice() -> None:
    centre = a_centre()
    offline = ChangePresence(agent_id=ANN, presence=Presence.OFFLINE)
    assert reason(centre.do(offline)) is LineEnd.NOT_WANTED
    assert of_type(centre.do(ChangePresence(agent_id=ANN, presence=Presence.READY)), AgentLineAsked)
    away = centre.do(ReportPhone(agent_id=ANN, is_reachable=False))
    assert reason(away) is LineEnd.PHONE_AWAY
    assert of_type(centre.do(ReportPhone(agent_id=ANN, is_reachable=True)), AgentLineAsked)
    assert reason(keep(centre, keeps_line=False)) is LineEnd.NOT_WANTED


@pytest.mark.parametrize("wrap_up_s", [0, 30])
def test_a_call_on_the_line_is_not_cut_off_by_the_choice(wrap_up_s: int) -> None:
    centre = a_centre(wrap_up_s=wrap_up_s)
    leg = talking(centre)
    assert not of_type(keep(centre, keeps_line=False), AgentLineClosed)
    assert not of_type(centre.do(TendLines()), AgentLineClosed)
    centre.do(HangUpInteraction(interaction_id=C1, agent_id=ANN))
    centre.leg_ends(C1, by_far_end=False)
    assert reason(centre.leg_ends(leg, by_far_end=False)) is LineEnd.NOT_WANTED


def test_a_call_before_the_line_is_open_rings_the_phone_itself() -> None:
    centre = SmallCentre("ann")
    keep(centre)
    centre.call()
    assert of_type(centre.events, AgentRung)
    assert not of_type(centre.events, LegOnLine)
    assert reason(centre.events) is LineEnd.OVERTAKEN


def test_a_line_that_was_gone_unheard_costs_the_agent_nothing() -> None:
    centre = a_centre()
    leg = offered(centre)
    heard = centre.leg_ends(leg, EndCause.UNREACHABLE)
    assert reason(heard) is LineEnd.LOST
    assert of_type(heard, OfferWithdrawn)
    assert centre.world.agents.live[ANN].presence is Presence.READY
    # The next offer, at once, rings the phone.
    assert len(of_type(heard, AgentRung)) == 1
    assert not of_type(heard, LegOnLine)


def test_who_is_asked_into_a_call_takes_it_on_the_line() -> None:
    centre = SmallCentre("bob")
    centre.talk()
    centre.add_agent("ann")
    keep(centre)
    answer(centre, line_of(centre))
    target = Target(kind=TargetKind.AGENT, id=ANN)
    asked = centre.do(StartConsult(interaction_id=C1, agent_id=BOB, target=target))
    (invited,) = of_type(asked, PartyInvited)
    assert of_type(asked, LegOnLine)
    taken = centre.do(AcceptOffer(offer_id=OfferId(invited.party_id), agent_id=ANN))
    assert of_type(taken, LineLegTaken)
    assert of_type(answer(centre, invited.leg_id), PartyAnswered)


def test_a_page_without_sound_has_its_phone_rung() -> None:
    centre = a_centre()
    talking(centre)
    recovered = centre.do(RecoverAudio(interaction_id=C1, agent_id=ANN))
    assert reason(recovered) is LineEnd.ASKED_ANEW
    assert of_type(recovered, AgentRung)
    assert not of_type(recovered, LegOnLine)


def test_a_page_that_asks_before_it_can_hear_the_ring_keeps_its_line() -> None:
    centre = SmallCentre("bob")
    centre.talk()
    centre.add_agent("ann")
    keep(centre)
    answer(centre, line_of(centre))
    target = Target(kind=TargetKind.AGENT, id=ANN)
    centre.do(StartConsult(interaction_id=C1, agent_id=BOB, target=target))
    asked = centre.do(RecoverAudio(interaction_id=C1, agent_id=ANN))
    assert not of_type(asked, AgentLineClosed)


@pytest.mark.parametrize("wrap_up_s", [0, 30])
def test_a_line_that_is_chosen_in_a_call_is_opened_after_it(wrap_up_s: int) -> None:
    centre = SmallCentre("ann", wrap_up_s=wrap_up_s)
    centre.talk()
    keep(centre)
    assert centre.world.lines.of(ANN).leg is None
    leg = centre.world.calls.calls[C1].agent_leg
    assert leg is not None
    centre.leg_ends(LegId(C1), EndCause.NORMAL)
    centre.leg_ends(leg, EndCause.NORMAL, by_far_end=False)
    assert line_of(centre)


def test_an_agent_chooses_only_where_that_is_allowed() -> None:
    centre = SmallCentre("ann")
    with pytest.raises(RuleBroken, match="Your administrator"):
        centre.do(SetOwnLine(agent_id=ANN, is_kept=True))
    keep(centre, keeps_line=False, may_keep_line=True)
    assert of_type(centre.do(SetOwnLine(agent_id=ANN, is_kept=True)), AgentLineAsked)
    assert not centre.do(SetOwnLine(agent_id=ANN, is_kept=True))
    assert reason(centre.do(SetOwnLine(agent_id=ANN, is_kept=False))) is LineEnd.NOT_WANTED


def test_the_line_to_a_number_outside_is_never_kept_open() -> None:
    outside = Agent(
        id=AgentId("zoe"),
        name="zoe",
        phone_kind=PhoneKind.OUTSIDE,
        phone_number="+8613800138000",
        keeps_line=True,
    )
    with pytest.raises(RuleBroken, match="cannot be kept open"):
        SmallCentre().do(SaveAgent(agent=outside))

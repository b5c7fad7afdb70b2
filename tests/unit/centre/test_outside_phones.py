"""An agent whose phone is a number outside: dialled by the one rule, and taken by a key."""

from typing import TypeVar

import msgspec
import pytest
from tests.support.centre import BREAK, QUEUE, SmallCentre

from antiphon.agents.contract import (
    Agent,
    ChangePresence,
    Presence,
    PresenceChanged,
    ReportPhone,
    SaveAgent,
    SetOwnNumber,
    SystemReason,
)
from antiphon.interactions.call_control import StartConsult, Target, TargetKind
from antiphon.interactions.outbound_calls import PlaceCall
from antiphon.interactions.states import State
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, EntryPointId, InteractionId, LegId, OfferId, TrunkId
from antiphon.routing.contract import (
    AcceptOffer,
    OfferAccepted,
    OfferDeclined,
    OfferExpired,
    OfferWithdrawn,
)
from antiphon.supervision.contract import StartMonitoring
from antiphon.telephony.contract import (
    MonitorMode,
    PartyAnswered,
    SaveEntryPoint,
    SaveTrunk,
    TrunkLine,
)
from antiphon.telephony.dial_guard import DialRules, SaveDialRules
from antiphon.telephony.engine import (
    DigitPressed,
    EndCause,
    LegAnswered,
    LegEnded,
    PhoneKind,
    PlaybackEnded,
)
from antiphon.telephony.leg_ids import leg_of_offer
from antiphon.telephony.monitoring import MonitorAnswered, MonitorEnded
from antiphon.telephony.outside_phones import (
    OutsidePhoneAnswered,
    OutsidePhoneBarred,
    OutsidePhoneDialled,
    OutsidePhoneNotTaken,
    OutsidePhoneTaken,
    asking,
)

pytestmark = pytest.mark.unit

ANN, C1 = AgentId("ann"), InteractionId("c1")
MOBILE = "+8613800138000"

E = TypeVar("E", bound=Event)


def profile(number: str = MOBILE, *, may_set: bool = False) -> Agent:
    return Agent(
        id=ANN,
        name="ann",
        queues=(QUEUE,),
        phone_kind=PhoneKind.OUTSIDE,
        phone_number=number,
        may_set_number=may_set,
        languages=("zh-Hans",),
    )


def a_centre(*others: str, has_trunk: bool = True, agent: Agent | None = None) -> SmallCentre:
    """Ann is ready with a mobile telephone; others with phones of the house."""
    centre = SmallCentre()
    if has_trunk:
        centre.do(SaveTrunk(trunk=TrunkLine(id=TrunkId("t1"), name="Line", host="line.example")))
    centre.do(SaveAgent(agent=agent or profile()))
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.READY))
    for name in others:
        centre.add_agent(name)
    return centre


def leg_to_ann(centre: SmallCentre) -> LegId:
    offer = centre.offer_of()
    assert offer is not None
    assert offer.agent_id == ANN
    return leg_of_offer(offer.offer_id)


def answer(centre: SmallCentre, leg: LegId) -> list[Event]:
    return centre.hear(LegAnswered(at=centre.now, leg=leg))


def press(centre: SmallCentre, leg: LegId, digit: str = "1") -> list[Event]:
    return centre.hear(DigitPressed(at=centre.now, leg=leg, digit=digit))


def of_type(events: list[Event], kind: type[E]) -> list[E]:
    return [event for event in events if isinstance(event, kind)]


def state_of(centre: SmallCentre) -> State:
    return centre.world.interactions.open[C1].state


def reason_of(centre: SmallCentre) -> str | None:
    return centre.world.agents.live[ANN].reason_id


def test_the_number_is_dialled_and_shown_a_number_of_ours_never_the_customers() -> None:
    centre = a_centre()
    (dialled,) = of_type(centre.call(), OutsidePhoneDialled)
    assert (dialled.number, dialled.trunk_id) == (MOBILE, "t1")
    assert (dialled.shown_number, dialled.language) == ("1000", "zh-Hans")


def test_the_agent_is_there_when_the_key_was_pressed_and_not_before() -> None:
    centre = a_centre()
    centre.call()
    leg = leg_to_ann(centre)
    assert of_type(answer(centre, leg), OutsidePhoneAnswered)
    assert state_of(centre) is State.WAITING
    assert not answer(centre, leg)
    happened = press(centre, leg)
    assert of_type(happened, OutsidePhoneTaken)
    assert of_type(happened, OfferAccepted)
    assert state_of(centre) is State.TALKING
    assert not press(centre, leg)


def test_a_voicemail_box_never_gets_the_customer_and_the_next_agent_does() -> None:
    centre = a_centre("bob")
    centre.do(ChangePresence(agent_id=AgentId("bob"), presence=Presence.NOT_READY, reason_id=BREAK))
    centre.call()
    leg = leg_to_ann(centre)
    answer(centre, leg)
    centre.do(ChangePresence(agent_id=AgentId("bob"), presence=Presence.READY))
    made = centre.offer_of()
    assert made is not None
    happened = centre.pass_time((made.expires_at - centre.now).total_seconds())
    assert of_type(happened, OfferExpired)
    assert not of_type(centre.events, OfferAccepted)
    offer = centre.offer_of()
    assert offer is not None
    assert offer.agent_id == "bob"


@pytest.mark.parametrize("digit", ["2", "0", "#"])
def test_another_key_declines(digit: str) -> None:
    centre = a_centre()
    centre.call()
    leg = leg_to_ann(centre)
    answer(centre, leg)
    happened = press(centre, leg, digit)
    assert of_type(happened, OutsidePhoneNotTaken)
    assert of_type(happened, OfferDeclined)
    assert reason_of(centre) == SystemReason.DECLINED_OFFER
    # It is hung up now; what follows from that was decided.
    assert not centre.leg_ends(leg, by_far_end=False)


def test_hanging_up_without_a_key_declines() -> None:
    centre = a_centre()
    centre.call()
    leg = leg_to_ann(centre)
    answer(centre, leg)
    assert of_type(centre.leg_ends(leg), OfferDeclined)


def test_accepting_on_the_page_needs_no_key_when_the_phone_is_at_the_ear() -> None:
    centre = a_centre()
    centre.call()
    leg = leg_to_ann(centre)
    answer(centre, leg)
    offer = centre.offer_of()
    assert offer is not None
    centre.do(AcceptOffer(offer_id=offer.offer_id, agent_id=ANN))
    assert state_of(centre) is State.TALKING


def test_accepting_on_the_page_while_it_rings_still_asks_for_the_key() -> None:
    centre = a_centre()
    centre.call()
    leg = leg_to_ann(centre)
    offer = centre.offer_of()
    assert offer is not None
    centre.do(AcceptOffer(offer_id=offer.offer_id, agent_id=ANN))
    answer(centre, leg)
    assert state_of(centre) is State.CONNECTING
    press(centre, leg)
    assert state_of(centre) is State.TALKING


def test_a_key_is_not_taken_for_the_customers() -> None:
    centre = a_centre()
    centre.call()
    leg = leg_to_ann(centre)
    assert not press(centre, leg)
    assert not centre.hear(
        PlaybackEnded(at=centre.now, leg=leg, playback=asking(leg), is_failed=False)
    )


def test_hanging_up_in_the_conversation_ends_it() -> None:
    centre = a_centre()
    centre.call()
    leg = leg_to_ann(centre)
    answer(centre, leg)
    press(centre, leg)
    centre.leg_ends(leg)
    assert state_of(centre) is State.WRAP_UP


def test_a_broken_line_is_dialled_again_and_needs_the_key_again() -> None:
    centre = a_centre()
    centre.call()
    leg = leg_to_ann(centre)
    answer(centre, leg)
    press(centre, leg)
    (again,) = of_type(centre.leg_ends(leg, EndCause.FAILED), OutsidePhoneDialled)
    answer(centre, again.leg_id)
    assert state_of(centre) is State.SUSPENDED
    press(centre, again.leg_id)
    assert state_of(centre) is State.TALKING


def test_the_engine_says_nothing_about_a_phone_that_does_not_register() -> None:
    centre = a_centre()
    assert centre.world.agents.live[ANN].is_phone_reachable
    assert not centre.do(ReportPhone(agent_id=ANN, is_reachable=False))
    assert centre.world.agents.live[ANN].is_phone_reachable


def test_another_phone_is_believed_away_until_the_engine_tells() -> None:
    centre = a_centre()
    centre.do(SaveAgent(agent=msgspec.structs.replace(profile(), phone_kind=PhoneKind.SIP)))
    assert not centre.world.agents.live[ANN].is_phone_reachable
    centre.do(ReportPhone(agent_id=ANN, is_reachable=True))
    assert centre.world.agents.live[ANN].is_phone_reachable


def test_the_phone_is_not_changed_during_a_call() -> None:
    centre = a_centre()
    centre.call()
    with pytest.raises(RuleBroken, match="afterwards"):
        centre.do(SaveAgent(agent=profile("+8613900139000")))
    centre.do(SaveAgent(agent=msgspec.structs.replace(profile(), name="Ann Lee")))


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("+12025550199", "dial.not_allowed"),  # another country
        ("hello", "dial.no_number"),
        ("12", "dial.no_number"),
        ("", "agents.number_missing"),
    ],
)
def test_a_number_that_may_not_be_called_is_not_given(number: str, code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        a_centre(agent=profile(number))
    assert refusal.value.code == code


def test_a_number_that_leads_back_to_the_centre_is_not_given() -> None:
    centre = a_centre()
    door = centre.world.entry_points.points.get(EntryPointId("door"))
    centre.do(
        SaveEntryPoint(
            entry_point=msgspec.structs.replace(door, number="010 5555 9999"), edited_version=1
        )
    )
    with pytest.raises(RuleBroken, match="the centre itself"):
        centre.do(SaveAgent(agent=profile("+861055559999")))


def test_a_number_is_kept_in_full_however_it_is_written() -> None:
    centre = a_centre(agent=profile("138 0013-8000"))
    assert centre.world.agents.profiles.get(ANN).phone_number == MOBILE


def test_a_prefix_allows_and_bars_numbers() -> None:
    centre = a_centre()
    centre.do(SaveDialRules(rules=DialRules(allowed_prefixes=("+1202",))))
    centre.do(SaveAgent(agent=profile("+12025550199")))
    centre.do(SaveDialRules(rules=DialRules(blocked_prefixes=("+1202",))))
    happened = centre.call()
    (barred,) = of_type(happened, OutsidePhoneBarred)
    assert barred.reason == "dial.not_allowed"
    assert of_type(happened, OfferWithdrawn)
    assert reason_of(centre) == SystemReason.NUMBER_BARRED
    assert state_of(centre) is State.WAITING


def test_agents_phones_count_for_the_centres_limit() -> None:
    centre = a_centre()
    centre.do(SaveDialRules(rules=DialRules(hourly_limit=1)))
    centre.call()
    leg = leg_to_ann(centre)
    answer(centre, leg)
    press(centre, leg, "2")
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.READY))
    assert [event.reason for event in of_type(centre.events, OutsidePhoneBarred)] == ["dial.limit"]
    assert reason_of(centre) == SystemReason.NUMBER_BARRED


def test_without_a_trunk_the_agent_is_taken_out_and_reads_why() -> None:
    centre = a_centre(has_trunk=False)
    happened = centre.call()
    assert [event.reason for event in of_type(happened, OutsidePhoneBarred)] == ["call.no_trunk"]
    changed = of_type(happened, PresenceChanged)
    assert [event.reason_id for event in changed] == [SystemReason.NUMBER_BARRED]


def test_an_agent_sets_the_own_number_if_that_is_allowed() -> None:
    centre = a_centre(agent=profile("", may_set=True))
    assert not centre.world.agents.live[ANN].is_phone_reachable
    centre.do(SetOwnNumber(agent_id=ANN, number="138 0013 8000"))
    assert centre.world.agents.live[ANN].is_phone_reachable
    with pytest.raises(RuleBroken, match="must not be called"):
        centre.do(SetOwnNumber(agent_id=ANN, number="+12025550199"))
    centre.do(SetOwnNumber(agent_id=ANN, number=""))
    assert not centre.world.agents.live[ANN].is_phone_reachable


def test_an_agent_who_may_not_does_not_set_the_number() -> None:
    with pytest.raises(RuleBroken, match="administrator"):
        a_centre().do(SetOwnNumber(agent_id=ANN, number="+8613900139000"))


def test_an_own_call_rings_the_own_phone_first_and_asks_for_the_key() -> None:
    centre = a_centre()
    centre.call("c0")
    centre.do(SaveDialRules(rules=DialRules(allowed_prefixes=("+86",))))
    centre.leg_ends("c0")
    happened = centre.do(
        PlaceCall(
            interaction_id=C1,
            agent_id=ANN,
            number="+861055559999",
            queue_id=None,
            customer_id=None,
            customer_name="",
            language="en",
        )
    )
    (own,) = of_type(happened, OutsidePhoneDialled)
    answer(centre, own.leg_id)
    assert state_of(centre) is State.CONNECTING
    press(centre, own.leg_id)
    assert state_of(centre) is State.DIALLING


def test_a_supervisor_listens_by_a_number_outside() -> None:
    centre = a_centre("bob")
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.NOT_READY, reason_id=BREAK))
    centre.talk()
    happened = centre.do(StartMonitoring(interaction_id=C1, agent_id=ANN, mode=MonitorMode.LISTEN))
    (dialled,) = of_type(happened, OutsidePhoneDialled)
    assert dialled.recording_id is None
    assert not of_type(answer(centre, dialled.leg_id), MonitorAnswered)
    assert of_type(press(centre, dialled.leg_id), MonitorAnswered)


def test_a_supervisor_who_presses_nothing_is_given_up() -> None:
    centre = a_centre("bob")
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.NOT_READY, reason_id=BREAK))
    centre.talk()
    happened = centre.do(StartMonitoring(interaction_id=C1, agent_id=ANN, mode=MonitorMode.LISTEN))
    leg = of_type(happened, OutsidePhoneDialled)[0].leg_id
    answer(centre, leg)
    over = PlaybackEnded(at=centre.now, leg=leg, playback=asking(leg), is_failed=False)
    assert of_type(centre.hear(over), MonitorEnded)
    assert not centre.hear(
        LegEnded(at=centre.now, leg=leg, cause=EndCause.NORMAL, by_far_end=False)
    )


def test_an_invitation_is_accepted_on_the_page_with_the_phone_at_the_ear() -> None:
    centre = a_centre("bob")
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.NOT_READY, reason_id=BREAK))
    centre.talk()
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.READY))
    target = Target(kind=TargetKind.AGENT, id=ANN)
    wish = StartConsult(interaction_id=C1, agent_id=AgentId("bob"), target=target)
    (dialled,) = of_type(centre.do(wish), OutsidePhoneDialled)
    answer(centre, dialled.leg_id)
    (party,) = centre.world.calls.calls[C1].parties.values()
    assert not party.is_up
    happened = centre.do(AcceptOffer(offer_id=OfferId(party.id), agent_id=ANN))
    assert of_type(happened, PartyAnswered)

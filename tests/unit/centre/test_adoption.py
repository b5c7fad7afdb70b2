"""What is made of the engine's snapshot after a gap, phones first."""

import msgspec
import pytest
from tests.support.call_backs import CallBackCentre
from tests.support.centre import SmallCentre

from antiphon.agents.contract import ReportPhone, SaveAgent
from antiphon.app.centre.engine.adoption import was_missed
from antiphon.app.centre.engine.returning_phones import RETURNS_WITHIN, ReturningPhones
from antiphon.kernel.ids import AgentId, InteractionId, LegId
from antiphon.telephony.contract import phone_of
from antiphon.telephony.engine import EngineSnapshot, LegArrived, LegEnded, LegSnapshot, PhoneKind
from antiphon.telephony.gap import LegEvent, differences, strangers
from antiphon.telephony.leg_ids import leg_of_offer

pytestmark = pytest.mark.unit

ANN, BOB = AgentId("ann"), AgentId("bob")
C1 = InteractionId("c1")


def seen(
    centre: SmallCentre, *legs: LegId, reachable: tuple[AgentId, ...] = (), is_up: bool = True
) -> EngineSnapshot:
    """An engine that holds these legs, and reaches these agents' phones."""
    snapshots = {
        leg: LegSnapshot(
            leg=leg,
            created_at=centre.now,
            is_up=is_up,
            dialled="",
            caller_number="",
            caller_name="",
            call=InteractionId("c1"),
        )
        for leg in legs
    }
    phones = frozenset(phone_of(agent_id) for agent_id in reachable)
    return EngineSnapshot(at=centre.now, legs=snapshots, bridges={}, reachable_phones=phones)


def gone(agent_id: AgentId) -> ReportPhone:
    return ReportPhone(agent_id=agent_id, is_reachable=False)


def test_a_page_that_talks_keeps_its_conversation_until_it_has_registered_again() -> None:
    centre = SmallCentre("ann", "bob")
    leg = leg_of_offer(centre.talk())
    phones = ReturningPhones(centre.world)
    assert centre.world.calls.calls[C1].agent_id == ANN
    assert list(phones.changed(seen(centre, leg), is_first=True)) == [gone(BOB)]
    registered = seen(centre, leg, reachable=(ANN, BOB))
    assert list(phones.changed(registered, is_first=False)) == []
    centre.pass_time(RETURNS_WITHIN.total_seconds() - 1)
    assert list(phones.changed(seen(centre, leg), is_first=False)) == [gone(BOB)]
    # It had time enough.
    centre.pass_time(1)
    assert list(phones.changed(seen(centre, leg), is_first=False)) == [gone(ANN), gone(BOB)]


def test_a_phone_whose_leg_ended_meanwhile_is_gone_at_once() -> None:
    centre = SmallCentre("ann")
    centre.talk()
    phones = ReturningPhones(centre.world)
    assert list(phones.changed(seen(centre), is_first=True)) == [gone(ANN)]


def test_a_page_that_rings_keeps_its_offer_until_it_has_registered_again() -> None:
    centre = SmallCentre("ann", "bob")
    centre.call()
    offer = centre.offer_of()
    assert offer is not None
    assert offer.agent_id == ANN
    phones = ReturningPhones(centre.world)
    rings = seen(centre, leg_of_offer(offer.offer_id), is_up=False)
    assert list(phones.changed(rings, is_first=True)) == [gone(BOB)]
    centre.pass_time(RETURNS_WITHIN.total_seconds())
    later = msgspec.structs.replace(rings, at=centre.now)
    assert list(phones.changed(later, is_first=False)) == [gone(ANN), gone(BOB)]


def test_a_desk_phone_that_is_away_while_it_rings_is_gone_at_once() -> None:
    centre = SmallCentre("ann")
    ann = centre.world.agents.profiles.get(ANN)
    centre.do(SaveAgent(agent=msgspec.structs.replace(ann, phone_kind=PhoneKind.SIP)))
    centre.call()
    offer = centre.offer_of()
    assert offer is not None
    rings = seen(centre, leg_of_offer(offer.offer_id), is_up=False)
    assert list(ReturningPhones(centre.world).changed(rings, is_first=True)) == [gone(ANN)]


def told(centre: SmallCentre, snapshot: EngineSnapshot) -> list[LegEvent]:
    calls = centre.world.calls.calls.values()
    return list(differences(calls, snapshot, settled_before=centre.now))


def test_a_call_that_comes_while_the_snapshot_is_taken_is_not_ended() -> None:
    centre = SmallCentre("ann")
    older = seen(centre)
    centre.call()
    [ended] = told(centre, older)
    assert isinstance(ended, LegEnded)
    assert not was_missed(ended, frozenset())
    assert was_missed(ended, {C1})


def test_a_call_that_goes_while_the_snapshot_is_taken_does_not_arrive_again() -> None:
    centre = SmallCentre()
    centre.call()
    held = seen(centre, LegId("c1"))
    legs = {leg: msgspec.structs.replace(one, call=None) for leg, one in held.legs.items()}
    older = msgspec.structs.replace(held, legs=legs)
    centre.leg_ends("c1")
    [arrived] = told(centre, older)
    assert isinstance(arrived, LegArrived)
    assert not was_missed(arrived, {C1})
    assert was_missed(arrived, frozenset())


def hung_up(centre: SmallCentre) -> set[LegId]:
    """The legs that a comparison with the engine removes now."""
    calls = centre.world.calls.calls.values()
    legs, _ = strangers(calls, seen(centre, LegId("c1")), settled_before=centre.now)
    return legs


def test_a_promise_of_a_call_back_is_said_to_its_end() -> None:
    centre = CallBackCentre("ann")
    centre.do(ReportPhone(agent_id=ANN, is_reachable=False))
    centre.call()
    centre.press("c1", "1")
    centre.pass_time(5)
    assert hung_up(centre) == set()
    # Nobody told us that it was said: that is the end of it all the same.
    centre.pass_time(30)
    assert hung_up(centre) == {"c1"}


def test_who_is_closed_for_another_reason_is_hung_up_at_once() -> None:
    centre = CallBackCentre("ann")
    centre.call(dialled="9999")
    assert hung_up(centre) == {"c1"}

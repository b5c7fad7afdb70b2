"""Who calls somebody hears it ring there, until somebody answers or nobody does."""

from typing import Any

import pytest
from tests.support.call_backs import CallBackCentre, free_anna
from tests.support.centre import SmallCentre

from antiphon.interactions.call_control import StartConsult, Target, TargetKind
from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.telephony.engine import EndCause, LegAnswered
from antiphon.telephony.leg_ids import leg_of_offer
from antiphon.telephony.media import RingBack, changes, media_of

pytestmark = pytest.mark.unit


def ringing_in(centre: SmallCentre, name: str) -> frozenset[Any]:
    return media_of(centre.world.calls.calls[InteractionId(name)]).ringing


def a_call_back_under_way() -> CallBackCentre:
    centre = CallBackCentre("anna")
    centre.arrive("c0", "01055550000")
    centre.agent_takes("c0")
    centre.wants_call("c1", "01055550001")
    free_anna(centre, "c0")
    centre.agent_takes("c1.b.a1")
    return centre


def test_an_agent_hears_it_ring_until_the_customer_answers() -> None:
    centre = a_call_back_under_way()
    leg = leg_of_offer(centre.offer_ids()[-1])
    before = media_of(centre.world.calls.calls[InteractionId("c1.b.a1")])
    assert before.ringing == {leg}
    centre.customer_answers("c1.b.a1")
    after = media_of(centre.world.calls.calls[InteractionId("c1.b.a1")])
    assert after.ringing == frozenset()
    # The tone ends before the two are joined.
    assert next(iter(changes(before, after))) == RingBack(leg, is_on=False)


def test_a_line_that_is_busy_rings_no_more() -> None:
    centre = a_call_back_under_way()
    centre.leg_ends("c1.b.a1.c.leg", EndCause.BUSY)
    assert InteractionId("c1.b.a1") not in centre.world.interactions.open


def test_who_consults_hears_it_ring_and_the_customer_does_not() -> None:
    centre = SmallCentre("anna")
    offer_id = centre.talk()
    centre.add_agent("bob")
    target = Target(kind=TargetKind.AGENT, id="bob")
    centre.do(
        StartConsult(interaction_id=InteractionId("c1"), agent_id=AgentId("anna"), target=target)
    )
    assert ringing_in(centre, "c1") == {leg_of_offer(offer_id)}
    party = next(iter(centre.world.calls.calls[InteractionId("c1")].parties.values()))
    centre.hear(LegAnswered(at=centre.now, leg=party.leg))
    assert ringing_in(centre, "c1") == frozenset()

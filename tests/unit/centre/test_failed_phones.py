"""What agents chose while their phone failed is kept, and calls from our own phones have a name."""

import pytest
from tests.support.centre import BREAK, SmallCentre

from antiphon.agents.contract import (
    Agent,
    ChangePresence,
    Presence,
    ReportPhone,
    SaveAgent,
    SystemReason,
)
from antiphon.interactions.states import State
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, LegId
from antiphon.routing.contract import AcceptOffer
from antiphon.telephony.contract import AgentRung, RecoverAudio, phone_of
from antiphon.telephony.engine import EndCause, LegAnswered, LegArrived, PhoneId
from antiphon.telephony.leg_ids import leg_of_offer

ANN = AgentId("ann")
C1 = InteractionId("c1")


def lost_in_conversation() -> SmallCentre:
    """Ann's phone is lost while she talks."""
    centre = SmallCentre("ann")
    centre.talk()
    centre.pass_time(5)
    centre.do(ReportPhone(agent_id=ANN, is_reachable=False))
    centre.pass_time(3)
    return centre


def test_an_agent_whose_phone_stays_away_takes_no_more_work() -> None:
    centre = lost_in_conversation()
    centre.pass_time(30)
    live = centre.world.agents.live[ANN]
    assert (live.presence, live.reason_id) == (Presence.NOT_READY, SystemReason.PHONE_FAILED)


def test_a_break_chosen_while_the_phone_was_away_stays_a_break() -> None:
    centre = lost_in_conversation()
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.NOT_READY, reason_id=BREAK))
    centre.pass_time(30)
    live = centre.world.agents.live[ANN]
    assert not live.work
    assert (live.presence, live.reason_id) == (Presence.NOT_READY, BREAK)


def test_ready_chosen_again_while_the_phone_was_away_stays_ready() -> None:
    centre = lost_in_conversation()
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.NOT_READY, reason_id=BREAK))
    centre.pass_time(1)
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.READY))
    centre.pass_time(30)
    live = centre.world.agents.live[ANN]
    assert live.presence is Presence.READY
    assert not live.is_available


def test_a_break_chosen_while_it_rings_is_kept_when_the_phone_fails() -> None:
    centre = SmallCentre("ann")
    centre.call()
    offer = centre.offer_of()
    assert offer is not None
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.NOT_READY, reason_id=BREAK))
    centre.leg_ends(f"{offer.offer_id}.leg", EndCause.FAILED)
    assert centre.world.agents.live[ANN].reason_id == BREAK


def accepted_while_it_rings(centre: SmallCentre) -> LegId:
    """Ann accepts on her page; the leg that rings for her."""
    centre.call()
    offer = centre.offer_of()
    assert offer is not None
    centre.pass_time(3)
    centre.do(AcceptOffer(offer_id=offer.offer_id, agent_id=ANN))
    return leg_of_offer(offer.offer_id)


def test_a_page_that_lost_what_rang_has_it_rung_again_and_talks() -> None:
    centre = SmallCentre("ann")
    lost = accepted_while_it_rings(centre)
    [rung] = centre.do(RecoverAudio(interaction_id=C1, agent_id=ANN))
    assert isinstance(rung, AgentRung)
    assert rung.leg_id != lost
    # The lost one falls silent, and is no fault of the phone.
    centre.leg_ends(lost, EndCause.CANCELLED, by_far_end=False)
    centre.hear(LegAnswered(at=centre.now, leg=rung.leg_id))
    assert centre.world.interactions.open[C1].state is State.TALKING
    assert centre.world.agents.live[ANN].presence is Presence.READY


def test_what_was_rung_just_now_is_on_its_way_to_the_page() -> None:
    centre = SmallCentre("ann")
    accepted_while_it_rings(centre)
    centre.do(RecoverAudio(interaction_id=C1, agent_id=ANN))
    centre.pass_time(1)
    with pytest.raises(RuleBroken, match="no conversation"):
        centre.do(RecoverAudio(interaction_id=C1, agent_id=ANN))
    centre.pass_time(1)
    assert len(centre.do(RecoverAudio(interaction_id=C1, agent_id=ANN))) == 1


def call_from(centre: SmallCentre, phone: PhoneId) -> tuple[str, str]:
    """Number and name of a call that one of our own phones makes."""
    centre.hear(
        LegArrived(
            at=centre.now,
            leg=LegId("c1"),
            dialled="1000",
            caller_number=str(phone),
            caller_name="",
            phone=phone,
        )
    )
    interaction = centre.world.interactions.open[C1]
    return interaction.customer_number, interaction.customer_name


def test_a_call_from_an_agents_own_phone_shows_extension_and_name() -> None:
    centre = SmallCentre()
    centre.do(SaveAgent(agent=Agent(id=ANN, name="Ann Li", extension="204")))
    assert call_from(centre, phone_of(ANN)) == ("204", "Ann Li")


def test_a_call_from_a_phone_of_nobody_shows_no_id() -> None:
    assert call_from(SmallCentre(), phone_of(AgentId("gone"))) == ("", "")

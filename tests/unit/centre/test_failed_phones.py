"""What agents chose while their phone failed is kept, and calls from our own phones have a name."""

from tests.support.centre import BREAK, SmallCentre

from antiphon.agents.contract import (
    Agent,
    ChangePresence,
    Presence,
    ReportPhone,
    SaveAgent,
    SystemReason,
)
from antiphon.kernel.ids import AgentId, InteractionId, LegId
from antiphon.telephony.contract import phone_of
from antiphon.telephony.engine import EndCause, LegArrived, PhoneId

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

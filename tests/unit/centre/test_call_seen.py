"""A call on the desks of those who are in it: what each sees of the others and of the customer."""

from collections.abc import Sequence

import pytest
from tests.support.talk import ANN, BOB, C1, CUSTOMER, EXPERT, Talk
from tests.support.visit import Visit

from antiphon.app.views.call_view import CAME_BACK
from antiphon.app.views.desk import DeskView, OfferView, WorkView
from antiphon.interactions.call_control import (
    AddParty,
    CompleteConsult,
    HoldInteraction,
    MergeConsult,
    SaveWrapUp,
    StartConsult,
    Target,
    TargetKind,
    ToggleConsult,
    TransferInteraction,
)
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId
from antiphon.telephony.contract import PartyInvited, Purpose

pytestmark = pytest.mark.unit

BOB_HIMSELF = Target(kind=TargetKind.AGENT, id=BOB)


def work_of(talk: Talk, agent_id: AgentId) -> WorkView:
    work = dict(DeskView(talk.centre.world).draw(agent_id))["work", C1]
    assert isinstance(work, WorkView)
    return work


def the_offer(talk: Talk, agent_id: AgentId, happened: Sequence[Event]) -> OfferView:
    """What the last invitation looks like to who is invited."""
    invited = [event for event in happened if isinstance(event, PartyInvited)][-1]
    offer = dict(DeskView(talk.centre.world).draw(agent_id))["offer", invited.party_id]
    assert isinstance(offer, OfferView)
    return offer


def test_everybody_sees_that_the_customer_hears_music_exactly_while_it_is_so() -> None:
    talk = Talk()
    desks = [ANN]

    def seen() -> bool:
        told = {work_of(talk, agent_id).is_customer_waiting for agent_id in desks}
        assert told == {CUSTOMER in talk.hear_music()}
        return told.pop()

    assert not seen()
    talk.answer(talk.pass_to(StartConsult, BOB))
    desks.append(BOB)
    assert seen()
    talk.wish(ToggleConsult)
    assert not seen()
    talk.wish(ToggleConsult)
    talk.wish(MergeConsult)
    assert not seen()
    talk.centre.do(HoldInteraction(interaction_id=C1, agent_id=ANN))
    assert seen()


def test_who_is_with_others_while_the_agent_consults_does_not_wait() -> None:
    talk = Talk()
    talk.answer(talk.pass_to(AddParty, BOB))
    talk.answer(talk.pass_to(StartConsult, EXPERT, "number"))
    assert [work_of(talk, one).is_customer_waiting for one in (ANN, BOB)] == [
        CUSTOMER in talk.hear_music()
    ] * 2


def test_a_colleague_who_rings_learns_that_the_call_is_handed_over_meanwhile() -> None:
    talk = Talk()
    asked = talk.wish(StartConsult, target=BOB_HIMSELF)
    assert the_offer(talk, BOB, asked).purpose == Purpose.CONSULT
    talk.wish(CompleteConsult)
    offer = the_offer(talk, BOB, asked)
    assert offer.purpose == Purpose.TRANSFER
    assert offer.invited_by is not None
    assert offer.invited_by.id == ANN


def test_a_customer_comes_back_out_of_a_flow_or_because_nobody_answered() -> None:
    visit = Visit()
    visit.send(stays=False)
    assert the_offer(visit, ANN, visit.press("421234")).purpose == CAME_BACK
    talk = Talk()
    talk.pass_to(TransferInteraction, BOB)
    assert the_offer(talk, ANN, talk.centre.pass_time(20)).purpose == Purpose.RETURNED


def test_who_is_asked_reads_what_the_agent_writes_and_the_agent_not_their_own() -> None:
    talk = Talk()
    asked = talk.wish(StartConsult, target=BOB_HIMSELF)
    talk.centre.do(
        SaveWrapUp(interaction_id=C1, agent_id=ANN, disposition_id=None, note="Wants six tins.")
    )
    assert [note.note for note in the_offer(talk, BOB, asked).notes] == ["Wants six tins."]
    talk.answer(next(event for event in asked if isinstance(event, PartyInvited)))
    assert [note.note for note in work_of(talk, BOB).notes] == ["Wants six tins."]
    assert work_of(talk, ANN).notes == []

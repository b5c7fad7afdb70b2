"""Somebody leaves a conference: the others see who it was, until somebody else is asked."""

import pytest
from tests.support.talk import ANN, BOB, EXPERT, Talk

from antiphon.app.views.call_view import DepartedView
from antiphon.interactions.call_control import (
    AddParty,
    CancelConsult,
    LeaveConversation,
    RemoveParty,
    StartConsult,
)
from antiphon.kernel.ids import AgentId
from antiphon.telephony.engine import EndCause

pytestmark = pytest.mark.unit


def seen_by(talk: Talk, agent_id: AgentId) -> DepartedView | None:
    return talk.seen_by(agent_id).departed


def in_conference() -> Talk:
    talk = Talk()
    talk.answer(talk.pass_to(AddParty, "bob"))
    return talk


def test_a_colleague_who_hangs_up_is_named_until_somebody_is_asked() -> None:
    talk = in_conference()
    talk.answer(talk.pass_to(AddParty, "claire"))
    assert seen_by(talk, ANN) is None
    talk.wish(LeaveConversation, AgentId("claire"))
    told = DepartedView(name="claire", number="", reason="hung_up")
    assert seen_by(talk, ANN) == told
    assert seen_by(talk, BOB) == told
    talk.centre.pass_time(1)
    talk.pass_to(AddParty, EXPERT, "number")
    assert seen_by(talk, ANN) is None


def test_somebody_outside_who_hangs_up_is_named_by_number() -> None:
    talk = in_conference()
    leg = talk.answer(talk.pass_to(AddParty, EXPERT, "number"))
    talk.centre.leg_ends(leg)
    told = DepartedView(name="", number=EXPERT, reason="hung_up")
    assert seen_by(talk, ANN) == told
    assert seen_by(talk, BOB) == told


def test_a_line_outside_that_breaks_off_is_told_apart() -> None:
    talk = Talk()
    talk.centre.leg_ends(talk.answer(talk.pass_to(AddParty, EXPERT, "number")), EndCause.FAILED)
    assert seen_by(talk, ANN) == DepartedView(name="", number=EXPERT, reason="phone_failed")


def test_who_has_the_customer_now_sees_who_left_them() -> None:
    talk = in_conference()
    talk.wish(LeaveConversation)
    assert seen_by(talk, BOB) == DepartedView(name="ann", number="", reason="hung_up")
    assert seen_by(talk, ANN) is None


def test_who_was_sent_away_by_the_agent_did_not_leave() -> None:
    talk = in_conference()
    talk.wish(RemoveParty, party_id=next(iter(talk.call.parties)))
    assert seen_by(talk, ANN) is None
    talk.answer(talk.pass_to(StartConsult, "claire"))
    talk.wish(CancelConsult)
    assert seen_by(talk, ANN) is None


def test_who_was_only_consulted_is_told_to_the_one_who_asked() -> None:
    talk = in_conference()
    leg = talk.answer(talk.pass_to(StartConsult, "claire"))
    talk.centre.leg_ends(leg)
    assert seen_by(talk, ANN) == DepartedView(name="claire", number="", reason="hung_up")
    assert seen_by(talk, BOB) is None

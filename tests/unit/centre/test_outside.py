"""Overflow to a number outside: the customer is never left alone, whoever does not answer there."""

import pytest
from tests.support.centre import SmallCentre
from tests.support.outside import NUMBER, invited, sent_outside

from antiphon.flows.contract import FlowMoved
from antiphon.flows.run import Say
from antiphon.interactions.contract import InteractionClosed, Outcome
from antiphon.interactions.states import State
from antiphon.kernel.events import Event
from antiphon.kernel.ids import InteractionId, LegId
from antiphon.telephony.contract import LeftBecause, OutsideRefused, PartyInvited, PartyLeft
from antiphon.telephony.engine import EndCause, LegAnswered
from antiphon.telephony.media import media_of

pytestmark = pytest.mark.unit

C1 = InteractionId("c1")


def state_of(centre: SmallCentre) -> State:
    return centre.world.interactions.open[C1].state


def outcome(events: list[Event]) -> Outcome:
    return next(event.outcome for event in events if isinstance(event, InteractionClosed))


def test_the_customer_hears_music_until_the_number_outside_answers_and_then_that() -> None:
    centre, happened = sent_outside()
    party = invited(happened)
    assert (party.number, party.agent_id) == (NUMBER, None)
    assert state_of(centre) is State.TRANSFERRING
    assert media_of(centre.world.calls.calls[C1]).music == {LegId("c1")}
    centre.hear(LegAnswered(at=centre.now, leg=party.leg_id))
    assert state_of(centre) is State.OUTSIDE
    rooms = media_of(centre.world.calls.calls[C1]).rooms
    assert set(rooms.values()) == {frozenset({LegId("c1"), party.leg_id})}


def test_the_call_is_over_when_the_number_outside_hangs_up() -> None:
    centre, happened = sent_outside()
    party = invited(happened)
    centre.hear(LegAnswered(at=centre.now, leg=party.leg_id))
    assert outcome(centre.leg_ends(party.leg_id)) is Outcome.HANDLED


@pytest.mark.parametrize("cause", [EndCause.BUSY, EndCause.UNREACHABLE, EndCause.NO_ANSWER])
def test_when_nobody_answers_outside_the_customer_is_asked_for_a_message(cause: EndCause) -> None:
    centre, happened = sent_outside()
    said = centre.leg_ends(invited(happened).leg_id, cause)
    assert state_of(centre) is State.FLOW
    actions = [a for e in said if isinstance(e, FlowMoved) for a in e.actions]
    assert isinstance(actions[-1], Say)
    assert not media_of(centre.world.calls.calls[C1]).music


@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        (EndCause.BUSY, LeftBecause.BUSY),
        (EndCause.DECLINED, LeftBecause.DECLINED),
        (EndCause.UNREACHABLE, LeftBecause.UNREACHABLE),
    ],
)
def test_a_line_that_is_busy_has_not_declined(cause: EndCause, reason: LeftBecause) -> None:
    centre, happened = sent_outside()
    said = centre.leg_ends(invited(happened).leg_id, cause)
    assert [event.reason for event in said if isinstance(event, PartyLeft)] == [reason]


def test_ringing_outside_ends_by_itself() -> None:
    centre, _ = sent_outside()
    centre.pass_time(46)
    assert state_of(centre) is State.FLOW


def test_a_number_that_may_not_be_called_is_not_called() -> None:
    centre, happened = sent_outside(is_allowed=False)
    refused = [e.reason for e in happened if isinstance(e, OutsideRefused)]
    assert refused == ["dial.not_allowed"]
    assert not [e for e in happened if isinstance(e, PartyInvited)]
    assert state_of(centre) is State.FLOW


def test_who_hangs_up_while_it_rings_outside_has_abandoned() -> None:
    centre, _ = sent_outside()
    assert outcome(centre.leg_ends("c1")) is Outcome.ABANDONED

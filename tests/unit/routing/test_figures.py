"""Today's counts of a queue, and that yesterday's are not among them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from tests.support.call_backs import CallBackCentre, free_anna
from tests.support.centre import QUEUE, SmallCentre

from antiphon.interactions.call_control import HangUpInteraction
from antiphon.kernel.ids import AgentId, CallBackId, InteractionId
from antiphon.routing.callbacks import CallBack, Origin, RequestCallBack
from antiphon.routing.figures import QueueFigures
from antiphon.telephony.dial_guard import DialRules, SaveDialRules

pytestmark = pytest.mark.unit


def counts(centre: SmallCentre) -> tuple[int, int, int, int]:
    day = centre.world.figures.of(QUEUE, centre.now)
    return day.offered, day.answered, day.answered_in_target, day.abandoned


def test_an_answer_within_the_service_level_counts_as_in_target() -> None:
    centre = SmallCentre("ann", service_level_s=20)
    centre.talk()
    assert counts(centre) == (1, 1, 1, 0)


def test_a_late_answer_counts_as_answered_only() -> None:
    centre = SmallCentre(service_level_s=20)
    centre.call()
    centre.pass_time(21)
    centre.add_agent("ann")
    offer = centre.offer_of()
    assert offer is not None
    centre.agent_answers(offer.offer_id)
    assert counts(centre) == (1, 1, 0, 0)


@pytest.mark.parametrize(("waited", "abandoned"), [(2, 0), (30, 1)])
def test_who_leaves_at_once_is_a_short_abandon_and_counts_as_none(
    waited: int, abandoned: int
) -> None:
    centre = SmallCentre(short_abandon_s=5)
    centre.call()
    centre.pass_time(waited)
    centre.leg_ends("c1")
    assert counts(centre) == (1, 0, 0, abandoned)


def test_a_declined_offer_is_not_a_second_entry() -> None:
    centre = SmallCentre("ann", "bob")
    centre.call()
    offer = centre.offer_of()
    assert offer is not None
    centre.leg_ends(f"{offer.offer_id}")
    assert counts(centre)[0] == 1


def test_a_conversation_counts_once_however_it_goes_on() -> None:
    centre = SmallCentre("ann")
    centre.talk()
    centre.do(HangUpInteraction(interaction_id=InteractionId("c1"), agent_id=AgentId("ann")))
    assert counts(centre) == (1, 1, 1, 0)


def test_a_day_begins_at_midnight_of_the_place() -> None:
    centre = SmallCentre()
    centre.call()
    figures = QueueFigures(timezone(timedelta(hours=8)))
    for event in centre.events:
        figures.apply(event)
    before_midnight = datetime(2026, 1, 5, 15, 59, tzinfo=UTC)
    assert figures.of(QUEUE, before_midnight).offered == 1
    assert figures.of(QUEUE, before_midnight + timedelta(minutes=1)).offered == 0


def test_who_is_called_back_instead_of_waiting_was_offered_once_and_is_answered_once() -> None:
    centre = CallBackCentre("anna")
    centre.arrive("c0", "01055550000")
    centre.agent_takes("c0")
    centre.wants_call("c1", "01055550001")
    assert counts(centre) == (2, 1, 1, 0)
    free_anna(centre, "c0")
    centre.agent_takes("c1.b.a1")
    centre.customer_answers("c1.b.a1")
    assert counts(centre) == (2, 2, 1, 0)


def test_a_call_that_the_centre_makes_by_itself_was_offered_to_nobody() -> None:
    centre = CallBackCentre("anna")
    centre.do(SaveDialRules(rules=DialRules(allowed_prefixes=("+86",))))
    wish = CallBack(
        id=CallBackId("w"),
        number="+861055550009",
        queue_id=QUEUE,
        order_at=centre.now,
        due_at=centre.now,
        origin=Origin.REQUEST,
    )
    centre.do(RequestCallBack(call_back=wish))
    centre.agent_takes("w.a1")
    centre.customer_answers("w.a1")
    assert counts(centre) == (0, 0, 0, 0)

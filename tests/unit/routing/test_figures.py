"""Today's counts of a queue, and that yesterday's are not among them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from tests.support.centre import QUEUE, SmallCentre

from antiphon.interactions.contract import HangUpInteraction
from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.routing.figures import QueueFigures

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

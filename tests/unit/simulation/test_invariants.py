"""The checker of simulated days does not believe head starts: nobody is passed by more than the
longest that the queue's settings can give."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from tests.support.waiting_customers import arrives, queues

from antiphon.agents.contract import (
    Agent,
    AgentPhoneChanged,
    AgentSaved,
    Presence,
    PresenceChanged,
)
from antiphon.app.centre.loop import Recorded
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, OfferId, QueueId
from antiphon.routing.contract import (
    OfferMade,
    Queue,
    QueueSaved,
    RelaxationStep,
    RequirementRelaxed,
)
from antiphon.simulation.invariants import InvariantBroken, Invariants

pytestmark = pytest.mark.unit

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
QUEUE, AGENT = QueueId("sales"), AgentId("ann")
FIRST, SECOND = InteractionId("first"), InteractionId("second")
# Nine steps of ten seconds is the most that priority can do here.
SALES = Queue(
    id=QUEUE,
    name="Sales",
    priority_step_s=10,
    relaxation=(RelaxationStep(after_s=1, raise_priority_by=9),),
)


def waits(interaction_id: InteractionId, at: datetime) -> Iterator[Event]:
    yield arrives(interaction_id, at)
    yield queues(interaction_id, QUEUE, at)


def a_day(later_s: float, head_start_s: int) -> Iterator[Event]:
    """The second customer comes later, is given a head start, and is offered first."""
    second_at = AT + timedelta(seconds=later_s)
    offered_at = second_at + timedelta(seconds=2)
    yield QueueSaved(at=AT, queue=SALES, by=None)
    yield AgentSaved(at=AT, agent=Agent(id=AGENT, name="Ann", queues=(QUEUE,)), by=None)
    yield AgentPhoneChanged(at=AT, agent_id=AGENT, is_reachable=True)
    yield from waits(FIRST, AT)
    yield from waits(SECOND, second_at)
    yield RequirementRelaxed(
        at=offered_at,
        interaction_id=SECOND,
        number=1,
        alternatives=({f"queue:{QUEUE}": 1},),
        head_start_s=head_start_s,
    )
    yield PresenceChanged(
        at=offered_at, agent_id=AGENT, presence=Presence.READY, reason_id=None, by=None
    )
    yield OfferMade(
        at=offered_at,
        interaction_id=SECOND,
        offer_id=OfferId("offer"),
        agent_id=AGENT,
        queue_id=QUEUE,
        expires_at=offered_at + timedelta(seconds=20),
    )


def listen(later_s: float, head_start_s: int) -> None:
    events = enumerate(a_day(later_s, head_start_s), start=1)
    Invariants().listen([Recorded(position, event) for position, event in events])


def test_a_head_start_lets_somebody_pass() -> None:
    listen(later_s=80, head_start_s=90)


def test_without_a_head_start_nobody_passes() -> None:
    with pytest.raises(InvariantBroken, match="first was before it"):
        listen(later_s=80, head_start_s=70)


def test_nobody_is_passed_by_more_than_the_longest_head_start() -> None:
    with pytest.raises(InvariantBroken, match="first came long before it"):
        listen(later_s=95, head_start_s=100)

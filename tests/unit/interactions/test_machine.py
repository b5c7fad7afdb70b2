"""The table of an interaction's states says what really happens, no more and no less."""

from collections.abc import Iterable, Iterator
from itertools import chain

import pytest
from tests.support.call_backs import dialled_days
from tests.support.centre import QUEUE, SmallCentre
from tests.support.outside import outside_days
from tests.support.storm import Storm
from tests.support.talk import parked_days, transferred_days
from tests.support.visit import visited_days

from antiphon.agents.contract import Agent, SaveAgent
from antiphon.app.centre.world import World
from antiphon.flows.contract import SaveFlow
from antiphon.flows.graph import Flow, HangUpStep, Step
from antiphon.interactions.contract import InteractionClosed, Outcome
from antiphon.interactions.states import NEXT, State
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, FlowId, InteractionId
from antiphon.routing.contract import AcceptOffer, RemoveQueue
from antiphon.telephony.contract import phone_of
from antiphon.telephony.engine import EndCause, PhoneChanged
from antiphon.telephony.leg_ids import leg_of_offer

pytestmark = pytest.mark.unit

SEEDS, ACTS = 100, 400
LISTED = {(state, after) for state, following in NEXT.items() for after in following}
BYE: dict[str, Step] = {"bye": HangUpStep()}
# Neither shows as a change on a storm's days: waiting again without having left the queue, and a
# queue that is removed while its customer is away from the agent.
RARE = {(State.WAITING, State.WAITING), (State.SUSPENDED, State.CLOSED)}


def a_day(seed: int) -> list[Event]:
    storm = Storm(seed)
    for _ in range(ACTS):
        storm.act()
    return storm.centre.events


def a_call_given_up_before_the_phone_answers() -> list[Event]:
    """The agent has accepted on the page, and the phone still rings when the customer goes."""
    centre = SmallCentre("ann")
    centre.call()
    offer = centre.offer_of()
    assert offer is not None
    centre.do(AcceptOffer(offer_id=offer.offer_id, agent_id=offer.agent_id))
    centre.leg_ends("c1")
    return centre.events


def changes(events: Iterable[Event]) -> Iterator[tuple[State, State]]:
    """Each change of state that replaying the events shows."""
    world = World()
    for event in events:
        name = getattr(event, "interaction_id", None)
        before = world.interactions.open.get(InteractionId(name)) if name else None
        state = before.state if before is not None else None
        world.apply(event)
        after = before.state if before is not None else None
        is_again = isinstance(event, InteractionClosed) or state is not after
        if state is not None and after is not None and is_again:
            yield state, after


def test_hundreds_of_calls_change_state_as_the_table_says() -> None:
    seen = set(chain.from_iterable(changes(a_day(seed)) for seed in range(SEEDS)))
    seen |= set(chain.from_iterable(map(changes, dialled_days())))
    seen |= set(chain.from_iterable(map(changes, transferred_days())))
    seen |= set(chain.from_iterable(map(changes, parked_days())))
    seen |= set(chain.from_iterable(map(changes, outside_days())))
    seen |= set(chain.from_iterable(map(changes, visited_days())))
    seen |= set(changes(a_call_given_up_before_the_phone_answers()))
    assert seen - LISTED == set()
    assert LISTED - seen - RARE == set()


def test_a_customer_whose_queue_is_gone_meanwhile_is_not_left_in_the_air() -> None:
    centre = SmallCentre("ann")
    offer_id = centre.talk()
    centre.do(SaveFlow(flow=Flow(id=FlowId("main"), name="Main", start="bye", steps=BYE)))
    centre.do(SaveAgent(agent=Agent(id=AgentId("ann"), name="Ann")))
    centre.do(RemoveQueue(id=QUEUE))
    centre.hear(PhoneChanged(at=centre.now, phone=phone_of(AgentId("ann")), is_reachable=False))
    centre.leg_ends(leg_of_offer(offer_id), EndCause.FAILED)
    closed = centre.pass_time(20)[-1]
    assert isinstance(closed, InteractionClosed)
    assert (closed.outcome, closed.reason) == (Outcome.FAILED, "queue_missing")
    assert set(changes(centre.events)) - LISTED == set()

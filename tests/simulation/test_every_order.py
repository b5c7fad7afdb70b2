"""Three agents and three calls in every order: every report early, late, twice or never.

In each state everything that may happen next is tried: a phone is answered or refused, somebody
hangs up, a deadline runs out, an agent comes or goes; and so is what must change nothing: a report
that was heard already, an answer to an offer that is over. Each new state is also rebuilt from its
journal, as after a restart. Two agents and two calls are explored to the end, and a group of agents
and one call; three and three from the beginning outwards, as far as the time for it goes, and
further by `make orders`.

Agents who do the same are alike, so states that differ in their names alone are visited once.
"""

import os
import pickle
from collections import deque
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

import pytest
from tests.support.centre import BREAK, NOON, SmallCentre

from antiphon.agents.contract import ChangePresence, Presence
from antiphon.app.centre.loop import Recorded
from antiphon.app.centre.subscriptions import step
from antiphon.app.centre.world import World
from antiphon.interactions.call_control import HangUpInteraction
from antiphon.interactions.states import State
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, LegId, OfferId
from antiphon.routing.contract import AcceptOffer, DeclineOffer, ExpireOffer
from antiphon.simulation.invariants import Invariants
from antiphon.telephony.calls import Call, leg_of_offer
from antiphon.telephony.contract import HearEngine
from antiphon.telephony.engine import EndCause, LegAnswered, LegArrived, LegEnded

pytestmark = pytest.mark.simulation

AGENTS = [AgentId(name) for name in ("ann", "bob", "eve")]
CALLS = [InteractionId(name) for name in ("c1", "c2", "c3")]
# Of three agents and three calls; `make orders` asks for more.
MOST_STATES = int(os.environ.get("ANTIPHON_ORDERS", "1500"))
# How many agents, how many calls, and how many are asked at once, when there is time.
LARGER = [(2, 2, 2)] if "ANTIPHON_ORDERS" in os.environ else []


class Spot(NamedTuple):
    """A state: the world and the checker as bytes, and the events that led there."""

    image: bytes
    position: int
    journal: "Journal"


class Journal(NamedTuple):
    """The events of a state, sharing what came before."""

    events: list[Event]
    before: "Journal | None"


def listed(journal: Journal) -> list[Event]:
    """All events, first first."""
    parts: list[list[Event]] = []
    last: Journal | None = journal
    while last is not None:
        parts.append(last.events)
        last = last.before
    return [event for part in reversed(parts) for event in part]


def look(world: World, agents: list[AgentId], calls: list[InteractionId]) -> str:
    """The state but for names, clocks and counts that no decision reads."""
    order = sorted(agents, key=lambda a: (world.agents.live[a].idle_since, a))
    number = {agent_id: str(index) for index, agent_id in enumerate(order)}
    people = []
    for agent_id in order:
        live = world.agents.live[agent_id]
        people.append((str(live.presence), sorted((str(i), str(s)) for i, s in live.work.items())))
    lines = []
    for call in calls:
        open_one = world.interactions.open.get(call)
        leg = world.calls.calls.get(call)
        holder = world.agents.holder.get(call)
        round_ = world.routing.offers.rounds.get(call)
        lines.append(
            (
                world.calls.is_known(call),
                str(open_one.state) if open_one is not None else "",
                number.get(holder, "") if holder is not None else "",
                _legs(leg, number),
                sorted(number[one] for one in round_.asked) if round_ is not None else [],
            )
        )
    keys = sorted(key.split(".o")[0] for key in world.deadlines.at)
    return repr((people, lines, keys))


def _legs(call: Call | None, number: dict[AgentId, str]) -> tuple[object, ...]:
    if call is None:
        return ()
    # A phone that is to fall silent moves nothing but the end of the call's legs.
    rings = sorted(number[one.agent_id] for one in call.ringing.values() if not one.is_over)
    left = call.is_caller_gone and bool(call.ringing)
    return (call.is_caller_gone, call.agent_leg is not None, call.is_agent_up, rings, left)


def happenings(
    world: World, agents: list[AgentId], calls: list[InteractionId]
) -> Iterator[Command]:
    """Everything that may happen next, and everything that must change nothing."""
    for agent_id in agents:
        yield ChangePresence(agent_id=agent_id, presence=Presence.READY)
        yield ChangePresence(agent_id=agent_id, presence=Presence.NOT_READY, reason_id=BREAK)
    for _, command in list(world.deadlines.at.values()):
        yield command
    for index, call in enumerate(calls):
        # They come in their order; which is first makes no difference to the others.
        if index == 0 or world.calls.is_known(calls[index - 1]):
            yield from _of_call(world, agents, call)


def _of_call(world: World, agents: list[AgentId], call: InteractionId) -> Iterator[Command]:
    leg = LegId(call)
    yield HearEngine(event=_arrived(leg))
    if not world.calls.is_known(call):
        return
    yield HearEngine(event=LegEnded(at=NOON, leg=leg, cause=EndCause.NORMAL, by_far_end=True))
    # The present offers, and the one before them, whose messages may still be on their way.
    made, present = world.routing.offers.count(call), len(world.routing.offers.of(call))
    for number in range(max(1, made - max(1, present)), made + 1):
        offer_id = OfferId(f"{call}.o{number}")
        ring = leg_of_offer(offer_id)
        yield HearEngine(event=LegAnswered(at=NOON, leg=ring))
        for cause in (EndCause.NORMAL, EndCause.BUSY, EndCause.FAILED):
            yield HearEngine(event=LegEnded(at=NOON, leg=ring, cause=cause, by_far_end=True))
        yield ExpireOffer(offer_id=offer_id)
        for agent_id in agents:
            yield AcceptOffer(offer_id=offer_id, agent_id=agent_id)
            yield DeclineOffer(offer_id=offer_id, agent_id=agent_id)
    interaction = world.interactions.open.get(call)
    if interaction is not None and interaction.state is State.TALKING and interaction.agent_id:
        yield HangUpInteraction(interaction_id=call, agent_id=interaction.agent_id)


def _arrived(leg: LegId) -> LegArrived:
    return LegArrived(
        at=NOON, leg=leg, dialled="1000", caller_number="+861012345678", caller_name=""
    )


def begin(agents: list[AgentId], at_once: int) -> Spot:
    """The agents are at their desks, nobody has called."""
    centre = SmallCentre(*agents, wrap_up_s=0, offers_at_once=at_once)
    checker = Invariants()
    checker.listen([Recorded(n, event) for n, event in enumerate(centre.events, start=1)])
    image = pickle.dumps((centre.world, checker))
    return Spot(image, len(centre.events), Journal(centre.events, None))


class Visit:
    """All states that have been seen, and those whose followers have not."""

    def __init__(self, agents: int, calls: int, at_once: int = 1) -> None:
        self.agents, self.calls = AGENTS[:agents], CALLS[:calls]
        self.seen: set[str] = set()
        self.pending = deque([(begin(self.agents, at_once), 0)])
        self.tried = 0

    def go(self, most_states: int) -> None:
        """Visit states until there are no more, or as many as asked for."""
        while self.pending and len(self.seen) < most_states:
            spot, depth = self.pending.popleft()
            world = pickle.loads(spot.image)[0]
            for command in happenings(world, self.agents, self.calls):
                self.tried += 1
                self._try(spot, command, depth + 1)

    def _try(self, spot: Spot, command: Command, depth: int) -> None:
        world, checker = pickle.loads(spot.image)
        try:
            happened = step(world, command, NOON + timedelta(seconds=depth))
        except RuleBroken:
            return
        numbered = enumerate(happened, start=spot.position + 1)
        checker.listen([Recorded(number, event) for number, event in numbered])
        shown = look(world, self.agents, self.calls)
        if not happened or shown in self.seen:
            return
        self.seen.add(shown)
        journal = Journal(happened, spot.journal)
        assert look(rebuilt(journal), self.agents, self.calls) == shown
        image = pickle.dumps((world, checker))
        self.pending.append((Spot(image, spot.position + len(happened), journal), depth))


def rebuilt(journal: Journal) -> World:
    """The world as a restart would find it."""
    world = World()
    for event in listed(journal):
        world.apply(event)
    return world


@pytest.mark.parametrize("world", [(2, 2, 1), (3, 1, 2), *LARGER])
def test_a_few_agents_and_calls_keep_every_promise_in_every_order(
    world: tuple[int, int, int],
) -> None:
    visit = Visit(*world)
    visit.go(1_000_000)
    assert not visit.pending
    assert len(visit.seen) > 300
    assert visit.tried > 5_000


@pytest.mark.parametrize(("at_once", "part"), [(1, 1), (3, 5)])
def test_three_agents_and_three_calls_keep_every_promise_as_far_as_was_looked(
    at_once: int, part: int
) -> None:
    visit = Visit(3, 3, at_once)
    visit.go(MOST_STATES // part)
    assert not visit.pending or len(visit.seen) >= MOST_STATES // part

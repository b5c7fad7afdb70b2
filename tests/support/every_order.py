"""A few agents and calls in every order: each state once, each followed by all that may happen.

What happens next is everything that may: a phone is answered or refused, somebody hangs up, a
deadline runs out, an agent comes or goes; and all that must change nothing: a report that was heard
already, or comes when its call is over, an answer to an offer that is over. Each new state is also
rebuilt from its journal, as after a restart, and every other one is left as it was rebuilt.

States that differ in names alone are visited once: agents are named by the order in which they
would be chosen, who are alike by whatever order is least, calls by the order in which they came,
and those that are over not at all. `test_planted_faults.py` proves that what is broken is found.
Deciding changes nothing, so the world is copied only for what has consequences.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import groupby, permutations, product
from typing import NamedTuple

from tests.support.centre import BREAK, SmallCentre
from tests.support.shelf import Shelf, collecting_seldom

from antiphon.agents.contract import ChangePresence, Presence
from antiphon.agents.live import AgentLive, Stage
from antiphon.app.centre.decisions import decide
from antiphon.app.centre.loop import Recorded
from antiphon.app.centre.step import step
from antiphon.app.centre.world import World
from antiphon.interactions.call_control import HangUpInteraction
from antiphon.interactions.states import State
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, LegId, OfferId
from antiphon.routing.contract import AcceptOffer, DeclineOffer, ExpireOffer
from antiphon.simulation.invariants import Invariants
from antiphon.telephony.calls import Call
from antiphon.telephony.contract import HearEngine
from antiphon.telephony.engine import EndCause, LegAnswered, LegArrived, LegEnded
from antiphon.telephony.leg_ids import LEG_SUFFIX, leg_of_offer

AGENTS = [AgentId(name) for name in ("ann", "bob", "eve")]
CALLS = [InteractionId(name) for name in ("c1", "c2", "c3")]


class Spot(NamedTuple):
    """A state: the world and the checker as bytes, and the events that led there."""

    image: bytes
    position: int
    journal: "Journal | None"
    depth: int
    kind: int


class Journal(NamedTuple):
    """The events since the beginning, sharing what came before."""

    events: list[Event]
    before: "Journal | None"


def _listed(journal: Journal | None) -> Iterator[Event]:
    parts: list[list[Event]] = []
    while journal is not None:
        parts.append(journal.events)
        journal = journal.before
    return (event for part in reversed(parts) for event in part)


class Visit:
    """All states that have been seen, and those whose followers have not.

    `tried` counts what was let happen, `had_effect` how much of it had consequences. The kind of a
    state leaves out what is left of calls that are over; `followers` has by kind, and by state, the
    other kinds that follow. `by_kind` follows one state of each.
    """

    def __init__(self, agents: int, calls: int, at_once: int = 1, *, by_kind: bool = False) -> None:
        self.agents, self.calls = AGENTS[:agents], CALLS[:calls]
        self.tried = self.had_effect = 0
        self.followers: dict[int, dict[int, set[int]]] = {}
        self._by_kind = by_kind
        self._shelf = Shelf()
        centre = SmallCentre(wrap_up_s=0, offers_at_once=at_once)
        for agent_id in self.agents:
            centre.add_agent(agent_id)
            # Nobody became ready at the instant of another: who is asked first is never a toss-up.
            centre.pass_time(1)
        self._begun = centre.now
        checker = Invariants(is_timed=False)
        checker.listen([Recorded(n, event) for n, event in enumerate(centre.events, start=1)])
        self._start = self._shelf.store(centre.world)
        image = self._shelf.store((centre.world, checker))
        shown = look(centre.world, self.agents, self.calls)
        kind = hash(shown.kind)
        self.seen = {kind if by_kind else hash(shown)}
        self.pending = deque([Spot(image, len(centre.events), None, 0, kind)])

    def go(self, most_states: int) -> None:
        """Visit states until there are no more, or as many as asked for."""
        with collecting_seldom():
            while self.pending and len(self.seen) < most_states:
                self._leave(self.pending.popleft())

    def _leave(self, spot: Spot) -> None:
        """Let happen all that may happen next."""
        now = self._begun + timedelta(seconds=spot.depth + 1)
        world, _ = self._shelf.fetch(spot.image)
        shown = look(world, self.agents, self.calls)
        following = self.followers.setdefault(spot.kind, {}).setdefault(hash(shown), set())
        for command in happenings(world, self.agents, self.calls, now):
            self.tried += 1
            if _has_effect(world, command, now):
                self.had_effect += 1
                following.add(self._follow(spot, command, now))
        following.discard(spot.kind)

    def _follow(self, spot: Spot, command: Command, now: datetime) -> int:
        """The kind of the state that the command leads to."""
        world, checker = self._shelf.fetch(spot.image)
        happened = step(world, command, now)
        numbered = enumerate(happened, start=spot.position + 1)
        checker.listen([Recorded(number, event) for number, event in numbered])
        shown = look(world, self.agents, self.calls)
        kind = hash(shown.kind)
        # The hash alone: a hundred thousand states as text would not fit beside the others' work.
        state = kind if self._by_kind else hash(shown)
        if state in self.seen:
            return kind
        self.seen.add(state)
        journal = Journal(happened, spot.journal)
        again = self._rebuilt(journal)
        assert look(again, self.agents, self.calls) == shown
        kept = again if len(self.seen) % 2 else world
        image = self._shelf.store((kept, checker))
        position, depth = spot.position + len(happened), spot.depth + 1
        self.pending.append(Spot(image, position, journal, depth, kind))
        return kind

    def _rebuilt(self, journal: Journal) -> World:
        """The world as a restart would find it."""
        world: World = self._shelf.fetch(self._start)
        for event in _listed(journal):
            world.apply(event)
        return world


def _has_effect(world: World, command: Command, now: datetime) -> bool:
    try:
        return any(True for _ in decide(world, command, now))
    except RuleBroken:
        return False


# What a state looks like


class Look(NamedTuple):
    """The state but for names, clocks and counts that no decision reads."""

    people: tuple[object, ...]
    here: tuple[object, ...]
    over: tuple[object, ...]
    deadlines: tuple[object, ...]

    @property
    def kind(self) -> tuple[object, ...]:
        """All but what is left of the calls that are over: how many there are."""
        return self.people, self.here, len(self.over), self.deadlines


def look(world: World, agents: list[AgentId], calls: list[InteractionId]) -> Look:
    """The state of these agents and calls."""
    come = [call for call in calls if world.calls.is_known(call)]
    place = {
        call: index
        for index, call in enumerate(call for call in come if call in world.interactions.open)
    }
    gone = [call for call in come if call not in place]
    people = sorted((*_agent(world.agents.live[one], place), one) for one in agents)
    here, over = min(
        (
            tuple(_call(world, call, number) for call in place),
            tuple(sorted(_call(world, call, number) for call in gone)),
        )
        for number in _namings(people)
    )
    deadlines = tuple(sorted(_deadline(key, place) for key in world.deadlines.at))
    # The instants themselves are left out; the order that they make stays.
    return Look(tuple((bool(since), rest) for since, rest, _ in people), here, over, deadlines)


def _namings(people: list[tuple[float, object, AgentId]]) -> Iterator[dict[AgentId, int]]:
    """Numbers by place; who differ in nothing but their calls take every place among themselves."""
    alike = (
        [agent_id for _, _, agent_id in group] for _, group in groupby(people, lambda one: one[:2])
    )
    for order in product(*map(list, map(permutations, alike))):
        yield {agent_id: number for number, agent_id in enumerate(sum(order, ()))}


def _agent(live: AgentLive, place: dict[InteractionId, int]) -> tuple[float, object]:
    """Since when an agent may be chosen, 0 for who gets a new instant first; and the rest."""
    work = tuple(sorted((place.get(held, -1), str(stage)) for held, stage in live.work.items()))
    keeps = live.presence is Presence.READY and all(
        stage is Stage.OFFERED for stage in live.work.values()
    )
    since = live.idle_since.timestamp() if keeps else 0.0
    return since, (str(live.presence), live.is_phone_reachable, work)


def _call(
    world: World, call: InteractionId, number: dict[AgentId, int]
) -> tuple[str, bool, int, tuple[int, ...], tuple[object, ...]]:
    open_one = world.interactions.open.get(call)
    waiting = world.routing.waiting.get(call)
    holder = world.agents.holder.get(call)
    round_ = world.routing.offers.rounds.get(call)
    return (
        str(open_one.state) if open_one is not None else "",
        waiting is not None and waiting.is_returning,
        number[holder] if holder is not None else -1,
        tuple(sorted(number[one] for one in round_.asked)) if round_ is not None else (),
        _legs(world.calls.calls.get(call), number),
    )


def _legs(call: Call | None, number: dict[AgentId, int]) -> tuple[object, ...]:
    if call is None:
        return ()
    # A phone that is to fall silent moves nothing but the end of the call's legs.
    rings = tuple(sorted(number[one.agent_id] for one in call.ringing.values() if not one.is_over))
    left = call.is_caller_gone and bool(call.ringing)
    return (call.is_caller_gone, call.agent_leg is not None, call.is_agent_up, rings, left)


def _deadline(key: str, place: dict[InteractionId, int]) -> tuple[str, int]:
    kind, _, subject = key.partition("/")
    return kind, place.get(InteractionId(subject.split(".o")[0]), -1)


# What may happen next


def happenings(
    world: World, agents: Iterable[AgentId], calls: list[InteractionId], now: datetime
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
            yield from _of_call(world, agents, call, now)


def _of_call(
    world: World, agents: Iterable[AgentId], call: InteractionId, now: datetime
) -> Iterator[Command]:
    leg = LegId(call)
    yield HearEngine(event=_arrived(leg, now))
    if not world.calls.is_known(call):
        return
    yield HearEngine(event=LegEnded(at=now, leg=leg, cause=EndCause.NORMAL, by_far_end=True))
    # The present offers, and the one before them, whose messages may still be on their way.
    made = max(1, world.routing.offers.count(call))
    present = len(world.routing.offers.of(call))
    recent = [f"{call}.o{number}" for number in range(max(1, made - max(1, present)), made + 1)]
    for offer_id in map(OfferId, sorted({*recent, *_left(world.calls.calls.get(call))})):
        ring = leg_of_offer(offer_id)
        yield HearEngine(event=LegAnswered(at=now, leg=ring))
        for cause in (EndCause.NORMAL, EndCause.BUSY, EndCause.FAILED):
            yield HearEngine(event=LegEnded(at=now, leg=ring, cause=cause, by_far_end=True))
        yield ExpireOffer(offer_id=offer_id)
        for agent_id in agents:
            yield AcceptOffer(offer_id=offer_id, agent_id=agent_id)
            yield DeclineOffer(offer_id=offer_id, agent_id=agent_id)
    interaction = world.interactions.open.get(call)
    if interaction is not None and interaction.state is State.TALKING and interaction.agent_id:
        yield HangUpInteraction(interaction_id=call, agent_id=interaction.agent_id)


def _left(call: Call | None) -> Iterator[str]:
    """The offers whose phones are still heard of, when the call is over, too."""
    if call is not None:
        legs = [*call.ringing, *([call.agent_leg] if call.agent_leg is not None else [])]
        yield from (leg.removesuffix(LEG_SUFFIX) for leg in legs)


def _arrived(leg: LegId, now: datetime) -> LegArrived:
    return LegArrived(
        at=now, leg=leg, dialled="1000", caller_number="+861012345678", caller_name=""
    )

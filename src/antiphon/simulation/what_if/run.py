"""One day in virtual time: the production router over recorded arrivals and drawn durations.

Only what routing needs runs: the agents' and the routing book, and the centre's own reactions.
The same seed gives the same customers whatever is changed about people and queues, so that two
runs differ by the change alone.
"""

import heapq
import itertools
import math
import random
from collections import deque
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple

import msgspec

from antiphon.agents.contract import (
    AgentPhoneChanged,
    AgentReleased,
    AgentSaved,
    Presence,
    PresenceChanged,
)
from antiphon.agents.interruptions import InterruptionsChanged, rules_of
from antiphon.app.centre.reactions import REACTIONS
from antiphon.app.centre.waiting import distribution
from antiphon.app.centre.waiting.diversion import is_diverted, outlook_of
from antiphon.app.centre.world import World
from antiphon.interactions.contract import (
    ConversationEnded,
    EndedBy,
    InteractionClosed,
    Outcome,
    WrapUpEnded,
)
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, QueueId, ReasonId
from antiphon.routing.contract import (
    EndPreference,
    ExpireOffer,
    OfferMade,
    QueueSaved,
    RelaxRequirement,
    WithdrawReason,
)
from antiphon.routing.relaxation import holds
from antiphon.simulation.what_if.day import Contact, RecordedDay, Shift, Spans
from antiphon.simulation.what_if.figures import Figures
from antiphon.simulation.what_if.ledger import Ledger
from antiphon.simulation.what_if.patience import Patience
from antiphon.simulation.what_if.plan import Plan

_ROUTING = frozenset(
    reaction
    for reaction in vars(distribution).values()
    if callable(reaction) and getattr(reaction, "__module__", "") == distribution.__name__
)
# Of the centre's reactions those that are about routing; telephones do not exist here.
_REACTIONS = {
    kind: kept
    for kind, reactions in REACTIONS.items()
    if (kept := tuple(one for one in reactions if one in _ROUTING))
}
_AWAY = ReasonId("away")


class RouterWorld(World):
    """The part of the world that routing reads."""

    def apply(self, event: Event) -> None:
        """Let agents and routing fold the event in."""
        self.interruptions.apply(event)
        self.agents.apply(event)
        self.routing.apply(event)


class Outlook(NamedTuple):
    """What is drawn for one customer, in seconds."""

    patience_s: float
    answer_s: float
    talk_s: float
    wrap_up_s: float


class Day:
    """One run. `live` gives the figures of each queue, and of all under None."""

    def __init__(self, recorded: RecordedDay, plan: Plan, seed: int) -> None:
        self._recorded = recorded
        self._plan = plan
        self._chance = random.Random(seed)  # noqa: S311 (a simulation)
        # Of its own, so that customers stay the same however often they are offered.
        self._later_chance = random.Random(seed)  # noqa: S311 (a simulation)
        self._offered_once: set[InteractionId] = set()
        self._patience = {
            queue_id: Patience(spans.waits) for queue_id, spans in recorded.spans.items()
        }
        self._world = RouterWorld()
        self._now = recorded.begins
        self._due: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()
        self._outlooks: dict[InteractionId, Outlook] = {}
        self.ledger = Ledger(recorded.begins, recorded.ends)
        self._queued: dict[InteractionId, tuple[QueueId, datetime]] = {}
        self._counted_at: dict[AgentId, datetime] = {}
        self.events = 0

    def live(self) -> dict[QueueId | None, Figures]:
        """Live through the day and the work left at its end."""
        rules = rules_of(self._recorded.interrupts)
        self._happen(InterruptionsChanged(at=self._now, number=0, rules=rules))
        for queue in self._recorded.queues.values():
            self._happen(QueueSaved(at=self._now, queue=queue, by=None))
        for agent in self._recorded.agents.values():
            self._happen(AgentSaved(at=self._now, agent=agent, by=None))
        for shift in self._recorded.shifts:
            self._at(shift.at, partial(self._shift, shift))
        for number, contact in enumerate(self._contacts()):
            self._at(contact.at, partial(self._arrive, contact, number))
        while self._due:
            seconds, _, act = heapq.heappop(self._due)
            self._now = self._recorded.begins + timedelta(seconds=seconds)
            act()
        self._close()
        return self.ledger.figures(self._recorded.queues)

    # The world outside

    def _contacts(self) -> Iterable[Contact]:
        """The day's arrivals, thinned or repeated by the plan's factor."""
        whole, rest = divmod(self._plan.arrivals, 1.0)
        for contact in self._recorded.contacts:
            times = int(whole) + (self._chance.random() < rest)
            for _ in range(times):
                yield contact

    def _draw(self, queue_id: QueueId) -> Outlook:
        spans = self._recorded.spans.get(queue_id) or Spans()
        patience = self._patience.get(queue_id)
        chance = self._chance
        return Outlook(
            (patience.draw(chance) if patience else math.inf) * self._plan.patience,
            chance.choice(spans.answer) if spans.answer else 0.0,
            (chance.choice(spans.talk) if spans.talk else 0.0) * self._plan.talk,
            chance.choice(spans.wrap_up) if spans.wrap_up else 0.0,
        )

    def _arrive(self, contact: Contact, number: int) -> None:
        request = contact.request
        interaction_id = InteractionId(f"w{number}")
        self._outlooks[interaction_id] = outlook = self._draw(request.queue_id)
        self._queued[interaction_id] = (request.queue_id, self._now)
        if math.isfinite(outlook.patience_s):
            self._after(outlook.patience_s, partial(self._give_up, interaction_id))
        order_at = self._now + (request.order_at - request.at)
        self._happen(
            msgspec.structs.replace(
                request,
                at=self._now,
                interaction_id=interaction_id,
                order_at=order_at,
                is_returning=False,
                announce_position=False,
                overflow_at=None,
                from_agent_id=None,
            )
        )

    def _give_up(self, interaction_id: InteractionId) -> None:
        if interaction_id not in self._queued:
            return
        queue_id, since = self._queued.pop(interaction_id)
        self.ledger.left(queue_id, since, self._now)
        del self._outlooks[interaction_id]
        withdrawn = self._world.routing.offers.withdraw(
            interaction_id, WithdrawReason.CUSTOMER_LEFT, self._now
        )
        self._happen(*withdrawn, self._closed(interaction_id, Outcome.ABANDONED))

    def _shift(self, shift: Shift) -> None:
        if shift.agent_id not in self._world.agents.live:
            return
        if shift.is_reachable is not None:
            self._happen(
                AgentPhoneChanged(
                    at=self._now, agent_id=shift.agent_id, is_reachable=shift.is_reachable
                )
            )
        elif shift.presence is not None:
            # Whom the recorded day's router blocked was away.
            is_away = shift.presence in {Presence.NOT_READY, Presence.BLOCKED}
            reason = _AWAY if is_away else None
            self._happen(
                PresenceChanged(
                    at=self._now,
                    agent_id=shift.agent_id,
                    presence=Presence.NOT_READY if is_away else shift.presence,
                    reason_id=reason,
                    by=None,
                )
            )

    # What agents do

    def _offered(self, offer: OfferMade) -> None:
        self._after(self._answer_s(offer.interaction_id), partial(self._accept, offer))

    def _answer_s(self, interaction_id: InteractionId) -> float:
        """The first offer of a customer is answered as drawn; each later one takes its own time."""
        if interaction_id not in self._offered_once:
            self._offered_once.add(interaction_id)
            return self._outlooks[interaction_id].answer_s
        queue_id, _ = self._queued[interaction_id]
        spans = self._recorded.spans.get(queue_id) or Spans()
        return self._later_chance.choice(spans.answer) if spans.answer else 0.0

    def _accept(self, offer: OfferMade) -> None:
        open_offer = self._world.routing.offers.open.get(offer.offer_id)
        if open_offer is None:
            self._let_back(offer.agent_id)
            return
        queue_id, since = self._queued.pop(offer.interaction_id)
        self.ledger.answered(queue_id, since, self._now)
        self._happen(*self._world.routing.offers.accept(open_offer, self._now))
        outlook = self._outlooks[offer.interaction_id]
        self._after(outlook.talk_s, partial(self._end_talk, offer, outlook.wrap_up_s))

    def _let_back(self, agent_id: AgentId) -> None:
        """Whom the router blocked asks for work again on coming too late to an offer."""
        live = self._world.agents.live.get(agent_id)
        if live is None or live.presence is not Presence.BLOCKED:
            return
        self._happen(
            AgentReleased(at=self._now, agent_id=agent_id, by=None),
            PresenceChanged(
                at=self._now,
                agent_id=agent_id,
                presence=Presence.READY,
                reason_id=None,
                by=None,
            ),
        )

    def _end_talk(self, offer: OfferMade, wrap_up_s: float) -> None:
        until = self._now + timedelta(seconds=wrap_up_s)
        self._happen(
            ConversationEnded(
                at=self._now,
                interaction_id=offer.interaction_id,
                agent_id=offer.agent_id,
                ended_by=EndedBy.CUSTOMER,
                reason="hang_up",
                wrap_up_until=until,
            )
        )
        self._after(wrap_up_s, partial(self._end_wrap_up, offer))

    def _end_wrap_up(self, offer: OfferMade) -> None:
        self._happen(
            WrapUpEnded(
                at=self._now,
                interaction_id=offer.interaction_id,
                agent_id=offer.agent_id,
                is_over_limit=False,
            )
        )
        del self._outlooks[offer.interaction_id]
        self._happen(self._closed(offer.interaction_id, Outcome.HANDLED))

    def _closed(self, interaction_id: InteractionId, outcome: Outcome) -> InteractionClosed:
        return InteractionClosed(
            at=self._now,
            interaction_id=interaction_id,
            outcome=outcome,
            ended_by=EndedBy.CUSTOMER,
            reason="hang_up",
        )

    # The machinery

    def _at(self, when: datetime, act: Callable[[], None]) -> None:
        seconds = (when - self._recorded.begins).total_seconds()
        heapq.heappush(self._due, (seconds, next(self._order), act))

    def _after(self, seconds: float, act: Callable[[], None]) -> None:
        self._at(self._now + timedelta(seconds=seconds), act)

    def _happen(self, *events: Event) -> None:
        """Apply what is decided together, then let the router react, as the centre does."""
        pending: deque[Event] = deque()
        for event in events:
            self._apply(event, pending)
        while pending:
            told = pending.popleft()
            for reaction in _REACTIONS.get(type(told), ()):
                for follows in list(reaction(self._world, told)):
                    self._apply(follows, pending)
        self._await_deadlines()

    def _apply(self, event: Event, pending: deque[Event]) -> None:
        self.events += 1
        self._count_time(event)
        self._world.apply(event)
        pending.append(event)
        if isinstance(event, OfferMade):
            self._offered(event)

    def _await_deadlines(self) -> None:
        changed = self._world.deadlines.changed
        for key in changed:
            deadline = self._world.deadlines.at.get(key)
            if deadline is not None:
                self._at(deadline[0], partial(self._fall_due, key, deadline[0]))
        changed.clear()

    def _fall_due(self, key: str, due: datetime) -> None:
        deadline = self._world.deadlines.at.get(key)
        if deadline is None or deadline[0] != due:
            return
        del self._world.deadlines.at[key]
        self._happen(*self._decide(deadline[1]))

    def _decide(self, command: Command) -> Iterable[Event]:
        routing = self._world.routing
        match command:
            case ExpireOffer():
                return routing.expire(command, self._now)
            case EndPreference():
                return routing.end_preference(command, self._now)
            case RelaxRequirement():
                return self._relax(command)
            case _:
                return ()

    def _relax(self, command: RelaxRequirement) -> Iterable[Event]:
        """Less is asked for; who is sent away from the queue counts as one who left."""
        step = self._world.routing.due_step(command)
        if step is None:
            return ()
        outlook = outlook_of(self._world, command.interaction_id, step, self._now)
        if is_diverted(step) and holds(step, outlook):
            self._give_up(command.interaction_id)
            return ()
        return self._world.routing.relax(command, outlook, self._now)

    # Counting

    def _count_time(self, event: Event) -> None:
        agent_id = getattr(event, "agent_id", None)
        if agent_id is not None and agent_id in self._world.agents.live:
            self._count_until(agent_id, self._now)

    def _count_until(self, agent_id: AgentId, now: datetime) -> None:
        live = self._world.agents.live[agent_id]
        since = self._counted_at.get(agent_id, now)
        self._counted_at[agent_id] = now
        if live.work or live.presence is Presence.READY:
            self.ledger.present(since, now, has_work=bool(live.work))

    def _close(self) -> None:
        """Who is still there or still waits is so until the day's end."""
        for queue_id, since in self._queued.values():
            self.ledger.still_waits(queue_id, since)
        for agent_id, since in list(self._counted_at.items()):
            if since < self._recorded.ends and agent_id in self._world.agents.live:
                self._count_until(agent_id, self._recorded.ends)

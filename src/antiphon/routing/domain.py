"""The routing engine: who waits, who is offered what, and how an offer ends. Pure.

Policy: `offer_to_waiting` and `offer_to_agent` choose (over `selection.py`); `offers.py` keeps the
offers and ends them. An interaction that comes back from an offer keeps its rank.
`end_preference` and `relax` ask for less as the wait goes on.
"""

from collections.abc import Container, Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import ClassVar

from antiphon.interactions.contract import (
    InteractionClosed,
    InteractionDequeued,
    InteractionQueued,
)
from antiphon.kernel.by_kind import ByKind, Folds
from antiphon.kernel.catalogue import Catalogue, refuse_in_use
from antiphon.kernel.commands import Deadlines
from antiphon.kernel.events import Event, RuleBroken, said_at
from antiphon.kernel.ids import AgentId, InteractionId, QueueId, SkillId
from antiphon.routing.association import AssociationBook
from antiphon.routing.contract import (
    AcceptOffer,
    DeclineOffer,
    EndPreference,
    ExpireOffer,
    OfferAccepted,
    OfferEvent,
    OfferMade,
    PreferenceEnded,
    PreferenceEndReason,
    Queue,
    QueueRemoved,
    QueueSaved,
    RelaxationPassed,
    RelaxationStep,
    RelaxRequirement,
    RemoveQueue,
    RequirementRelaxed,
    SaveQueue,
    WithdrawReason,
)
from antiphon.routing.demand import strategy_of
from antiphon.routing.line import Waiting, begun, prefer_deadline, relax_deadline
from antiphon.routing.offers import OfferBook
from antiphon.routing.preference import preferred_wait_s
from antiphon.routing.queue_rules import check_known, check_queue, queues_named, skills_named
from antiphon.routing.relaxation import Outlook, relax, weakened
from antiphon.routing.scoring import (
    IN_ORDER,
    Profile,
    Rank,
    moved,
    pair_of_interaction,
    satisfies,
)
from antiphon.routing.selection import Selection
from antiphon.routing.supply import AgentDirectory, Supply
from antiphon.routing.waiting import problems as waiting_problems


class RoutingBook:
    """The routing state of a tenant. Reads the agents' state; changes only its own."""

    def __init__(self, agents: AgentDirectory, deadlines: Deadlines) -> None:
        self._agents = agents
        self._deadlines = deadlines
        self.queues: Catalogue[Queue] = Catalogue("queue")
        self.waiting: dict[InteractionId, Waiting] = {}
        self.offers = OfferBook(agents, deadlines)
        self.selection = Selection()
        self.association = AssociationBook()
        self.in_line: dict[QueueId, int] = {}
        self._supply = Supply(agents, self.selection)

    # Decisions

    def save_queue(
        self,
        command: SaveQueue,
        now: datetime,
        *,
        hours: Container[str],
        trunks: Container[str],
    ) -> Iterable[Event]:
        """Decide about a queue; `hours` and `trunks` are those there are."""
        queue = command.queue
        self.queues.check_save(queue, command.edited_version)
        with said_at("required_skills"):
            self._agents.check_skills(queue.required_skills)
        for number, alternative in enumerate(queue.alternative_skills):
            with said_at(f"alternative_skills.{number}"):
                self._agents.check_skills(alternative)
        check_queue(queue, self.queues.items)
        check_known(queue, hours=hours, trunks=trunks)
        for field, problem in waiting_problems(queue.waiting).items():
            raise RuleBroken(
                "routing.waiting_room", f"The field {field} {problem}.", field=f"waiting.{field}"
            )
        yield QueueSaved(at=now, queue=queue, by=command.by)

    def names_requiring(self, skill_id: SkillId) -> list[str]:
        """The queues that ask for this skill, by name."""
        return [queue.name for queue in self.queues if skill_id in dict(skills_named(queue))]

    def names_keeping(self, hours_id: str) -> list[str]:
        """The queues that are open, or call back, in these hours, by name."""
        return [
            queue.name
            for queue in self.queues
            if hours_id in (queue.hours_id, queue.waiting.call_back.hours_id)
        ]

    def remove_queue(
        self, command: RemoveQueue, now: datetime, *, flows: list[str]
    ) -> Iterable[Event]:
        """Decide about removing a queue; `flows` are the names of those that lead to it."""
        self.queues.get(command.id)
        if self.in_line.get(command.id):
            raise RuleBroken("routing.queue_not_empty", "Somebody waits in this queue.")
        leading = [queue.name for queue in self.queues if command.id in queues_named(queue)]
        refuse_in_use([*self._agents.names_serving(command.id), *flows, *leading])
        yield QueueRemoved(at=now, queue_id=command.id, by=command.by)

    def offer_to_waiting(self, interaction_id: InteractionId, now: datetime) -> Iterable[Event]:
        """Offer this interaction to the best idle agent, or fill the room of its group."""
        waiting = self.waiting.get(interaction_id)
        if waiting is None:
            return
        known = self.offers.rounds.get(interaction_id)
        if known is not None:
            yield from self._offer(waiting, self.group_for(waiting), now, most=known.most)
        elif (best := self.selection.best_agent_for(interaction_id)) is not None:
            yield from self._offer(waiting, [best], now, most=self.at_once(waiting))

    def offer_to_agent(self, agent_id: AgentId, now: datetime) -> Iterable[Event]:
        """Offer this agent the best waiting interaction, if the agent is idle and there is one."""
        interaction_id = self.next_for(agent_id)
        if interaction_id in self.offers.rounds:
            # Who joins a group joins it in the order of the choice.
            yield from self.offer_to_waiting(interaction_id, now)
        elif interaction_id is not None:
            waiting = self.waiting[interaction_id]
            yield from self._offer(waiting, [agent_id], now, most=self.at_once(waiting))

    def offer_to_named(
        self, interaction_id: InteractionId, agent_id: AgentId, now: datetime
    ) -> Iterable[Event]:
        """Offer this interaction to this agent and nobody else, if the agent is idle."""
        if interaction_id in self.selection and self.selection.is_idle(agent_id):
            yield from self._offer(self.waiting[interaction_id], [agent_id], now, most=1)

    def _offer(
        self, waiting: Waiting, agents: list[AgentId], now: datetime, *, most: int
    ) -> Iterable[Event]:
        queue = self.queues.get(waiting.queue_id)
        return self.offers.make(waiting.id, queue, agents, now, most=most)

    def at_once(self, waiting: Waiting) -> int:
        """How many agents are asked at the same time; whoever is kept for one asks that one."""
        return 1 if waiting.keep_for is not None else self.group_size(waiting.queue_id)

    def group_size(self, queue_id: QueueId) -> int:
        """How many agents a queue asks at the same time."""
        queue = self.queues.find(queue_id)
        return 1 if queue is None else queue.offers_at_once

    def group_for(self, waiting: Waiting) -> list[AgentId]:
        """The free agents for whom there is room in the group, best first."""
        known = self.offers.rounds.get(waiting.id)
        room = self.at_once(waiting) if known is None else known.room
        if not room:
            return []
        asked = set[AgentId]() if known is None else known.asked
        # Nobody is asked twice in one round, nor while somebody else comes first for that agent.
        here = (None, waiting.id)
        found = (
            one
            for one in self.selection.best_agents(waiting.demand)
            if one not in asked and self.selection.best_interaction_for(one) in here
        )
        return list(islice(found, room))

    def next_for(self, agent_id: AgentId) -> InteractionId | None:
        """What this idle agent should get: the best who waits, else a group with room to join."""
        best = self.selection.best_interaction_for(agent_id)
        profile = self.selection.profile_of(agent_id)
        if best is not None or profile is None:
            return best
        ranked = [
            self.rank_for(waiting, profile)
            for waiting in map(self.waiting.__getitem__, self.offers.joinable())
            if agent_id not in self.offers.rounds[waiting.id].asked
            and satisfies(profile, waiting.demand)
        ]
        return InteractionId(min(ranked)[3]) if ranked else None

    def rank_for(self, waiting: Waiting, profile: Profile) -> Rank:
        """The rank by which agents of this kind would get this customer; smaller is first."""
        rank = moved(waiting.rank, pair_of_interaction(waiting.demand, profile))
        if rank[0] < IN_ORDER:
            return rank
        is_back = waiting.id in self.offers.rounds
        standing = self.selection.pushed_back(waiting.queue_id, joins=is_back)
        return moved(rank, (standing, 0.0))

    def accept(self, command: AcceptOffer, now: datetime) -> Iterable[Event]:
        """The agent takes the offer, and nobody else is asked any more."""
        offer = self.offers.answerable(command.offer_id, command.agent_id)
        yield from self.offers.accept(offer, now)

    def decline(self, command: DeclineOffer, now: datetime) -> Iterable[Event]:
        """The agent refuses the offer."""
        offer = self.offers.answerable(command.offer_id, command.agent_id)
        yield self.offers.decline(offer, command.reason, now)

    def expire(self, command: ExpireOffer, now: datetime) -> Iterable[Event]:
        """Time is over; an offer that ended meanwhile is left alone."""
        offer = self.offers.open.get(command.offer_id)
        if offer is not None:
            yield self.offers.expire(offer, self.queues.find(offer.queue_id), now)

    def end_preference(self, command: EndPreference, now: datetime) -> Iterable[Event]:
        """The preferred agent was not free in time."""
        waiting = self.waiting.get(command.interaction_id)
        if waiting is not None and waiting.keep_for is not None:
            yield PreferenceEnded(
                at=now,
                interaction_id=waiting.id,
                agent_id=waiting.keep_for,
                reason=PreferenceEndReason.WAITED,
            )

    def let_go_of(self, agent_id: AgentId, now: datetime) -> Iterable[Event]:
        """Nobody is kept any longer for an agent who left."""
        for interaction_id in self.selection.kept_for(agent_id):
            yield PreferenceEnded(
                at=now,
                interaction_id=interaction_id,
                agent_id=agent_id,
                reason=PreferenceEndReason.AGENT_LEFT,
            )

    def due_step(self, command: RelaxRequirement) -> RelaxationStep | None:
        """The step of relaxation that is due; None when it was overtaken."""
        waiting = self.waiting.get(command.interaction_id)
        if waiting is None or waiting.steps_done + 1 != command.number:
            return None
        return waiting.steps[waiting.steps_done]

    def relax(self, command: RelaxRequirement, outlook: Outlook, now: datetime) -> Iterable[Event]:
        """Decide about the step that is due; one that was overtaken is left alone."""
        step = self.due_step(command)
        if step is None:
            return
        waiting = self.waiting[command.interaction_id]
        target = self.queues.find(step.overflow.queue_id) if step.overflow is not None else None
        queue = self.queues.get(waiting.queue_id)
        for event in relax(waiting, queue, target, outlook=outlook, now=now):
            if isinstance(event, InteractionQueued):
                yield from self.offers.withdraw(waiting.id, WithdrawReason.OVERFLOWED, now)
            yield event

    def kept_until(self, interaction_id: InteractionId) -> datetime | None:
        """Until when the interaction is kept for one agent."""
        deadline = self._deadlines.at.get(prefer_deadline(interaction_id))
        return None if deadline is None else deadline[0]

    def position(self, interaction_id: InteractionId) -> int:
        """The place in the queue, from 1. Counts those ahead, so ask only to announce it."""
        own = self.waiting[interaction_id]
        return 1 + sum(
            1
            for other in self.waiting.values()
            if other.queue_id == own.queue_id and other.rank < own.rank
        )

    # Evolution: runs after the agents have folded the event in.

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        self.association.apply(event)
        if (fold := self._FOLDS[type(event)]) is not None:
            fold(self, event)
        self._supply.apply(event)

    def _queue_saved(self, event: QueueSaved) -> None:
        queue = event.queue
        self.queues.save(queue, event)
        self.selection.set_share(queue.id, queue.share_percent)
        self.selection.set_weight(queue.id, queue.weight)
        self.selection.keep_strategies({strategy_of(known) for known in self.queues})

    def _queue_removed(self, event: QueueRemoved) -> None:
        self.queues.remove(event.queue_id, event)
        self.selection.set_weight(event.queue_id, None)

    def _leaves_line(self, event: InteractionDequeued | OfferAccepted) -> None:
        self._forget(event.interaction_id)

    def _closed(self, event: InteractionClosed) -> None:
        self._forget(event.interaction_id)
        self.offers.forget(event.interaction_id)

    def _apply_queued(self, event: InteractionQueued) -> None:
        self._forget(event.interaction_id)
        queue = self.queues.find(event.queue_id) or Queue(id=event.queue_id, name="")
        self.waiting[event.interaction_id] = waiting = begun(queue, event)
        self.in_line[event.queue_id] = self.in_line.get(event.queue_id, 0) + 1
        if waiting.keep_for is not None:
            at = event.at + timedelta(seconds=preferred_wait_s(queue))
            command = EndPreference(interaction_id=waiting.id)
            self._deadlines.set(prefer_deadline(waiting.id), at, command)
        self._await_step(waiting)
        self._wait_again(waiting.id)

    def _await_step(self, waiting: Waiting) -> None:
        key = relax_deadline(waiting.id)
        if waiting.steps_done == len(waiting.steps):
            self._deadlines.clear(key)
            return
        at = waiting.since + timedelta(seconds=waiting.steps[waiting.steps_done].after_s)
        command = RelaxRequirement(interaction_id=waiting.id, number=waiting.steps_done + 1)
        self._deadlines.set(key, at, command)

    def _apply_less(self, event: PreferenceEnded | RequirementRelaxed | RelaxationPassed) -> None:
        waiting = self.waiting.get(event.interaction_id)
        if waiting is None:
            return
        match event:
            case PreferenceEnded():
                self._let_go(waiting)
            case RequirementRelaxed():
                waiting.demand = weakened(waiting, event)
                waiting.head_start_s = event.head_start_s
                waiting.steps_done = event.number
                self._await_step(waiting)
            case RelaxationPassed():
                waiting.steps_done = event.number
                self._await_step(waiting)
        if waiting.id not in self.offers.rounds:
            self._wait_again(waiting.id)

    def _let_go(self, waiting: Waiting) -> None:
        waiting.keep_for = None
        self._deadlines.clear(prefer_deadline(waiting.id))

    def _wait_again(self, interaction_id: InteractionId) -> None:
        waiting = self.waiting.get(interaction_id)
        if waiting is not None:
            self.selection.add_waiting(
                interaction_id, waiting.demand, waiting.rank, keep_for=waiting.keep_for
            )

    def _forget(self, interaction_id: InteractionId) -> None:
        waiting = self.waiting.pop(interaction_id, None)
        if waiting is None:
            return
        self.in_line[waiting.queue_id] -= 1
        self.selection.remove_waiting(interaction_id)
        self._deadlines.clear(relax_deadline(interaction_id))
        self._deadlines.clear(prefer_deadline(interaction_id))
        self.offers.forget_round(interaction_id)

    def _apply_made(self, event: OfferMade) -> None:
        self.selection.remove_waiting(event.interaction_id)
        if self.offers.begin(event):
            self.selection.count_served(event.queue_id)

    def _end_offer(self, event: OfferEvent) -> None:
        is_round_over = self.offers.end(event)
        waiting = self.waiting.get(event.interaction_id)
        if waiting is None or not is_round_over:
            return
        if waiting.keep_for is not None:
            # Who did not take the customer is not waited for any longer.
            self._let_go(waiting)
        self._wait_again(waiting.id)

    _FOLDS: ClassVar[Folds["RoutingBook"]] = ByKind(
        {
            InteractionQueued: _apply_queued,
            InteractionDequeued: _leaves_line,
            InteractionClosed: _closed,
            OfferMade: _apply_made,
            OfferAccepted: _leaves_line,
            OfferEvent: _end_offer,
            PreferenceEnded: _apply_less,
            RequirementRelaxed: _apply_less,
            RelaxationPassed: _apply_less,
            QueueSaved: _queue_saved,
            QueueRemoved: _queue_removed,
        }
    )

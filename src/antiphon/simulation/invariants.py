"""What must hold whatever happens, checked from the published events alone.

The checker keeps its own small picture of who waits and who is free, so that a mistake in the
centre's own books cannot hide itself.
"""

from collections.abc import Sequence

import msgspec

from antiphon.agents.contract import (
    Agent,
    AgentPhoneChanged,
    AgentSaved,
    Presence,
    PresenceChanged,
)
from antiphon.app.centre.loop import Recorded
from antiphon.interactions.contract import (
    AgentLeft,
    ConversationEnded,
    InteractionArrived,
    InteractionClosed,
    InteractionDequeued,
    InteractionHandedOver,
    InteractionQueued,
    WrapUpEnded,
)
from antiphon.interactions.record import Interaction, arrived
from antiphon.interactions.segments import SegmentKind
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, QueueId
from antiphon.routing.contract import (
    OfferAccepted,
    OfferDeclined,
    OfferEvent,
    OfferExpired,
    OfferMade,
    OfferWithdrawn,
    PreferenceEnded,
    Queue,
    QueueSaved,
    RequirementRelaxed,
)
from antiphon.routing.scoring import AgentChoice
from antiphon.simulation.premises import Premises
from antiphon.telephony.contract import PartyEvent, PartyInvited, PartyLeft, Purpose

_MOST_PRIORITY = 9


class InvariantBroken(AssertionError):  # noqa: N818 (it names what happened)
    """Something happened that must never happen."""


class _Agent(msgspec.Struct):
    profile: Agent
    # What the profile says the agent can do, by name, with the level.
    able: dict[str, int] = {}
    is_ready: bool = False
    is_reachable: bool = False
    in_hand: InteractionId | None = None
    # Asked in by a colleague, or writing up what another one has now.
    is_beside: bool = False
    free_since: float = 0.0

    @property
    def is_free(self) -> bool:
        return self.is_ready and self.is_reachable and self.in_hand is None


class _Waiting(msgspec.Struct):
    queued: InteractionQueued
    head_start_s: float
    asked: tuple[dict[str, int], ...]
    kept_for: AgentId | None

    @property
    def rank(self) -> tuple[bool, float]:
        order = self.queued.order_at.timestamp() - self.head_start_s
        return (not self.queued.is_returning, order)

    def passes(self, other: "_Waiting") -> float:
        """How many seconds later this one came, in places; 0 for who was with an agent already."""
        if self.queued.is_returning:
            return 0.0
        return (self.queued.order_at - other.queued.order_at).total_seconds()


class _Round(msgspec.Struct):
    """Who is asked to take a customer now, and who was since the first was."""

    most: int
    open: set[AgentId] = set()
    ever: set[AgentId] = set()

    def may_ask(self, agent_id: AgentId) -> bool:
        return len(self.open) < self.most and agent_id not in self.ever


class Invariants:
    """Feed it every published batch; it raises at the first thing that is wrong."""

    def __init__(self, *, is_timed: bool = True) -> None:
        """Not `is_timed`: what time brings may come whenever it likes, as in a model of orders."""
        self.records: dict[InteractionId, Interaction] = {}
        self.outcomes: dict[InteractionId, InteractionClosed] = {}
        self._agents: dict[AgentId, _Agent] = {}
        self._waiting: dict[InteractionId, _Waiting] = {}
        self._rounds: dict[InteractionId, _Round] = {}
        self._queues: dict[QueueId, Queue] = {}
        self._premises = Premises(is_timed=is_timed)
        self.position = 0

    def listen(self, recorded: Sequence[Recorded]) -> None:
        """Check a batch; for `Centre.subscribe`."""
        for position, event in recorded:
            self._expect(position == self.position + 1, event, "positions have a gap")
            self.position = position
            self._take(event)
        self._nobody_waits_in_vain()
        left = self._rounds.keys() - self._waiting.keys()
        if left:
            raise InvariantBroken(f"still offered, though nobody waits: {sorted(left)}")

    def _take(self, event: Event) -> None:
        match event:
            case AgentSaved(agent=profile):
                agent = self._agents.setdefault(profile.id, _Agent(profile))
                agent.profile, agent.able = profile, _abilities(profile)
            case PresenceChanged():
                agent = self._agents[event.agent_id]
                agent.is_ready = event.presence is Presence.READY
                if agent.is_ready:
                    agent.free_since = event.at.timestamp()
            case AgentPhoneChanged():
                self._agents[event.agent_id].is_reachable = event.is_reachable
            case InteractionArrived():
                self._expect(event.interaction_id not in self.records, event, "arrived twice")
                self.records[event.interaction_id] = arrived(event)
            case OfferEvent():
                self._take_offer(event)
            case PartyEvent() | AgentLeft() | InteractionHandedOver():
                self._take_party(event)
            case _:
                self._take_interaction(event)
        record = self.records.get(getattr(event, "interaction_id", InteractionId("")))
        for problem in self._premises.problems(event, record):
            raise InvariantBroken(f"{event}: {problem}")
        if record is not None and not isinstance(event, InteractionArrived):
            record.apply(event)

    def _take_interaction(self, event: Event) -> None:
        match event:
            case InteractionQueued():
                self._free_holder(event.interaction_id)
                self._waiting[event.interaction_id] = self._begun(event)
            case RequirementRelaxed():
                self._waiting[event.interaction_id].asked = event.alternatives
                self._waiting[event.interaction_id].head_start_s = event.head_start_s
            case PreferenceEnded():
                self._waiting[event.interaction_id].kept_for = None
            case QueueSaved(queue=queue):
                self._queues[queue.id] = queue
            case InteractionDequeued():
                self._waiting.pop(event.interaction_id, None)
            case ConversationEnded():
                agent = self._agents[event.agent_id]
                self._expect(agent.in_hand == event.interaction_id, event, "not in these hands")
            case WrapUpEnded():
                self._free(self._agents[event.agent_id], event)
            case InteractionClosed():
                self._expect(event.interaction_id not in self.outcomes, event, "two outcomes")
                self.outcomes[event.interaction_id] = event
                self._waiting.pop(event.interaction_id, None)
                self._free_holder(event.interaction_id)
            case _:
                pass

    def _take_party(self, event: PartyEvent | AgentLeft | InteractionHandedOver) -> None:
        if event.agent_id is None:
            return
        agent = self._agents[event.agent_id]
        if isinstance(event, PartyInvited):
            # Among colleagues, and by the own wish, calls come to who takes no customers, too.
            by_wish = event.purpose in {Purpose.COLLEAGUE, Purpose.PICKED_UP}
            is_free = agent.in_hand is None if by_wish else agent.is_free
            self._expect(is_free, event, "asked while not free")
            agent.in_hand, agent.is_beside = event.interaction_id, True
            return
        self._expect(agent.in_hand == event.interaction_id, event, "not in these hands")
        match event:
            case InteractionHandedOver():
                agent.is_beside = False
            case AgentLeft(wrap_up_until=until) | PartyLeft(wrap_up_until=until):
                agent.is_beside = True
                if until is None or until <= event.at:
                    self._free(agent, event)
            case _:
                pass

    def _free(self, agent: _Agent, event: Event) -> None:
        agent.in_hand, agent.is_beside = None, False
        agent.free_since = event.at.timestamp()

    def _begun(self, event: InteractionQueued) -> _Waiting:
        queue = self._queues[event.queue_id]
        asked = {f"queue:{queue.id}": 1, **{f"skill:{k}": v for k, v in event.skills.items()}}
        if queue.match_language and event.language:
            asked[f"language:{event.language}"] = 1
        if event.preferred_team_id is not None:
            asked[f"team:{event.preferred_team_id}"] = 1
        more = queue.alternative_skills or ({},)
        return _Waiting(
            queued=event,
            head_start_s=event.priority * queue.priority_step_s
            + event.vip_level * queue.vip_step_s,
            asked=tuple(asked | {f"skill:{k}": v for k, v in one.items()} for one in more),
            kept_for=event.preferred_agent_id,
        )

    def _take_offer(self, event: OfferEvent) -> None:
        agent, waiting = self._agents[event.agent_id], self._waiting.get(event.interaction_id)
        if isinstance(event, OfferMade):
            self._expect(waiting is not None, event, "offered without waiting")
            self._expect(agent.is_free, event, "offered to an agent who is not free")
            if waiting is not None:
                self._expect(self._may_ask(agent, waiting), event, "offered too often at once")
                self._expect(_fits(agent, waiting), event, "offered to somebody who cannot")
                self._first_in_line(agent, waiting, event)
                self._longest_ready(agent, waiting, event)
                known = self._rounds.setdefault(event.interaction_id, _Round(self._most(waiting)))
                known.open.add(event.agent_id)
                known.ever.add(event.agent_id)
            agent.in_hand = event.interaction_id
            return
        self._end_in_round(event)
        self._expect(agent.in_hand == event.interaction_id, event, "answered somebody else's")
        match event:
            case OfferAccepted():
                self._waiting.pop(event.interaction_id, None)
            case OfferDeclined() | OfferExpired() | OfferWithdrawn():
                agent.in_hand = None
                if waiting is not None and event.interaction_id not in self._rounds:
                    waiting.kept_for = None
            case _:
                pass

    def _most(self, waiting: _Waiting) -> int:
        queue = self._queues[waiting.queued.queue_id]
        return 1 if waiting.kept_for is not None else queue.offers_at_once

    def _may_ask(self, agent: _Agent, waiting: _Waiting) -> bool:
        known = self._rounds.get(waiting.queued.interaction_id)
        return known is None or known.may_ask(agent.profile.id)

    def _end_in_round(self, event: OfferEvent) -> None:
        known = self._rounds.get(event.interaction_id)
        self._expect(known is not None and event.agent_id in known.open, event, "not asked")
        if known is not None:
            known.open.discard(event.agent_id)
            if not known.open:
                del self._rounds[event.interaction_id]

    def _first_in_line(self, agent: _Agent, chosen: _Waiting, event: Event) -> None:
        for other in self._waiting.values():
            is_offered = other.queued.interaction_id in self._rounds
            if is_offered or not _fits(agent, other):
                continue
            if other.rank < chosen.rank:
                raise InvariantBroken(f"{event}: {other.queued.interaction_id} was before it")
            if chosen.passes(other) > self._longest_head_start(chosen):
                raise InvariantBroken(f"{event}: {other.queued.interaction_id} came long before it")

    def _longest_head_start(self, waiting: _Waiting) -> float:
        """By how many seconds of arrival one may pass another at most: nobody waits for ever."""
        queue = self._queues[waiting.queued.queue_id]
        return _MOST_PRIORITY * queue.priority_step_s + waiting.queued.vip_level * queue.vip_step_s

    def _longest_ready(self, chosen: _Agent, waiting: _Waiting, event: OfferMade) -> None:
        """Among those who could take it, the agent who has been free for longest gets it.

        Who would only join a group is left to those who wait and are offered to nobody.
        """
        if self._queues[waiting.queued.queue_id].agent_choice is not AgentChoice.LONGEST_READY:
            return
        joins = event.interaction_id in self._rounds
        for other in self._agents.values():
            is_before = other.is_free and other.free_since < chosen.free_since
            if not (is_before and _fits(other, waiting) and self._may_ask(other, waiting)):
                continue
            if not (joins and self._is_wanted_elsewhere(other)):
                raise InvariantBroken(f"{event}: {other.profile.id} was free for longer")

    def _is_wanted_elsewhere(self, agent: _Agent) -> bool:
        unasked = (one for id_, one in self._waiting.items() if id_ not in self._rounds)
        return any(_fits(agent, one) for one in unasked)

    def _nobody_waits_in_vain(self) -> None:
        free = [agent for agent in self._agents.values() if agent.is_free]
        for waiting in self._waiting.values():
            for agent in free:
                if _fits(agent, waiting) and self._may_ask(agent, waiting):
                    raise InvariantBroken(
                        f"{waiting.queued.interaction_id} waits while {agent.profile.id} is free"
                    )

    def _free_holder(self, interaction_id: InteractionId) -> None:
        for agent in self._agents.values():
            if agent.in_hand == interaction_id and not agent.is_beside:
                agent.in_hand = None

    def _expect(self, holds: bool, event: Event, otherwise: str) -> None:
        if not holds:
            raise InvariantBroken(f"{event}: {otherwise}")

    def check_complete(self) -> None:
        """After the last call: one outcome each, and records whose parts make up the whole."""
        missing = set(self.records) - set(self.outcomes)
        if missing:
            raise InvariantBroken(f"without an outcome: {sorted(missing)}")
        for left in self._premises.left():
            raise InvariantBroken(left)
        for record in self.records.values():
            _check_record(record)


def _fits(agent: _Agent, waiting: _Waiting) -> bool:
    if waiting.kept_for not in {None, agent.profile.id}:
        return False
    able = agent.able
    return any(
        all(able.get(name, 0) >= level for name, level in asked.items()) for asked in waiting.asked
    )


def _abilities(profile: Agent) -> dict[str, int]:
    able = {f"queue:{queue_id}": 1 for queue_id in profile.queues}
    able |= {f"skill:{skill}": level for skill, level in profile.skills.items()}
    able |= {f"language:{language}": 1 for language in profile.languages} | {"channel:voice": 1}
    return able | {f"team:{team_id}": 1 for team_id in profile.teams}


def _check_record(record: Interaction) -> None:
    if record.ended_at is None or record.left_at is None:
        raise InvariantBroken(f"{record.id}: an outcome without an end")
    spent = 0.0
    at = record.arrived_at
    for segment in record.segments:
        if segment.ended_at is None or segment.started_at != at or segment.ended_at < at:
            raise InvariantBroken(f"{record.id}: {segment} leaves a gap or runs backwards")
        at = segment.ended_at
        if segment.kind is not SegmentKind.WRAP_UP:
            spent += (segment.ended_at - segment.started_at).total_seconds()
    whole = (record.left_at - record.arrived_at).total_seconds()
    if abs(spent - whole) > 1e-3:
        raise InvariantBroken(f"{record.id}: parts {spent} s, whole {whole} s")

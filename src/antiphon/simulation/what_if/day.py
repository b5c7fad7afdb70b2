"""A past day as a what-if needs it: who came when and wanted what, who was there, how long it took.

`Reader` collects it from the journal's events.
"""

from datetime import datetime

import msgspec

from antiphon.agents.capacity import USUAL_INTERRUPTS, Interrupts
from antiphon.agents.contract import (
    Agent,
    AgentPhoneChanged,
    AgentRemoved,
    AgentSaved,
    Presence,
    PresenceChanged,
)
from antiphon.agents.interruptions import InterruptionsChanged, interrupts_of
from antiphon.app.centre.world import World
from antiphon.interactions.contract import (
    ConversationEnded,
    InteractionClosed,
    InteractionDequeued,
    InteractionQueued,
    Outcome,
    WrapUpEnded,
)
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, QueueId
from antiphon.routing.contract import OfferAccepted, OfferMade, Queue, QueueRemoved, QueueSaved
from antiphon.simulation.what_if.patience import Wait


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """One customer's wish for an agent."""

    at: datetime
    request: InteractionQueued


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """What an agent did besides work: presence or phone, in order."""

    at: datetime
    agent_id: AgentId
    presence: Presence | None = None
    is_reachable: bool | None = None


class Spans(msgspec.Struct, kw_only=True):
    """What was seen of one queue, in seconds: answering an offer, talking, wrapping up, waiting."""

    answer: list[float] = []
    talk: list[float] = []
    wrap_up: list[float] = []
    waits: list[Wait] = []


class RecordedDay(msgspec.Struct, kw_only=True):
    """The day. Agents and queues are as they were at its beginning or first came to be.

    `interrupts` is what might come on top of what when it began.
    """

    begins: datetime
    ends: datetime
    queues: dict[QueueId, Queue] = {}
    agents: dict[AgentId, Agent] = {}
    interrupts: Interrupts = USUAL_INTERRUPTS
    shifts: list[Shift] = []
    contacts: list[Contact] = []
    spans: dict[QueueId, Spans] = {}


class _Open(msgspec.Struct):
    queue_id: QueueId
    queued_at: datetime
    offered_at: datetime | None = None
    accepted_at: datetime | None = None
    ended_at: datetime | None = None


class Reader:
    """Takes every event of the journal in order, up to the day's end.

    With `world`, one of before the day, only what came after it.
    """

    def __init__(self, begins: datetime, ends: datetime, world: World | None = None) -> None:
        self.day = RecordedDay(begins=begins, ends=ends)
        self._open: dict[InteractionId, _Open] = {}
        self._presence: dict[AgentId, Presence] = {}
        self._phones: dict[AgentId, bool] = {}
        if world is not None:
            self._take_up(world)

    def take(self, event: Event) -> None:
        """Note what matters of it."""
        self._take_furniture(event)
        match event:
            case PresenceChanged():
                self._note(event.agent_id, event.at, presence=event.presence)
            case AgentPhoneChanged():
                self._note(event.agent_id, event.at, is_reachable=event.is_reachable)
            case _ if event.at >= self.day.begins:
                self._take_interaction(event)
            case _:
                pass

    def finish(self) -> RecordedDay:
        """The day; who was there at its beginning comes first, and all in the order of ids."""
        before = [
            *(
                Shift(at=self.day.begins, agent_id=agent_id, is_reachable=True)
                for agent_id, is_up in sorted(self._phones.items())
                if is_up
            ),
            *(
                Shift(at=self.day.begins, agent_id=agent_id, presence=presence)
                for agent_id, presence in sorted(self._presence.items())
                if presence is not Presence.OFFLINE
            ),
        ]
        self.day.queues = dict(sorted(self.day.queues.items()))
        self.day.agents = dict(sorted(self.day.agents.items()))
        self.day.shifts[:0] = before
        return self.day

    def _take_up(self, world: World) -> None:
        self.day.queues.update((queue.id, queue) for queue in world.routing.queues)
        self.day.agents.update((agent.id, agent) for agent in world.agents.profiles)
        self.day.interrupts = world.interruptions.in_force
        for agent_id, live in world.agents.live.items():
            self._presence[agent_id] = live.presence
            self._phones[agent_id] = live.is_phone_reachable

    def _take_furniture(self, event: Event) -> None:
        is_before = event.at < self.day.begins
        match event:
            case QueueSaved(queue=queue):
                if is_before or queue.id not in self.day.queues:
                    self.day.queues[queue.id] = queue
            case AgentSaved(agent=agent):
                if is_before or agent.id not in self.day.agents:
                    self.day.agents[agent.id] = agent
            case InterruptionsChanged() if is_before:
                self.day.interrupts = interrupts_of(event.rules)
            case QueueRemoved() if is_before:
                self.day.queues.pop(event.queue_id, None)
            case AgentRemoved() if is_before:
                self.day.agents.pop(event.agent_id, None)
                self._presence.pop(event.agent_id, None)
                self._phones.pop(event.agent_id, None)
            case _:
                pass

    def _note(
        self,
        agent_id: AgentId,
        at: datetime,
        *,
        presence: Presence | None = None,
        is_reachable: bool | None = None,
    ) -> None:
        if at >= self.day.begins:
            shift = Shift(at=at, agent_id=agent_id, presence=presence, is_reachable=is_reachable)
            self.day.shifts.append(shift)
        elif presence is not None:
            self._presence[agent_id] = presence
        elif is_reachable is not None:
            self._phones[agent_id] = is_reachable

    def _take_interaction(self, event: Event) -> None:
        match event:
            case InteractionQueued():
                if event.interaction_id not in self._open:
                    self.day.contacts.append(Contact(at=event.at, request=event))
                    self._open[event.interaction_id] = _Open(event.queue_id, event.at)
            case OfferMade():
                if (one := self._open.get(event.interaction_id)) is not None:
                    one.offered_at = event.at
            case OfferAccepted():
                self._accept(event)
            case ConversationEnded() | WrapUpEnded():
                self._work(event)
            case InteractionDequeued() | InteractionClosed():
                self._leave(event)
            case _:
                pass

    def _accept(self, event: OfferAccepted) -> None:
        one = self._open.get(event.interaction_id)
        if one is None or one.offered_at is None or one.accepted_at is not None:
            return
        one.accepted_at = event.at
        spans = self._of(one)
        spans.answer.append(_between(one.offered_at, event.at))
        spans.waits.append(Wait(_between(one.queued_at, event.at), gave_up=False))

    def _work(self, event: ConversationEnded | WrapUpEnded) -> None:
        one = self._open.get(event.interaction_id)
        if one is None or one.accepted_at is None:
            return
        if isinstance(event, ConversationEnded):
            one.ended_at = event.at
            self._of(one).talk.append(_between(one.accepted_at, event.at))
        elif one.ended_at is not None:
            self._of(one).wrap_up.append(_between(one.ended_at, event.at))

    def _leave(self, event: InteractionDequeued | InteractionClosed) -> None:
        one = self._open.pop(event.interaction_id, None)
        if one is not None and one.accepted_at is None:
            gave_up = isinstance(event, InteractionClosed) and event.outcome in (
                Outcome.ABANDONED,
                Outcome.SHORT_ABANDONED,
            )
            self._of(one).waits.append(Wait(_between(one.queued_at, event.at), gave_up=gave_up))

    def _of(self, one: _Open) -> Spans:
        return self.day.spans.setdefault(one.queue_id, Spans())


def _between(begun: datetime, ended: datetime) -> float:
    return max(0.0, (ended - begun).total_seconds())

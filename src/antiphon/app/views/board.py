"""The board: figures of every queue, the state of every agent, and everybody who waits."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from antiphon.agents.contract import Agent, AgentState
from antiphon.agents.live import AgentLive
from antiphon.app.centre.world import World
from antiphon.app.views.floor import HandView, InHandView, hand_of, in_hand, teams_of
from antiphon.app.views.named import CustomerView, Named, customer_of
from antiphon.app.views.parked import parked_on_board
from antiphon.app.views.phone import PhoneView, phone_view
from antiphon.app.views.plan import PlanNowView, plan_now
from antiphon.kernel.clock import Clock
from antiphon.kernel.ids import QueueId
from antiphon.routing.admission.contract import EmergencyDeclared
from antiphon.routing.contract import Queue
from antiphon.routing.line import Waiting
from antiphon.telephony.trunk_trouble import TrunkTrouble

# A forecast looks at everybody ahead: behind so many it would reach too far to be said anyway.
_MOST_AHEAD = 500

BUSY = frozenset({AgentState.OFFERED, AgentState.HANDLING, AgentState.WRAP_UP})


class QueueView(msgspec.Struct, frozen=True, kw_only=True):
    """A queue now, and today's counts."""

    id: str
    name: str
    waiting: int
    longest_waiting_since: datetime | None
    ready_agents: int
    busy_agents: int
    offered: int
    answered: int
    abandoned: int
    answered_in_target: int
    service_level_s: int
    # What somebody who comes now will wait, nine times of ten; None: nobody knows, or not at all.
    expected_wait_low_s: int | None = None
    expected_wait_high_s: int | None = None


class BlockView(msgspec.Struct, frozen=True, kw_only=True):
    """An agent is blocked after so many unanswered offers."""

    since: datetime
    queue_name: str
    missed_offers: int
    needs_supervisor: bool


class AgentView(msgspec.Struct, frozen=True, kw_only=True):
    """An agent now."""

    id: str
    name: str
    presence: str
    state: str
    reason_id: str | None
    reason_name: str | None
    since: datetime
    # When the presence was chosen: during work it is that of what follows.
    chosen_at: datetime
    interaction_id: str | None
    phone: PhoneView
    block: BlockView | None = None
    in_hand: list[InHandView] = []
    teams: list[Named] = []
    hand: HandView | None = None
    # What the agent wrote and nobody who oversees the agent has read.
    unread: int = 0
    last_message_id: str | None = None
    # What is planned for the agent now; None without a plan.
    plan: PlanNowView | None = None


class WaitingView(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who waits."""

    id: str
    customer: CustomerView
    queue: Named
    since: datetime
    position: int
    language: str
    priority: int


class TrunkView(msgspec.Struct, frozen=True, kw_only=True):
    """A trunk now; while it is down, calls over it fail."""

    id: str
    name: str
    state: str
    trouble: TrunkTrouble | None
    since: datetime | None
    is_down: bool


# There is one closure at a time.
_NOW = "now"


class EmergencyView(msgspec.Struct, frozen=True, kw_only=True):
    """The centre is closed at once: since when, by whom, at which numbers (all if none)."""

    since: datetime
    by_name: str
    text: dict[str, str]
    entry_points: list[str]


class BoardView:
    """Draws the board from the world."""

    def __init__(self, world: World, clock: Clock) -> None:
        self._world = world
        self._clock = clock

    def draw(self, *, is_watched: bool) -> Iterator[tuple[tuple[str, str], msgspec.Struct]]:
        """Everything shared, by key; agents and waiting customers only for watchers."""
        by_queue: dict[QueueId, list[Waiting]] = {}
        for waiting in self._world.routing.waiting.values():
            by_queue.setdefault(waiting.queue_id, []).append(waiting)
        ready, busy = self._agents_by_queue()
        now = self._clock.now()
        for queue in self._world.routing.queues:
            line = by_queue.get(queue.id, [])
            free, bound = ready.get(queue.id, 0), busy.get(queue.id, 0)
            yield ("queue", queue.id), self._queue(queue, line, free, bound, now)
        if (closed := self._world.admission.emergency) is not None:
            yield ("emergency", _NOW), self._emergency(closed)
        if not is_watched:
            return
        for agent in self._world.agents.profiles:
            live = self._world.agents.live.get(agent.id)
            if live is not None:
                yield ("agent", agent.id), self._agent(agent, live)
        for line in by_queue.values():
            yield from self._line(line)
        yield from parked_on_board(self._world)
        yield from self._trunks()

    def _emergency(self, closed: EmergencyDeclared) -> EmergencyView:
        points = (self._world.entry_points.points.find(one) for one in closed.entry_point_ids)
        return EmergencyView(
            since=closed.at,
            by_name=closed.by_name,
            text=closed.text,
            entry_points=[point.name for point in points if point is not None],
        )

    def _trunks(self) -> Iterator[tuple[tuple[str, str], msgspec.Struct]]:
        for trunk in self._world.trunks.lines:
            status = self._world.trunk_states.of(trunk.id)
            yield (
                ("trunk", trunk.id),
                TrunkView(
                    id=trunk.id,
                    name=trunk.name,
                    state=status.state,
                    trouble=status.trouble,
                    since=status.since,
                    is_down=status.is_down,
                ),
            )

    def _agents_by_queue(self) -> tuple[dict[QueueId, int], dict[QueueId, int]]:
        ready: dict[QueueId, int] = {}
        busy: dict[QueueId, int] = {}
        for agent in self._world.agents.profiles:
            live = self._world.agents.live.get(agent.id)
            if live is None:
                continue
            counts = ready if live.is_available else busy if live.state in BUSY else None
            if counts is not None:
                for queue_id in agent.queues:
                    counts[queue_id] = counts.get(queue_id, 0) + 1
        return ready, busy

    def _queue(
        self, queue: Queue, line: list[Waiting], ready: int, busy: int, now: datetime
    ) -> QueueView:
        counts = self._world.figures.of(queue.id, now)
        wait = None
        # With an agent free and nobody before, there is no wait to foretell.
        if (line or not ready) and len(line) <= _MOST_AHEAD:
            wait = self._world.waits.ask(queue.id, len(line), now)
        said = wait.rounded() if wait is not None else None
        return QueueView(
            id=queue.id,
            name=queue.name,
            waiting=len(line),
            longest_waiting_since=min((waiting.since for waiting in line), default=None),
            ready_agents=ready,
            busy_agents=busy,
            offered=counts.offered,
            answered=counts.answered,
            abandoned=counts.abandoned,
            answered_in_target=counts.answered_in_target,
            service_level_s=queue.service_level_s,
            expected_wait_low_s=int(said.low_s) if said is not None else None,
            expected_wait_high_s=int(said.high_s) if said is not None else None,
        )

    def _agent(self, agent: Agent, live: AgentLive) -> AgentView:
        reason = self._world.agents.reasons.find(live.reason_id)
        thread = self._world.messages.threads.get(agent.id)
        return AgentView(
            id=agent.id,
            name=agent.name,
            presence=live.presence,
            state=live.state,
            reason_id=live.reason_id,
            reason_name=reason.name if reason else None,
            since=live.since,
            chosen_at=live.chosen_at,
            interaction_id=next(iter(live.work), None),
            phone=phone_view(agent, live, self._world.lines.of(agent.id)),
            block=self._block(live),
            in_hand=list(in_hand(self._world, agent.id, live)),
            teams=teams_of(self._world, agent),
            hand=hand_of(self._world, agent.id),
            unread=thread.unread[False] if thread is not None else 0,
            last_message_id=thread.messages[-1].id if thread is not None else None,
            plan=plan_now(self._world, agent.id, live),
        )

    def _block(self, live: AgentLive) -> BlockView | None:
        block = live.block
        if block is None:
            return None
        queue = self._world.routing.queues.find(block.queue_id)
        return BlockView(
            since=block.since,
            queue_name=queue.name if queue else block.queue_id,
            missed_offers=block.missed_offers,
            needs_supervisor=block.needs_supervisor,
        )

    def _line(self, line: list[Waiting]) -> Iterator[tuple[tuple[str, str], msgspec.Struct]]:
        for position, waiting in enumerate(sorted(line, key=lambda w: w.rank), start=1):
            interaction = self._world.interactions.open.get(waiting.id)
            queue = self._world.routing.queues.find(waiting.queue_id)
            if interaction is None:
                continue
            view = WaitingView(
                id=waiting.id,
                customer=customer_of(interaction),
                queue=Named(waiting.queue_id, queue.name if queue else waiting.queue_id),
                since=waiting.since,
                position=position,
                language=interaction.language,
                priority=waiting.priority,
            )
            yield ("waiting", waiting.id), view

"""Centres in random states, reached by events as the router makes them."""

import random
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from tests.support.waiting_customers import CHANNELS, arrives, queues, takes_up

from antiphon.agents.contract import (
    Agent,
    AgentBlocked,
    AgentPhoneChanged,
    AgentSaved,
    Capacity,
    Presence,
    PresenceChanged,
)
from antiphon.agents.interruptions import InterruptionsChanged
from antiphon.app.centre.reactions import REACTIONS
from antiphon.app.centre.waiting import distribution
from antiphon.app.centre.world import World
from antiphon.interactions.contract import (
    ConversationEnded,
    EndedBy,
    InteractionClosed,
    Outcome,
    WrapUpEnded,
)
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, QueueId, ReasonId, SkillId
from antiphon.routing.contract import Queue, QueueSaved, ServiceOrder
from antiphon.routing.scoring import AgentChoice, ChoiceWeights

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
QUEUES = [QueueId(f"q{number}") for number in range(3)]
SKILLS = [SkillId(f"s{number}") for number in range(3)]
LANGUAGES = ["en", "yue"]
BREAK = ReasonId("break")
ROUTERS: tuple[Callable[..., object], ...] = (
    distribution.offer_to_waiting,
    distribution.offer_to_agent,
    distribution.offer_to_changed_agent,
    distribution.room_changes,
    distribution.withdraw_from_absent,
    distribution.let_go_of_absent,
)


class RandomCentre:
    """Agents, queues and interactions of one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.world = World()
        self.now = NOON
        self.is_quiet = False
        self._count = 0
        for queue_id in QUEUES:
            self.happen(QueueSaved(at=self.now, queue=self.a_queue(queue_id), by=None))
        for number in range(self.chance.randint(1, 5)):
            self.happen(AgentSaved(at=self.now, agent=self.an_agent(number), by=None))
        for _ in range(self.chance.randint(0, 25)):
            self.something()

    def a_queue(self, queue_id: QueueId) -> Queue:
        """Any strategy, with or without a share, a language, alternatives."""
        chance = self.chance
        alternatives: tuple[dict[SkillId, int], ...] = ()
        if chance.random() < 0.3:
            alternatives = ({SKILLS[1]: chance.randint(1, 6)}, {SKILLS[2]: chance.randint(1, 6)})
        by_ratio = chance.random() < 0.4
        return Queue(
            id=queue_id,
            name=queue_id,
            match_language=chance.random() < 0.4,
            alternative_skills=alternatives,
            agent_choice=chance.choice(list(AgentChoice)),
            choice_weights=ChoiceWeights(level=3, handled=20, occupied_percent=1),
            share_percent=None if by_ratio else chance.choice([None, None, 20, 70]),
            order_by=ServiceOrder.RATIO if by_ratio else ServiceOrder.ARRIVAL,
            ratio_weight=chance.choice([1, 2, 10]),
            preferred_wait_s=60,
            offers_at_once=chance.choice([1, 1, 2, 3]),
        )

    def an_agent(self, number: int) -> Agent:
        """Some queues, levels and languages."""
        chance = self.chance
        return Agent(
            id=AgentId(f"a{number}"),
            name=f"a{number}",
            queues=tuple(queue for queue in QUEUES if chance.random() < 0.7),
            skills={skill: chance.randint(1, 9) for skill in SKILLS if chance.random() < 0.7},
            languages=tuple(tag for tag in LANGUAGES if chance.random() < 0.7),
            queue_head_starts={QUEUES[0]: 50} if chance.random() < 0.3 else {},
            capacity=Capacity(most={"voice": 0} if chance.random() < 0.05 else {}),
        )

    def something(self) -> None:
        """One thing that can happen."""
        self.now += timedelta(seconds=self.chance.randint(1, 60))
        agents = list(self.world.agents.live)
        agent_id = self.chance.choice(agents)
        match self.chance.randint(0, 7):
            case 0 | 1:
                self.queue_one(agents)
            case 2:
                self.choose_presence(agent_id)
            case 3:
                is_up = self.chance.random() < 0.8
                self.happen(AgentPhoneChanged(at=self.now, agent_id=agent_id, is_reachable=is_up))
            case 4:
                self.go_on_with_offer()
            case 5:
                self.change_interruptions()
            case 6:
                self.take_up_writing(agent_id)
            case _:
                self.go_on_with_work(agent_id)

    def queue_one(self, agents: list[AgentId]) -> None:
        """Somebody begins to wait."""
        chance = self.chance
        self._count += 1
        interaction_id = InteractionId(f"i{self._count}")
        # Most call: groups and customers kept for one agent are about calls.
        channel = chance.choice([CHANNELS[0]] * 3 + [*CHANNELS[1:]])
        self.happen(arrives(interaction_id, self.now, channel=channel))
        self.happen(
            queues(
                interaction_id,
                chance.choice(QUEUES),
                self.now,
                skills={SKILLS[0]: chance.randint(1, 9)} if chance.random() < 0.5 else {},
                priority=chance.randint(0, 3),
                is_returning=chance.random() < 0.1,
                language=chance.choice(LANGUAGES),
                preferred_agent_id=chance.choice(agents) if chance.random() < 0.2 else None,
            )
        )

    def choose_presence(self, agent_id: AgentId) -> None:
        """The agent comes, pauses or goes home."""
        presence = self.chance.choice([Presence.READY, Presence.READY, *Presence])
        if presence is Presence.OFFLINE and self.world.agents.work_of(agent_id):
            return
        if presence is Presence.BLOCKED:
            self.happen(
                AgentBlocked(
                    at=self.now,
                    agent_id=agent_id,
                    queue_id=self.chance.choice(QUEUES),
                    interaction_id=InteractionId("i0"),
                    missed_offers=1,
                    needs_supervisor=self.chance.random() < 0.5,
                )
            )
        self.set_presence(agent_id, presence)

    def set_presence(self, agent_id: AgentId, presence: Presence) -> None:
        """The agent's choice."""
        reason = BREAK if presence is Presence.NOT_READY else None
        self.happen(
            PresenceChanged(
                at=self.now, agent_id=agent_id, presence=presence, reason_id=reason, by=None
            )
        )

    def change_interruptions(self) -> None:
        """A call and a chat may come on top of other work than before."""
        voice, chat, email = CHANNELS
        on_call = tuple(held for held in (chat, email) if self.chance.random() < 0.5)
        rules: dict[str, tuple[str, ...]] = {voice: on_call, chat: (email,)}
        self.happen(InterruptionsChanged(at=self.now, number=1, rules=rules))

    def take_up_writing(self, agent_id: AgentId) -> None:
        """The agent has a chat or a mail in hand, if there is room."""
        channel = self.chance.choice(CHANNELS[1:])
        if channel in self.world.agents.free_channels(agent_id):
            self._count += 1
            written = InteractionId(f"w{self._count}")
            self.happen(*takes_up(written, agent_id, self.now, channel))

    def go_on_with_offer(self) -> None:
        """Some open offer is accepted."""
        offers = list(self.world.routing.offers.open.values())
        if offers:
            offer = self.chance.choice(offers)
            self.happen(*self.world.routing.offers.accept(offer, self.now))

    def go_on_with_work(self, agent_id: AgentId) -> None:
        """A conversation or a wrap-up of the agent ends."""
        for interaction_id, stage in list(self.world.agents.live[agent_id].work.items()):
            if stage == "handling":
                self.happen(
                    ConversationEnded(
                        at=self.now,
                        interaction_id=interaction_id,
                        agent_id=agent_id,
                        ended_by=EndedBy.CUSTOMER,
                        reason="hang_up",
                        wrap_up_until=self.now + timedelta(seconds=30),
                    )
                )
            elif stage == "wrap_up":
                self.finish(agent_id, interaction_id)

    def finish(self, agent_id: AgentId, interaction_id: InteractionId) -> None:
        """The agent is done with this interaction, and so is the centre."""
        self.happen(
            WrapUpEnded(
                at=self.now, interaction_id=interaction_id, agent_id=agent_id, is_over_limit=False
            )
        )
        self.close(interaction_id)

    def close(self, interaction_id: InteractionId) -> None:
        """The interaction is over."""
        self.happen(
            InteractionClosed(
                at=self.now,
                interaction_id=interaction_id,
                outcome=Outcome.HANDLED,
                ended_by=EndedBy.CUSTOMER,
                reason="hang_up",
            )
        )

    def happen(self, *events: Event) -> None:
        """Apply what is decided together and let the router offer, unless the centre is quiet."""
        # Listed first by the call: what is decided together is decided on one state.
        pending: deque[Event] = deque(events)
        for event in events:
            self.world.apply(event)
        while pending:
            told = pending.popleft()
            if not self.is_quiet:
                pending.extend(_reactions(self.world, told))


def _reactions(world: World, event: Event) -> list[Event]:
    """What the router does about it, by the centre's own table, and nothing of telephones."""
    routers = [one for one in REACTIONS.get(type(event), ()) if one in ROUTERS]
    happened = []
    for reaction in routers:
        for follows in list(reaction(world, event)):
            world.apply(follows)
            happened.append(follows)
    return happened

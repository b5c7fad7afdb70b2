"""Explanations: one reason for each pair, and what they propose really connects the two."""

import os

import msgspec
import pytest
from tests.support.random_centre import RandomCentre
from tests.support.shelf import Shelf, collecting_seldom

from antiphon.agents.contract import (
    Agent,
    AgentPhoneChanged,
    AgentReleased,
    AgentSaved,
    Capacity,
    Presence,
)
from antiphon.app.centre.waiting.explaining import explain_pair
from antiphon.kernel.ids import AgentId, InteractionId, QueueId, SkillId
from antiphon.routing.contract import (
    PreferenceEnded,
    PreferenceEndReason,
    WithdrawReason,
)
from antiphon.routing.explanation import ChangeKind, Explanation, Obstacle, Reason
from antiphon.routing.scoring import satisfies

pytestmark = pytest.mark.unit

# With more time, ANTIPHON_STATES=100000 finds more.
STATES = int(os.environ.get("ANTIPHON_STATES", "1500"))
BLOCK = 500


@pytest.mark.parametrize("first", range(0, STATES, BLOCK))
def test_each_pair_has_one_reason_and_its_changes_connect_them(first: int) -> None:
    with collecting_seldom():
        for seed in range(first, first + BLOCK):
            explain_all(seed)


def explain_all(seed: int) -> None:
    centre, shelf = RandomCentre(seed), Shelf()
    frozen = shelf.store(centre)
    for interaction_id in list(centre.world.routing.waiting):
        for agent_id in centre.world.agents.live:
            told = explain_pair(centre.world, interaction_id, agent_id, centre.now)
            assert isinstance(told.reason, Reason)
            assert told.reason is not Reason.NOTHING, (seed, told)
            assert told.reason is told.obstacles[0].reason
            assert connects(shelf.fetch(frozen), told), (seed, told)


def connects(centre: RandomCentre, told: Explanation) -> bool:
    """Make the changes; does the router bring the two together, or may a supervisor?"""
    agent_id, interaction_id = told.agent_id, told.interaction_id
    routing = centre.world.routing
    if told.reason is Reason.OFFERED_HERE:
        return routing.offers.find(interaction_id, agent_id) is not None
    was_free = agent_id in free_for(centre, interaction_id)
    centre.is_quiet = True
    for obstacle in told.obstacles:
        change(centre, agent_id, interaction_id, obstacle)
    if any(one.change is ChangeKind.OFFER_BY_HAND for one in told.obstacles):
        assert is_first(centre, told, was_free=was_free) is False, "by hand, though it is first"
        # Picked for the agent, the customer is taken back from those who are asked already.
        picked = routing.offers.withdraw(interaction_id, WithdrawReason.PICKED, centre.now)
        centre.happen(*list(picked))
        return any(True for _ in routing.offer_to_named(interaction_id, agent_id, centre.now))
    return is_first(centre, told, was_free=was_free)


def free_for(centre: RandomCentre, interaction_id: InteractionId) -> set[str]:
    """The free agents with room for one more of its channel."""
    agents, routing = centre.world.agents, centre.world.routing
    channel = routing.waiting[interaction_id].channel
    free = (agent_id for agent_id, _, _ in routing.selection.free_agents())
    return {agent_id for agent_id in free if channel in agents.free_channels(AgentId(agent_id))}


def is_first(centre: RandomCentre, told: Explanation, *, was_free: bool) -> bool:
    """Whether the router would choose the two for each other."""
    routing = centre.world.routing
    waiting = routing.waiting[told.interaction_id]
    if was_free and not any(one.change in OF_THE_AGENT for one in told.obstacles):
        if routing.at_once(waiting) > 1:
            return told.agent_id in routing.group_for(waiting)
        return routing.selection.best_agent_for(told.interaction_id) == told.agent_id
    rivals = [
        agent_id
        for agent_id, profile, _ in routing.selection.free_agents()
        if agent_id != told.agent_id and satisfies(profile, waiting.demand)
    ]
    if waiting.keep_for == told.agent_id or told.interaction_id in routing.offers.rounds:
        rivals = []  # one more of a group takes nothing from those who are asked already
    is_room = len(rivals) < routing.at_once(waiting)
    return is_room and routing.next_for(told.agent_id) == told.interaction_id


OF_THE_AGENT = frozenset(
    {
        ChangeKind.ADD_QUEUE,
        ChangeKind.RAISE_SKILL,
        ChangeKind.ADD_LANGUAGE,
        ChangeKind.ALLOW_CHANNEL,
        ChangeKind.BECOME_READY,
        ChangeKind.RELEASE_AGENT,
        ChangeKind.CONNECT_PHONE,
        ChangeKind.FINISH_WORK,
    }
)


def change(
    centre: RandomCentre, agent_id: AgentId, interaction_id: InteractionId, obstacle: Obstacle
) -> None:
    """Take one obstacle away."""
    world, now = centre.world, centre.now
    subject = obstacle.subject or ""
    match obstacle.change:
        case (
            ChangeKind.ADD_QUEUE
            | ChangeKind.RAISE_SKILL
            | ChangeKind.ADD_LANGUAGE
            | ChangeKind.ALLOW_CHANNEL
        ):
            agent = edited(world.agents.profiles.get(agent_id), obstacle, subject)
            centre.happen(AgentSaved(at=now, agent=agent, by=None))
        case ChangeKind.BECOME_READY:
            centre.set_presence(agent_id, Presence.READY)
        case ChangeKind.RELEASE_AGENT:
            centre.happen(AgentReleased(at=now, agent_id=agent_id, by=None))
        case ChangeKind.CONNECT_PHONE:
            centre.happen(AgentPhoneChanged(at=now, agent_id=agent_id, is_reachable=True))
        case ChangeKind.FINISH_WORK:
            assert obstacle.interaction_id is not None
            finish(centre, agent_id, obstacle.interaction_id)
        case ChangeKind.END_OFFER:
            assert obstacle.agent_id is not None
            decline(centre, interaction_id, obstacle.agent_id)
        case ChangeKind.STOP_KEEPING:
            assert obstacle.agent_id is not None
            centre.happen(
                PreferenceEnded(
                    at=now,
                    interaction_id=interaction_id,
                    agent_id=obstacle.agent_id,
                    reason=PreferenceEndReason.WAITED,
                ),
            )
        case _:
            pass


def edited(agent: Agent, obstacle: Obstacle, subject: str) -> Agent:
    replace = msgspec.structs.replace
    match obstacle.change:
        case ChangeKind.ADD_QUEUE:
            return replace(agent, queues=(*agent.queues, QueueId(subject)))
        case ChangeKind.RAISE_SKILL:
            return replace(agent, skills={**agent.skills, SkillId(subject): obstacle.needs})
        case ChangeKind.ADD_LANGUAGE:
            return replace(agent, languages=(*agent.languages, subject))
        case _:
            return replace(agent, capacity=Capacity())


def finish(centre: RandomCentre, agent_id: AgentId, interaction_id: InteractionId) -> None:
    routing = centre.world.routing
    if routing.offers.find(interaction_id, agent_id) is not None:
        reason = WithdrawReason.CUSTOMER_LEFT
        centre.happen(
            *routing.offers.withdraw(interaction_id, reason, centre.now, agent_id=agent_id)
        )
        if interaction_id not in routing.offers.rounds:
            centre.close(interaction_id)
    else:
        centre.finish(agent_id, interaction_id)


def decline(centre: RandomCentre, interaction_id: InteractionId, agent_id: AgentId) -> None:
    offer = centre.world.routing.offers.find(interaction_id, agent_id)
    assert offer is not None
    centre.happen(centre.world.routing.offers.decline(offer, None, centre.now))
    centre.set_presence(agent_id, Presence.NOT_READY)

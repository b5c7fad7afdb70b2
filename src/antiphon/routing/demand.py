"""What a waiting interaction asks for, and what is left of it after each step of relaxation. Pure.

`demand_of` makes it from the queue and the request; `relaxed` weakens it; `profile_of` is the same
for an agent: what is offered against it.
"""

from collections.abc import Collection, Iterable
from typing import Protocol

from antiphon.agents.contract import Agent
from antiphon.interactions.contract import InteractionQueued
from antiphon.routing.contract import Queue, RelaxationStep, ServiceOrder
from antiphon.routing.scoring import (
    CHANNEL,
    LANGUAGE,
    QUEUE,
    SKILL,
    TEAM,
    Demand,
    Profile,
    Strategy,
    Terms,
)


def strategy_of(queue: Queue) -> Strategy:
    """How this queue chooses agents."""
    return Strategy(queue.agent_choice, queue.choice_weights)


def demand_of(queue: Queue, request: InteractionQueued) -> Demand:
    """What is asked for at first."""
    terms = {
        f"{QUEUE}{request.queue_id}": 1,
        f"{CHANNEL}{request.channel}": 1,
        **_skills(request.skills.items()),
    }
    if queue.match_language and request.language:
        terms[f"{LANGUAGE}{request.language}"] = 1
    if request.preferred_team_id is not None:
        terms[f"{TEAM}{request.preferred_team_id}"] = 1
    return _demand(queue, terms)


def ordinary_demand(queue: Queue, channel: str) -> Demand:
    """What a customer asks for of whom nothing is known."""
    terms = {
        f"{QUEUE}{queue.id}": 1,
        f"{CHANNEL}{channel}": 1,
        **_skills(queue.required_skills.items()),
    }
    return _demand(queue, terms)


def _demand(queue: Queue, terms: dict[str, int]) -> Demand:
    alternatives = frozenset(
        _terms(terms, _skills(more.items())) for more in queue.alternative_skills or ({},)
    )
    return Demand(queue.id, alternatives, strategy_of(queue))


def _skills(levels: Iterable[tuple[str, int]]) -> dict[str, int]:
    return {f"{SKILL}{skill}": level for skill, level in levels}


def _terms(base: dict[str, int], more: dict[str, int]) -> Terms:
    levels = dict(base)
    for name, level in more.items():
        levels[name] = max(level, levels.get(name, 0))
    return frozenset(levels.items())


class Placed(Protocol):
    """Whoever has a place in line."""

    @property
    def priority(self) -> int:
        """From 0 to 9."""

    @property
    def vip_level(self) -> int:
        """From 0 to 9."""


def head_start_of(queue: Queue, request: Placed) -> int:
    """The head start in seconds that priority and a near service-level target give."""
    seconds = request.priority * queue.priority_step_s + request.vip_level * queue.vip_step_s
    if queue.order_by is ServiceOrder.SERVICE_LEVEL:
        # The deadline of a queue with a short target comes first.
        seconds -= queue.service_level_s
    return seconds


def relaxed(demand: Demand, step: RelaxationStep) -> Demand:
    """What is asked for after this step."""
    kinds = (*([LANGUAGE] * step.drop_language), *([TEAM] * step.drop_team))
    dropped = {f"{SKILL}{skill}" for skill in step.drop_skills}
    weaker = frozenset(
        frozenset(
            (name, max(1, level - step.lower_levels_by) if name.startswith(SKILL) else level)
            for name, level in terms
            if name not in dropped and not name.startswith(kinds)
        )
        for terms in demand.alternatives
    )
    own = (f"{QUEUE}{demand.queue_id}", 1)
    wider = {
        (terms - {own}) | {(f"{QUEUE}{queue_id}", 1)}
        for terms in weaker
        if own in terms
        for queue_id in step.add_queues
    }
    return demand._replace(alternatives=weaker | wider)


def profile_of(agent: Agent, channels: Collection[str]) -> Profile:
    """What this agent can do, with one more interaction of these channels."""
    terms = [
        *_skills(agent.skills.items()).items(),
        *((f"{QUEUE}{queue_id}", 1) for queue_id in agent.queues),
        *((f"{LANGUAGE}{language}", 1) for language in agent.languages),
        *((f"{TEAM}{team_id}", 1) for team_id in agent.teams),
        *((f"{CHANNEL}{channel}", 1) for channel in channels),
    ]
    return Profile(frozenset(terms), frozenset(agent.queue_head_starts.items()))

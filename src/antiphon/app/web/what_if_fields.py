"""A what-if's plan over HTTP: what is different about customers, agents and queues."""

from collections.abc import Mapping
from typing import Annotated

import msgspec
from pydantic import Field

from antiphon.edge.fields import Id, Ids, Input, Level
from antiphon.kernel.ids import AgentId, QueueId, SkillId
from antiphon.routing.contract import ServiceOrder
from antiphon.routing.queue_rules import MOST_WEIGHT
from antiphon.routing.scoring import AgentChoice
from antiphon.simulation.what_if.plan import AgentChange, MoreAgents, Plan, QueueChange

OtherLevels = Annotated[dict[Id, Level | None], Field(max_length=200, examples=[{"sk1": 5}])]

_MOST = 100


class AgentChangeFields(Input):
    """Other skills or queues of one agent; what is left out stays."""

    agent_id: Id
    skills: OtherLevels = Field({}, description="By skill; null: without it.")
    queues: Annotated[dict[Id, bool], Field(max_length=500)] = Field(
        {}, description="Whether the agent serves the queue."
    )


class MoreAgentsFields(Input):
    """More agents who are like one of the day, there at the same times."""

    like: Id = Field(description="The agent they resemble.")
    count: int = Field(ge=1, le=200)


class QueueChangeFields(Input):
    """Other settings of one queue; what is left out stays."""

    queue_id: Id
    agent_choice: AgentChoice | None = Field(None, description="The strategy.")
    order_by: ServiceOrder | None = Field(
        None, description="`ratio` takes the place of the queue's share of the work."
    )
    ratio_weight: int | None = Field(None, ge=1, le=MOST_WEIGHT)
    required_skills: OtherLevels = Field({}, description="By skill; null: no longer asked for.")
    match_language: bool | None = None
    priority_step_s: int | None = Field(None, ge=0, le=3600)
    service_level_s: int | None = Field(None, ge=1, le=3600)
    short_abandon_s: int | None = Field(None, ge=0, le=600)
    offer_timeout_s: int | None = Field(None, ge=5, le=120)


class PlanFields(Input):
    """What is different; nothing of it by default."""

    arrivals: float = Field(1.0, ge=0.1, le=5, description="As many times the customers.")
    talk: float = Field(1.0, ge=0.1, le=5, description="Talks as many times as long.")
    patience: float = Field(1.0, ge=0.1, le=10, description="As many times as patient.")
    absent: Ids = Field(default=[], description="Agents who are not there.")
    more: list[MoreAgentsFields] = Field(default=[], max_length=_MOST)
    agents: list[AgentChangeFields] = Field(default=[], max_length=_MOST)
    queues: list[QueueChangeFields] = Field(default=[], max_length=_MOST)


def plan_of(body: PlanFields) -> Plan:
    """What a form says, as the simulation takes it."""
    return Plan(
        arrivals=body.arrivals,
        talk=body.talk,
        patience=body.patience,
        absent=tuple(AgentId(agent_id) for agent_id in body.absent),
        more=tuple(MoreAgents(like=AgentId(one.like), count=one.count) for one in body.more),
        agents=tuple(_agent_change(one) for one in body.agents),
        queues=tuple(
            QueueChange(
                queue_id=QueueId(one.queue_id),
                agent_choice=one.agent_choice,
                order_by=one.order_by,
                ratio_weight=one.ratio_weight,
                required_skills=_levels(one.required_skills) or None,
                match_language=one.match_language,
                priority_step_s=one.priority_step_s,
                service_level_s=one.service_level_s,
                short_abandon_s=one.short_abandon_s,
                offer_timeout_s=one.offer_timeout_s,
            )
            for one in body.queues
        ),
    )


def _agent_change(one: AgentChangeFields) -> AgentChange:
    return AgentChange(
        agent_id=AgentId(one.agent_id),
        skills=_levels(one.skills),
        queues={QueueId(queue): is_served for queue, is_served in one.queues.items()},
    )


def _levels(levels: Mapping[str, int | None]) -> dict[SkillId, int | None]:
    return {SkillId(skill): level for skill, level in levels.items()}


def fields_of(plan: Plan) -> PlanFields:
    """A plan as it was asked for."""
    told = msgspec.to_builtins(plan)
    # Of a queue None is what stays; of a level it is a skill that is gone.
    told["queues"] = [
        {name: value for name, value in queue.items() if value is not None}
        for queue in told["queues"]
    ]
    return PlanFields.model_validate(told)

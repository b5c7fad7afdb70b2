"""What-ifs over HTTP: a past day with other people, skills or queues, beside what it was."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Self

from fastapi import APIRouter, Path, Query
from pydantic import AwareDatetime, Field, model_validator

from antiphon.app.past.what_ifs import Busy, WhatIf, WhatIfs
from antiphon.app.web.what_if_views import (
    WhatIfCourse,
    WhatIfList,
    WhatIfView,
    course_view_of,
    view_of,
)
from antiphon.edge.caller import Caller, permitted
from antiphon.edge.fields import Id, Ids, Input, Level
from antiphon.edge.parts import part
from antiphon.edge.problems import Problem, not_found
from antiphon.identity.contract import Permission
from antiphon.kernel.ids import AgentId, QueueId, SkillId
from antiphon.routing.contract import ServiceOrder
from antiphon.routing.queue_rules import MOST_WEIGHT
from antiphon.routing.scoring import AgentChoice
from antiphon.simulation.what_if.plan import AgentChange, MoreAgents, Plan, QueueChange
from antiphon.simulation.what_if.study import Study

router = APIRouter(prefix="/v1/what-if", tags=["what-if"])

The = Annotated[WhatIfs, part(WhatIfs)]
Reader = Annotated[Caller, permitted(Permission.WHAT_IF_READ)]
Planner = Annotated[Caller, permitted(Permission.WHAT_IF_RUN)]
AnId = Annotated[str, Path(alias="what_if_id", max_length=20)]

OtherLevels = Annotated[dict[Id, Level | None], Field(max_length=200, examples=[{"sk1": 5}])]

_LONGEST = timedelta(days=2)
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


class NewWhatIf(Input):
    """A time that has passed, and what would be different."""

    begins: AwareDatetime
    ends: AwareDatetime = Field(description="At most two days later.")
    plan: PlanFields = PlanFields()
    seeds: int = Field(5, ge=2, le=20, description="More runs: narrower intervals, longer to wait.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not timedelta(0) < self.ends - self.begins <= _LONGEST:
            raise ValueError("ends must lie within two days after begins")
        return self


@router.post("", operation_id="start_what_if", status_code=HTTPStatus.ACCEPTED)
async def start_what_if(body: NewWhatIf, the: The, _caller: Planner) -> WhatIfView:
    """Begin a what-if; ask for it again to see how far it is."""
    try:
        item = the.start(
            Study(begins=body.begins, ends=body.ends, plan=_plan(body.plan), seeds=body.seeds)
        )
    except Busy:
        raise Problem(
            HTTPStatus.CONFLICT, "what_if.busy", "Another what-if is running: wait or cancel it."
        ) from None
    return view_of(item)


@router.get("", operation_id="list_what_ifs")
async def list_what_ifs(the: The, _caller: Reader) -> WhatIfList:
    """The last what-ifs since the centre started."""
    return WhatIfList(items=[view_of(item) for item in reversed(the.items.values())])


@router.get("/{what_if_id}", operation_id="get_what_if")
async def get_what_if(what_if_id: AnId, the: The, _caller: Reader) -> WhatIfView:
    """One what-if with what came out so far."""
    return view_of(_find(the, what_if_id))


@router.get("/{what_if_id}/half-hours", operation_id="get_what_if_half_hours")
async def get_what_if_half_hours(
    what_if_id: AnId,
    the: The,
    _caller: Reader,
    queue_id: Annotated[Id | None, Query(description="One queue; all of them by default.")] = None,
) -> WhatIfCourse:
    """A what-if that is done, by half-hours; 404 for a queue in which nobody waited."""
    item = _find(the, what_if_id)
    courses = [] if item.findings is None else item.findings.courses
    course = next((one for one in courses if one.queue_id == queue_id), None)
    if course is None:
        raise not_found("course")
    return course_view_of(course, item.study.begins)


@router.delete("/{what_if_id}", operation_id="remove_what_if", status_code=HTTPStatus.NO_CONTENT)
async def remove_what_if(what_if_id: AnId, the: The, _caller: Planner) -> None:
    """Cancel it if it is running, and forget it."""
    await the.cancel(_find(the, what_if_id))


def _find(the: WhatIfs, what_if_id: str) -> WhatIf:
    item = the.items.get(what_if_id)
    if item is None:
        raise not_found("what-if")
    return item


def _plan(body: PlanFields) -> Plan:
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

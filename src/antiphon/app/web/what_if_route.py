"""What-ifs over HTTP: a past day with other people, skills or queues, beside what it was."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Self

from fastapi import APIRouter, Path
from pydantic import AwareDatetime, BaseModel, Field, model_validator

from antiphon.app.past.what_ifs import Busy, WhatIf, WhatIfs, WhatIfState
from antiphon.edge.caller import Caller, permitted
from antiphon.edge.fields import Id, Ids, Input, SkillLevels
from antiphon.edge.parts import part
from antiphon.edge.problems import Problem, not_found
from antiphon.identity.contract import Permission
from antiphon.kernel.ids import AgentId, QueueId, SkillId
from antiphon.routing.scoring import AgentChoice
from antiphon.simulation.what_if.figures import Interval
from antiphon.simulation.what_if.plan import AgentChange, MoreAgents, Plan, QueueChange
from antiphon.simulation.what_if.study import Comparison, Findings, Study

router = APIRouter(prefix="/v1/what-if", tags=["what-if"])

The = Annotated[WhatIfs, part(WhatIfs)]
Reader = Annotated[Caller, permitted(Permission.WHAT_IF_READ)]
Planner = Annotated[Caller, permitted(Permission.WHAT_IF_RUN)]
AnId = Annotated[str, Path(alias="what_if_id", max_length=20)]

_LONGEST = timedelta(days=2)
_MOST = 100


class AgentChangeFields(Input):
    """Other skills or queues of one agent; what is left out stays."""

    agent_id: Id
    skills: SkillLevels | None = None
    queues: Ids | None = None


class MoreAgentsFields(Input):
    """More agents who are like one of the day, there at the same times."""

    like: Id = Field(description="The agent they resemble.")
    count: int = Field(ge=1, le=200)


class QueueChangeFields(Input):
    """Other settings of one queue; what is left out stays."""

    queue_id: Id
    agent_choice: AgentChoice | None = Field(None, description="The strategy.")
    required_skills: SkillLevels | None = None
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


class IntervalView(BaseModel):
    """A mean over the runs; the truth lies within `within` of it 95 times of 100."""

    mean: float
    within: float


class FiguresView(BaseModel):
    """Figures of one queue, or of all. Shares run from 0 to 1, waits are in seconds."""

    offered: IntervalView
    answered: IntervalView
    abandoned: IntervalView
    service_level: IntervalView = Field(
        description="Answered within the target, of those answered or not leaving shortly after."
    )
    mean_wait_s: IntervalView = Field(description="Of those answered.")
    p90_wait_s: IntervalView = Field(description="Nine of ten answered waited no longer.")
    longest_wait_s: IntervalView
    occupancy: IntervalView = Field(
        description="Of all agents: time with work, of the time ready or with work."
    )


class ComparisonView(BaseModel):
    """One queue, or all of them where `queue_id` is null."""

    queue_id: str | None
    name: str
    before: FiguresView = Field(description="The day as it was, lived again.")
    after: FiguresView = Field(description="The day with the plan.")
    change: FiguresView = Field(description="After less before, over runs with equal customers.")


class ReproductionView(BaseModel):
    """Whether today's router decides the recorded day as it was decided then."""

    decisions: int = Field(description="Offers made in that time.")
    same: int = Field(description="Those that come out the same.")
    first_other: str | None = Field(description="The first offer that would go elsewhere today.")


class FindingsView(BaseModel):
    """What came out."""

    contacts: int = Field(description="How many waited for an agent in that time.")
    seeds: int
    reproduction: ReproductionView
    comparisons: list[ComparisonView]


class WhatIfView(BaseModel):
    """A what-if and how far it is."""

    id: str
    asked_at: datetime
    begins: datetime
    ends: datetime
    state: WhatIfState
    progress: float = Field(ge=0, le=1)
    problem: str = Field(
        description="Why it failed: what_if.day_empty, what_if.plan_unfit or what_if.failed."
    )
    findings: FindingsView | None


class WhatIfList(BaseModel):
    """The last what-ifs, newest first."""

    items: list[WhatIfView]


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
    return _view(item)


@router.get("", operation_id="list_what_ifs")
async def list_what_ifs(the: The, _caller: Reader) -> WhatIfList:
    """The last what-ifs since the centre started."""
    return WhatIfList(items=[_view(item) for item in reversed(the.items.values())])


@router.get("/{what_if_id}", operation_id="get_what_if")
async def get_what_if(what_if_id: AnId, the: The, _caller: Reader) -> WhatIfView:
    """One what-if with what came out so far."""
    return _view(_find(the, what_if_id))


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
                required_skills=_levels(one.required_skills),
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
    queues = None if one.queues is None else tuple(QueueId(queue) for queue in one.queues)
    return AgentChange(agent_id=AgentId(one.agent_id), skills=_levels(one.skills), queues=queues)


def _levels(levels: dict[str, int] | None) -> dict[SkillId, int] | None:
    return None if levels is None else {SkillId(skill): level for skill, level in levels.items()}


def _view(item: WhatIf) -> WhatIfView:
    return WhatIfView(
        id=item.id,
        asked_at=item.asked_at,
        begins=item.study.begins,
        ends=item.study.ends,
        state=item.state,
        progress=item.progress,
        problem=item.problem,
        findings=None if item.findings is None else _findings(item.findings),
    )


def _findings(findings: Findings) -> FindingsView:
    same = findings.reproduction
    return FindingsView(
        contacts=findings.contacts,
        seeds=findings.seeds,
        reproduction=ReproductionView(
            decisions=same.decisions, same=same.same, first_other=same.first_other
        ),
        comparisons=[_comparison(one) for one in findings.comparisons],
    )


def _comparison(one: Comparison) -> ComparisonView:
    return ComparisonView(
        queue_id=one.queue_id,
        name=one.name,
        before=_figures(one.before),
        after=_figures(one.after),
        change=_figures(one.change),
    )


def _figures(intervals: dict[str, Interval]) -> FiguresView:
    return FiguresView(
        **{
            name: IntervalView(mean=interval.mean, within=interval.within)
            for name, interval in intervals.items()
        }
    )

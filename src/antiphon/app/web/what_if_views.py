"""What-ifs as they are shown over HTTP: how far, what came out, and its half-hours."""

from datetime import datetime

from pydantic import BaseModel, Field

from antiphon.app.past.what_ifs import WhatIf, WhatIfState
from antiphon.app.web.what_if_fields import PlanFields, fields_of
from antiphon.simulation.what_if.figures import Interval
from antiphon.simulation.what_if.ledger import HALF_HOUR
from antiphon.simulation.what_if.study import Comparison, Course, Findings


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
    plan: PlanFields = Field(description="What was asked to be different.")
    seeds: int
    state: WhatIfState
    progress: float = Field(ge=0, le=1)
    problem: str = Field(
        description="Why it failed: what_if.day_empty, what_if.plan_unfit or what_if.failed."
    )
    findings: FindingsView | None


class HalfHourFiguresView(BaseModel):
    """Half an hour, in the units of FiguresView; null: fewer than two runs had anybody to count."""

    offered: IntervalView | None = Field(description="Who came in it.")
    waiting: IntervalView | None = Field(description="How many were in line, on average.")
    service_level: IntervalView | None = Field(description="Of those who came in it.")
    mean_wait_s: IntervalView | None = Field(description="Of those who came in it.")
    occupancy: IntervalView | None = Field(description="Of all agents.")


class HalfHourView(BaseModel):
    """Half an hour of a what-if; the last one may be shorter."""

    begins: datetime
    before: HalfHourFiguresView
    after: HalfHourFiguresView


class WhatIfCourse(BaseModel):
    """A what-if by half-hours, from its beginning to its end."""

    items: list[HalfHourView]


class WhatIfList(BaseModel):
    """The last what-ifs, newest first."""

    items: list[WhatIfView]


def view_of(item: WhatIf) -> WhatIfView:
    return WhatIfView(
        id=item.id,
        asked_at=item.asked_at,
        begins=item.study.begins,
        ends=item.study.ends,
        plan=fields_of(item.study.plan),
        seeds=item.study.seeds,
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


def course_view_of(course: Course, begins: datetime) -> WhatIfCourse:
    """Half-hour by half-hour, what the course keeps figure by figure."""
    count = len(course.before["offered"])
    return WhatIfCourse(
        items=[
            HalfHourView(
                begins=begins + number * HALF_HOUR,
                before=_half_hour(course.before, number),
                after=_half_hour(course.after, number),
            )
            for number in range(count)
        ]
    )


def _half_hour(intervals: dict[str, list[Interval | None]], number: int) -> HalfHourFiguresView:
    return HalfHourFiguresView(
        **{name: _interval(values[number]) for name, values in intervals.items()}
    )


def _interval(interval: Interval | None) -> IntervalView | None:
    if interval is None:
        return None
    return IntervalView(mean=interval.mean, within=interval.within)

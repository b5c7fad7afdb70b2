"""What-ifs over HTTP: a past day with other people, skills or queues, beside what it was."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated, Self

from fastapi import APIRouter, Path, Query
from pydantic import AwareDatetime, Field, model_validator

from antiphon.app.past.what_ifs import Busy, WhatIf, WhatIfs
from antiphon.app.web.what_if_fields import PlanFields, plan_of
from antiphon.app.web.what_if_views import (
    WhatIfCourse,
    WhatIfList,
    WhatIfView,
    course_view_of,
    view_of,
)
from antiphon.edge.caller import Caller, permitted
from antiphon.edge.fields import Id, Input
from antiphon.edge.parts import part
from antiphon.edge.problems import Problem, not_found
from antiphon.identity.contract import Permission
from antiphon.simulation.what_if.study import Study

router = APIRouter(prefix="/v1/what-if", tags=["what-if"])

The = Annotated[WhatIfs, part(WhatIfs)]
Reader = Annotated[Caller, permitted(Permission.WHAT_IF_READ)]
Planner = Annotated[Caller, permitted(Permission.WHAT_IF_RUN)]
AnId = Annotated[str, Path(alias="what_if_id", max_length=20)]

_LONGEST = timedelta(days=2)


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
            Study(begins=body.begins, ends=body.ends, plan=plan_of(body.plan), seeds=body.seeds)
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

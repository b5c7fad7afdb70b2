"""Planned changes over HTTP: some fields of any item of the configuration, from a time on.

Who may edit items of a kind may plan changes of them, and sees and cancels those that others
planned.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from pydantic import AwareDatetime, BaseModel, Field

from antiphon.agents.api import AGENTS, REASON_CODES, SKILLS
from antiphon.agents.teams_api import TEAMS
from antiphon.call_buttons.api import CALL_BUTTONS
from antiphon.configuration.contract import CancelPlan, PlanChange, PlannedChange
from antiphon.configuration.domain import Plan, PlanBook
from antiphon.desktop.api import SCREEN_POPS, SCRIPTS, SITES
from antiphon.edge.caller import Caller, permitted
from antiphon.edge.catalogue import CatalogueApi
from antiphon.edge.fields import Id, Input
from antiphon.edge.parts import Centre, part
from antiphon.edge.problems import Problem, not_found
from antiphon.flows.api import FLOWS, OPENING_HOURS
from antiphon.interactions.api import DISPOSITIONS, WRAP_UP_FORMS
from antiphon.kernel.ids import PlanId, new_id
from antiphon.routing.api import QUEUES
from antiphon.telephony.api import ENTRY_POINTS, TRUNKS

_CATALOGUES: Mapping[str, CatalogueApi[Any]] = {
    catalogue.path: catalogue
    for catalogue in (
        AGENTS,
        CALL_BUTTONS,
        DISPOSITIONS,
        ENTRY_POINTS,
        FLOWS,
        OPENING_HOURS,
        QUEUES,
        REASON_CODES,
        SCREEN_POPS,
        SCRIPTS,
        SITES,
        SKILLS,
        TEAMS,
        TRUNKS,
        WRAP_UP_FORMS,
    )
}

Planner = Annotated[Caller, permitted(*sorted({one.edit for one in _CATALOGUES.values()}))]
Book = Annotated[PlanBook, part(PlanBook)]
APlan = Annotated[str, Path(alias="plan_id", min_length=1, max_length=64)]

router = APIRouter(prefix="/v1/planned-changes", tags=["planned-changes"])


class NewPlannedChange(Input):
    """What is to change, of which item, from when on."""

    kind: str = Field(max_length=40, examples=["queues"], description="The path of its kind.")
    item_id: Id
    at: AwareDatetime
    changes: dict[str, Any] = Field(
        max_length=100,
        examples=[{"service_level_s": 30}],
        description="The new values by field; other fields stay what they are by then.",
    )


class PlannedChangeShown(BaseModel):
    """A change to come; or one that could not be made, with the reason."""

    id: str
    kind: str
    item_id: str
    name: str
    at: datetime
    changes: dict[str, Any]
    planned_at: datetime
    by: str | None
    refusal: str | None = Field(description="Why it could not be made when its time had come.")


class PlannedChanges(BaseModel):
    """Changes to come, the next one first."""

    items: list[PlannedChangeShown]


@router.get("", operation_id="list_planned_changes")
async def list_planned_changes(book: Book, caller: Planner) -> PlannedChanges:
    """The changes to come of every kind that the caller may edit."""
    mine = [plan for plan in book.plans.values() if _may_edit(caller, plan.change.kind)]
    mine.sort(key=lambda plan: plan.change.due_at)
    return PlannedChanges(items=[_shown(plan) for plan in mine])


@router.post("", operation_id="plan_change", status_code=HTTPStatus.CREATED)
async def plan_change(
    body: NewPlannedChange, request: Request, book: Book, caller: Planner, centre: Centre
) -> PlannedChangeShown:
    """Change some fields of an item at a time to come."""
    catalogue = _catalogue(caller, body.kind)
    change = PlannedChange(
        id=PlanId(new_id(datetime.now(UTC))),
        kind=body.kind,
        item_id=body.item_id,
        name=catalogue.get(request, body.item_id).name,
        changes=catalogue.changed(request, body.item_id, body.changes),
        due_at=body.at.astimezone(UTC),
    )
    await centre.submit(PlanChange(plan=change, by=caller.user_id))
    return _shown(book.get(change.id))


@router.delete("/{plan_id}", operation_id="cancel_planned_change", status_code=204)
async def cancel_planned_change(
    plan_id: APlan, book: Book, caller: Planner, centre: Centre
) -> None:
    """Leave the item as it is; or put away a change that could not be made."""
    _catalogue(caller, book.get(PlanId(plan_id)).change.kind)
    await centre.submit(CancelPlan(plan_id=PlanId(plan_id), by=caller.user_id))


def _may_edit(caller: Caller, kind: str) -> bool:
    catalogue = _CATALOGUES.get(kind)
    return catalogue is not None and caller.may(catalogue.edit)


def _catalogue(caller: Caller, kind: str) -> CatalogueApi[Any]:
    catalogue = _CATALOGUES.get(kind)
    if catalogue is None:
        raise not_found("kind of item")
    if not caller.may(catalogue.edit):
        raise Problem(HTTPStatus.FORBIDDEN, "permission.missing", f"This needs {catalogue.edit}.")
    return catalogue


def _shown(plan: Plan) -> PlannedChangeShown:
    change = plan.change
    return PlannedChangeShown(
        id=change.id,
        kind=change.kind,
        item_id=change.item_id,
        name=change.name,
        at=change.due_at,
        changes=change.changes,
        planned_at=plan.planned_at,
        by=plan.by,
        refusal=plan.refusal.reason if plan.refusal is not None else None,
    )

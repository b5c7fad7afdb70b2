"""The plan over HTTP: a week of it, its changes, and what is taken back."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from http import HTTPStatus
from typing import Annotated

import msgspec
from fastapi import APIRouter, Path, Query

from antiphon.agents.contract import Agent, Team
from antiphon.edge.caller import Caller, permitted
from antiphon.edge.oversight import NOT_YOURS, Oversight
from antiphon.edge.parts import Centre, part
from antiphon.edge.problems import not_found
from antiphon.identity.contract import Permission
from antiphon.kernel.ids import AgentId, ShiftChangeId, ShiftId, new_id
from antiphon.workforce import fields
from antiphon.workforce.contract import ChangeShifts, ChangeSource, UndoShiftChange
from antiphon.workforce.domain import ShiftBook, ShiftChange

router = APIRouter(prefix="/v1/plan", tags=["plan"])

NAMES_TOLD = 3
A_WEEK = timedelta(days=7)


class PlanReading(msgspec.Struct, frozen=True):
    """Reads who may be planned, and the clock they are planned by. The app fills it in."""

    zone: tzinfo
    now: Callable[[], datetime]
    agents: Callable[[], Iterable[Agent]]
    teams: Callable[[], Iterable[Team]]


Reader = Annotated[Caller, permitted(Permission.SHIFT_READ)]
Editor = Annotated[Caller, permitted(Permission.SHIFT_EDIT)]
Book = Annotated[ShiftBook, part(ShiftBook)]
Reading = Annotated[PlanReading, part(PlanReading)]
Limits = Annotated[Oversight, part(Oversight)]
AChange = Annotated[str, Path(alias="id", min_length=1, max_length=64)]


@router.get("/week", operation_id="get_plan_week")
async def get_plan_week(
    book: Book,
    reading: Reading,
    limits: Limits,
    caller: Reader,
    *,
    day: Annotated[
        date | None, Query(description="A day of the week; this week's if none.")
    ] = None,
    team_id: Annotated[str | None, Query(max_length=64)] = None,
) -> fields.PlanWeek:
    """The shifts that start in a week, of the agents whom one oversees."""
    zone = reading.zone
    today = reading.now().astimezone(zone).date()
    wanted = day or today
    monday = wanted - timedelta(days=wanted.weekday())
    begins = datetime.combine(monday, time(), zone).astimezone(UTC)
    ends = datetime.combine(monday + A_WEEK, time(), zone).astimezone(UTC)
    overseen = overseen_by(reading, limits, caller)
    shown = [one for one in overseen if team_id is None or team_id in one.teams]
    shown.sort(key=lambda one: (one.name.casefold(), one.id))
    teams = {team for one in overseen for team in one.teams}
    return fields.PlanWeek(
        monday=monday.isoformat(),
        days=[(monday + timedelta(days=number)).isoformat() for number in range(7)],
        today=today.isoformat(),
        zone=str(zone),
        version=book.version,
        teams=[
            fields.NamedView(id=team.id, name=team.name)
            for team in reading.teams()
            if team.id in teams
        ],
        agents=[fields.NamedView(id=one.id, name=one.name) for one in shown],
        shifts=[
            fields.shift_view(shift, book.versions[shift.id], zone)
            for one in shown
            for shift in book.between(one.id, begins, ends)
        ],
    )


@router.post("/changes", operation_id="change_plan")
async def change_plan(
    body: fields.PlanChange,
    *,
    book: Book,
    reading: Reading,
    limits: Limits,
    caller: Editor,
    centre: Centre,
) -> fields.PlanChanged:
    """Save shifts and take some out, all or none; only of agents whom one oversees."""
    now = reading.now()
    saved = [one.shift(one.id or new_id(now), reading.zone) for one in body.saved]
    removed = tuple(ShiftId(shift_id) for shift_id in body.removed)
    touched = [book.find(shift_id) for shift_id in (*removed, *(shift.id for shift in saved))]
    for shift in (*saved, *touched):
        if shift is not None:
            limits.check_agent(caller, shift.agent_id)
    change_id = ShiftChangeId(new_id(now))
    await centre.submit(
        ChangeShifts(
            change_id=change_id,
            source=ChangeSource.PAGE,
            saved=tuple(saved),
            removed=removed,
            based_on=tuple((ShiftId(one.id), one.version) for one in body.saved if one.id),
            by=caller.user_id,
        )
    )
    return fields.PlanChanged(change_id=change_id)


@router.get("/changes", operation_id="list_plan_changes")
async def list_plan_changes(
    book: Book, reading: Reading, limits: Limits, caller: Reader
) -> fields.PlanChangeList:
    """The last changes, newest first."""
    names = {one.id: one.name for one in reading.agents()}
    overseen = {one.id for one in overseen_by(reading, limits, caller)}
    return fields.PlanChangeList(
        items=[
            _change_view(change, book, names, may_undo=change.agents <= overseen)
            for change in reversed(book.changes.values())
            if change.agents & overseen
        ]
    )


@router.post("/changes/{id}/undo", operation_id="undo_plan_change", status_code=HTTPStatus.OK)
async def undo_plan_change(
    change_id: AChange,
    *,
    book: Book,
    reading: Reading,
    limits: Limits,
    caller: Editor,
    centre: Centre,
) -> fields.PlanChanged:
    """Put back how the shifts read before a change."""
    undone = book.changes.get(ShiftChangeId(change_id))
    if undone is None:
        raise not_found("change")
    if not undone.agents <= {one.id for one in overseen_by(reading, limits, caller)}:
        raise NOT_YOURS
    fresh = ShiftChangeId(new_id(reading.now()))
    await centre.submit(UndoShiftChange(id=undone.id, change_id=fresh, by=caller.user_id))
    return fields.PlanChanged(change_id=fresh)


def overseen_by(reading: PlanReading, limits: Oversight, caller: Caller) -> list[Agent]:
    """The agents whom somebody may plan for."""
    limit = limits.limit_of(caller)
    return [one for one in reading.agents() if limit is None or one.id in limit.agents]


def _change_view(
    change: ShiftChange, book: ShiftBook, names: Mapping[AgentId, str], *, may_undo: bool
) -> fields.PlanChangeView:
    told = sorted(names[agent_id] for agent_id in change.agents if agent_id in names)
    is_as_left = all(book.find(one) == shift for one, shift in change.after.items())
    return fields.PlanChangeView(
        id=change.id,
        at=change.at,
        by=change.by,
        source=change.source,
        saved=sum(shift is not None for shift in change.after.values()),
        removed=sum(shift is None for shift in change.after.values()),
        agents=told[:NAMES_TOLD],
        agent_count=len(change.agents),
        undoes=change.undoes,
        is_undone=change.undone_by is not None,
        may_undo=may_undo and is_as_left and change.undone_by is None,
    )

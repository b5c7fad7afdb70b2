"""Importing a plan over HTTP: what a file would change, and taking it as it was shown."""

from base64 import b64decode
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Annotated

from fastapi import APIRouter

from antiphon.agents.contract import Agent
from antiphon.edge.parts import Centre, part
from antiphon.edge.problems import bad_fields
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, ShiftChangeId, new_id
from antiphon.workforce import fields
from antiphon.workforce.api import (
    Book,
    Editor,
    Limits,
    PlanReading,
    Reading,
    overseen_by,
)
from antiphon.workforce.contract import ChangeShifts, ChangeSource, Shift
from antiphon.workforce.domain import ShiftBook
from antiphon.workforce.file_reader import PlanFileReader
from antiphon.workforce.local_time import wall_clock
from antiphon.workforce.replacing import Replacement, replace_days
from antiphon.workforce.sheet import NotASheet

router = APIRouter(prefix="/v1/plan/import", tags=["plan"])

MOST_TOLD = 200

Files = Annotated[PlanFileReader, part(PlanFileReader)]


@router.post("/preview", operation_id="preview_plan_import")
async def preview_plan_import(
    body: fields.PlanFile,
    *,
    book: Book,
    reading: Reading,
    limits: Limits,
    files: Files,
    caller: Editor,
) -> fields.PlanPreview:
    """What a file would change, and what is wrong with its lines; nothing is changed."""
    who = _by_name(overseen_by(reading, limits, caller))
    found = await _read(body, book, reading, who, files)
    names = {one.id: one.name for one in reading.agents()}

    def told(what: str, shifts: Iterable[Shift]) -> list[fields.ShiftDifference]:
        return [
            fields.ShiftDifference(
                what=what,
                agent_name=names.get(shift.agent_id, ""),
                starts_clock=wall_clock(shift.starts_at, reading.zone),
                ends_clock=wall_clock(shift.ends_at, reading.zone),
                activity_count=len(shift.activities),
            )
            for shift in shifts
        ]

    differences = [
        *told("added", found.added),
        *told("changed", found.changed),
        *told("removed", found.removed),
    ]
    differences.sort(key=lambda one: (one.agent_name.casefold(), one.starts_clock, one.what))
    problems = sorted(found.problems, key=lambda problem: problem.line)
    agents = {shift.agent_id for shift in (*found.added, *found.changed, *found.removed)}
    return fields.PlanPreview(
        version=book.version,
        added=len(found.added),
        changed=len(found.changed),
        removed=len(found.removed),
        unchanged=found.unchanged,
        agent_count=len(agents),
        differences=differences[:MOST_TOLD],
        problems=[
            fields.LineProblemView(line=one.line, text=one.text, code=one.code)
            for one in problems[:MOST_TOLD]
        ],
        problem_count=len(problems),
    )


@router.post("", operation_id="import_plan")
async def import_plan(
    body: fields.PlanFileTaken,
    *,
    book: Book,
    reading: Reading,
    limits: Limits,
    files: Files,
    caller: Editor,
    centre: Centre,
) -> fields.PlanChanged:
    """Take a file as the preview showed it: all of it, or nothing while a line is wrong."""
    who = _by_name(overseen_by(reading, limits, caller))
    found = await _read(body, book, reading, who, files)
    if body.version != book.version:
        raise RuleBroken(
            "shift.plan_changed_meanwhile",
            "Somebody changed the plan meanwhile: look at the preview again.",
        )
    if found.problems:
        raise RuleBroken("shift.lines_wrong", "Some lines are wrong: mend them, then import again.")
    change_id = ShiftChangeId(new_id(reading.now()))
    await centre.submit(
        ChangeShifts(
            change_id=change_id,
            source=ChangeSource.FILE,
            saved=(*found.added, *found.changed),
            removed=tuple(shift.id for shift in found.removed),
            by=caller.user_id,
        )
    )
    return fields.PlanChanged(change_id=change_id)


async def _read(
    body: fields.PlanFile,
    book: ShiftBook,
    reading: PlanReading,
    who: Mapping[str, AgentId | None],
    files: PlanFileReader,
) -> Replacement:
    try:
        content = b64decode(body.content, validate=True)
    except ValueError as error:
        raise bad_fields({"content": "is not base64"}) from error
    now = reading.now()
    try:
        planned = await files.read(content, who, str(reading.zone), now)
    except NotASheet as error:
        raise RuleBroken(
            "shift.file_unreadable", "This is neither a workbook nor a table of text."
        ) from error
    return replace_days(planned, book, reading.zone, now, partial(new_id, now))


def _by_name(agents: Iterable[Agent]) -> dict[str, AgentId | None]:
    """Each agent by name and by extension; None for a name that several have."""
    known: dict[str, AgentId | None] = {}
    for agent in agents:
        for name in {agent.name.strip().casefold(), agent.extension.casefold()} - {""}:
            known[name] = None if name in known else agent.id
    return known

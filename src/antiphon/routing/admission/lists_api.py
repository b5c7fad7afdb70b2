"""Black and white lists over HTTP: found, imported with a report line by line, taken off."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from itertools import islice
from typing import Annotated

import msgspec
from fastapi import APIRouter, Path, Query

from antiphon.edge.parts import Centre, part
from antiphon.edge.problems import not_found
from antiphon.kernel.ids import EntryPointId, new_id
from antiphon.routing.admission import fields
from antiphon.routing.admission.api import Editor, Reader, TheBook
from antiphon.routing.admission.contract import (
    ListEntry,
    ListKind,
    RemoveListEntries,
    SaveListEntries,
)
from antiphon.routing.admission.lists import LineWrong, ListReader

router = APIRouter(prefix="/v1/admission/lists", tags=["admission"])

# Lines in one event, and problems that a report tells.
BATCH = 1_000
MOST_TOLD = 200
LONGEST_REASON = 200


@router.get("", operation_id="list_entries")
async def list_entries(
    book: TheBook,
    _caller: Reader,
    *,
    kind: ListKind,
    q: Annotated[str, Query(max_length=40, description="Part of the value or reason.")] = "",
    after: Annotated[str, Query(max_length=64)] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> fields.ListPage:
    """Entries of a list, in the order of their values."""
    wanted = q.strip().casefold()
    found = sorted(
        (f"{entry.value} {entry.id}", entry)
        for entry in book.lists.entries.values()
        if entry.list is kind
        and (wanted in entry.value.casefold() or wanted in entry.reason.casefold())
    )
    rest = [one for one in found if one[0] > after]
    shown = rest[:limit]
    return fields.ListPage(
        items=[
            fields.ListEntryShown.model_validate(msgspec.to_builtins(entry)) for _, entry in shown
        ],
        total=len(found),
        next=shown[-1][0] if len(rest) > limit else None,
    )


@router.post("/import", operation_id="import_entries")
async def import_entries(
    body: fields.ListImport,
    book: TheBook,
    reader: Annotated[ListReader, part(ListReader)],
    caller: Editor,
    centre: Centre,
) -> fields.ImportReport:
    """Put many lines on a list; what is wrong with a line is told, the others are taken."""
    report = fields.ImportReport(
        added=0, changed=0, empty=0, problems=[], problem_count=0, on_other=0
    )
    entries = _entries(body, reader, report)
    while batch := tuple(islice(entries, BATCH)):
        known = sum(book.lists.find_same(entry) is not None for entry in batch)
        await centre.submit(SaveListEntries(entries=batch, by=caller.user_id))
        report.changed += known
        report.on_other += sum(book.lists.is_on_other(entry) for entry in batch)
        report.added += len(batch) - known
    return report


@router.delete("/{id}", operation_id="remove_entry", status_code=HTTPStatus.NO_CONTENT)
async def remove_entry(
    entry_id: Annotated[str, Path(alias="id", min_length=1, max_length=64)],
    book: TheBook,
    caller: Editor,
    centre: Centre,
) -> None:
    """Take an entry off its list."""
    if entry_id not in book.lists.entries:
        raise not_found("entry")
    await centre.submit(RemoveListEntries(entry_ids=(entry_id,), by=caller.user_id))


def _entries(
    body: fields.ListImport, reader: ListReader, report: fields.ImportReport
) -> Iterator[ListEntry]:
    """The entries that the lines describe; each value once, the last line of it counts."""
    taken: dict[tuple[str, str], ListEntry] = {}
    for number, line in enumerate(body.lines.splitlines(), 1):
        value, reason = _cells(line)
        if not value and not reason:
            report.empty += 1
            continue
        try:
            match, read = reader.read(value)
        except LineWrong as wrong:
            report.problem_count += 1
            if len(report.problems) < MOST_TOLD:
                problem = fields.LineProblem(line=number, text=line[:80], code=wrong.code)
                report.problems.append(problem)
            continue
        taken[match, read] = ListEntry(
            id=new_id(datetime.now(UTC)),
            list=body.list,
            match=match,
            value=read,
            entry_point_id=EntryPointId(body.entry_point_id) if body.entry_point_id else None,
            reason=(reason or body.reason)[:LONGEST_REASON],
            expires_at=body.expires_at,
        )
    return iter(taken.values())


def _cells(line: str) -> tuple[str, str]:
    """Value and reason; a line may be quoted as spreadsheets write it."""
    try:
        cells = next(csv.reader([line.replace("\x00", "")]), [])
    except csv.Error:
        cells = [line]
    printable = ["".join(c for c in cell if c.isprintable()).strip() for cell in cells]
    return (printable[0] if printable else ""), (printable[1] if len(printable) > 1 else "")

"""What an imported plan changes: its agents' days read as the file says, the rest stays. Pure.

A shift that starts when one of the same agent did before keeps that one's id, and so its history.
"""

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import NamedTuple

import msgspec

from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, ShiftId
from antiphon.workforce.contract import Shift
from antiphon.workforce.domain import ShiftBook
from antiphon.workforce.lines import LineProblem, PlannedLines


class Replacement(NamedTuple):
    """What is to be saved and taken out, and how much stays as it was."""

    added: list[Shift]
    changed: list[Shift]
    removed: list[Shift]
    unchanged: int
    problems: list[LineProblem]


def replace_days(
    planned: PlannedLines, book: ShiftBook, zone: tzinfo, now: datetime, new_id: Callable[[], str]
) -> Replacement:
    """Compare a file with the plan as it is."""
    found = Replacement([], [], [], 0, list(planned.problems))
    unchanged = 0
    by_agent: dict[AgentId, list[tuple[int, Shift]]] = {}
    for line, shift in planned.shifts:
        by_agent.setdefault(shift.agent_id, []).append((line, shift))
    for agent_id, theirs in by_agent.items():
        days = {shift.starts_at.astimezone(zone).date() for _, shift in theirs}
        there = {
            shift.starts_at: shift
            for shift in book.of(agent_id)
            if shift.starts_at.astimezone(zone).date() in days
        }
        saved: list[Shift] = []
        for _, shift in theirs:
            before = there.pop(shift.starts_at, None)
            shift_id = before.id if before is not None else ShiftId(new_id())
            read = msgspec.structs.replace(shift, id=shift_id)
            if read == before:
                unchanged += 1
                continue
            saved.append(read)
            (found.added if before is None else found.changed).append(read)
        try:
            book.check(saved, [shift.id for shift in there.values()], now)
        except RuleBroken:
            # Sound by itself, it can only lie upon what stays on the days beside it.
            found.problems.append(LineProblem(theirs[0][0], "", "overlap_stays"))
        found.removed.extend(there.values())
    return found._replace(unchanged=unchanged)

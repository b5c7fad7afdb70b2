"""The plan of a tenant: whose shifts are when, what each change did, and how it is undone. Pure.

`check` holds what a plan must keep to. What is planned for an agent at this moment, `standing`,
follows the events alone: time tells the book where one activity ends and the next begins.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import TypeVar

import msgspec

from antiphon.agents.contract import AgentRemoved
from antiphon.kernel.commands import Deadlines
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, ShiftChangeId, ShiftId, UserId
from antiphon.workforce.contract import (
    LONGEST_NOTE,
    ChangeShifts,
    ChangeSource,
    Planned,
    PlanTurned,
    Shift,
    ShiftsSaved,
    TurnPlan,
    UndoShiftChange,
)
from antiphon.workforce.standing import Standing, standing_at

LONGEST = timedelta(hours=24)
FURTHEST = timedelta(days=400)
# What is older stays in the journal.
KEPT = timedelta(days=42)
MOST_ACTIVITIES = 24
MOST_CHANGED = 5_000
CHANGES_KEPT = 30
# Shifts in one event.
BATCH = 200

Shifts = dict[ShiftId, Shift | None]
T = TypeVar("T")


class ShiftChange(msgspec.Struct, kw_only=True):
    """A change of the plan, with how each shift read before and after; None: there was none."""

    id: ShiftChangeId
    at: datetime
    by: UserId | None
    source: ChangeSource
    undoes: ShiftChangeId | None
    before: Shifts
    after: Shifts
    undone_by: ShiftChangeId | None = None

    @property
    def agents(self) -> frozenset[AgentId]:
        """Whose plan it changed."""
        shifts = (*self.before.values(), *self.after.values())
        return frozenset(shift.agent_id for shift in shifts if shift is not None)


class ShiftBook:
    """The shifts of all agents, each with the version of the plan that it was saved in."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self._of: dict[AgentId, dict[ShiftId, Shift]] = {}
        self._owner: dict[ShiftId, AgentId] = {}
        self._standing: dict[AgentId, Standing] = {}
        self.versions: dict[ShiftId, int] = {}
        # The version of the plan: how often anything in it changed.
        self.version = 0
        self.changes: dict[ShiftChangeId, ShiftChange] = {}

    def of(self, agent_id: AgentId) -> list[Shift]:
        """An agent's shifts in their order."""
        return sorted(self._of.get(agent_id, {}).values(), key=lambda shift: shift.starts_at)

    def between(self, agent_id: AgentId, since: datetime, until: datetime) -> list[Shift]:
        """Those that start in a stretch of time."""
        return [shift for shift in self.of(agent_id) if since <= shift.starts_at < until]

    def find(self, shift_id: ShiftId) -> Shift | None:
        """The shift, or None."""
        owner = self._owner.get(shift_id)
        return None if owner is None else self._of[owner].get(shift_id)

    def standing(self, agent_id: AgentId) -> Standing | None:
        """What is planned for an agent now; None for one without any plan."""
        return self._standing.get(agent_id)

    def change(
        self, command: ChangeShifts, now: datetime, names: Mapping[AgentId, str]
    ) -> Iterable[Event]:
        """Decide about a change of the plan; `names` are those of the agents who are there."""
        for shift_id, version in command.based_on:
            if self.versions.get(shift_id, 0) != version:
                raise RuleBroken(
                    "shift.changed_meanwhile",
                    "Somebody changed this shift meanwhile: look at the week again, then edit.",
                )
        saved = [shift for shift in command.saved if shift != self.find(shift.id)]
        removed = [shift_id for shift_id in command.removed if self.find(shift_id) is not None]
        yield from self._changed(command, saved, removed, now=now, names=names)

    def undo(
        self, command: UndoShiftChange, now: datetime, names: Mapping[AgentId, str]
    ) -> Iterable[Event]:
        """Decide about putting back what a change changed."""
        undone = self.get_change(command.id)
        if any(self.find(shift_id) != shift for shift_id, shift in undone.after.items()):
            raise RuleBroken(
                "shift.changed_since", "These shifts were changed again since: edit them instead."
            )
        back = ChangeShifts(
            change_id=command.change_id,
            source=ChangeSource.UNDO,
            saved=tuple(
                shift
                for shift in undone.before.values()
                if shift is not None and shift.agent_id in names
            ),
            removed=tuple(shift_id for shift_id, shift in undone.before.items() if shift is None),
            by=command.by,
        )
        yield from self._changed(
            back, back.saved, back.removed, now=now, names=names, undoes=undone.id
        )

    def get_change(self, change_id: ShiftChangeId) -> ShiftChange:
        """One of the last changes, or RuleBroken."""
        change = self.changes.get(change_id)
        if change is None:
            raise RuleBroken("shift.change_unknown", "This change is too long ago to be undone.")
        return change

    def check(self, saved: Iterable[Shift], removed: Iterable[ShiftId], now: datetime) -> None:
        """Raise RuleBroken for shifts that cannot be, alone or beside those that stay."""
        saved = list(saved)
        for shift in saved:
            check_shift(shift, now)
        gone = {*removed, *(shift.id for shift in saved)}
        for agent_id in {shift.agent_id for shift in saved}:
            stay = [shift for shift in self.of(agent_id) if shift.id not in gone]
            theirs = [shift for shift in saved if shift.agent_id == agent_id]
            ordered = sorted([*stay, *theirs], key=lambda shift: shift.starts_at)
            for one, other in pairwise(ordered):
                if other.starts_at < one.ends_at:
                    raise RuleBroken("shift.overlap", "This agent has another shift at this time.")

    def _changed(
        self,
        command: ChangeShifts,
        saved: Sequence[Shift],
        removed: Sequence[ShiftId],
        *,
        now: datetime,
        names: Mapping[AgentId, str],
        undoes: ShiftChangeId | None = None,
    ) -> Iterator[Event]:
        if len(saved) + len(removed) > MOST_CHANGED:
            raise RuleBroken("shift.too_many", f"Change at most {MOST_CHANGED:,} shifts at once.")
        for shift in saved:
            if self._owner.get(shift.id, shift.agent_id) != shift.agent_id:
                raise RuleBroken("shift.not_moved", "Take it out, and plan another for the other.")
            if shift.agent_id not in names:
                raise RuleBroken("shift.agent_unknown", "There is no such agent any more.")
        self.check(saved, removed, now)
        # Those that go are told first, so that what comes in their place never lies upon them.
        told = partial(_event, command, names=names, undoes=undoes, now=now)
        for gone in _batches(removed):
            yield told((), gone, [self._owner[shift_id] for shift_id in gone])
        for come in _batches(saved):
            yield told(come, (), [shift.agent_id for shift in come])

    def turn(self, command: TurnPlan, now: datetime) -> Iterable[Event]:
        """Decide about what is planned from now on."""
        standing = standing_at(self.of(command.agent_id), now)
        planned = standing.planned if standing is not None else Planned.OFF
        yield PlanTurned(at=now, agent_id=command.agent_id, planned=planned)

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case ShiftsSaved():
                self.version += 1
                self._note(event)
                for shift_id in event.removed:
                    self._take_out(shift_id)
                for shift in event.saved:
                    self._put(shift)
                for agent_id in event.agents:
                    self._forget_old(agent_id, event.at)
                    self._stand(agent_id, event.at)
            case PlanTurned():
                self._stand(event.agent_id, event.at)
            case AgentRemoved(agent_id=agent_id):
                for shift_id in list(self._of.get(agent_id, ())):
                    self._take_out(shift_id)
                self._stand(agent_id, event.at)
            case _:
                pass

    def _note(self, event: ShiftsSaved) -> None:
        change = self.changes.get(event.change_id)
        if change is None:
            change = self.changes[event.change_id] = ShiftChange(
                id=event.change_id,
                at=event.at,
                by=event.by,
                source=event.source,
                undoes=event.undoes,
                before={},
                after={},
            )
            if event.undoes is not None and event.undoes in self.changes:
                self.changes[event.undoes].undone_by = event.change_id
            if len(self.changes) > CHANGES_KEPT:
                del self.changes[next(iter(self.changes))]
        for shift_id in event.removed:
            change.before.setdefault(shift_id, self.find(shift_id))
            change.after[shift_id] = None
        for shift in event.saved:
            change.before.setdefault(shift.id, self.find(shift.id))
            change.after[shift.id] = shift

    def _put(self, shift: Shift) -> None:
        self._take_out(shift.id)
        self._of.setdefault(shift.agent_id, {})[shift.id] = shift
        self._owner[shift.id] = shift.agent_id
        self.versions[shift.id] = self.version

    def _take_out(self, shift_id: ShiftId) -> None:
        owner = self._owner.pop(shift_id, None)
        self.versions.pop(shift_id, None)
        if owner is not None:
            theirs = self._of[owner]
            del theirs[shift_id]
            if not theirs:
                del self._of[owner]

    def _forget_old(self, agent_id: AgentId, now: datetime) -> None:
        for shift in self.of(agent_id):
            if now - shift.ends_at > KEPT:
                self._take_out(shift.id)

    def _stand(self, agent_id: AgentId, now: datetime) -> None:
        standing = standing_at(self.of(agent_id), now)
        if standing is None:
            self._standing.pop(agent_id, None)
        else:
            self._standing[agent_id] = standing
        if standing is None or standing.until is None:
            self._deadlines.clear(_key(agent_id))
        else:
            self._deadlines.set(_key(agent_id), standing.until, TurnPlan(agent_id=agent_id))


def check_shift(shift: Shift, now: datetime) -> None:
    """Raise RuleBroken for a shift that cannot be."""
    if shift.ends_at <= shift.starts_at:
        raise RuleBroken("shift.ends_first", "A shift ends after it starts.")
    if shift.ends_at - shift.starts_at > LONGEST:
        raise RuleBroken("shift.too_long", "A shift lasts 24 hours at most.")
    if shift.starts_at - now > FURTHEST or now - shift.ends_at > KEPT:
        raise RuleBroken("shift.too_far", "Plan from six weeks ago to a year ahead.")
    if len(shift.activities) > MOST_ACTIVITIES:
        raise RuleBroken("shift.too_many_activities", f"At most {MOST_ACTIVITIES} in a shift.")
    notes = (shift.note, *(activity.note for activity in shift.activities))
    if any(len(note) > LONGEST_NOTE for note in notes):
        raise RuleBroken("shift.note_too_long", f"A note has at most {LONGEST_NOTE} letters.")
    _check_activities(shift)


def _check_activities(shift: Shift) -> None:
    last_end = shift.starts_at
    for activity in sorted(shift.activities, key=lambda one: one.starts_at):
        if activity.kind in {Planned.OFF, Planned.WORK}:
            raise RuleBroken("shift.kind", "The time between the activities is work by itself.")
        if activity.ends_at <= activity.starts_at:
            raise RuleBroken("shift.activity_ends_first", "An activity ends after it starts.")
        if activity.starts_at < shift.starts_at or activity.ends_at > shift.ends_at:
            raise RuleBroken("shift.activity_outside", "An activity lies within its shift.")
        if activity.starts_at < last_end:
            raise RuleBroken("shift.activities_overlap", "Two activities are at the same time.")
        last_end = activity.ends_at


def _event(
    command: ChangeShifts,
    saved: tuple[Shift, ...],
    removed: tuple[ShiftId, ...],
    owners: Iterable[AgentId],
    *,
    names: Mapping[AgentId, str],
    undoes: ShiftChangeId | None,
    now: datetime,
) -> Event:
    agents = tuple(dict.fromkeys(owners))
    return ShiftsSaved(
        at=now,
        change_id=command.change_id,
        source=command.source,
        saved=saved,
        removed=removed,
        agents=agents,
        undoes=undoes,
        name=_told([names.get(agent_id, "") for agent_id in agents]),
        by=command.by,
    )


def _batches(things: Sequence[T]) -> Iterator[tuple[T, ...]]:
    for start in range(0, len(things), BATCH):
        yield tuple(things[start : start + BATCH])


def _told(names: list[str]) -> str:
    """The first names, and how many more there are."""
    known = [name for name in names if name]
    more = f" +{len(known) - 3}" if len(known) > 3 else ""
    return ", ".join(known[:3]) + more


def _key(agent_id: AgentId) -> str:
    return f"plan/{agent_id}"

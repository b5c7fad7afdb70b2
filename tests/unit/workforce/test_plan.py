"""The plan: what it refuses, how a change is undone, and what time makes of it."""

from datetime import timedelta

import pytest
from tests.support.centre import NOON, SmallCentre

from antiphon.agents.contract import ChangePresence, Presence, RemoveAgent
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, ShiftChangeId, ShiftId
from antiphon.workforce.contract import (
    Activity,
    ChangeShifts,
    ChangeSource,
    Planned,
    PlanTurned,
    Shift,
    ShiftsSaved,
    UndoShiftChange,
)
from antiphon.workforce.domain import BATCH, KEPT

pytestmark = pytest.mark.unit

ANN, BOB = AgentId("ann"), AgentId("bob")
HOUR = timedelta(hours=1)


def a_shift(name: str, start: float, end: float, *pauses: Activity, agent: AgentId = ANN) -> Shift:
    """A shift by hours from noon."""
    return Shift(
        id=ShiftId(name),
        agent_id=agent,
        starts_at=NOON + start * HOUR,
        ends_at=NOON + end * HOUR,
        activities=pauses,
    )


def a_pause(start: float, end: float, kind: Planned = Planned.BREAK) -> Activity:
    return Activity(kind=kind, starts_at=NOON + start * HOUR, ends_at=NOON + end * HOUR)


def planned(centre: SmallCentre, change: str, *shifts: Shift, removed: str = "") -> None:
    centre.do(
        ChangeShifts(
            change_id=ShiftChangeId(change),
            source=ChangeSource.PAGE,
            saved=shifts,
            removed=(ShiftId(removed),) if removed else (),
        )
    )


def standing(centre: SmallCentre) -> Planned | None:
    now = centre.world.shifts.standing(ANN)
    return now.planned if now is not None else None


@pytest.mark.parametrize(
    ("shift", "code"),
    [
        (a_shift("a", 2, 1), "shift.ends_first"),
        (a_shift("a", 0, 25), "shift.too_long"),
        (a_shift("a", 24 * 500, 24 * 500 + 8), "shift.too_far"),
        (a_shift("a", 1, 9, a_pause(0, 2)), "shift.activity_outside"),
        (a_shift("a", 1, 9, a_pause(3, 3)), "shift.activity_ends_first"),
        (a_shift("a", 1, 9, a_pause(3, 5), a_pause(4, 6)), "shift.activities_overlap"),
        (a_shift("a", 1, 9, a_pause(3, 5, Planned.WORK)), "shift.kind"),
        (a_shift("a", 1, 9, agent=AgentId("nobody")), "shift.agent_unknown"),
    ],
)
def test_what_cannot_be_is_refused(shift: Shift, code: str) -> None:
    centre = SmallCentre("ann")
    with pytest.raises(RuleBroken) as refused:
        planned(centre, "c1", shift)
    assert refused.value.code == code
    assert centre.world.shifts.of(ANN) == []


def test_two_shifts_of_one_agent_never_lie_upon_each_other() -> None:
    centre = SmallCentre("ann", "bob")
    planned(centre, "c1", a_shift("a", 1, 5), a_shift("b", 1, 5, agent=BOB))
    with pytest.raises(RuleBroken, match="another shift"):
        planned(centre, "c2", a_shift("late", 4, 8))
    # End to end they may be, and the first may make room for the second in one change.
    planned(centre, "c3", a_shift("late", 5, 8))
    planned(centre, "c4", a_shift("whole", 2, 8), a_shift("a", 1, 2), removed="late")
    assert [shift.id for shift in centre.world.shifts.of(ANN)] == ["a", "whole"]


def test_an_edit_of_an_old_version_is_refused() -> None:
    centre = SmallCentre("ann")
    planned(centre, "c1", a_shift("a", 1, 5))
    seen = centre.world.shifts.versions[ShiftId("a")]
    planned(centre, "c2", a_shift("a", 1, 6))
    with pytest.raises(RuleBroken) as refused:
        centre.do(
            ChangeShifts(
                change_id=ShiftChangeId("c3"),
                source=ChangeSource.PAGE,
                saved=(a_shift("a", 1, 7),),
                based_on=((ShiftId("a"), seen),),
            )
        )
    assert refused.value.code == "shift.changed_meanwhile"


def test_a_change_is_undone_and_the_undoing_too() -> None:
    centre = SmallCentre("ann")
    planned(centre, "c1", a_shift("a", 1, 5), a_shift("b", 6, 8))
    before = centre.world.shifts.of(ANN)
    planned(centre, "c2", a_shift("a", 2, 5), a_shift("c", 9, 10), removed="b")
    after = centre.world.shifts.of(ANN)
    centre.do(UndoShiftChange(id=ShiftChangeId("c2"), change_id=ShiftChangeId("c3")))
    assert centre.world.shifts.of(ANN) == before
    assert centre.world.shifts.changes[ShiftChangeId("c2")].undone_by == "c3"
    centre.do(UndoShiftChange(id=ShiftChangeId("c3"), change_id=ShiftChangeId("c4")))
    assert centre.world.shifts.of(ANN) == after


def test_what_was_changed_again_is_not_undone() -> None:
    centre = SmallCentre("ann")
    planned(centre, "c1", a_shift("a", 1, 5))
    planned(centre, "c2", a_shift("a", 1, 6))
    with pytest.raises(RuleBroken) as refused:
        centre.do(UndoShiftChange(id=ShiftChangeId("c1"), change_id=ShiftChangeId("c3")))
    assert refused.value.code == "shift.changed_since"


def test_a_large_change_is_several_events_and_one_undo() -> None:
    centre = SmallCentre("ann")
    many = [a_shift(f"s{n}", n + 0.1, n + 0.9) for n in range(BATCH + 5)]
    planned(centre, "c1", *many)
    assert sum(isinstance(event, ShiftsSaved) for event in centre.events) == 2
    centre.do(UndoShiftChange(id=ShiftChangeId("c1"), change_id=ShiftChangeId("c2")))
    assert centre.world.shifts.of(ANN) == []
    assert standing(centre) is None


def test_time_turns_the_plan_from_one_thing_to_the_next() -> None:
    centre = SmallCentre("ann")
    planned(centre, "c1", a_shift("a", 1, 5, a_pause(2, 3), a_pause(3, 3.5, Planned.MEETING)))
    course = [standing(centre)]
    for _ in range(10):
        centre.pass_time(1800)
        course.append(standing(centre))
    off, work = Planned.OFF, Planned.WORK
    pause, meeting = Planned.BREAK, Planned.MEETING
    assert course == [off, off, work, work, pause, pause, meeting, work, work, work, off]
    turns = [event.planned for event in centre.events if isinstance(event, PlanTurned)]
    assert turns == [work, pause, meeting, work, off]


def test_who_is_removed_has_no_plan_and_no_deadline() -> None:
    centre = SmallCentre("ann")
    planned(centre, "c1", a_shift("a", 1, 5))
    assert "plan/ann" in centre.world.deadlines.at
    centre.do(ChangePresence(agent_id=ANN, presence=Presence.OFFLINE))
    centre.do(RemoveAgent(id=ANN))
    assert centre.world.shifts.of(ANN) == []
    assert "plan/ann" not in centre.world.deadlines.at


def test_what_is_long_past_leaves_memory_with_the_next_change() -> None:
    centre = SmallCentre("ann")
    planned(centre, "c1", a_shift("a", 1, 5))
    centre.pass_time((KEPT + 6 * HOUR).total_seconds())
    hours = KEPT / HOUR + 7
    planned(centre, "c2", a_shift("b", hours, hours + 1))
    assert [shift.id for shift in centre.world.shifts.of(ANN)] == ["b"]

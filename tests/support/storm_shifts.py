"""Commands at random about the agents' shifts, for storms."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from antiphon.app.centre.world import World
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import AgentId, ShiftChangeId, ShiftId, UserId
from antiphon.workforce.contract import (
    Activity,
    ChangeShifts,
    ChangeSource,
    Planned,
    Shift,
    UndoShiftChange,
)


def a_shift_command(
    world: World, dice: random.Random, agents: Sequence[str], now: datetime
) -> Command:
    """One of them; some lie upon others or concern what is not there, and are refused."""
    agent_id = AgentId(dice.choice(agents))
    known = [shift.id for shift in world.shifts.of(agent_id)]
    shift_id = dice.choice([*known, ShiftId(f"shift{dice.randrange(10**6)}")])
    change_id = ShiftChangeId(f"change{dice.randrange(10**6)}")
    # Short ones, so that they begin and end while somebody looks.
    starts_at = now + timedelta(seconds=dice.choice([-30, 5, 40]))
    pause = Activity(
        kind=dice.choice([Planned.BREAK, Planned.TRAINING]),
        starts_at=starts_at + timedelta(seconds=20),
        ends_at=starts_at + timedelta(seconds=35),
        note="In room 2.",
    )
    shift = Shift(
        id=shift_id,
        agent_id=agent_id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(seconds=60),
        activities=dice.choice([(), (pause,)]),
    )
    return dice.choice(
        [
            *[ChangeShifts(change_id=change_id, source=ChangeSource.PAGE, saved=(shift,))] * 3,
            ChangeShifts(change_id=change_id, source=ChangeSource.FILE, removed=(shift_id,)),
            UndoShiftChange(
                id=dice.choice([*world.shifts.changes, change_id]),
                change_id=change_id,
                by=UserId("sue"),
            ),
        ]
    )

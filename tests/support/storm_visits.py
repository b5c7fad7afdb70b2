"""Call buttons at random, and the calls of those who pressed one, for storms."""

import random
from datetime import datetime

from antiphon.app.centre.world import World
from antiphon.call_buttons.contract import (
    AllowVisit,
    CallButton,
    RemoveCallButton,
    SaveCallButton,
    Visit,
    phone_of_visit,
)
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import CallButtonId, EntryPointId, LegId, UserId, VisitId
from antiphon.telephony.engine import LegArrived

_BUTTON = CallButton(
    id=CallButtonId("shop"),
    name="Web shop",
    origins=("https://shop.example.com",),
    entry_point_id=EntryPointId("door"),
    data_fields=("order",),
)


def a_button_command(world: World, dice: random.Random, count: int) -> Command:
    """Somebody presses the button, or it is made or removed; `count` makes it another visit."""
    by = UserId("sue")
    if world.call_buttons.buttons.find(_BUTTON.id) is None:
        return SaveCallButton(call_button=_BUTTON, by=by)
    if dice.random() < 0.1:
        return RemoveCallButton(id=_BUTTON.id, by=by)
    visit = Visit(
        id=VisitId(f"visit{count}"),
        button_id=_BUTTON.id,
        page="https://shop.example.com/cart",
        language="en",
        data={"order": "42"},
    )
    return AllowVisit(visit=visit)


def a_visitors_call(world: World, dice: random.Random, leg: str, now: datetime) -> LegArrived:
    """The call of somebody who pressed the button, perhaps for the second time."""
    visits = list(world.call_buttons.visits) or [VisitId("forgotten")]
    return LegArrived(
        at=now,
        leg=LegId(leg),
        dialled="call",
        caller_number="",
        caller_name="",
        phone=phone_of_visit(dice.choice(visits)),
    )

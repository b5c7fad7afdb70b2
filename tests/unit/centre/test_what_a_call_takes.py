"""What the centre has to think about for one call, counted in steps of the interpreter."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from tests.support.centre import SmallCentre

from antiphon.kernel.ids import LegId
from antiphon.telephony.engine import LegArrived
from antiphon.telephony.leg_ids import leg_of_offer


def arrive(centre: SmallCentre, name: str) -> None:
    centre.hear(
        LegArrived(
            at=centre.now,
            leg=LegId(name),
            dialled="1000",
            caller_number="+861012345678",
            caller_name="",
        )
    )


def talk(centre: SmallCentre, name: str) -> LegId:
    arrive(centre, name)
    offer = centre.offer_of(name)
    assert offer is not None
    centre.agent_answers(offer.offer_id)
    return leg_of_offer(offer.offer_id)


def a_whole_call(centre: SmallCentre, name: str) -> None:
    leg = talk(centre, name)
    centre.leg_ends(name)
    centre.leg_ends(leg)
    centre.pass_time(60)


def steps_of(act: Callable[[], None]) -> int:
    """How many steps the interpreter takes, whatever else the machine does meanwhile."""
    count = 0

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal count
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        count += event == "opcode"
        return trace

    former = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(former)
    return count


def steps_beside(talking: int) -> int:
    centre = SmallCentre(*(f"agent{number}" for number in range(talking + 3)))
    for number in range(talking):
        talk(centre, f"before{number}")
    a_whole_call(centre, "first")
    return steps_of(lambda: a_whole_call(centre, "second"))


def test_a_call_costs_no_more_beside_many_others() -> None:
    # A single look through what is open would cost some steps for each of 200.
    assert steps_beside(300) - steps_beside(100) < 200

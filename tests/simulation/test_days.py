"""A thousand small days, or as many as asked for: nothing is lost, doubled or stuck.

Each seed is a day of its own; a failing one is printed and can be run alone.
"""

import os

import pytest
import structlog

from antiphon.flows.domain import DOT
from antiphon.interactions.contract import FlowVisitEnded, InteractionDataSet, VisitEnd
from antiphon.journal.contract import decoded
from antiphon.simulation.day import DayPlan, run_day
from antiphon.simulation.invariants import InvariantBroken
from antiphon.telephony.outside_phones import OutsidePhoneNotTaken, OutsidePhoneTaken
from antiphon.telephony.simulated.line import Faults

pytestmark = pytest.mark.simulation

BAD_LINE = Faults(lost=0.02, repeated=0.1, longest_delay_s=0.5)

KINDS = {
    "calm": DayPlan(),
    "bad line": DayPlan(faults=BAD_LINE, phone_losses=3),
    "crashes": DayPlan(crashes=4, disconnections=2, phone_losses=2),
    "everything": DayPlan(
        faults=BAD_LINE, crashes=3, disconnections=2, engine_restarts=1, phone_losses=3
    ),
}
# Of each kind; `make seeds` lives through ten times as many.
SEEDS = int(os.environ.get("ANTIPHON_SEEDS", "1000")) // len(KINDS)
BLOCK = 25


@pytest.fixture(autouse=True)
def _quiet() -> None:
    # A day of faults logs each of them; only what breaks is of interest here.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))


@pytest.mark.parametrize("first", range(0, SEEDS, BLOCK))
@pytest.mark.parametrize("kind", KINDS)
def test_no_invariant_breaks(kind: str, first: int) -> None:
    for seed in range(first, first + BLOCK):
        try:
            result = run_day(seed, KINDS[kind])
        except InvariantBroken as broken:
            pytest.fail(f"{kind}, seed {seed}: {broken}")
        arrived = sum(result.outcomes.values())
        # While we are away the engine's own guard may send a caller away before we hear of it.
        # Some press a button on a web page and dial once more.
        assert arrived >= KINDS[kind].calls if kind == "calm" else arrived > 0


def test_some_calls_are_taken_at_a_number_outside_and_some_are_not() -> None:
    kinds = {one.type for seed in range(3) for one in run_day(seed, KINDS["calm"]).records}
    assert {OutsidePhoneTaken.type, OutsidePhoneNotTaken.type} <= kinds


def test_customers_answer_in_the_flows_that_agents_send_them_to() -> None:
    ends, codes = set(), set()
    for seed in range(3):
        for event in map(decoded, run_day(seed, KINDS["calm"]).records):
            match event:
                case FlowVisitEnded(reason=reason):
                    ends.add(reason)
                case InteractionDataSet(key="code", value=value):
                    codes.add(value)
                case _:
                    pass
    assert VisitEnd.RETURNED in ends
    # It was secret: nothing but how many digits there were is kept.
    assert codes
    assert set("".join(codes)) == {DOT}


def test_the_same_seed_gives_the_same_day() -> None:
    assert run_day(7, KINDS["everything"]) == run_day(7, KINDS["everything"])

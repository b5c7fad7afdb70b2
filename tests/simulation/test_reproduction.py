"""The router decides a recorded day as it was decided then, whatever broke on that day."""

import pytest
import structlog

from antiphon.journal.contract import decoded
from antiphon.simulation.day import DayPlan, run_day
from antiphon.simulation.what_if.reproduction import Reproducer
from antiphon.telephony.simulated.line import Faults

pytestmark = pytest.mark.simulation

KINDS = {
    "calm": DayPlan(),
    "everything": DayPlan(
        faults=Faults(lost=0.02, repeated=0.1, longest_delay_s=0.5),
        crashes=3,
        disconnections=2,
        engine_restarts=1,
        phone_losses=3,
    ),
}
SEEDS = 30


@pytest.fixture(autouse=True)
def _quiet() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))


@pytest.mark.parametrize("kind", KINDS)
def test_every_recorded_decision_comes_out_the_same(kind: str) -> None:
    decisions = 0
    for seed in range(SEEDS):
        reproducer = Reproducer()
        for record in run_day(seed, KINDS[kind]).records:
            reproducer.take(decoded(record), counts=True)
        found = reproducer.found
        assert found.same == found.decisions, (kind, seed, found)
        decisions += found.decisions
    assert decisions > 10 * SEEDS

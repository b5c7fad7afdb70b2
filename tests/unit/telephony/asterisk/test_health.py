"""When an Asterisk that does not answer is given up, and when it was us who stood still."""

import asyncio
import time
from collections.abc import Iterator

import pytest

from antiphon.telephony.asterisk import health
from antiphon.telephony.asterisk.health import Health
from antiphon.telephony.asterisk.probe import NotAnswering

pytestmark = pytest.mark.unit

EVERY_S = 0.02


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five probes in vain are too many, and ten of one that works."""
    monkeypatch.setattr(health, "PROBE_EVERY_S", EVERY_S)
    monkeypatch.setattr(health, "RESTART_AFTER_S", 5 * EVERY_S)
    monkeypatch.setattr(health, "RESTART_BUSY_AFTER_S", 10 * EVERY_S)


def stand_still(seconds: float) -> None:
    """Nothing of ours runs meanwhile."""
    time.sleep(seconds)


class Patient:
    """An Asterisk that answers nothing from a probe on, or works too hard to answer."""

    def __init__(self, *, well_for: int = 0, works: bool = False) -> None:
        self.well_for, self.works = well_for, works
        self.asked = 0
        self.alarms: list[str] = []

    async def probe(self) -> None:
        self.asked += 1
        if self.asked > self.well_for:
            raise NotAnswering

    async def watched(self) -> int:
        """How often it was asked in vain before it was given up."""

        def used() -> Iterator[float]:
            while True:
                yield time.monotonic() if self.works else 0.0

        processor = used()
        watch = Health(self.probe, self.alarms.append, lambda: next(processor))
        await asyncio.wait_for(watch.until_lost(), 20)
        return self.asked - self.well_for


async def test_one_that_does_not_answer_is_given_up_after_an_alarm() -> None:
    patient = Patient(well_for=2)
    assert await patient.watched() == 5
    assert patient.alarms == ["engine.not_answering"]


async def test_one_that_works_is_waited_for_longer() -> None:
    assert await Patient(works=True).watched() == 10


async def test_one_is_not_given_up_because_we_stood_still_ourselves() -> None:
    class Frozen(Patient):
        async def probe(self) -> None:
            if not self.asked:
                stand_still(6 * EVERY_S)
            await super().probe()

    assert await Frozen().watched() == 5

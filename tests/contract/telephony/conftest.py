"""The telephone engines under contract: each test of the suite runs on both."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import cast

import pytest
from tests.contract.telephony.asterisk_bench import AsteriskBench
from tests.contract.telephony.bench import Bench
from tests.contract.telephony.simulated_bench import SimulatedBench
from tests.support.asterisk import an_asterisk

from antiphon.telephony.asterisk.process import AsteriskProcess


@pytest.fixture(scope="session")
def asterisk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AsteriskProcess]:
    """A private Asterisk that runs while the tests do."""
    process = an_asterisk(tmp_path_factory.mktemp("asterisk"))
    asyncio.run(process.start())
    yield process
    asyncio.run(process.stop())


@pytest.fixture(params=["simulated", "asterisk"])
def closed_bench(request: pytest.FixtureRequest) -> SimulatedBench | AsteriskBench:
    """Either engine, not connected yet."""
    if request.param == "asterisk":
        return AsteriskBench(request.getfixturevalue("asterisk"))
    return SimulatedBench()


@pytest.fixture
async def bench(closed_bench: SimulatedBench | AsteriskBench) -> AsyncIterator[Bench]:
    """Either engine, with nothing going on."""
    await closed_bench.open()
    try:
        yield closed_bench
    finally:
        await closed_bench.close()


@pytest.fixture
async def real(asterisk: AsteriskProcess) -> AsyncIterator[AsteriskBench]:
    """The real engine alone, for what only it can show."""
    one = AsteriskBench(asterisk)
    await one.open()
    try:
        yield one
    finally:
        await one.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is contract."""
    for item in items:
        if "contract/telephony" in str(cast("object", item.path)):
            item.add_marker(pytest.mark.contract)

"""Programs that we started have ended when whoever ends them goes on."""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE, create_subprocess_exec

import pytest

from antiphon.kernel.children import kill

pytestmark = pytest.mark.unit


async def test_a_kill_is_finished_though_it_is_cancelled() -> None:
    process = await create_subprocess_exec("cat", stdin=PIPE, stdout=DEVNULL)
    killing = asyncio.create_task(kill(process))
    await asyncio.sleep(0)
    killing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await killing
    assert process.returncode == -9


async def test_what_has_ended_may_be_killed() -> None:
    process = await create_subprocess_exec("true")
    await process.wait()
    await kill(process)
    assert process.returncode == 0

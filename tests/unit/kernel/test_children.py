"""Programs that we started have ended when whoever ends them goes on."""

import asyncio
import os
from asyncio.subprocess import DEVNULL, PIPE, create_subprocess_exec

import pytest

from antiphon.kernel.children import kill, run_lines

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


async def test_a_program_that_does_not_heed_is_ended_though_we_are_cancelled_twice() -> None:
    begun: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    async def run_it() -> None:
        async for line in run_lines(["sh", "-c", "trap '' TERM; echo $$; sleep 99 & wait; wait"]):
            begun.set_result(int(line))

    running = asyncio.create_task(run_it())
    pid = await begun
    for _ in range(2):
        running.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await running
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)

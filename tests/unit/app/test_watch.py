"""The centre and its engine run until somebody asks for the end, which comes even if one sticks."""

import asyncio

import pytest

from antiphon.app.processes import Shutdown, watch

pytestmark = pytest.mark.unit


class Engine:
    """An engine that runs; `failure` ends it at once."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure

    async def supervise(self) -> None:
        if self.failure:
            raise self.failure
        await asyncio.Event().wait()


async def obedient(shutdown: Shutdown) -> None:
    await shutdown.asked.wait()


async def deaf(release: asyncio.Event) -> None:
    """It hears neither of a wish nor of being cancelled."""
    while not release.is_set():
        try:
            await release.wait()
        except asyncio.CancelledError:
            continue


async def test_it_ends_when_it_is_asked() -> None:
    shutdown, said = Shutdown(is_draining=False), list[str]()
    running = asyncio.create_task(watch(obedient(shutdown), Engine(), said.append, shutdown))
    await asyncio.sleep(0)
    shutdown.ask()
    assert await running == []
    assert said == ["Ending."]


async def test_what_fails_is_told() -> None:
    shutdown = Shutdown(is_draining=False)
    engine = Engine(OSError("the disk is gone"))
    with pytest.raises(OSError, match="the disk is gone"):
        await watch(obedient(shutdown), engine, print, shutdown)


async def test_what_does_not_end_is_named_and_left() -> None:
    shutdown, release = Shutdown(is_draining=False), asyncio.Event()
    shutdown.ask()
    shutdown.ask()
    [where] = await watch(deaf(release), Engine(), print, shutdown, ends_within_s=0.1)
    assert where.startswith("test_watch.py:")
    assert "locks.py:" in where
    release.set()

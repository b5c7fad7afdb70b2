"""Waiting for the end of a process that may not be our child."""

import asyncio
import os

import psutil

_POLL_S = 0.2


async def wait_for_exit(pid: int) -> None:
    """Return once no process `pid` runs any more; a zombie counts as ended."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    except (AttributeError, OSError):
        await _poll(pid)
        return
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    loop.add_reader(descriptor, ended.set)
    try:
        await ended.wait()
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)


async def _poll(pid: int) -> None:
    while True:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return
        except psutil.NoSuchProcess:
            return
        # Only where the system has no handle on other processes to wait for.
        await asyncio.sleep(_POLL_S)

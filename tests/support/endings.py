"""The ends of processes: that they come, and how much of the time until then was the product's."""

import time

import psutil
from tests.support.engine_look import most_starved, waits_of
from tests.support.patience import PATIENCE_S

_LOOK_S = 0.02


def seconds_to_end(process: psutil.Process) -> float:
    """Wait until a process has ended; how many seconds that took.

    What it and its children were ready to run, and the machine gave its processors to others, is
    left out. Raises psutil.TimeoutExpired when it does not end.
    """
    begun = time.monotonic()
    watched = [process, *process.children(recursive=True)]
    before = {one.pid: waits_of([one]) for one in watched}
    starved_s: dict[int, float] = {}
    while True:
        for one in watched:
            waited_ms = most_starved(before[one.pid], waits_of([one]))
            starved_s[one.pid] = max(starved_s.get(one.pid, 0.0), waited_ms / 1_000)
        try:
            process.wait(_LOOK_S)
        except psutil.TimeoutExpired:
            if time.monotonic() - begun > 2 * PATIENCE_S:
                raise
        else:
            return time.monotonic() - begun - sum(starved_s.values())


def is_gone(process: psutil.Process) -> bool:
    """Whether it runs no more; somebody may still have to be told so."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True

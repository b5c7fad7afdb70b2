"""A journal whose writer is killed, whose disk fails or fills: nothing acknowledged is lost."""

import multiprocessing
import os
import random
import shutil
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.contract.journal.samples import TENANT, a_page, pages
from tests.replay import appending_child
from tests.replay.appending_child import BROKEN_EXIT_CODE

from antiphon.journal.contract import Journal, decoded
from antiphon.journal.sqlite import SqliteJournal

pytestmark = pytest.mark.replay

KILLS = 300
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([appending_child.__name__])
WRITES = "pwrite64,fdatasync,fsync,ftruncate,fallocate"
STRACE = shutil.which("strace")
needs_strace = pytest.mark.skipif(STRACE is None, reason="strace injects the faults")


async def check_whole(journal: Journal, acknowledged: int, *, after: int = 0) -> int:
    """Every record from `after` on is whole and in its place; returns the last position."""
    position = after
    async for record in journal.read(after=after):
        position += 1
        assert record.position == position
        assert record.tenant == TENANT
        assert decoded(record) == a_page(position)
    assert position >= acknowledged
    return position


def kill_at_a_random_instant(path: Path, rng: random.Random) -> int:
    """Let a child append for a moment and kill it; returns what it had acknowledged."""
    reports, to_report = FORKS.Pipe(duplex=False)
    child = FORKS.Process(target=appending_child.run_for_ever, args=(path, to_report))
    with reports:
        child.start()
        to_report.close()
        assert reports.poll(20), "the child never acknowledged anything"
        time.sleep(rng.random() * 0.02)
        child.kill()
        child.join()
        acknowledged = highest_report(read_all(reports.fileno()))
    child.close()
    return acknowledged


def highest_report(reported: bytes) -> int:
    """The highest position in what a child has reported, 0 for none."""
    return max((int(position) for (position,) in struct.iter_unpack("<q", reported)), default=0)


def read_all(pipe: int) -> bytes:
    """What is left in a pipe that nobody writes to any more."""
    return b"".join(iter(lambda: os.read(pipe, 65_536), b""))


async def test_no_kill_at_a_random_instant_loses_an_acknowledged_event(tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    rng = random.Random(seed)
    path = tmp_path / "journal.db"
    acknowledged = checked = 0
    for kill in range(KILLS):
        acknowledged = max(acknowledged, kill_at_a_random_instant(path, rng))
        if kill % 3 == 0:
            journal = await SqliteJournal.open(path, reserve_bytes=4096)
            checked = await check_whole(journal, acknowledged, after=checked)
            await journal.close()
    journal = await SqliteJournal.open(path, reserve_bytes=4096)
    total = await check_whole(journal, acknowledged)
    await journal.close()
    assert total > KILLS, f"seed {seed}"


@pytest.fixture
async def three_events(tmp_path: Path) -> Path:
    """A journal that holds positions 1 to 3, closed."""
    path = tmp_path / "three" / "journal.db"
    journal = await SqliteJournal.open(path, reserve_bytes=4096)
    await journal.append(TENANT, pages(1, 3))
    await journal.close()
    return path


def copy_journal(path: Path, to: Path) -> None:
    """A closed journal's two files, elsewhere."""
    for suffix in ("", ".head"):
        shutil.copy(f"{path}{suffix}", f"{to}{suffix}")


def run_with_fault(path: Path, fault: str, *, appends: int) -> tuple[int, int]:
    """Run the child under a fault in its system calls; returns its exit code and last report."""
    assert STRACE is not None
    files = [f"-P{path}{suffix}" for suffix in ("", "-wal", "-shm", "-journal", ".head")]
    child = [sys.executable, "-m", appending_child.__name__, str(path), str(appends)]
    done = subprocess.run(
        [STRACE, "-f", "--seccomp-bpf", "-qqq", "-o/dev/null", *files, f"-einject={fault}", *child],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=60,
        check=False,
    )
    return done.returncode, highest_report(done.stdout)


@needs_strace
@pytest.mark.parametrize("is_new", [True, False])
async def test_a_kill_at_any_write_loses_no_acknowledged_event(
    tmp_path: Path, three_events: Path, is_new: bool
) -> None:
    cut_points = 0
    for nth in range(1, 400):
        path = tmp_path / f"{nth}.db"
        if not is_new:
            copy_journal(three_events, path)
        code, acknowledged = run_with_fault(
            path, f"{WRITES}:signal=KILL:when={nth}", appends=1 if is_new else 3
        )
        journal = await SqliteJournal.open(path, reserve_bytes=4096)
        await check_whole(journal, acknowledged)
        await journal.close()
        if code == 0:
            break
        cut_points += 1
    assert cut_points >= 12, cut_points


@needs_strace
@pytest.mark.parametrize(
    ("calls", "error", "stride"),
    [("fdatasync,fsync", "EIO", 1), ("pwrite64", "EIO", 2), ("pwrite64", "ENOSPC", 5)],
)
async def test_nothing_is_acknowledged_after_a_failed_write(
    tmp_path: Path, three_events: Path, calls: str, error: str, stride: int
) -> None:
    broken = 0
    for nth in range(1, 100, stride):
        path = tmp_path / f"{nth}.db"
        copy_journal(three_events, path)
        code, acknowledged = run_with_fault(path, f"{calls}:error={error}:when={nth}+", appends=3)
        journal = await SqliteJournal.open(path, reserve_bytes=4096)
        await check_whole(journal, max(acknowledged, 3))
        await journal.close()
        if code == 0:
            break
        assert code == BROKEN_EXIT_CODE
        assert acknowledged < 9
        broken += 1
    assert broken >= 4, broken

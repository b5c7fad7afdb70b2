"""The power fails at any instant: what was acknowledged is on the disk, whatever was lost."""

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.contract.journal.samples import pages
from tests.replay import folding_child
from tests.replay.power_cut import TRACED, Operation, after_a_cut, read_trace

from antiphon.journal.sqlite_store import SqliteStore, read_rows
from antiphon.kernel.events import decode

pytestmark = pytest.mark.replay

CUTS = 800
STRACE = shutil.which("strace")


@pytest.fixture(scope="module")
def operations(tmp_path_factory: pytest.TempPathFactory) -> list[Operation]:
    """What a writer did to its files, from an empty folder to a clean end."""
    if STRACE is None:
        pytest.skip("strace shows what a writer does to its files")
    folder = tmp_path_factory.mktemp("traced")
    journal, trace = folder / "journal.db", folder.parent / "trace"
    child = [sys.executable, "-m", folding_child.__name__, str(journal), "40"]
    tracing = ["-f", "--seccomp-bpf", "-y", "-xx", "-s", "1000000", f"-etrace={TRACED}"]
    subprocess.run(
        [STRACE, *tracing, "-o", str(trace), *child],
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=60,
    )
    return read_trace(trace, journal)


def acknowledged_in(operations: list[Operation]) -> int:
    reports = [step.data for step in operations if step.kind == "report"]
    return int.from_bytes(reports[-1], "little") if reports else 0


def pages_in(folder: Path, files: dict[str, bytes]) -> list[int]:
    """Start on what the disk holds; every record must be the one that was written."""
    for leftover in folder.iterdir():
        leftover.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    store = SqliteStore(folder / "journal.db", reserve_bytes=4096)
    try:
        store.open()
        rows = read_rows(folder / "journal.db", 0, 10_000)
    finally:
        store.close()
    events = [decode(row.type, row.version, row.data) for row in rows]
    assert events == pages(1, len(events))
    return [row.position for row in rows]


def test_the_trace_shows_the_whole_life_of_a_journal(operations: list[Operation]) -> None:
    assert acknowledged_in(operations) == 100
    kinds = {(step.kind, step.file) for step in operations}
    for expected in (("write", "journal.db-wal"), ("sync", "journal.db-wal"), ("sync", "")):
        assert expected in kinds
    folds = [step for step in operations if step == Operation("sync", "journal.db")]
    assert len(folds) >= 10


def test_no_power_cut_loses_an_acknowledged_event(
    operations: list[Operation], folder_in_memory: Path
) -> None:
    seed = random.randrange(2**32)
    rng = random.Random(seed)
    lost_tails = 0
    for _ in range(CUTS):
        until = rng.randrange(len(operations) + 1)
        before = operations[:until]
        acknowledged = acknowledged_in(before)
        found = pages_in(folder_in_memory, after_a_cut(before, rng))
        assert found == list(range(1, len(found) + 1)), f"seed {seed}"
        assert len(found) >= acknowledged, f"seed {seed}, cut after step {until}"
        lost_tails += len(found) == acknowledged
    assert lost_tails > CUTS / 10


def test_a_disk_that_lies_about_syncing_is_found_out(
    operations: list[Operation], folder_in_memory: Path
) -> None:
    """The cuts must be able to hurt: without the syncs of the log, events are lost."""
    lying = [step for step in operations if step != Operation("sync", "journal.db-wal")]
    rng = random.Random(1)
    hurt = 0
    for _ in range(60):
        before = lying[: rng.randrange(len(lying) + 1)]
        try:
            found = len(pages_in(folder_in_memory, after_a_cut(before, rng)))
        except Exception:
            found = -1
        hurt += found < acknowledged_in(before)
    assert hurt > 5

"""A journal whose bytes changed on disk is refused, or read as it was: never as something else."""

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.contract.journal.samples import TENANT, pages

from antiphon.journal.checksum import Row
from antiphon.journal.contract import JournalBroken, Snapshot
from antiphon.journal.replay import replay
from antiphon.journal.sqlite import SqliteJournal
from antiphon.journal.sqlite_store import SqliteStore, read_rows

pytestmark = pytest.mark.replay

EVENTS = 3
PARTS = ("", "-wal", ".head")


async def contents_of_a_journal(folder: Path, *, is_folded: bool) -> dict[str, bytes]:
    """A small journal's files: closed, or as a crash leaves them, with all records in the WAL."""
    path = folder / "original.db"
    journal = await SqliteJournal.open(path, reserve_bytes=4096)
    for page in range(1, EVENTS + 1):
        await journal.append(TENANT, pages(page, page))
    if is_folded:
        await journal.close()
    found = {part: read_quietly(Path(f"{path}{part}")) for part in PARTS}
    await journal.close()
    return found


def read_quietly(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def read_journal(path: Path) -> list[Row]:
    """What a start would read: open as a writer, then all rows."""
    store = SqliteStore(path, reserve_bytes=4096)
    try:
        head = store.open()
        rows = read_rows(path, 0, 1_000)
    finally:
        store.close()
    assert len(rows) == head.position
    return rows


def outcome(folder: Path, files: dict[str, bytes]) -> list[Row] | None:
    """What reading these files gives; None when they are refused."""
    path = folder / "journal.db"
    for leftover in folder.glob("journal.db*"):
        leftover.unlink()
    for part, content in files.items():
        if content:
            Path(f"{path}{part}").write_bytes(content)
    try:
        return read_journal(path)
    except JournalBroken:
        return None


@pytest.mark.parametrize("is_folded", [True, False])
@pytest.mark.parametrize("part", PARTS)
async def test_a_changed_byte_is_refused_or_harmless(
    folder_in_memory: Path, is_folded: bool, part: str
) -> None:
    files = await contents_of_a_journal(folder_in_memory, is_folded=is_folded)
    original = outcome(folder_in_memory, files)
    assert original is not None
    assert len(original) == EVENTS
    rng = random.Random(part)
    refused = 0
    content = files[part]
    for offset in range(0, len(content), 1 if len(content) < 10_000 else 3):
        changed = bytearray(content)
        changed[offset] ^= rng.randrange(1, 256)
        found = outcome(folder_in_memory, {**files, part: bytes(changed)})
        assert found in (None, original), f"offset {offset} of {part or 'the file'}"
        refused += found is None
    if part == ("" if is_folded else "-wal"):
        assert refused > 200


async def test_a_write_ahead_log_cut_anywhere_is_refused_or_whole(folder_in_memory: Path) -> None:
    files = await contents_of_a_journal(folder_in_memory, is_folded=False)
    original = outcome(folder_in_memory, files)
    assert original is not None
    for length in range(0, len(files["-wal"]), 13):
        found = outcome(folder_in_memory, {**files, "-wal": files["-wal"][:length]})
        assert found is None, f"an acknowledged record went unmissed at {length}"


async def test_a_torn_tail_that_was_never_acknowledged_is_cut(folder_in_memory: Path) -> None:
    files = await contents_of_a_journal(folder_in_memory, is_folded=False)
    heads: set[int] = set()
    for length in range(len(files["-wal"]), 0, -13):
        found = outcome(folder_in_memory, {"": files[""], "-wal": files["-wal"][:length]})
        if found is not None:
            assert [row.position for row in found] == list(range(1, len(found) + 1))
            heads.add(len(found))
    assert heads == set(range(EVENTS + 1))


def change(statement: str) -> Callable[[Path], None]:
    """A change made behind the journal's back, by SQL."""

    def run(path: Path) -> None:
        with sqlite3.connect(path) as connection:
            connection.execute(statement)
        connection.close()

    return run


@pytest.mark.parametrize(
    ("statement", "position"),
    [
        ("UPDATE record SET data = CAST('{}' AS BLOB) WHERE position = 2", 2),
        ("UPDATE record SET tenant = 'other' WHERE position = 3", 3),
        ("UPDATE record SET version = 2 WHERE position = 2", 2),
        ("UPDATE record SET at_us = at_us + 1 WHERE position = 4", 4),
        ("UPDATE record SET stream = 'book' || stream WHERE position = 2", 2),
        ("DELETE FROM record WHERE position = 3", 3),
        ("DELETE FROM record WHERE position = 1", 1),
        ("UPDATE record SET position = 7 - position WHERE position IN (3, 4)", 3),
    ],
)
async def test_a_record_changed_behind_our_back_is_named(
    tmp_path: Path, statement: str, position: int
) -> None:
    path = tmp_path / "journal.db"
    journal = await SqliteJournal.open(path, reserve_bytes=4096)
    await journal.append(TENANT, pages(1, 6))
    await journal.close()
    if "7 - position" in statement:
        swap(path)
    else:
        change(statement)(path)
    journal = await SqliteJournal.open(path, reserve_bytes=4096)
    read: list[int] = []
    with pytest.raises(JournalBroken, match=f"position {position} is"):
        await replay(journal, lambda _event, record: read.append(record.position))
    await journal.close()
    assert read == []


def overwrite(path: Path) -> None:
    path.write_bytes(b"not a database, " * 300)


def swap(path: Path) -> None:
    for before, after in ((3, 30), (4, 3), (30, 4)):
        change(f"UPDATE record SET position = {after} WHERE position = {before}")(path)


async def test_a_tail_cut_off_behind_our_back_is_refused_at_the_start(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = await SqliteJournal.open(path, reserve_bytes=4096)
    await journal.append(TENANT, pages(1, 6))
    await journal.close()
    change("DELETE FROM record WHERE position > 4")(path)
    with pytest.raises(JournalBroken, match="ends at position 4, but 6 had been"):
        await SqliteJournal.open(path, reserve_bytes=4096)


async def test_a_snapshot_that_is_damaged_or_from_elsewhere_is_ignored(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = await SqliteJournal.open(path, reserve_bytes=4096)
    await journal.append(TENANT, pages(1, 6))
    for position in (2, 4):
        await journal.save_snapshot("state", Snapshot(position=position, data=b"%d" % position))
    file = Path(f"{path}.snapshots")
    change("UPDATE snapshot SET data = CAST('x' AS BLOB) WHERE position = 4")(file)
    assert await journal.load_snapshot("state") == Snapshot(position=2, data=b"2")
    overwrite(file)
    assert await journal.load_snapshot("state") is None
    await journal.save_snapshot("state", Snapshot(position=6, data=b"6"))
    assert await journal.load_snapshot("state") == Snapshot(position=6, data=b"6")
    await journal.close()

    other = await SqliteJournal.open(tmp_path / "other.db", reserve_bytes=4096)
    await other.append(TENANT, pages(11, 19))
    shutil.move(file, tmp_path / "other.db.snapshots")
    assert await other.load_snapshot("state") is None
    await other.close()

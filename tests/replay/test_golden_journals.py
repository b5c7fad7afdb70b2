"""Every event ever written can still be read."""

import subprocess
from pathlib import Path

import pytest
from tests.contract.journal.samples import TENANT, a_page
from tests.replay.golden_journal import (
    EVENTS,
    GOLDEN,
    append_new_events,
    read_golden,
    write_golden,
)

from antiphon.app.reference.events import all_events
from antiphon.app.settings import repository_folder
from antiphon.journal.contract import JournalBroken, Record, decoded
from antiphon.kernel.events import encode

pytestmark = pytest.mark.replay

# Imports all that defines one.
PRODUCT_EVENTS = all_events()


def committed_versions(path: Path) -> list[bytes]:
    """What the file held after each commit that touched it, as far as the history is there."""
    root = repository_folder()

    def git(*arguments: str) -> bytes:
        command = ["git", "-C", str(root), *arguments]
        return subprocess.run(command, check=True, capture_output=True).stdout

    name = path.relative_to(root).as_posix()
    commits = git("log", "--format=%H", "--", name).decode().split()
    return [git("show", f"{commit}:{name}") for commit in commits]


def a_record(position: int, *, event_type: str = "sample.page_turned") -> Record:
    event = a_page(position)
    return Record(
        position=position,
        tenant=TENANT,
        stream=event.stream(),
        type=event_type,
        version=1,
        at=event.at,
        data=encode(event),
    )


# A stream is what people find an event by; replay asks for none, so a new name breaks nothing.
RENAMED_STREAMS = {"monitoring_policy": "policy/monitoring"}


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.jsonl")), ids=lambda path: path.stem)
def test_a_golden_journal_is_still_understood(path: Path) -> None:
    records = read_golden(path)
    assert records
    for record in records:
        event = decoded(record)
        assert event.at == record.at
        assert event.stream() == RENAMED_STREAMS.get(record.stream, record.stream)


def test_a_golden_journal_gives_back_what_it_was_given(tmp_path: Path) -> None:
    records = [a_record(1), a_record(2)]
    write_golden(tmp_path / "two.jsonl", records)
    assert read_golden(tmp_path / "two.jsonl") == records


def test_an_event_that_nobody_knows_is_named_with_its_position() -> None:
    with pytest.raises(JournalBroken, match=r"position 8 \(sample\.gone version 1\)"):
        decoded(a_record(8, event_type="sample.gone"))


def test_every_event_of_today_has_a_line_for_good() -> None:
    shapes = {(record.type, record.version) for record in read_golden(EVENTS)}
    missing = [cls.type for cls in PRODUCT_EVENTS.values() if (cls.type, cls.version) not in shapes]
    assert missing == [], "append them: python -m tests.replay.golden_journal"


def test_lines_were_only_ever_appended() -> None:
    try:
        versions = committed_versions(EVENTS)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("there is no history here")
    now = EVENTS.read_bytes()
    assert [version for version in versions if not now.startswith(version)] == []


def test_only_new_events_are_appended(tmp_path: Path) -> None:
    path, (first, second) = tmp_path / "events.jsonl", list(PRODUCT_EVENTS.values())[:2]
    assert append_new_events(path, [first]) == [first.type]
    before = path.read_bytes()
    assert append_new_events(path, [first, second]) == [second.type]
    assert append_new_events(path, [first, second]) == []
    assert path.read_bytes().startswith(before)
    assert [record.position for record in read_golden(path)] == [1, 2]

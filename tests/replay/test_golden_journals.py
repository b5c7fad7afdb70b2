"""Every event ever written can still be read."""

from importlib import import_module
from pathlib import Path

import pytest
from tests.contract.journal.samples import TENANT, a_page
from tests.replay.golden_journal import GOLDEN, read_golden, write_golden

import antiphon
from antiphon.journal.contract import JournalBroken, Record
from antiphon.journal.replay import decoded
from antiphon.kernel.events import encode

pytestmark = pytest.mark.replay

for contract in sorted(Path(antiphon.__path__[0]).glob("*/contract.py")):
    import_module(f"antiphon.{contract.parent.name}.contract")


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


@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.jsonl")), ids=lambda path: path.stem)
def test_a_golden_journal_is_still_understood(path: Path) -> None:
    records = read_golden(path)
    assert records
    for record in records:
        event = decoded(record)
        assert event.at == record.at
        assert event.stream() == record.stream


def test_a_golden_journal_gives_back_what_it_was_given(tmp_path: Path) -> None:
    records = [a_record(1), a_record(2)]
    write_golden(tmp_path / "two.jsonl", records)
    assert read_golden(tmp_path / "two.jsonl") == records


def test_an_event_that_nobody_knows_is_named_with_its_position() -> None:
    with pytest.raises(JournalBroken, match=r"position 8 \(sample\.gone version 1\)"):
        decoded(a_record(8, event_type="sample.gone"))

"""Golden journals: recorded events of every shape ever written, as one JSON object a line.

`write_golden` makes one from a journal's records; `append_new_events` adds a line for each event
and version that `events.jsonl` does not know yet (`python -m tests.replay.golden_journal`). Lines
in `golden/` are never edited, because journals like them exist outside.
"""

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec
from tests.support.event_samples import sample

from antiphon.app.reference.events import all_events
from antiphon.journal.contract import Record
from antiphon.kernel.events import Event, encode
from antiphon.kernel.ids import DEFAULT_TENANT, TenantId

GOLDEN = Path(__file__).parent / "golden"
EVENTS = GOLDEN / "events.jsonl"


class _Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    position: int
    tenant: TenantId
    stream: str
    type: str
    version: int
    at: datetime
    data: msgspec.Raw


def write_golden(path: Path, records: Iterable[Record]) -> None:
    """Keep records for good."""
    lines = (
        _Line(
            position=record.position,
            tenant=record.tenant,
            stream=record.stream,
            type=record.type,
            version=record.version,
            at=record.at,
            data=msgspec.Raw(record.data),
        )
        for record in records
    )
    path.write_bytes(msgspec.json.Encoder().encode_lines(lines))


def read_golden(path: Path) -> list[Record]:
    """The records that were kept; a line of another shape is refused."""
    lines = msgspec.json.Decoder(_Line).decode_lines(path.read_bytes())
    return [
        Record(
            position=line.position,
            tenant=line.tenant,
            stream=line.stream,
            type=line.type,
            version=line.version,
            at=line.at,
            data=bytes(line.data),
        )
        for line in lines
    ]


def append_new_events(path: Path, events: Iterable[type[Event]]) -> list[str]:
    """Add a sample of each event whose type and version have no line yet; gives their types."""
    known = read_golden(path) if path.exists() else []
    shapes = {(record.type, record.version) for record in known}
    new = [cls for cls in events if (cls.type, cls.version) not in shapes]
    records = [_sample_record(len(known) + 1 + index, cls) for index, cls in enumerate(new)]
    write_golden(path, [*known, *records])
    return [cls.type for cls in new]


def _sample_record(position: int, cls: type[Event]) -> Record:
    event: Event = sample(cls)
    return Record(
        position=position,
        tenant=DEFAULT_TENANT,
        stream=event.stream(),
        type=cls.type,
        version=cls.version,
        at=event.at,
        data=encode(event),
    )


if __name__ == "__main__":
    for name in append_new_events(EVENTS, all_events().values()):
        sys.stdout.write(f"{name}\n")

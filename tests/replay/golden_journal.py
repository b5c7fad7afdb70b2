"""Golden journals: recorded events of every shape ever written, as one JSON object a line.

`write_golden` makes one from a journal's records; the files in `golden/` are never edited, because
journals like them exist outside.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec

from antiphon.journal.contract import Record
from antiphon.kernel.ids import TenantId

GOLDEN = Path(__file__).parent / "golden"


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

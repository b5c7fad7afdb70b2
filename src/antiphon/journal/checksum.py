"""Each record's checksum covers the record and the checksum before it.

So a flipped bit is found, and so are a missing record, a swapped pair and one from another journal.
"""

import hashlib
import struct
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeAlias

from antiphon.journal.contract import JournalBroken

_SIZE = 8
GENESIS = bytes(_SIZE)
_numbers = struct.Struct("<qqqqqq")


Fields: TypeAlias = tuple[int, str, str, str, int, int, bytes]


class Row(NamedTuple):
    """A record as it is stored: its `Fields` and the sum; `at_us` is microseconds since 1970."""

    position: int
    tenant: str
    stream: str
    type: str
    version: int
    at_us: int
    data: bytes
    sum: bytes


class Head(NamedTuple):
    """Where a journal ends: the last position and its checksum."""

    position: int
    sum: bytes


EMPTY = Head(0, GENESIS)


def chained_sum(previous: bytes, fields: Fields) -> bytes:
    """The checksum of a record that follows the one whose checksum is `previous`."""
    position, tenant, stream, event_type, version, at_us, data = fields
    texts = tenant.encode(), stream.encode(), event_type.encode()
    numbers = _numbers.pack(position, version, at_us, *map(len, texts))
    return sum_of(b"".join((previous, numbers, *texts, data)))


def sum_of(data: bytes) -> bytes:
    """The checksum of some bytes."""
    return hashlib.blake2b(data, digest_size=_SIZE).digest()


def verified(found: Iterable[Sequence[object]], after: Head) -> list[Row]:
    """What a database gave as the rows after `after`, once they are proved to be just that.

    Raises:
        JournalBroken: a record is damaged or missing; the text names its position.
    """
    rows = []
    position, previous = after
    for columns in found:
        row = Row._make(columns)
        position += 1
        if row.position != position:
            raise JournalBroken(f"position {position} is missing; {row.position} comes next")
        try:
            wanted = chained_sum(previous, row[:7])
        except Exception as error:  # the columns of a damaged row may be of any type
            raise JournalBroken(f"position {position} is damaged: {error!r}") from error
        if wanted != row.sum:
            raise JournalBroken(f"position {position} is damaged: its checksum differs")
        previous = row.sum
        rows.append(row)
    return rows


def snapshot_sum(name: str, position: int, data: bytes, anchor: bytes) -> bytes:
    """A snapshot's checksum. `anchor` is the sum of the record it follows.

    So a snapshot left over from another journal is not taken for one of ours.
    """
    return sum_of(anchor + b"%d %s\0" % (position, name.encode()) + data)

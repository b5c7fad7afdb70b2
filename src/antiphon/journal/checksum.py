"""Each record's checksum covers the record and the checksum before it.

So a flipped bit is found, and so are a missing record, a swapped pair and one from another journal.
"""

import hashlib
import struct
from typing import NamedTuple, TypeAlias

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

"""What the control plane and its worker say to each other, over a pair of sockets.

The control plane: a `Job` first, then how far the journal has grown, and `End`. The worker: how far
projections are, what became of recordings, and that it is well. Either sees the other's death as
the end of file.
"""

import asyncio
import struct
from pathlib import Path
from typing import TypeAlias

import msgspec

from antiphon.app.past.source import Source
from antiphon.journal.progress import Progress
from antiphon.kernel.events import decode, encode
from antiphon.kernel.ids import TenantId
from antiphon.recordings.contract import RecordingDeleted, RecordingMissing, RecordingStored, Result

_length = struct.Struct("<I")


class Job(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What to work on; `database` is an address as SQLAlchemy writes it.

    The worker says every `beat_s` seconds that it is well.
    """

    tenant: TenantId
    source: Source
    database: str
    folder: Path
    recordings: Path
    engine_recordings: Path
    log_level: str
    beat_s: float = 2.0


class Grown(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The journal has grown."""


class End(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Come to an end, in order."""


class Beat(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """The worker is not stuck."""


class Progressed(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """Projections have come further, or stopped."""

    progress: list[Progress]


class Finished(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """A recording was finished, cannot be, or was deleted: an event of its contract, as encoded."""

    event: str
    version: int
    data: bytes

    @classmethod
    def of(cls, result: Result) -> "Finished":
        """The message about this result."""
        return cls(event=result.type, version=result.version, data=encode(result))

    def result(self) -> Result:
        """The result that the message is about."""
        event = decode(self.event, self.version, self.data)
        assert isinstance(  # noqa: S101 (see `of`)
            event, RecordingStored | RecordingMissing | RecordingDeleted
        )
        return event


Message: TypeAlias = Job | Grown | End | Beat | Progressed | Finished

_encoder = msgspec.msgpack.Encoder(enc_hook=str)
_decoder: msgspec.msgpack.Decoder[Message] = msgspec.msgpack.Decoder(
    Message, dec_hook=lambda _type, text: Path(text)
)


def write(writer: asyncio.StreamWriter, message: Message) -> None:
    """Send a message; nothing is waited for."""
    data = _encoder.encode(message)
    writer.write(_length.pack(len(data)) + data)


async def read(reader: asyncio.StreamReader) -> Message | None:
    """The next message; None when the other side is gone."""
    try:
        [length] = _length.unpack(await reader.readexactly(_length.size))
        return _decoder.decode(await reader.readexactly(length))
    except (asyncio.IncompleteReadError, ConnectionError):
        return None

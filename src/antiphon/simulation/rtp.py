"""Audio over RTP: one loop paces all streams of a process; each stream keeps what it hears.

Arrival times are the kernel's, so a busy process does not see gaps that were not there.
"""

import array
import asyncio
import socket
import struct
import time
from collections import deque
from collections.abc import Callable

import msgspec
import numpy as np

from antiphon.simulation.sound import FRAME, SILENCE, Codec, Samples, decode

_FRAME_S = 0.02
# Half an hour of sound is kept of each call.
_KEPT_FRAMES = 90_000
_DIGITS = "0123456789*#ABCD"
_DIGIT_FRAMES = 8
_PAUSE_FRAMES = 5
_TIMESTAMP = struct.Struct("@qq")
_HEADER = struct.Struct("!BBHII")
_EVENT = struct.Struct("!BBH")
# SO_TIMESTAMPNS is missing from the socket module.
_SO_TIMESTAMPNS = 35
_READS_AT_ONCE = 64


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """The longest time without a packet: when it began (seconds since 1970), and how long."""

    at: float
    ms: float


class Moments:
    """When packets came or went, in seconds since 1970; at most `limit` of them."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._times = array.array("d")

    def __len__(self) -> int:
        return len(self._times)

    def add(self, at: float) -> bool:
        """Note a packet; False when there is no room for more."""
        has_room = len(self._times) < self._limit
        if has_room:
            self._times.append(at)
        return has_room

    @property
    def last(self) -> float | None:
        """The newest."""
        return self._times[-1] if self._times else None

    def indexes(self, since: float, until: float) -> tuple[int, int]:
        """Which packets fall into this time: from the first to before the second number."""
        first, last = np.searchsorted(np.asarray(self._times), (since, until))
        return int(first), int(last)

    def longest_gap(self, since: float, until: float) -> Gap:
        """The longest time without a packet between two moments, its ends included."""
        first, last = self.indexes(since, until)
        edges = np.concatenate(([since], self._times[first:last], [until]))
        widths = np.diff(edges)
        widest = int(np.argmax(widths))
        return Gap(at=float(edges[widest]), ms=float(widths[widest]) * 1_000)


class Heard:
    """What arrived: when, and what."""

    def __init__(self, limit: int) -> None:
        self._codec = Codec.PCMU
        self._moments = Moments(limit)
        self._frames: list[bytes] = []

    def add(self, at: float, payload: bytes, codec: Codec) -> None:
        """Keep one packet's sound."""
        if self._moments.add(at):
            self._codec = codec
            self._frames.append(payload)

    @property
    def packets(self) -> int:
        """How many packets of sound arrived."""
        return len(self._frames)

    @property
    def last_at(self) -> float | None:
        """When the newest packet arrived, in seconds since 1970."""
        return self._moments.last

    def between(self, since: float, until: float) -> Samples:
        """What arrived in this time (seconds since 1970), one packet after another."""
        first, last = self._moments.indexes(since, until)
        return decode(b"".join(self._frames[first:last]), self._codec)

    def longest_gap(self, since: float, until: float) -> Gap:
        """The longest time without sound between two moments."""
        return self._moments.longest_gap(since, until)


class Pacer:
    """Lets every stream send a packet each 20 ms. One for all calls of a process."""

    def __init__(self) -> None:
        self._streams: set[RtpStream] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._next = 0.0
        self.worst_delay_ms = 0.0

    def add(self, stream: "RtpStream") -> None:
        """Begin to send."""
        self._streams.add(stream)
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._next = loop.time() + _FRAME_S
            self._timer = loop.call_at(self._next, self._tick, loop)

    def remove(self, stream: "RtpStream") -> None:
        """Send no more."""
        self._streams.discard(stream)

    def _tick(self, loop: asyncio.AbstractEventLoop) -> None:
        late = loop.time() - self._next
        self.worst_delay_ms = max(self.worst_delay_ms, late * 1_000)
        # After a stall of ours catch up like a jittery network would, but not without end.
        for _ in range(1 + min(int(late / _FRAME_S), 10)):
            for stream in self._streams:
                stream.send_frame()
            self._next += _FRAME_S
        self._next = max(self._next, loop.time())
        self._timer = loop.call_at(self._next, self._tick, loop) if self._streams else None


class RtpStream:
    """One call's audio: a socket, what is being said, and what was heard."""

    def __init__(self, pacer: Pacer, address: str) -> None:
        self._pacer = pacer
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.SOL_SOCKET, _SO_TIMESTAMPNS, 1)
        self._socket.bind((address, 0))
        self.port: int = self._socket.getsockname()[1]
        self.heard = Heard(_KEPT_FRAMES)
        self.sent = Moments(_KEPT_FRAMES)
        self.digits_heard = ""
        self._peer: tuple[str, int] | None = None
        self._codec = Codec.PCMU
        self._digit_payload: int | None = None
        self._sequence = self._timestamp = 0
        self._source = b""
        self._position = 0
        self._is_looped = False
        self._is_marked = True
        # Packets of keys still to send, and whether each begins a key; None is a pause.
        self._events: deque[tuple[bytes, bool] | None] = deque()
        self._event_timestamp = 0
        self._last_event = -1
        self._waiting: list[tuple[Callable[[], bool], asyncio.Future[None]]] = []
        asyncio.get_running_loop().add_reader(self._socket, self._read)

    def connect(self, peer: tuple[str, int], codec: Codec, digit_payload: int | None) -> None:
        """Send to `peer` from now on."""
        self._peer, self._codec, self._digit_payload = peer, codec, digit_payload
        self._pacer.add(self)

    def pause(self) -> None:
        """Send nothing, go on listening."""
        self._pacer.remove(self)

    def close(self) -> None:
        """Let go of the socket."""
        self._pacer.remove(self)
        asyncio.get_running_loop().remove_reader(self._socket)
        self._socket.close()

    @property
    def codec(self) -> Codec:
        """What is spoken on this call."""
        return self._codec

    def say(self, encoded: bytes, *, is_looped: bool = False) -> None:
        """Say what was encoded in the call's codec; silence follows unless it is looped."""
        self._source, self._position, self._is_looped = encoded, 0, is_looped

    @property
    def is_talking(self) -> bool:
        """Whether there is still something to say."""
        return bool(self._source)

    def press(self, digits: str) -> None:
        """Send keys as RFC 4733 events, one after another."""
        for digit in digits:
            code = _DIGITS.index(digit.upper())
            for frame in range(1, _DIGIT_FRAMES + 4):
                volume = 10 | (0x80 if frame > _DIGIT_FRAMES else 0)
                spent = min(frame, _DIGIT_FRAMES) * FRAME
                self._events.append((_EVENT.pack(code, volume, spent), frame == 1))
            self._events.extend([None] * _PAUSE_FRAMES)

    async def until(self, condition: Callable[[], bool], timeout_s: float) -> None:
        """Wait until something is so; looked at whenever packets arrive. Raises TimeoutError."""
        if condition():
            return
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        entry = (condition, done)
        self._waiting.append(entry)
        try:
            await asyncio.wait_for(done, timeout_s)
        finally:
            self._waiting.remove(entry)

    def send_frame(self) -> None:
        """Send the next 20 ms."""
        if self._peer is None:
            return
        event = self._events.popleft() if self._events else None
        if event is not None and self._digit_payload is not None:
            payload, is_first = event
            if is_first:
                self._event_timestamp = self._timestamp
            self._send(self._digit_payload, self._event_timestamp, payload, is_marked=is_first)
        else:
            self._send(self._codec.value, self._timestamp, self._frame(), is_marked=self._is_marked)
            self._is_marked = False
        self._timestamp = (self._timestamp + FRAME) & 0xFFFFFFFF

    def _frame(self) -> bytes:
        source, start = self._source, self._position
        if not source:
            return SILENCE[self._codec] * FRAME
        frame = source[start : start + FRAME]
        self._position = start + FRAME
        if len(frame) == FRAME:
            return frame
        if self._is_looped:
            self._position = FRAME - len(frame)
            return (frame + source[: self._position]).ljust(FRAME, SILENCE[self._codec])
        self._source = b""
        return frame.ljust(FRAME, SILENCE[self._codec])

    def _send(self, payload_type: int, timestamp: int, payload: bytes, *, is_marked: bool) -> None:
        header = _HEADER.pack(
            0x80,
            payload_type | (0x80 if is_marked else 0),
            self._sequence,
            timestamp,
            0x414E0000 | self.port,
        )
        self._sequence = (self._sequence + 1) & 0xFFFF
        try:
            self._socket.sendto(header + payload, self._peer or ("", 0))
        except OSError:
            return  # The other side's socket is gone, or our buffer is full: a lost packet.
        self.sent.add(time.time())

    def _read(self) -> None:
        self._read_packets()
        for condition, done in self._waiting:
            if not done.done() and condition():
                done.set_result(None)

    def _read_packets(self) -> None:
        for _ in range(_READS_AT_ONCE):
            try:
                data, ancillary, _, _ = self._socket.recvmsg(2_048, 64)
            except OSError:
                return
            at = time.time()
            for kind, name, value in ancillary:
                if kind == socket.SOL_SOCKET and name == _SO_TIMESTAMPNS:
                    seconds, nanoseconds = _TIMESTAMP.unpack_from(value)
                    at = seconds + nanoseconds / 1e9
            self._take(at, data)

    def _take(self, at: float, data: bytes) -> None:
        if len(data) < 12 or data[0] >> 6 != 2:
            return
        start = 12 + 4 * (data[0] & 15)
        payload_type, timestamp = data[1] & 0x7F, int.from_bytes(data[4:8])
        if payload_type == self._digit_payload and len(data) >= start + 4:
            if timestamp != self._last_event and data[start] < len(_DIGITS):
                self._last_event = timestamp
                self.digits_heard += _DIGITS[data[start]]
        elif payload_type in (Codec.PCMU.value, Codec.PCMA.value):
            self.heard.add(at, data[start:], Codec(payload_type))

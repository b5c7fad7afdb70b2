"""A small RTP end point: sends a tone and digits, keeps what it hears in u-law, measures tones."""

import asyncio
import struct
from contextlib import suppress
from typing import Any

import numpy as np

from antiphon.simulation.sound import Codec, decode, encode

RATE = 8_000
_FRAME = 160
Samples = np.ndarray[tuple[int], np.dtype[np.float64]]


class Media(asyncio.DatagramProtocol):
    """One RTP stream in each direction, a packet every 20 ms."""

    def __init__(self) -> None:
        self.heard = bytearray()
        # The stream's own time of each packet of sound that came, in samples.
        self.stamps: list[int] = []
        self.digits: list[str] = []
        self.tone: float | None = None
        self._peer: tuple[str, int] | None = None
        self._transport: asyncio.DatagramTransport | None = None
        self._timer: asyncio.TimerHandle | None = None
        self.codec = Codec.PCMU
        # Of the next packet: a stream may begin with any number.
        self.sequence = 0
        self._timestamp = 0
        self._next_at = 0.0
        self._last_digit_at = -1
        self._digit_stamp = 0
        self._events: list[bytes] = []
        self._wanted = 0
        self._has_wanted = asyncio.Event()

    @classmethod
    async def open(cls, host: str) -> "Media":
        """Bind to a free port."""
        loop = asyncio.get_running_loop()
        _, media = await loop.create_datagram_endpoint(cls, local_addr=(host, 0))
        return media

    @property
    def port(self) -> int:
        """Where this end listens."""
        assert self._transport is not None
        return int(self._transport.get_extra_info("sockname")[1])

    def send_to(self, peer: tuple[str, int], tone: float | None) -> None:
        """Send a tone, or silence, until closed."""
        self._peer = peer
        self.tone = tone
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._next_at = loop.time()
            self._send_frame()

    def press(self, digit: str) -> None:
        """Queue one digit as telephone-events (RFC 4733), 100 ms long."""
        code = "0123456789*#ABCD".index(digit)
        for step in range(1, 6):
            self._events.append(struct.pack("!BBH", code, 10, step * _FRAME))
        for _ in range(3):
            self._events.append(struct.pack("!BBH", code, 0x80 | 10, 5 * _FRAME))

    def hurry(self) -> None:
        """Send what is queued at once, as it comes out of a network that held it up."""
        while self._events:
            self._send_packet()

    def leap(self, seconds: int) -> None:
        """Send with a later time from now on, as if the stream had begun earlier."""
        self._timestamp += seconds * RATE

    async def has_heard(self, count: int, *, within_s: float) -> None:
        """Wait until that many samples have come, or none came for so long."""
        self._wanted = count
        self._has_wanted.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                if len(self.heard) < count:
                    await self._has_wanted.wait()

    def close(self) -> None:
        """Stop sending and listening."""
        if self._timer:
            self._timer.cancel()
        if self._transport:
            self._transport.close()

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        kind = data[1] & 0x7F
        if kind == self.codec.value:
            self.heard += encode(decode(data[12:], self.codec), Codec.PCMU)
            self.stamps.append(struct.unpack("!I", data[4:8])[0])
            if len(self.heard) >= self._wanted:
                self._has_wanted.set()
        elif kind == 101 and data[13] & 0x80:
            at = struct.unpack("!I", data[4:8])[0]
            if at != self._last_digit_at:
                self._last_digit_at = at
                self.digits.append("0123456789*#ABCD"[data[12]])

    def _send_frame(self) -> None:
        loop = asyncio.get_running_loop()
        if self._transport is None or self._transport.is_closing():
            return
        self._send_packet()
        self._next_at += 0.02
        self._timer = loop.call_at(self._next_at, self._send_frame)

    def _send_packet(self) -> None:
        assert self._transport is not None
        if self._events:
            payload, kind = self._events.pop(0), 101
            # All packets of one digit carry the timestamp of its beginning.
            stamp = self._timestamp if len(self._events) % 8 == 7 else self._digit_stamp
            self._digit_stamp = stamp
        else:
            payload = encode(decode(self._frame(), Codec.PCMU), self.codec)
            kind, stamp = self.codec.value, self._timestamp
        header = struct.pack("!BBHII", 0x80, kind, self.sequence & 0xFFFF, stamp, 0x1234)
        self._transport.sendto(header + payload, self._peer)
        self.sequence += 1
        self._timestamp += _FRAME

    def _frame(self) -> bytes:
        if self.tone is None:
            return b"\xff" * _FRAME
        at = (self._timestamp + np.arange(_FRAME)) / RATE
        return ulaw_bytes(0.4 * np.sin(2 * np.pi * self.tone * at))


def ulaw_bytes(samples: Samples) -> bytes:
    """Samples in -1..1 as u-law."""
    linear = np.clip(samples * 32767, -32635, 32635).astype(np.int32)
    sign = np.where(linear < 0, 0x80, 0)
    magnitude = np.abs(linear) + 0x84
    exponent = np.floor(np.log2(magnitude)).astype(np.int32) - 7
    mantissa = (magnitude >> (exponent + 3)) & 0x0F
    return bytes((~(sign | (exponent << 4) | mantissa) & 0xFF).astype(np.uint8))


def ulaw_samples(data: bytes) -> Samples:
    """U-law as samples in -1..1."""
    code = ~np.frombuffer(data, np.uint8) & 0xFF
    exponent, mantissa = (code >> 4) & 7, code & 0x0F
    magnitude = ((mantissa.astype(np.int32) << 3) + 0x84 << exponent) - 0x84
    return np.where(code & 0x80, -magnitude, magnitude) / 32768.0


def tone_in(samples: Samples, rate: int = RATE) -> tuple[float, float]:
    """The strongest tone's pitch in Hz and the sound's level (root mean square)."""
    if len(samples) == 0:
        return 0.0, 0.0
    level = float(np.sqrt(np.mean(samples**2)))
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
    return float(np.argmax(spectrum) * rate / len(samples)), level


def level_of(tone: float, sound: Samples) -> float:
    """How loud one tone (Hz) is among others, of full scale; measure half a second or more."""
    times = np.arange(len(sound)) / RATE
    window = np.hanning(len(sound))
    share = np.sum(sound * window * np.exp(-2j * np.pi * tone * times)) / np.sum(window)
    return float(2 * np.abs(share))

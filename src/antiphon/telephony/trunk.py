"""A line to the outside, as a telephone engine is told of it, and what a trial of it finds."""

import msgspec

from antiphon.kernel.ids import TrunkId
from antiphon.telephony.trunk_trouble import TrunkTrouble


class Trunk(msgspec.Struct, frozen=True, kw_only=True):
    """A line to the outside. Calls from `addresses` are accepted; `host` is where we call."""

    id: TrunkId
    host: str
    port: int = 5060
    transport: str = "udp"
    addresses: tuple[str, ...] = ()
    username: str | None = None
    secret: str | None = None
    registers: bool = False
    codecs: tuple[str, ...] = ("ulaw", "alaw", "g722")
    # Whether the sound is encrypted, with keys in the signalling: "off", "optional", "required".
    srtp: str = "off"


class TrunkProbe(msgspec.Struct, frozen=True, kw_only=True):
    """What a trial of a trunk found: the round trip in ms and the SIP status, or why not."""

    round_trip_ms: float | None = None
    status: int | None = None
    trouble: TrunkTrouble | None = None

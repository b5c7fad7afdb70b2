"""Session descriptions: which audio, where to. Only what a plain telephone needs."""

import msgspec

from antiphon.simulation.sound import Codec

DIGIT_PAYLOAD = 101


class Media(msgspec.Struct, frozen=True, kw_only=True):
    """The audio of one side. `codec` is None when it offers none that we know."""

    address: str
    port: int
    codec: Codec | None
    digit_payload: int | None
    direction: str = "sendrecv"


def describe(
    address: str, port: int, *, codecs: tuple[Codec, ...], version: int, direction: str = "sendrecv"
) -> bytes:
    """Our own description; `version` grows with each change within a call."""
    payloads = " ".join(str(codec.value) for codec in codecs)
    lines = [
        "v=0",
        f"o=- 1 {version} IN IP4 {address}",
        "s=-",
        f"c=IN IP4 {address}",
        "t=0 0",
        f"m=audio {port} RTP/AVP {payloads} {DIGIT_PAYLOAD}",
        *(f"a=rtpmap:{codec.value} {codec.name}/8000" for codec in codecs),
        f"a=rtpmap:{DIGIT_PAYLOAD} telephone-event/8000",
        f"a=fmtp:{DIGIT_PAYLOAD} 0-16",
        "a=ptime:20",
        f"a={direction}",
        "",
    ]
    return "\r\n".join(lines).encode()


def read(body: bytes) -> Media | None:
    """The other side's audio; None when there is none in it."""
    address, port, direction = "", 0, "sendrecv"
    payloads: list[str] = []
    digit_payload: int | None = None
    for line in body.decode("utf-8", "replace").splitlines():
        match line.partition("=")[0], line.partition("=")[2].split():
            case "c", [_, _, host]:
                address = host
            case "m", ["audio", number, _, *formats] if number.isdigit():
                port, payloads = int(number), formats
            case "m", _ if payloads:
                break
            case "a", [attribute, *rest]:
                if attribute in ("sendrecv", "sendonly", "recvonly", "inactive"):
                    direction = attribute
                if attribute.startswith("rtpmap:") and rest[:1] == ["telephone-event/8000"]:
                    digit_payload = int(attribute.partition(":")[2])
            case _:
                pass
    if not payloads:
        return None
    known = {str(codec.value): codec for codec in Codec}
    codec = next((known[one] for one in payloads if one in known), None)
    return Media(
        address=address, port=port, codec=codec, digit_payload=digit_payload, direction=direction
    )

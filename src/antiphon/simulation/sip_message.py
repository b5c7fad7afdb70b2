"""SIP messages as a phone needs them: parse, build, and take apart what their headers say."""

import re
import secrets
from collections.abc import Iterable

import msgspec

_COMPACT = {
    "v": "via",
    "f": "from",
    "t": "to",
    "i": "call-id",
    "m": "contact",
    "l": "content-length",
    "c": "content-type",
    "k": "supported",
}
_URI = re.compile(r"<([^>]*)>")
_TAG = re.compile(r";\s*tag=([^;\s]+)", re.IGNORECASE)
_BRANCH = re.compile(r";\s*branch=([^;,\s]+)", re.IGNORECASE)


class SipMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A request (`method`, `uri`) or a response (`status`, `reason`)."""

    method: str = ""
    uri: str = ""
    status: int = 0
    reason: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def header(self, name: str) -> str:
        """The first header of this name, empty when there is none."""
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> list[str]:
        """Every header of this name, in order."""
        wanted = name.lower()
        return [value for key, value in self.headers if key.lower() == wanted]

    @property
    def sequence(self) -> tuple[int, str]:
        """The number and the method in CSeq."""
        number, _, method = self.header("CSeq").partition(" ")
        return int(number or 0), method.strip()

    @property
    def branch(self) -> str:
        """What tells transactions apart."""
        found = _BRANCH.search(self.header("Via"))
        return found.group(1) if found else ""

    def encode(self) -> bytes:
        """The message on the wire."""
        if self.method:
            lines = [f"{self.method} {self.uri} SIP/2.0"]
        else:
            lines = [f"SIP/2.0 {self.status} {self.reason}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        lines += [f"Content-Length: {len(self.body)}", "", ""]
        return "\r\n".join(lines).encode("utf-8", "surrogateescape") + self.body


def parse(data: bytes) -> SipMessage:
    """Read a message.

    Raises:
        ValueError: this is none.
    """
    head, _, body = data.partition(b"\r\n\r\n")
    first, *rest = head.decode("utf-8", "surrogateescape").split("\r\n")
    headers: list[tuple[str, str]] = []
    for line in rest:
        if line[:1] in (" ", "\t") and headers:
            headers[-1] = (headers[-1][0], f"{headers[-1][1]} {line.strip()}")
            continue
        name, colon, value = line.partition(":")
        if not colon:
            raise ValueError("a header without a colon")
        name = name.strip()
        headers.append((_COMPACT.get(name.lower(), name), value.strip()))
    parts = first.split(" ", 2)
    if len(parts) != 3:
        raise ValueError("no start line")
    if parts[0] == "SIP/2.0":
        return SipMessage(status=int(parts[1]), reason=parts[2], headers=tuple(headers), body=body)
    if parts[2] != "SIP/2.0":
        raise ValueError("not SIP 2.0")
    return SipMessage(method=parts[0], uri=parts[1], headers=tuple(headers), body=body)


def respond(
    request: SipMessage,
    status: int,
    reason: str,
    *,
    tag: str = "",
    headers: Iterable[tuple[str, str]] = (),
    body: bytes = b"",
) -> SipMessage:
    """The response to `request`; `tag` is ours, added to To when it has none."""
    to = request.header("To")
    if tag and not _TAG.search(to):
        to = f"{to};tag={tag}"
    return SipMessage(
        status=status,
        reason=reason,
        headers=(
            *(("Via", value) for value in request.all("Via")),
            *(("Record-Route", value) for value in request.all("Record-Route")),
            ("From", request.header("From")),
            ("To", to),
            ("Call-ID", request.header("Call-ID")),
            ("CSeq", request.header("CSeq")),
            *headers,
        ),
        body=body,
    )


def uri_in(value: str) -> str:
    """The URI in a From, To or Contact header."""
    found = _URI.search(value)
    return (found.group(1) if found else value.partition(";")[0]).strip()


def user_in(value: str) -> str:
    """The user part of the URI in a header."""
    uri = uri_in(value)
    user, at, _ = uri.partition("@")
    return user.partition(":")[2] if at else ""


def tag_in(value: str) -> str:
    """The tag of a From or To header, empty when there is none."""
    found = _TAG.search(value)
    return found.group(1) if found else ""


def new_token() -> str:
    """A fresh tag, branch end or call id."""
    return secrets.token_hex(8)

"""A SIP message as the test phones read and write it."""


class Message:
    """A SIP message: first line, headers in order, body."""

    def __init__(self, first: str, headers: list[tuple[str, str]], body: str = "") -> None:
        self.first = first
        self.headers = headers
        self.body = body

    @classmethod
    def parse(cls, data: bytes) -> "Message":
        """Read a datagram."""
        head, _, body = data.decode(errors="replace").partition("\r\n\r\n")
        first, *lines = head.split("\r\n")
        headers = [
            (name.strip(), value.strip()) for name, _, value in (x.partition(":") for x in lines)
        ]
        return cls(first, headers, body)

    def __getitem__(self, name: str) -> str:
        return next((v for n, v in self.headers if n.lower() == name.lower()), "")

    @property
    def method(self) -> str:
        """The method, of a request or of the request answered."""
        return self["CSeq"].split()[-1]

    @property
    def status(self) -> int:
        """The status, 0 for a request."""
        return int(self.first.split()[1]) if self.first.startswith("SIP/2.0") else 0

    def encode(self) -> bytes:
        """The datagram."""
        body = self.body.encode()
        lines = [self.first, *(f"{n}: {v}" for n, v in self.headers)]
        lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join(lines).encode(errors="surrogateescape") + b"\r\n\r\n" + body

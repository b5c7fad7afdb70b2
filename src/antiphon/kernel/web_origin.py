"""The origins of other web sites, in the one way of writing that browsers use too. Pure."""

import re
from urllib.parse import urlsplit

_HOST = re.compile(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*")
_LOOPBACK = {"localhost", "127.0.0.1"}
_USUAL_PORTS = {"https": 443, "http": 80}


class AddressUnusable(ValueError):  # noqa: N818 (it says what is the case)
    """The sentence says why, and what to do; `code` is the stable name of it."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def origin_of(address: str) -> str:
    """Scheme, host and port in their one way of writing, such as `https://crm.example.com`.

    Raises:
        AddressUnusable: it is none of a site that we trust to be who it says.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressUnusable(
            "address.unclear", "This is no address: write it as in a browser."
        ) from None
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOOPBACK):
        raise AddressUnusable("address.https", "Begin the address with https://.")
    if parts.username is not None or parts.password is not None:
        raise AddressUnusable("address.password", "Leave name and password out of the address.")
    # Also refuses a value in the host, and letters that look like others.
    if not _HOST.fullmatch(host):
        raise AddressUnusable(
            "address.host", "This host cannot be used: write its name in plain letters."
        )
    is_usual = port is None or port == _USUAL_PORTS[parts.scheme]
    return f"{parts.scheme}://{host}" if is_usual else f"{parts.scheme}://{host}:{port}"

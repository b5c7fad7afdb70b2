"""Texts and addresses with values in them, and the origins that addresses lead to. Pure.

What a customer is called or said may hold anything: in an address every value is encoded, and none
can stand in its origin, so it never leads elsewhere than its template does.
"""

import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

_PLACE = re.compile(r"\{([a-z_]+(?:\.[A-Za-z0-9_]{1,64})?)\}")
PLACES = ("number", "customer", "customer_id", "interaction_id", "queue", "language", "agent")
_HOST = re.compile(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*")
_LOOPBACK = {"localhost", "127.0.0.1"}
_USUAL_PORTS = {"https": 443, "http": 80}


class AddressUnusable(ValueError):  # noqa: N818 (it says what is the case)
    """The sentence says why, and what to do."""


def origin_of(address: str) -> str:
    """Scheme, host and port in their one way of writing, such as `https://crm.example.com`.

    Raises:
        AddressUnusable: it is none that a screen pop may lead to.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AddressUnusable("This is no address: write it as in a browser.") from None
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOOPBACK):
        raise AddressUnusable("Begin the address with https://.")
    if parts.username is not None or parts.password is not None:
        raise AddressUnusable("Leave name and password out of the address.")
    # Also refuses a value in the host, and letters that look like others.
    if not _HOST.fullmatch(host):
        raise AddressUnusable("This host cannot be used: write its name in plain letters.")
    is_usual = port is None or port == _USUAL_PORTS[parts.scheme]
    return f"{parts.scheme}://{host}" if is_usual else f"{parts.scheme}://{host}:{port}"


def check_places(template: str) -> None:
    """Refuse braces that name nothing we know.

    Raises:
        AddressUnusable: the sentence names it.
    """
    for name in _PLACE.findall(template):
        if name not in PLACES and not name.startswith("data."):
            raise AddressUnusable(f"{{{name}}} is not known; known are {', '.join(PLACES)}, data.…")
    if "{" in (rest := _PLACE.sub("", template)) or "}" in rest:
        raise AddressUnusable("Write values as {number}, without other braces.")


def fill_address(template: str, values: Mapping[str, str]) -> str:
    """The address with every value encoded; a value that is not known is empty."""
    return _PLACE.sub(lambda place: quote(values.get(place[1], ""), safe=""), template)


def fill_text(template: str, values: Mapping[str, str]) -> str:
    """The text with its values; what is not known stays as it was written."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), template)

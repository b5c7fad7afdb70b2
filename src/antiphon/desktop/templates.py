"""Texts and addresses with values in them. Pure.

What a customer is called or said may hold anything: in an address every value is encoded, and none
can stand in its origin, so it never leads elsewhere than its template does.
"""

import re
from collections.abc import Mapping
from urllib.parse import quote

from antiphon.kernel.web_origin import AddressUnusable

_PLACE = re.compile(r"\{([a-z_]+(?:\.[A-Za-z0-9_]{1,64})?)\}")
PLACES = ("number", "customer", "customer_id", "interaction_id", "queue", "language", "agent")


def check_places(template: str) -> None:
    """Refuse braces that name nothing we know.

    Raises:
        AddressUnusable: the sentence names it.
    """
    for name in _PLACE.findall(template):
        if name not in PLACES and not name.startswith("data."):
            raise AddressUnusable(
                "address.value", f"{{{name}}} is not known; known are {', '.join(PLACES)}, data.…"
            )
    if "{" in (rest := _PLACE.sub("", template)) or "}" in rest:
        raise AddressUnusable("address.braces", "Write values as {number}, without other braces.")


def fill_address(template: str, values: Mapping[str, str]) -> str:
    """The address with every value encoded; a value that is not known is empty."""
    return _PLACE.sub(lambda place: quote(values.get(place[1], ""), safe=""), template)


def fill_text(template: str, values: Mapping[str, str]) -> str:
    """The text with its values; what is not known stays as it was written."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), template)

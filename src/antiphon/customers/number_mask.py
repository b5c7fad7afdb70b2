"""Telephone numbers as those see them who may not know them: `+86138****5678`. Pure.

`NumberMask` goes through whole answers, not through chosen fields, so that a field somebody adds
tomorrow is covered too. What is masked: every number in a field that is called after one, every
text that is a number, and within other texts whatever could be dialled.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import phonenumbers

from antiphon.kernel.telephone_number import normalise

HIDDEN = "*"

# Names of things in our own system, secrets of phones, and tickets: digits, but no numbers to dial.
_PLAIN = re.compile(
    r"(^|_)(id|ids|kind|type|key|code|version|at|csrf|token"
    r"|uri|urls|host|websocket|username|secret|credential|ticket|ticket_address)$"
)
# Addresses within this product; those of others may carry a number to them.
_OWN_ADDRESS = re.compile(r"/v1/[\w./~?=&%-]*")
_NUMBERS = re.compile(r"(^|_)(numbers?|dialled|extension)$")
# Digits with what people put between them; any script's digits.
_RUN = re.compile(r"\+?\(?\d(?:[\s().\-/\u2010-\u2015]{0,2}\d){3,}")
_WHOLE = re.compile(r"[\d\s+().\-/\u2010-\u2015]+")
_DATE = re.compile(r"(19|20)\d\d-\d\d-\d\d")
_INSTANT = re.compile(r"(19|20)\d\d-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?")
# A shorter run within a text is masked when it can be dialled, a longer one always.
_SHORTEST, _LONG = 7, 10
# How many digits stay readable at the ends of what is long enough.
_HEAD, _TAIL, _LEAST_HIDDEN = 3, 4, 4


def mask(number: str, region: str) -> str:
    """A number of which four digits at least, or all, are hidden; the same for the same number."""
    digits = "".join(character for character in number if character.isdigit())
    if not digits:
        return number
    full = normalise(number, region)
    if full is None:
        return _stars(digits)
    parsed = phonenumbers.parse(full)
    national = phonenumbers.national_significant_number(parsed)
    is_foreign = number.lstrip().startswith(("+", "00"))
    return (f"+{parsed.country_code}" if is_foreign else "") + _stars(national)


def _stars(digits: str) -> str:
    tail = min(_TAIL, max(0, len(digits) - _LEAST_HIDDEN))
    head = min(_HEAD, max(0, len(digits) - tail - _LEAST_HIDDEN))
    hidden = HIDDEN * (len(digits) - head - tail)
    return digits[:head] + hidden + digits[len(digits) - tail :]


class NumberMask:
    """Masks numbers as they are dialled in `region`. `is_ours` spares the centre's own ones."""

    def __init__(self, region: str, is_ours: Callable[[str], bool] = lambda _number: False) -> None:
        self._region = region
        self._is_ours = is_ours

    def number(self, number: str) -> str:
        """What is known to be a number."""
        return number if self._is_ours(number) else mask(number, self._region)

    def text(self, text: str) -> str:
        """A text in which numbers may stand."""
        if sum(map(str.isdigit, text)) < _SHORTEST or _INSTANT.fullmatch(text):
            return text
        return _RUN.sub(self._run, text)

    def tree(self, value: Any, key: str = "") -> Any:
        """An answer as it was decoded from JSON; `key` is the field it stands in."""
        match value:
            case str():
                return self._field(value, key)
            case list():
                return [self.tree(item, key) for item in value]
            case dict():
                return {
                    name: self.tree(item, self._name_in(value, name))
                    for name, item in value.items()
                }
            case _:
                return value

    def _name_in(self, pair: dict[str, Any], name: str) -> str:
        """Pairs of key and value are called after their key, not after the word "value"."""
        return str(pair.get("key", name)) if name in {"value", "meaning"} else name

    def _field(self, text: str, key: str) -> str:
        if _NUMBERS.search(key):
            return self.number(text) if _WHOLE.fullmatch(text) else self.text(text)
        is_ours = _PLAIN.search(key) or _OWN_ADDRESS.fullmatch(text)
        return text if is_ours else self.text(text)

    def _run(self, found: re.Match[str]) -> str:
        run = found.group()
        if self._is_ours(run) or not _is_dialled(run, self._region):
            return run
        return mask(run, self._region)


@lru_cache(maxsize=4_096)
def _is_dialled(run: str, region: str) -> bool:
    count = sum(map(str.isdigit, run))
    if count < _SHORTEST or (_DATE.match(run) and count < _LONG + _TAIL):
        return False
    if count >= _LONG or run.startswith(("+", "00")):
        return True
    full = normalise(run, region)
    return full is not None and phonenumbers.is_valid_number(phonenumbers.parse(full))

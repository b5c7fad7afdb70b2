"""Telephone numbers in one form, E.164. Callers send anything: `normalise` never raises.

To read a number costs a call more than anything else that is decided about it: it is read once,
and what else is asked of it, its country say, is taken from the same reading.
"""

from functools import lru_cache

import phonenumbers

_LONGEST = 64
_KEPT = 4_096


@lru_cache(maxsize=_KEPT)
def read_number(number: str, region: str) -> phonenumbers.PhoneNumber | None:
    """`number`, dialled as in `region` (such as CN), taken apart; None when it cannot be one."""
    if not 3 <= len(number) <= _LONGEST:
        return None
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    return parsed if phonenumbers.is_possible_number(parsed) else None


@lru_cache(maxsize=_KEPT)
def normalise(number: str, region: str) -> str | None:
    """`number`, dialled as in `region` (such as CN), in E.164; None when it cannot be one."""
    parsed = read_number(number, region)
    if parsed is None:
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)


def bare_number(text: str) -> str:
    """A number without what people put between its digits."""
    return "".join(character for character in text if character not in " -()./")

"""Telephone numbers in one form, E.164. Callers send anything: `normalise` never raises."""

from functools import lru_cache

import phonenumbers

_LONGEST = 64


@lru_cache(maxsize=4_096)
def normalise(number: str, region: str) -> str | None:
    """`number`, dialled as in `region` (such as CN), in E.164; None when it cannot be one."""
    if not 3 <= len(number) <= _LONGEST:
        return None
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)

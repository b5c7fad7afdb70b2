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


@lru_cache(maxsize=4_096)
def place_of(number: str) -> tuple[str, str]:
    """Country (such as CN) and area code of a number in E.164; empty where there is none."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return "", ""
    area = phonenumbers.length_of_geographical_area_code(parsed)
    national = phonenumbers.national_significant_number(parsed)
    return phonenumbers.region_code_for_number(parsed) or "", national[:area]


class RegionalNumbers:
    """Numbers as they are dialled in one region."""

    def __init__(self, region: str) -> None:
        self._region = region

    def normalise(self, number: str) -> str | None:
        """In E.164; None when it cannot be a number."""
        return normalise(number, self._region)

    def is_country(self, code: str) -> bool:
        """Whether this is a country, such as CN."""
        return code in phonenumbers.SUPPORTED_REGIONS

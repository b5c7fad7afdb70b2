"""Where a number belongs, and numbers as they are dialled in one region."""

from functools import lru_cache

import phonenumbers

from antiphon.kernel.telephone_number import normalise, read_number


@lru_cache(maxsize=4_096)
def country_of(number: str, region: str) -> str:
    """The country (such as CN) of a number dialled as in `region`; empty where there is none."""
    parsed = read_number(number, region)
    return phonenumbers.region_code_for_number(parsed) or "" if parsed is not None else ""


def area_code_of(number: str, region: str) -> str:
    """The area code of a number dialled as in `region`; empty where there is none."""
    parsed = read_number(number, region)
    if parsed is None:
        return ""
    area = phonenumbers.length_of_geographical_area_code(parsed)
    return phonenumbers.national_significant_number(parsed)[:area]


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

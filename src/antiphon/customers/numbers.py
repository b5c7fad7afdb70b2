"""Where a number belongs, and numbers as they are dialled in one region."""

from functools import lru_cache

import phonenumbers

from antiphon.kernel.telephone_number import normalise


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

"""Where a calling number belongs, however it was dialled."""

import pytest

from antiphon.customers.numbers import area_code_of, country_of


@pytest.mark.parametrize(
    ("number", "country", "area"),
    [
        ("+861012345678", "CN", "10"),
        ("010 1234 5678", "CN", "10"),
        ("13912345678", "CN", ""),
        ("+12125550123", "US", "212"),
        ("0012125550123", "US", "212"),
        ("200", "", ""),
        ("anonymous", "", ""),
        ("", "", ""),
    ],
)
def test_a_number_tells_its_country_and_area(number: str, country: str, area: str) -> None:
    assert (country_of(number, "CN"), area_code_of(number, "CN")) == (country, area)

"""How often one visitor may press: by address and button, in any hour."""

import pytest
from tests.support.fake_clock import FakeClock

from antiphon.call_buttons.rate import HOUR_S, VisitorRate, source_of

pytestmark = pytest.mark.unit


def test_the_limit_counts_any_hour_and_each_address_and_button_for_itself() -> None:
    clock = FakeClock()
    rate = VisitorRate(clock)
    assert rate.ask("shop", "192.0.2.1", 2) == 0
    clock.advance(600)
    assert rate.ask("shop", "192.0.2.1", 2) == 0
    assert rate.ask("shop", "192.0.2.1", 2) == HOUR_S - 600
    assert rate.ask("shop", "192.0.2.2", 2) == 0
    assert rate.ask("help", "192.0.2.1", 2) == 0
    clock.advance(HOUR_S - 600)
    assert rate.ask("shop", "192.0.2.1", 2) == 0
    assert rate.ask("shop", "192.0.2.1", 2) == 600


def test_a_network_of_ipv6_is_one_visitor() -> None:
    assert source_of("2001:db8::1") == source_of("2001:db8:0:0:ffff::9") == "2001:db8::/64"
    assert source_of("2001:db8:0:1::1") != source_of("2001:db8::1")
    assert source_of("::ffff:192.0.2.1") == source_of("192.0.2.1") == "192.0.2.1"
    assert source_of("unknown") == "unknown"

"""`make bench`: prints the matcher's figures; fails when a decision is not the scan's."""

import pytest
from tests.load import routing_bench, routing_quality, routing_sql


@pytest.mark.load
@pytest.mark.timeout(1800)
def test_the_matcher_decides_as_the_scan_does() -> None:
    for figures in routing_bench.main([]):
        assert figures.compared
        assert not figures.differing


@pytest.mark.load
@pytest.mark.timeout(1800)
def test_the_matcher_serves_as_well_as_the_scan_and_better_than_polling() -> None:
    found = routing_quality.main(["--customers", "20000", "--seeds", "1"])
    assert found["ours"].mean_wait_s == found["scan"].mean_wait_s
    assert found["ours"].mean_wait_s < found["polling"].mean_wait_s
    assert (found["ours"].idle_while_waiting_s, found["ours"].passed) == (0, 0)
    assert found["ours"].gini <= 0.10


@pytest.mark.load
@pytest.mark.timeout(1800)
def test_where_an_order_can_meet_the_targets_ratio_control_meets_them() -> None:
    found = routing_quality.main(["--customers", "20000", "--seeds", "1", "--talk", "60"])
    assert found["strict"].worst_gap <= 1.5
    assert found["ratio"].worst_gap <= 2


@pytest.mark.load
@pytest.mark.timeout(1800)
def test_a_loop_over_sql_serves_everybody_it_can() -> None:
    assert routing_sql.main([]) > 0

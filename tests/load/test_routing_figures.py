"""`make bench`: prints the matcher's figures; fails when a decision is not the scan's."""

import pytest
from tests.load import routing_bench


@pytest.mark.load
@pytest.mark.timeout(1800)
def test_the_matcher_decides_as_the_scan_does() -> None:
    for figures in routing_bench.main([]):
        assert figures.compared
        assert not figures.differing

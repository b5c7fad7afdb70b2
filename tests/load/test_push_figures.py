"""`./antiphon test load`: prints how soon screens are told; fails only when nothing was."""

import pytest
from tests.load import push


@pytest.mark.load
@pytest.mark.timeout(600)
def test_every_side_told_the_screens() -> None:
    found = push.main([])
    assert all(seen.push_ms and seen.pop_ms for seen in found.values())

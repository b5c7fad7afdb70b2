"""Which records stand in the audit trail as changes of the configuration."""

from datetime import UTC, datetime

import pytest

from antiphon.identity.changes import is_change
from antiphon.journal.contract import Record
from antiphon.kernel.ids import DEFAULT_TENANT

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("stream", "kind", "is_one"),
    [
        ("queue/sales", "routing.queue_saved", True),
        ("customer/lee", "customers.removed", True),
        ("interaction/c1", "interactions.wrap_up_saved", False),
        ("interaction/c1", "routing.offer_made", False),
    ],
)
def test_what_is_saved_in_an_interaction_is_no_configuration(
    stream: str, kind: str, is_one: bool
) -> None:
    record = Record(
        position=1,
        tenant=DEFAULT_TENANT,
        stream=stream,
        type=kind,
        version=1,
        at=datetime(2026, 1, 5, tzinfo=UTC),
        data=b"{}",
    )
    assert is_change(record) is is_one

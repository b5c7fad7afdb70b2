"""A table by kind of event: the nearest base speaks for a kind that is not named."""

import pytest

from antiphon.interactions.contract import InteractionClosed, InteractionQueued
from antiphon.kernel.by_kind import ByKind
from antiphon.kernel.events import event_types
from antiphon.routing.contract import OfferEvent, OfferExpired, OfferMade

pytestmark = pytest.mark.unit


def test_a_kind_that_is_named_has_its_own_line_and_others_that_of_their_base() -> None:
    table = ByKind({OfferEvent: "any offer", OfferMade: "made", InteractionClosed: "closed"})
    assert table[OfferMade] == "made"
    assert table[OfferExpired] == "any offer"
    assert table[InteractionClosed] == "closed"
    assert table[InteractionQueued] is None


def test_what_was_looked_up_is_found_again_and_is_not_taken_for_written_down() -> None:
    table = ByKind({OfferEvent: "any offer"})
    first = {kind: table[kind] for kind in event_types().values()}
    assert {kind: table[kind] for kind in event_types().values()} == first
    assert table.named == {OfferEvent: "any offer"}

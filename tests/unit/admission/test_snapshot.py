"""A start from a snapshot knows what admission knew: lists, versions, limits, counts."""

import pytest
from tests.support.admission import a_rule, ask, limits, put, rules
from tests.support.centre import SmallCentre

from antiphon.app.centre.world_snapshot import pack, unpack
from antiphon.routing.admission.contract import DeclareEmergency, ListKind

pytestmark = pytest.mark.unit


def test_a_snapshot_keeps_what_admission_knew() -> None:
    centre = SmallCentre("ann")
    limits(centre, source_calls=3)
    put(centre, ListKind.BLACK, "+8613700????01")
    put(centre, ListKind.WHITE, "HK")
    rules(centre, a_rule("queue.waiting['Nowhere'] > 1"))
    ask(centre, "c1")
    ask(centre, "c2", number="+8613700123401")
    centre.do(DeclareEmergency(text={"en": "We are closed."}))
    book, again = centre.world.admission, unpack(pack(centre.world)).admission
    assert again.lists.entries == book.lists.entries
    assert again.rules.editions == book.rules.editions
    assert again.policy.in_force(centre.now) == book.policy.in_force(centre.now)
    assert (again.emergency, again.days, again.figures) == (book.emergency, book.days, book.figures)
    assert again.decided == book.decided
    assert vars(again.bucket) == vars(book.bucket)
    assert vars(again.arrivals) == vars(book.arrivals)

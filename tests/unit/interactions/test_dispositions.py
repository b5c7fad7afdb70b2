"""The tree of dispositions: what may be entered, what may be chosen where."""

import pytest
from tests.support.centre import NOON

from antiphon.interactions.contract import Disposition, DispositionRemoved, DispositionSaved
from antiphon.interactions.dispositions import DEEPEST, DispositionTree
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import DispositionId, QueueId

pytestmark = pytest.mark.unit

SALES, SERVICE = QueueId("sales"), QueueId("service")


def a_disposition(name: str, under: str | None = None, *queues: QueueId) -> Disposition:
    parent_id = None if under is None else DispositionId(under)
    return Disposition(id=DispositionId(name), name=name, parent_id=parent_id, queues=queues)


def a_tree(*dispositions: Disposition) -> DispositionTree:
    tree = DispositionTree()
    for one in dispositions:
        tree.check_save(one, None)
        tree.save(one, DispositionSaved(at=NOON, disposition=one, by=None))
    return tree


def names_for(tree: DispositionTree, queue: QueueId) -> list[str]:
    return [one.name for one in tree.choices_for(queue)]


def test_results_stand_by_heading_and_headings_are_not_chosen() -> None:
    tree = a_tree(
        a_disposition("Complaint"),
        a_disposition("Order placed"),
        a_disposition("Too late", "Complaint"),
        a_disposition("Broken", "Complaint"),
    )
    assert names_for(tree, SALES) == ["Too late", "Broken", "Order placed"]
    assert tree.path_of("Broken") == ("Complaint", "Broken")
    tree.check_choice(DispositionId("Broken"), SALES)
    with pytest.raises(RuleBroken, match="heading"):
        tree.check_choice(DispositionId("Complaint"), SALES)


def test_a_heading_for_one_queue_keeps_what_is_under_it_from_the_others() -> None:
    tree = a_tree(a_disposition("Complaint", None, SERVICE), a_disposition("Broken", "Complaint"))
    assert names_for(tree, SERVICE) == ["Broken"]
    assert names_for(tree, SALES) == []
    with pytest.raises(RuleBroken, match="not for this queue"):
        tree.check_choice(DispositionId("Broken"), SALES)


def test_a_name_may_stand_once_under_each_heading() -> None:
    tree = a_tree(
        a_disposition("Order"),
        a_disposition("Complaint"),
        a_disposition("Other", "Order"),
    )
    other = Disposition(
        id=DispositionId("other2"), name=" other", parent_id=DispositionId("Complaint")
    )
    tree.check_save(other, None)
    with pytest.raises(RuleBroken, match="Another disposition there"):
        tree.check_save(
            Disposition(id=DispositionId("x"), name="OTHER", parent_id=DispositionId("Order")), None
        )


def test_a_disposition_cannot_come_to_stand_under_itself() -> None:
    tree = a_tree(a_disposition("Top"), a_disposition("Middle", "Top"))
    with pytest.raises(RuleBroken, match="under itself"):
        tree.check_save(a_disposition("Top", "Middle"), None)
    with pytest.raises(RuleBroken, match="under itself"):
        tree.check_save(a_disposition("Top", "Top"), None)
    with pytest.raises(RuleBroken, match="no disposition"):
        tree.check_save(a_disposition("Lost", "Nowhere"), None)


def test_a_tree_is_no_deeper_than_people_can_read() -> None:
    names = [f"level {depth}" for depth in range(DEEPEST)]
    tree = a_tree(*(a_disposition(n, up) for n, up in zip(names, [None, *names], strict=False)))
    with pytest.raises(RuleBroken, match="at most 5 levels"):
        tree.check_save(a_disposition("deeper", names[-1]), None)
    branch = a_tree(
        *tree, a_disposition("other"), a_disposition("twig", "other"), a_disposition("leaf", "twig")
    )
    with pytest.raises(RuleBroken, match="at most 5 levels"):
        branch.check_save(a_disposition("other", names[2]), None)


def test_a_heading_is_removed_when_nothing_stands_under_it() -> None:
    tree = a_tree(a_disposition("Complaint"), a_disposition("Broken", "Complaint"))
    with pytest.raises(RuleBroken, match="Broken"):
        tree.check_remove(DispositionId("Complaint"))
    broken = DispositionId("Broken")
    tree.remove(broken, DispositionRemoved(at=NOON, disposition_id=broken, by=None))
    tree.check_remove(DispositionId("Complaint"))

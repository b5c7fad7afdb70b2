"""Who is calling: one of several with the number, somebody new, or nobody who is known."""

import pytest
from tests.support.centre import SmallCentre

from antiphon.app.views.desk import DeskView, WorkView
from antiphon.customers.contract import Customer, CustomerId, RemoveCustomer, SaveCustomer
from antiphon.interactions.customer_choice import AddCustomer, ChooseCustomer
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.routing.contract import AcceptOffer
from antiphon.telephony.engine import LegAnswered
from antiphon.telephony.leg_ids import leg_of_offer

pytestmark = pytest.mark.unit

ANN, CALL = AgentId("ann"), InteractionId("c1")
CALLER = "+861012345678"


def a_centre(*customers: str) -> SmallCentre:
    """An agent, and customers who all have the caller's number; levels rise with the order."""
    centre = SmallCentre("ann", wrap_up_s=60)
    for level, name in enumerate(customers):
        customer = Customer(id=CustomerId(name), name=name, numbers=(CALLER,), vip_level=level)
        centre.do(SaveCustomer(customer=customer))
    return centre


def talking(centre: SmallCentre) -> SmallCentre:
    centre.call()
    offer = centre.offer_of()
    assert offer is not None
    centre.do(AcceptOffer(offer_id=offer.offer_id, agent_id=ANN))
    centre.hear(LegAnswered(at=centre.now, leg=leg_of_offer(offer.offer_id)))
    return centre


def seen(centre: SmallCentre) -> WorkView:
    """What is in the agent's hand, as the desk shows it."""
    pictures = dict(DeskView(centre.world).draw(ANN))
    work = pictures["work", CALL]
    assert isinstance(work, WorkView)
    return work


def choose(centre: SmallCentre, customer: str | None) -> None:
    customer_id = None if customer is None else CustomerId(customer)
    centre.do(ChooseCustomer(interaction_id=CALL, agent_id=ANN, customer_id=customer_id))


def test_the_only_customer_with_a_number_is_known_at_once() -> None:
    work = seen(talking(a_centre("Li")))
    assert (work.customer.id, work.customer.name, work.guide.candidates) == ("Li", "Li", [])
    assert "add_customer" not in work.actions


def test_of_several_the_agent_chooses_one_and_may_change_it() -> None:
    centre = talking(a_centre("Li", "Wang"))
    work = seen(centre)
    assert (work.customer.id, work.customer.name) == (None, "")
    assert [one.name for one in work.guide.candidates] == ["Li", "Wang"]
    choose(centre, "Wang")
    assert (seen(centre).customer.name, seen(centre).customer.vip_level) == ("Wang", 1)
    choose(centre, "Li")
    assert seen(centre).customer.name == "Li"
    choose(centre, None)
    assert (seen(centre).customer.id, seen(centre).customer.name) == (None, "")


def test_who_could_be_a_vip_does_not_wait_longer() -> None:
    centre = talking(a_centre("Li", "Wang", "Zhao"))
    assert centre.world.customers.vip_level_of(None, CALLER) == 2
    assert centre.world.customers.vip_level_of(CustomerId("Li"), CALLER) == 0


def test_nobody_with_another_number_can_be_chosen() -> None:
    centre = a_centre("Li", "Wang")
    other = Customer(id=CustomerId("Zhao"), name="Zhao", numbers=("+861099998888",))
    centre.do(SaveCustomer(customer=other))
    with pytest.raises(RuleBroken, match="another number"):
        choose(talking(centre), "Zhao")


def test_somebody_unknown_becomes_a_customer_who_is_known_the_next_time() -> None:
    centre = talking(a_centre())
    assert "add_customer" in seen(centre).actions
    new = AddCustomer(
        interaction_id=CALL, agent_id=ANN, customer_id=CustomerId("new"), name=" Li Na "
    )
    centre.do(new)
    assert (seen(centre).customer.id, seen(centre).customer.name) == ("new", "Li Na")
    found = centre.world.customers.find_by_number("010 1234 5678")
    assert found is not None
    assert found.name == "Li Na"
    with pytest.raises(RuleBroken, match="known already"):
        centre.do(new)


def test_without_a_name_the_number_is_the_name() -> None:
    centre = talking(a_centre())
    centre.do(
        AddCustomer(interaction_id=CALL, agent_id=ANN, customer_id=CustomerId("new"), name="")
    )
    assert seen(centre).customer.name == CALLER


def test_only_who_has_the_interaction_may_say_who_it_is() -> None:
    centre = talking(a_centre("Li", "Wang"))
    stranger = ChooseCustomer(
        interaction_id=CALL, agent_id=AgentId("bob"), customer_id=CustomerId("Li")
    )
    with pytest.raises(RuleBroken, match="not in your hands"):
        centre.do(stranger)


def test_a_number_stays_with_the_others_when_one_customer_goes() -> None:
    centre = a_centre("Li", "Wang")
    centre.do(RemoveCustomer(id=CustomerId("Li")))
    assert [one.id for one in centre.world.customers.list_by_number(CALLER)] == ["Wang"]
    centre.do(RemoveCustomer(id=CustomerId("Wang")))
    assert centre.world.customers.list_by_number(CALLER) == []

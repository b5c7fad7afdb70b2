"""Calls that agents place, over HTTP: who may call whom, and by what the customer is named."""

import pytest
from tests.support.day import ANN, SALES, Day
from tests.support.site import Site

from antiphon.agents.contract import ChangePresence, Presence, SystemReason
from antiphon.customers.contract import Customer, CustomerId, SaveCustomer
from antiphon.identity.permissions import Role
from antiphon.interactions.record import Interaction
from antiphon.kernel.ids import InteractionId, TrunkId
from antiphon.telephony.contract import SaveTrunk, TrunkLine

pytestmark = pytest.mark.api

NUMBER = "+8613912340088"


@pytest.fixture
async def day(site: Site) -> Day:
    day = Day(site)
    await day.open()
    trunk = TrunkLine(id=TrunkId("t1"), name="Line", host="127.0.0.1")
    await day.submit(SaveTrunk(trunk=trunk))
    li = Customer(id=CustomerId("li"), name="Li", numbers=(NUMBER,))
    await day.submit(SaveCustomer(customer=li))
    return day


async def at_work(day: Day) -> None:
    """Ann is there, and takes no calls."""
    presence, reason = Presence.NOT_READY, SystemReason.SIGNED_IN
    await day.submit(ChangePresence(agent_id=ANN, presence=presence, reason_id=reason))


def the_call(site: Site) -> Interaction:
    """The one that is placed."""
    (interaction,) = site.centre.world.interactions.open.values()
    return interaction


async def test_an_agent_calls_a_number_as_people_write_it(site: Site, day: Day) -> None:
    await at_work(day)
    ann = await site.sign_in("ann")
    placed = await ann.post("/v1/desk/calls", json={"number": "+86 139-1234-0088"})
    assert placed.status_code == 200, placed.text
    call = the_call(site)
    assert placed.json() == {"interaction_id": call.id}
    assert (call.customer_number, call.customer_id, call.queue_id) == (NUMBER, "li", SALES)
    page = await site.page_of(Role.SUPERVISOR)
    listed = await day.get(page, "/v1/interactions")
    assert [one["direction"] for one in listed["items"]] == ["outbound"]


async def test_what_is_refused_says_why(site: Site, day: Day) -> None:
    ann = await site.sign_in("ann")
    offline = await ann.post("/v1/desk/calls", json={"number": NUMBER})
    assert (offline.status_code, offline.json()["code"]) == (409, "call.offline")
    await at_work(day)
    abroad = await ann.post("/v1/desk/calls", json={"number": "+4930123456"})
    assert (abroad.status_code, abroad.json()["code"]) == (409, "dial.not_allowed")
    for body in ({}, {"number": NUMBER, "customer_id": "li"}):
        assert (await ann.post("/v1/desk/calls", json=body)).status_code == 422
    assert not site.centre.world.interactions.open


async def test_an_own_customer_is_called_again_from_the_history(site: Site, day: Day) -> None:
    await day.handle("c1")
    ann = await site.sign_in("ann")
    await day.get(ann, "/v1/desk/history")
    placed = await ann.post("/v1/desk/calls", json={"interaction_id": "c1"})
    assert placed.status_code == 200, placed.text
    assert the_call(site).customer_number == "+8613800138000"


async def test_strangers_interactions_and_customers_are_not_called(site: Site, day: Day) -> None:
    await at_work(day)
    await day.arrive("c9")
    ann = await site.sign_in("ann")
    for body in ({"interaction_id": "c9"}, {"interaction_id": "none"}, {"customer_id": "li"}):
        assert (await ann.post("/v1/desk/calls", json=body)).status_code == 404, body
    assert InteractionId("c9") in site.centre.world.interactions.open


async def test_who_takes_no_calls_places_none(site: Site, day: Day) -> None:
    del day
    for role in (Role.ADMIN, Role.SUPERVISOR):
        page = await site.page_of(role)
        assert (await page.post("/v1/desk/calls", json={"number": NUMBER})).status_code == 403

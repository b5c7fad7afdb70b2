"""Who may be called: people who called us, customers, allowed prefixes; never a costly number."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.support.event_samples import sample

from antiphon.customers.contract import Customer, CustomerId, CustomerRemoved, CustomerSaved
from antiphon.interactions.contract import InteractionArrived
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId
from antiphon.telephony.contract import CustomerDialled, PartyInvited
from antiphon.telephony.dial_guard import DialGuard, DialRules, SaveDialRules

pytestmark = pytest.mark.unit

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
CALLER, STRANGER, ABROAD = "+861012345678", "+861087654321", "+4930123456"


def a_guard(**rules: object) -> DialGuard:
    guard = DialGuard("CN")
    for number in (CALLER, ABROAD):
        arrived = sample(InteractionArrived)
        fields = {f: getattr(arrived, f) for f in arrived.__struct_fields__}
        ours = {"call_back_id": None, "placed_by": None}
        guard.apply(InteractionArrived(**fields | ours | {"customer_number": number}))
    if rules:
        for event in guard.save(SaveDialRules(rules=DialRules(**rules)), NOON):  # type: ignore[arg-type]
            guard.apply(event)
    return guard


def code_of(guard: DialGuard, number: str, now: datetime = NOON) -> str | None:
    try:
        guard.allow(number, now)
    except RuleBroken as refusal:
        return refusal.code
    return None


def test_who_called_us_from_our_country_may_be_called() -> None:
    guard = a_guard()
    assert code_of(guard, CALLER) is None
    assert code_of(guard, "01012345678") is None
    assert code_of(guard, STRANGER) == "dial.not_allowed"


def test_a_forged_number_abroad_is_not_called_unless_its_prefix_is_allowed() -> None:
    assert code_of(a_guard(), ABROAD) == "dial.not_allowed"
    assert code_of(a_guard(allowed_prefixes=("+49",)), ABROAD) is None


def test_a_blocked_prefix_wins() -> None:
    guard = a_guard(allowed_prefixes=("+86",), blocked_prefixes=("+8610",))
    assert code_of(guard, CALLER) == "dial.not_allowed"


def test_a_customer_may_be_called_in_any_country_until_removed() -> None:
    guard = a_guard()
    lee = Customer(id=CustomerId("lee"), name="Lee", numbers=("+14155552671",))
    guard.apply(CustomerSaved(at=NOON, customer=lee, by=None))
    assert code_of(guard, "+14155552671") is None
    guard.apply(CustomerRemoved(at=NOON, customer_id=lee.id, by=None))
    assert code_of(guard, "+14155552671") == "dial.not_allowed"


def test_a_premium_rate_is_never_called_back() -> None:
    guard = DialGuard("GB")
    lee = Customer(id=CustomerId("lee"), name="Lee", numbers=("+449012345678",))
    guard.apply(CustomerSaved(at=NOON, customer=lee, by=None))
    assert code_of(guard, "+449012345678") == "dial.not_allowed"


@pytest.mark.parametrize("number", ["", "anonymous", "1&2", "+49 30", "١٢٣٤", "9" * 30, "0'--"])
def test_what_is_no_number_is_refused(number: str) -> None:
    assert code_of(a_guard(allowed_prefixes=("+86",)), number) == "dial.no_number"


def test_the_hourly_limit_holds_and_passes() -> None:
    guard = a_guard(hourly_limit=2)
    for minute in (0, 30):
        dialled = sample(CustomerDialled)
        fields = {f: getattr(dialled, f) for f in dialled.__struct_fields__}
        at = NOON + timedelta(minutes=minute)
        guard.apply(CustomerDialled(**fields | {"at": at}))
    assert code_of(guard, CALLER, NOON + timedelta(minutes=59)) == "dial.limit"
    assert code_of(guard, CALLER, NOON + timedelta(minutes=61)) is None


@pytest.mark.parametrize("prefix", ["86", "+", "+8a", "+٨"])
def test_a_prefix_is_written_in_full(prefix: str) -> None:
    with pytest.raises(RuleBroken):
        list(DialGuard("CN").save(SaveDialRules(rules=DialRules(allowed_prefixes=(prefix,))), NOON))


def test_each_agent_calls_by_hand_as_often_as_allowed_in_any_hour() -> None:
    guard = a_guard(allowed_prefixes=("+86",), agent_hourly_limit=2)
    ann, bob = AgentId("ann"), AgentId("bob")

    def code(agent_id: AgentId, now: datetime) -> str | None:
        try:
            guard.allow(STRANGER, now, by=agent_id)
        except RuleBroken as refusal:
            return refusal.code
        return None

    asked = sample(PartyInvited)
    parts = {field: getattr(asked, field) for field in asked.__struct_fields__}
    guard.apply(PartyInvited(**parts | {"at": NOON, "agent_id": None, "by_agent_id": ann}))
    placed = sample(InteractionArrived)
    fields = {field: getattr(placed, field) for field in placed.__struct_fields__}
    by_hand = {"call_back_id": None, "placed_by": ann, "colleague_id": None}
    later = NOON + timedelta(minutes=10)
    # A call to a colleague costs nothing.
    guard.apply(InteractionArrived(**fields | by_hand | {"at": later, "colleague_id": bob}))
    assert code(ann, later) is None
    guard.apply(InteractionArrived(**fields | by_hand | {"at": later}))
    assert (code(ann, later), code(bob, later)) == ("dial.agent_limit", None)
    # The centre's own call-backs are nobody's by hand.
    assert code_of(guard, STRANGER, later) is None
    assert code(ann, NOON + timedelta(hours=1)) is None

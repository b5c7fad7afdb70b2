"""What calls to the outside cost in a day, and that no further one is begun beyond the limit."""

from datetime import timedelta

import pytest
from tests.support.event_samples import sample
from tests.unit.telephony.test_dial_guard import CALLER, NOON, a_guard, code_of

from antiphon.interactions.contract import InteractionClosed
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, LegId, PartyId
from antiphon.telephony.contract import (
    AgentLegEnded,
    AgentRung,
    CallerLegEnded,
    CustomerAnswered,
    CustomerDialled,
    PartyAnswered,
    PartyInvited,
    PartyLeft,
)
from antiphon.telephony.dial_guard import DialGuard, DialRules, Rate, SaveDialRules
from antiphon.telephony.leg_ids import leg_to_customer
from antiphon.telephony.monitoring import MonitorEnd, MonitorEnded
from antiphon.telephony.outside_phones import OutsidePhoneAnswered, OutsidePhoneDialled
from antiphon.telephony.parties import leg_of_party

pytestmark = pytest.mark.unit

C1, ANN = InteractionId("c1"), AgentId("ann")
LEG = leg_to_customer(C1)
HONG_KONG = "+85221234567"


def told(guard: DialGuard, kind: type[Event], minutes: float = 0, **said: object) -> Event:
    """The guard hears of such an event of this call, so many minutes after noon."""
    known = sample(kind)
    fields = {name: getattr(known, name) for name in known.__struct_fields__}
    at = NOON + timedelta(minutes=minutes)
    event = kind(**fields | {"at": at, "interaction_id": C1} | said)
    guard.apply(event)
    return event


def a_talk(guard: DialGuard, number: str = CALLER, *, begins: float = 0) -> None:
    told(guard, CustomerDialled, begins, leg_id=LEG, number=number)
    told(guard, CustomerAnswered, begins, leg_id=LEG)


def spent(guard: DialGuard, minutes: float) -> int:
    return guard.spent_since_a_day(NOON + timedelta(minutes=minutes))


def test_the_longest_prefix_says_the_price_and_one_price_holds_for_the_rest() -> None:
    rules = DialRules(
        rates=(Rate(prefix="+85", price=300), Rate(prefix="+852", price=200)), other_rate=7
    )
    assert rules.price_of(HONG_KONG) == 200
    assert rules.price_of("+85355551234") == 300
    assert rules.price_of(CALLER) == 7


def test_a_number_of_our_country_has_the_price_of_its_full_form() -> None:
    guard = a_guard(rates=(Rate(prefix="+8610", price=30),))
    a_talk(guard, "01012345678")
    assert spent(guard, 1) == 30


def test_ringing_costs_nothing_and_each_minute_that_began_counts_whole() -> None:
    guard = a_guard()
    told(guard, CustomerDialled, leg_id=LEG, number=CALLER)
    assert spent(guard, 5) == 0
    told(guard, CustomerAnswered, 5, leg_id=LEG)
    assert [spent(guard, at) for at in (5, 5.5, 6, 6.1, 8)] == [100, 100, 100, 200, 300]
    told(guard, CallerLegEnded, 8)
    assert spent(guard, 60) == 300


def test_who_never_answered_cost_nothing() -> None:
    guard = a_guard()
    told(guard, CustomerDialled, leg_id=LEG, number=CALLER)
    told(guard, CallerLegEnded, 1)
    assert spent(guard, 2) == 0


def test_a_running_call_counts_and_what_it_cost_passes_a_day_after_its_end() -> None:
    guard = a_guard(daily_spend_limit=300)
    a_talk(guard)
    assert code_of(guard, CALLER, NOON + timedelta(minutes=2)) is None
    assert code_of(guard, CALLER, NOON + timedelta(minutes=2.5)) == "dial.spend_limit"
    told(guard, CallerLegEnded, 3)
    day = 24 * 60
    assert code_of(guard, CALLER, NOON + timedelta(minutes=day + 2.9)) == "dial.spend_limit"
    assert code_of(guard, CALLER, NOON + timedelta(minutes=day + 4)) is None
    a_talk(guard, begins=day + 10)
    assert spent(guard, day + 11) == 100


def test_a_leg_that_lasts_for_days_counts_for_one() -> None:
    guard = a_guard()
    a_talk(guard)
    assert spent(guard, 3 * 24 * 60) == 24 * 60 * 100


def test_what_was_dialled_keeps_the_price_of_then() -> None:
    guard = a_guard(other_rate=50)
    a_talk(guard)
    for event in guard.save(SaveDialRules(rules=DialRules(other_rate=900)), NOON):
        guard.apply(event)
    assert spent(guard, 2) == 100


def test_nought_forbids_and_none_limits_nothing() -> None:
    assert code_of(a_guard(daily_spend_limit=0), CALLER) == "dial.spend_limit"
    guard = a_guard()
    a_talk(guard)
    assert code_of(guard, CALLER, NOON + timedelta(hours=20)) is None


def test_an_agents_phone_outside_is_not_dialled_beyond_the_limit_either() -> None:
    guard = a_guard(daily_spend_limit=100)
    assert guard.allow_phone(CALLER, NOON) == CALLER
    a_talk(guard)
    with pytest.raises(RuleBroken) as refusal:
        guard.allow_phone(CALLER, NOON)
    assert refusal.value.code == "dial.spend_limit"


def test_somebody_outside_in_a_call_costs_until_out_of_it_and_a_colleague_nothing() -> None:
    guard = a_guard()
    for number, agent_id in ((1, None), (2, ANN)):
        party = PartyId(f"c1.party{number}")
        leg = leg_of_party(party)
        told(
            guard,
            PartyInvited,
            party_id=party,
            leg_id=leg,
            agent_id=agent_id,
            number=CALLER if agent_id is None else "",
        )
        told(guard, PartyAnswered, party_id=party, agent_id=agent_id)
    assert spent(guard, 2) == 200
    told(guard, PartyLeft, 2, party_id=PartyId("c1.party1"), leg_id=LegId("c1.party1.leg"))
    assert spent(guard, 9) == 200


def an_agents_phone(guard: DialGuard, leg: str, minutes: float = 0) -> None:
    known = {"leg_id": LegId(leg), "agent_id": ANN}
    told(guard, OutsidePhoneDialled, minutes, number=CALLER, **known)
    told(guard, OutsidePhoneAnswered, minutes, **known)


def test_an_agents_phone_outside_costs_from_the_answer_with_or_without_the_key() -> None:
    guard = a_guard()
    an_agents_phone(guard, "o1.leg")
    assert spent(guard, 1) == 100
    told(guard, AgentLegEnded, 1, leg_id=LegId("o1.leg"))
    assert spent(guard, 9) == 100


def test_a_phone_that_is_brought_back_does_not_cost_twice() -> None:
    guard = a_guard()
    an_agents_phone(guard, "o1.leg")
    told(guard, AgentRung, 1, agent_id=ANN, leg_id=LegId("c1.r1.leg"))
    an_agents_phone(guard, "c1.r1.leg", 1)
    assert spent(guard, 3) == 100 + 200


def test_a_supervisors_phone_outside_costs_on_when_its_owner_joins_the_call() -> None:
    guard = a_guard()
    an_agents_phone(guard, "m1.leg")
    told(guard, MonitorEnded, 1, leg_id=LegId("m1.leg"), reason=MonitorEnd.JOINED)
    assert spent(guard, 3) == 300
    told(guard, PartyLeft, 3, agent_id=ANN, leg_id=LegId("m1.leg"))
    assert spent(guard, 9) == 300


def test_the_end_of_an_interaction_ends_every_leg_but_the_customers_whose_own_is_told() -> None:
    guard = a_guard()
    a_talk(guard)
    an_agents_phone(guard, "o1.leg")
    told(guard, InteractionClosed, 1)
    assert spent(guard, 3) == 300 + 100
    told(guard, CallerLegEnded, 3)
    assert spent(guard, 9) == 400


def test_who_called_us_and_their_agents_in_the_house_cost_nothing() -> None:
    guard = a_guard()
    told(guard, AgentRung, agent_id=ANN, leg_id=LegId("o1.leg"))
    told(guard, AgentLegEnded, 5, leg_id=LegId("o1.leg"))
    told(guard, CallerLegEnded, 5)
    told(guard, InteractionClosed, 5)
    assert spent(guard, 6) == 0


def test_many_calls_of_a_day_are_one_line_a_minute() -> None:
    guard = a_guard()
    for minute in range(3 * 24 * 60):
        for _ in range(2):
            a_talk(guard, begins=minute)
            told(guard, CallerLegEnded, minute + 0.5)
    spending = vars(guard)["_spending"]
    assert len(spending._ended) <= 24 * 60 + 2
    assert not spending._calls


@pytest.mark.parametrize(
    ("rules", "code", "field"),
    [
        ({"rates": (("852", 1),)}, "dial.prefix", "rates.0.prefix"),
        ({"rates": (("+852", 1), ("+852", 2))}, "dial.rate_twice", "rates.1.prefix"),
        ({"rates": (("+852", 1), ("+853", -1))}, "dial.price_negative", "rates.1.price"),
        ({"other_rate": -1}, "dial.price_negative", "other_rate"),
        ({"daily_spend_limit": -1}, "dial.spend_negative", "daily_spend_limit"),
    ],
)
def test_what_is_no_price_list_is_refused_at_its_field(
    rules: dict[str, object], code: str, field: str
) -> None:
    rates = rules.get("rates", ())
    assert isinstance(rates, tuple)
    said = rules | {"rates": tuple(Rate(prefix=prefix, price=price) for prefix, price in rates)}
    with pytest.raises(RuleBroken) as refusal:
        list(DialGuard("CN").save(SaveDialRules(rules=DialRules(**said)), NOON))  # type: ignore[arg-type]
    assert (refusal.value.code, refusal.value.field) == (code, field)

"""What becomes of a call that asks to come in: refused with a counted reason, or in with terms."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from tests.support.centre import NOON, QUEUE, SmallCentre

from antiphon.agents.contract import Skill
from antiphon.app.centre import admission
from antiphon.app.centre.world import World
from antiphon.customers.contract import Customer, CustomerId, SaveCustomer
from antiphon.customers.numbers import RegionalNumbers
from antiphon.flows.contract import FlowMoved
from antiphon.flows.run import Say
from antiphon.interactions.contract import InteractionClosed, InteractionQueued, Outcome
from antiphon.kernel.events import Event, RuleBroken, decode, encode
from antiphon.kernel.ids import EntryPointId, InteractionId, LegId, SkillId
from antiphon.routing.admission.contract import (
    AdmissionPolicy,
    DeclareEmergency,
    InteractionAdmitted,
    InteractionRefused,
    LiftEmergency,
    ListEntry,
    ListKind,
    Refusal,
    RemoveListEntries,
    RestoreRules,
    Rule,
    SaveAdmissionPolicy,
    SaveListEntries,
    SaveRules,
    Terms,
)
from antiphon.routing.admission.lists import read_value
from antiphon.telephony.contract import HearEngine
from antiphon.telephony.engine import LegArrived

pytestmark = pytest.mark.unit

LI = "+8613800138000"
SORRY = {"en": "We are closed."}


def ask(
    centre: SmallCentre,
    name: str = "c1",
    *,
    number: str = LI,
    lag_ms: int | None = 0,
    dialled: str = "1000",
    **how: bool,
) -> list[Event]:
    """A call arrives from a number, with a measured lag."""
    arrived = LegArrived(
        at=centre.now, leg=LegId(name), dialled=dialled, caller_number=number, caller_name=""
    )
    return centre.do(HearEngine(event=arrived, lag_ms=lag_ms, **how))


def one(events: list[Event], kind: type[Any]) -> Any:
    found = [event for event in events if isinstance(event, kind)]
    assert len(found) == 1, events
    return found[0]


def limits(centre: SmallCentre, **changes: Any) -> None:
    policy = replace(AdmissionPolicy(), **changes)
    version = centre.world.admission.policy.newest
    centre.do(SaveAdmissionPolicy(policy=policy, edited_version=version))


def rules(centre: SmallCentre, *rules: Rule, **how: Any) -> None:
    version = centre.world.admission.rules.newest
    centre.do(SaveRules(rules=rules, edited_version=version, **how))


def a_rule(when: str = "true", name: str = "r1", **changes: Any) -> Rule:
    return Rule(id=name, name=name, when=when, **changes)


def put(centre: SmallCentre, kind: ListKind, value: str, **changes: Any) -> None:
    match, read = read_value(value, None, RegionalNumbers("CN"))
    entry = ListEntry(id=f"{kind}{value}", list=kind, match=match, value=read, **changes)
    centre.do(SaveListEntries(entries=(entry,)))


def count(centre: SmallCentre, what: str) -> int:
    return centre.world.admission.count_of(centre.now.date())[what]


def is_refused(events: list[Event], reason: str) -> bool:
    refused = one(events, InteractionRefused)
    closed = one(events, InteractionClosed)
    return bool(refused.reason == closed.reason == reason and closed.outcome is Outcome.REFUSED)


def test_a_call_comes_in_and_is_counted() -> None:
    centre = SmallCentre()
    events = ask(centre)
    assert one(events, InteractionAdmitted).terms == Terms()
    assert one(events, InteractionQueued).order_at == NOON
    assert count(centre, "admitted") == 1


@pytest.mark.parametrize(
    ("dialled", "how", "reason"),
    [("1999", {}, "number_unknown"), ("1000", {"is_overloaded": True}, "overload")],
)
def test_every_refusal_has_a_reason(dialled: str, how: dict[str, bool], reason: str) -> None:
    centre = SmallCentre()
    assert is_refused(ask(centre, dialled=dialled, **how), reason)
    assert count(centre, reason) == 1


def test_a_number_on_the_black_list_is_refused_until_it_is_taken_off() -> None:
    centre = SmallCentre()
    put(centre, ListKind.BLACK, LI, reason="Nuisance")
    refused = one(ask(centre), InteractionRefused)
    assert refused.reason == "black_list"
    assert refused.trail[-1].detail == "Nuisance"
    centre.do(RemoveListEntries(entry_ids=(f"black{LI}",)))
    assert one(ask(centre, "c2"), InteractionAdmitted)


def test_the_white_list_goes_before_black_list_and_limits() -> None:
    centre = SmallCentre()
    put(centre, ListKind.BLACK, "CN")
    put(centre, ListKind.WHITE, "+86138*")
    limits(centre, source_calls=1)
    for name in ("c1", "c2", "c3"):
        assert one(ask(centre, name), InteractionAdmitted)
    assert is_refused(ask(centre, "c4", number="+8613900139000"), "black_list")


def test_an_entry_may_hold_at_one_entry_point_and_expire() -> None:
    centre = SmallCentre()
    put(centre, ListKind.BLACK, LI, expires_at=NOON + timedelta(hours=1))
    put(centre, ListKind.BLACK, "+8613900139000", entry_point_id=EntryPointId("door"))
    assert is_refused(ask(centre, "c1"), "black_list")
    assert is_refused(ask(centre, "c2", number="+8613900139000"), "black_list")
    centre.pass_time(3_600)
    assert one(ask(centre, "c3"), InteractionAdmitted)
    with pytest.raises(RuleBroken):
        put(centre, ListKind.BLACK, "+8613900139001", entry_point_id=EntryPointId("nowhere"))


def test_calls_of_one_source_are_limited_and_others_are_not() -> None:
    centre = SmallCentre()
    limits(centre, source_calls=2, source_s=60)
    assert one(ask(centre, "c1"), InteractionAdmitted)
    assert one(ask(centre, "c2"), InteractionAdmitted)
    assert is_refused(ask(centre, "c3"), "source_limit")
    assert one(ask(centre, "c4", number="+8613900139000"), InteractionAdmitted)
    centre.pass_time(61)
    assert one(ask(centre, "c5"), InteractionAdmitted)


@pytest.mark.parametrize("number", ["", "anonymous"])
def test_anonymous_callers_are_refused_when_the_limits_say_so(number: str) -> None:
    centre = SmallCentre()
    assert one(ask(centre, "c1", number=number), InteractionAdmitted)
    limits(centre, refuses_anonymous=True)
    assert is_refused(ask(centre, "c2", number=number), "anonymous")
    assert one(ask(centre, "c3", number="201"), InteractionAdmitted)


def test_open_calls_of_a_number_are_limited_and_freed_when_they_end() -> None:
    centre = SmallCentre()
    limits(centre, open_calls={EntryPointId("door"): 1})
    assert one(ask(centre, "c1"), InteractionAdmitted)
    assert is_refused(ask(centre, "c2"), "open_calls")
    centre.leg_ends("c1")
    assert one(ask(centre, "c3"), InteractionAdmitted)


def test_a_surge_is_refused_beyond_the_burst_and_over_when_time_passes() -> None:
    centre = SmallCentre()
    limits(centre, surge_burst=3, surge_calls_per_s=1.0)
    for number in range(3):
        assert one(ask(centre, f"c{number}"), InteractionAdmitted)
    assert is_refused(ask(centre, "c3"), "surge")
    centre.pass_time(1)
    assert one(ask(centre, "c4"), InteractionAdmitted)
    assert is_refused(ask(centre, "c5"), "surge")


def test_a_surge_is_shorter_of_breath_when_the_centre_lags() -> None:
    centre = SmallCentre()
    limits(centre, surge_burst=1, surge_calls_per_s=1.0, surge_lag_ms=100)
    assert one(ask(centre, "c1"), InteractionAdmitted)
    centre.pass_time(1)
    assert is_refused(ask(centre, "c2", lag_ms=200), "surge")
    assert one(ask(centre, "c3", lag_ms=0), InteractionAdmitted)


def test_calls_that_are_found_later_are_no_surge() -> None:
    centre = SmallCentre()
    limits(centre, surge_burst=1, surge_calls_per_s=0.001)
    assert one(ask(centre, "c1"), InteractionAdmitted)
    assert one(ask(centre, "c2", lag_ms=None), InteractionAdmitted)


def test_an_emergency_tells_callers_why_and_lets_them_go() -> None:
    centre = SmallCentre("ann")
    centre.do(DeclareEmergency(text=SORRY))
    events = ask(centre)
    said = one(events, FlowMoved).actions[-1]
    assert isinstance(said, Say)
    assert [text.text for text in said.texts] == ["We are closed."]
    assert centre.offer_of() is None
    centre.pass_time(200)
    closed = one(centre.events, InteractionClosed)
    assert (closed.outcome, closed.reason) == (Outcome.REFUSED, "emergency")
    centre.do(LiftEmergency())
    assert one(ask(centre, "c2"), InteractionAdmitted)


def test_who_hangs_up_while_being_told_was_refused_all_the_same() -> None:
    centre = SmallCentre()
    centre.do(DeclareEmergency(text=SORRY))
    ask(centre)
    closed = one(centre.leg_ends("c1"), InteractionClosed)
    assert (closed.outcome, closed.reason, closed.ended_by) == (
        Outcome.REFUSED,
        "emergency",
        "customer",
    )


def test_an_emergency_may_close_some_numbers_only() -> None:
    centre = SmallCentre()
    with pytest.raises(RuleBroken):
        centre.do(DeclareEmergency(text={"en": " "}))
    with pytest.raises(RuleBroken):
        centre.do(DeclareEmergency(text=SORRY, entry_point_ids=(EntryPointId("x"),)))
    centre.do(DeclareEmergency(text=SORRY, entry_point_ids=(EntryPointId("door"),)))
    assert one(ask(centre, "c1"), InteractionRefused)


def test_a_rule_gives_priority_head_start_skills_language_and_data() -> None:
    centre = SmallCentre()
    centre.world.agents.skills.save(_skill("sk"))
    centre.do(
        SaveCustomer(
            customer=Customer(
                id=CustomerId("li"), name="Li", numbers=(LI,), vip_level=6, segment="gold"
            )
        )
    )
    terms = Terms(
        priority=7,
        head_start_s=120,
        skills={SkillId("sk"): 3},
        language="zh-Hans",
        data={"category": "vip"},
    )
    rules(centre, a_rule("customer.vip_level >= 5 && customer.segment == 'gold'", terms=terms))
    queued = one(ask(centre), InteractionQueued)
    assert (queued.priority, queued.skills) == (7, {"sk": 3})
    assert queued.order_at == NOON - timedelta(seconds=120)
    interaction = centre.world.interactions.open[InteractionId("c1")]
    assert interaction.language == "zh-Hans"
    assert interaction.data == {"category": "vip"}
    other = one(ask(centre, "c2", number="+8613900139000"), InteractionQueued)
    assert other.priority == 0


def _skill(name: str) -> Skill:
    return Skill(id=SkillId(name), name=name)


def test_a_caller_with_priority_overtakes() -> None:
    centre = SmallCentre()
    rules(centre, a_rule(f"interaction.caller_number == '{LI}'", terms=Terms(priority=9)))
    ask(centre, "first", number="+8613900139000")
    centre.pass_time(60)
    ask(centre, "second")
    centre.add_agent("ann")
    assert centre.offer_of("second") is not None
    assert centre.offer_of("first") is None


def test_later_rules_win_and_the_last_one_ends() -> None:
    centre = SmallCentre()
    rules(
        centre,
        a_rule(name="a", terms=Terms(priority=1, data={"x": "1", "y": "1"})),
        a_rule(name="b", terms=Terms(priority=2, data={"x": "2"}), is_last=True),
        a_rule(name="c", terms=Terms(priority=3)),
    )
    admitted = one(ask(centre), InteractionAdmitted)
    assert admitted.terms == Terms(priority=2, data={"x": "2", "y": "1"})
    assert admitted.rule == "b"


def test_a_rule_leads_to_a_queue_and_past_one_that_is_gone() -> None:
    centre = SmallCentre()
    rules(centre, a_rule(terms=Terms(queue_id=QUEUE)))
    queued = one(ask(centre), InteractionQueued)
    assert queued.announce_position
    centre.world.routing.queues.remove(QUEUE)
    admitted = one(ask(centre, "c2"), InteractionAdmitted)
    assert [trace.step for trace in admitted.trail] == ["rule", "queue"]


def test_a_rule_refuses_as_busy_when_no_agent_is_free() -> None:
    centre = SmallCentre()
    busy = Refusal(reason="all_busy", is_busy=True)
    rules(centre, a_rule("queue.free_agents['Sales'] == 0", refusal=busy))
    refused = one(ask(centre, "c1"), InteractionRefused)
    assert (refused.reason, refused.is_busy) == ("all_busy", True)
    centre.add_agent("ann")
    assert one(ask(centre, "c2"), InteractionAdmitted)
    assert is_refused(ask(centre, "c3"), "all_busy")


def test_a_failing_rule_is_passed_over_counted_and_shown() -> None:
    centre = SmallCentre()
    rules(
        centre,
        a_rule("queue.waiting['Nowhere'] > 1", name="bad", refusal=Refusal(reason="x")),
        a_rule(name="good", terms=Terms(priority=4)),
    )
    admitted = one(ask(centre), InteractionAdmitted)
    assert admitted.terms.priority == 4
    figures = centre.world.admission.figures["bad"]
    assert (figures.failed, figures.matched) == (1, 0)
    assert "Nowhere" in figures.failure
    assert centre.world.admission.figures["good"].matched == 1


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (a_rule("customer.vip >= 1"), "admission.condition_wrong"),
        (a_rule(name=" "), "catalogue.name_missing"),
        (a_rule(terms=Terms(priority=10)), "routing.priority_out_of_range"),
        (a_rule(terms=Terms(head_start_s=-1)), "admission.head_start"),
        (a_rule(terms=Terms(language="klingon")), "catalogue.unknown"),
        (a_rule(terms=Terms(skills={SkillId("x"): 1})), "catalogue.unknown"),
        (a_rule(refusal=Refusal(reason="No!")), "admission.reason"),
        (a_rule(refusal=Refusal(reason="no", text={"en": "x" * 2_000})), "admission.text_long"),
    ],
)
def test_a_rule_that_cannot_work_is_not_saved(rule: Rule, code: str) -> None:
    centre = SmallCentre()
    with pytest.raises(RuleBroken) as refused:
        rules(centre, rule)
    assert refused.value.code == code
    assert centre.world.admission.rules.newest == 0


def test_versions_begin_in_their_time_and_can_be_undone() -> None:
    centre = SmallCentre()
    rules(centre, a_rule(terms=Terms(priority=1)))
    rules(centre, a_rule(terms=Terms(priority=2)), valid_from=NOON + timedelta(hours=1))
    assert one(ask(centre, "c1"), InteractionAdmitted).rules_version == 1
    centre.pass_time(3_600)
    later = one(ask(centre, "c2"), InteractionAdmitted)
    assert (later.rules_version, later.terms.priority) == (2, 2)
    centre.do(RestoreRules(number=1))
    restored = one(ask(centre, "c3"), InteractionAdmitted)
    assert (restored.rules_version, restored.terms.priority) == (3, 1)
    assert centre.world.admission.rules.find(3).restores == 1
    with pytest.raises(RuleBroken):
        centre.do(SaveRules(rules=(), edited_version=1))


def test_repeat_callers_are_counted_within_the_span() -> None:
    centre = SmallCentre()
    limits(centre, repeat_within_s=60)
    rules(centre, a_rule("interaction.recent_calls >= 2", terms=Terms(priority=5)))
    given = [one(ask(centre, f"c{n}"), InteractionAdmitted).terms.priority for n in range(3)]
    assert given == [None, None, 5]
    centre.pass_time(61)
    assert one(ask(centre, "c9"), InteractionAdmitted).terms.priority is None


def test_replay_gives_the_same_book() -> None:
    centre = SmallCentre("ann")
    limits(centre, source_calls=1, surge_burst=5)
    put(centre, ListKind.BLACK, "+86139*")
    rules(centre, a_rule("queue.waiting['Nowhere'] > 1"))
    for number in range(3):
        ask(centre, f"c{number}", lag_ms=700)
    ask(centre, "c4", number="+8613900139000")
    again = World()
    for event in centre.events:
        again.apply(decode(event.type, event.version, encode(event)))
    former, book = centre.world.admission, again.admission
    assert (book.days, book.figures, book.open_calls) == (
        former.days,
        former.figures,
        former.open_calls,
    )
    assert book.decided == former.decided
    assert vars(book.bucket) == vars(former.bucket)
    assert admission.known_ids(again).queues.keys() == {QUEUE}  # type: ignore[attr-defined]

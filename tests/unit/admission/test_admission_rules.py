"""Rules: what they give a call, in which order, in which version, and what a failing one does."""

from datetime import timedelta

import pytest
from tests.support.admission import LI, a_rule, ask, is_refused, limits, one, put, rules
from tests.support.centre import NOON, QUEUE, SmallCentre

from antiphon.agents.contract import SaveSkill, Skill
from antiphon.app.centre.entering import admission
from antiphon.app.centre.world import World
from antiphon.customers.contract import Customer, CustomerId, SaveCustomer
from antiphon.flows.book import LONGEST_SAYING
from antiphon.flows.contract import FlowMoved
from antiphon.flows.run import Say
from antiphon.interactions.contract import InteractionQueued
from antiphon.kernel.events import RuleBroken, decode, encode
from antiphon.kernel.ids import InteractionId, LegId, SkillId
from antiphon.routing.admission.contract import (
    InteractionAdmitted,
    InteractionRefused,
    ListKind,
    Refusal,
    RestoreRules,
    Rule,
    SaveRules,
    Terms,
)
from antiphon.routing.contract import QueueRemoved
from antiphon.telephony.engine import PlaybackEnded, PlaybackId

pytestmark = pytest.mark.unit


def test_a_rule_gives_priority_head_start_skills_language_and_data() -> None:
    centre = SmallCentre()
    centre.do(SaveSkill(skill=_skill("sk")))
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
    gone = QueueRemoved(at=NOON, queue_id=QUEUE, by=None)
    centre.world.routing.queues.remove(QUEUE, gone)
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


def test_notices_are_said_one_after_another_before_the_flow() -> None:
    centre = SmallCentre()
    rules(
        centre,
        a_rule(name="storm", terms=Terms(notice={"en": "A storm delays us.", "yue": "打風。"})),
        a_rule("customer.vip_level >= 5", name="vip", terms=Terms(notice={"en": "Gold only."})),
        a_rule(name="sorry", terms=Terms(notice={"en": "We are sorry."})),
    )
    begun = one(ask(centre), FlowMoved)
    said = begun.actions[-1]
    assert isinstance(said, Say)
    assert [text.text for text in said.texts] == ["A storm delays us. We are sorry."]
    assert "c1" not in centre.world.routing.waiting
    said_it = PlaybackId("c1.p1")
    ended = PlaybackEnded(at=centre.now, leg=LegId("c1"), playback=said_it, is_failed=False)
    assert one(centre.hear(ended), InteractionQueued).queue_id == QUEUE


def test_a_notice_goes_before_the_queue_that_a_rule_leads_to() -> None:
    centre = SmallCentre()
    rules(centre, a_rule(terms=Terms(queue_id=QUEUE, notice={"en": "Hello."})))
    assert not [event for event in ask(centre) if isinstance(event, InteractionQueued)]
    centre.pass_time(LONGEST_SAYING.total_seconds() + 1)
    assert one(centre.events, InteractionQueued).announce_position

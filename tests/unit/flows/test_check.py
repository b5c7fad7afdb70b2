"""The checker finds each kind of fault, and nothing in a sound flow."""

import msgspec
import pytest

from antiphon.flows.check import Problem, check
from antiphon.flows.graph import (
    Flow,
    HangUpStep,
    HoursStep,
    MenuStep,
    QueueStep,
    SayStep,
    SetStep,
    Step,
    VoicemailStep,
)
from antiphon.flows.hours import HoursId
from antiphon.kernel.ids import FlowId, QueueId, SkillId

pytestmark = pytest.mark.unit

SALES = QueueId("sales")
OFFICE = HoursId("office")
ENGLISH = SkillId("english")
SOUND: dict[str, Step] = {
    "hello": SayStep(text={"en": "Hello."}, next="hours"),
    "hours": HoursStep(hours_id=OFFICE, open="menu", closed="mail"),
    "menu": MenuStep(text={"en": "Press."}, choices={"1": "note", "#": "menu"}, otherwise="mail"),
    "note": SetStep(key="wish", value="sales", next="wait"),
    "wait": QueueStep(queue_id=SALES, skills={ENGLISH: 5}, overflow_s=60, overflow="mail"),
    "mail": VoicemailStep(text={"en": "Speak."}, next="bye"),
    "bye": HangUpStep(),
}


def problems(
    changed: dict[str, Step] | None = None, *, start: str = "hello", name: str = "Main"
) -> list[Problem]:
    flow = Flow(id=FlowId("f"), name=name, start=start, steps={**SOUND, **(changed or {})})
    return check(flow, queues={SALES}, hours={OFFICE}, skills={ENGLISH})


def test_a_sound_flow_has_no_problems() -> None:
    assert problems() == []


SAY = SayStep(text={"en": "Hello."}, next="hours")
MENU = MenuStep(text={"en": "Press."}, choices={"1": "note"}, otherwise="mail")
NOTE = SetStep(key="wish", value="sales", next="wait")
WAIT = QueueStep(queue_id=SALES, overflow_s=60, overflow="mail")


@pytest.mark.parametrize(
    ("step", "good", "changes", "field"),
    [
        ("hello", SAY, {"next": "nowhere"}, "next"),
        ("hello", SAY, {"text": {}}, "text"),
        ("hello", SAY, {"text": {"en": " ", "yue": ""}}, "text"),
        ("hello", SAY, {"text": {"en": "Hello.", "fr": "Bonjour."}}, "text.fr"),
        ("hello", SAY, {"text": {"en": "x" * 2_001}}, "text.en"),
        ("hello", SAY, {"text": {"en": "a\x1bb"}}, "text.en"),
        ("hello", SAY, {"languages": ("yue",)}, "languages"),
        ("menu", MENU, {"choices": {}}, "choices"),
        ("menu", MENU, {"choices": {"12": "note", "1": "note"}}, "choices.12"),
        ("menu", MENU, {"choices": {"1": "note", "A": "note"}}, "choices.A"),
        ("menu", MENU, {"choices": {"1": "nowhere", "2": "note"}}, "choices.1"),
        ("menu", MENU, {"otherwise": "nowhere"}, "otherwise"),
        ("menu", MENU, {"timeout_s": 0}, "timeout_s"),
        ("menu", MENU, {"attempts": 11}, "attempts"),
        ("menu", MENU, {"key": "language"}, "set"),
        ("menu", MENU, {"labels": {"2": "Service"}}, "labels.2"),
        ("menu", MENU, {"labels": {"1": "x" * 81}}, "labels"),
        ("menu", MENU, {"key": "Bad Key"}, "set"),
        ("note", NOTE, {"key": ""}, "key"),
        ("note", NOTE, {"value": "x" * 501}, "value"),
        ("note", NOTE, {"key": "language", "value": "fr"}, "value"),
        ("wait", WAIT, {"queue_id": QueueId("gone")}, "queue_id"),
        ("wait", WAIT, {"skills": {SkillId("gone"): 5}}, "skills.gone"),
        ("wait", WAIT, {"skills": {ENGLISH: 11}}, "skills.english"),
        ("wait", WAIT, {"priority": 10}, "priority"),
        ("wait", WAIT, {"overflow_s": None}, "overflow_s"),
        ("wait", WAIT, {"overflow": None}, "overflow_s"),
        ("hours", SOUND["hours"], {"hours_id": HoursId("gone")}, "hours_id"),
        ("mail", SOUND["mail"], {"max_s": 0}, "max_s"),
    ],
)
def test_each_fault_is_named_by_its_step_and_field(
    step: str, good: Step, changes: dict[str, object], field: str
) -> None:
    assert problems({step: good}) == []
    found = problems({step: msgspec.structs.replace(good, **changes)})
    assert [(one.step, one.field) for one in found if not one.is_warning] == [(step, field)]


def test_an_unknown_start_is_a_problem() -> None:
    assert ("", "start") in [(one.step, one.field) for one in problems(start="nowhere")]


def test_a_flow_needs_a_name() -> None:
    assert [one.field for one in problems(name=" ")] == ["name"]


def test_a_step_nobody_reaches_is_a_warning() -> None:
    assert problems({"lost": HangUpStep()}) == [
        Problem(step="lost", field="", message="no way leads here", is_warning=True)
    ]


def test_a_circle_of_announcements_without_an_end_is_refused() -> None:
    found = problems({"hello": SayStep(text={"en": "Hold."}, next="hello")})
    assert (
        Problem(step="hello", field="", message="no way leads from here to an agent or to an end")
        in found
    )


def test_a_circle_without_a_wait_is_refused_though_it_has_an_end() -> None:
    found = problems(
        {
            "hello": HoursStep(hours_id=OFFICE, open="round", closed="hours"),
            "round": SetStep(key="a", value="b", next="hello"),
        }
    )
    assert {one.step for one in found if not one.is_warning} == {"hello", "round"}


@pytest.mark.parametrize(("count", "is_sound"), [(99, True), (100, False)])
def test_a_silent_path_may_not_be_longer_than_a_run_allows(count: int, is_sound: bool) -> None:
    chain: dict[str, Step] = {
        f"n{number}": SetStep(key="a", value="b", next=f"n{number + 1}") for number in range(count)
    }
    chain[f"n{count}"] = HangUpStep()
    flow = Flow(id=FlowId("f"), name="Long", start="n0", steps=chain)
    assert (check(flow, queues=(), hours=(), skills=()) == []) is is_sound


def test_a_flow_with_too_many_steps_is_refused_at_once() -> None:
    steps: dict[str, Step] = {f"n{number}": HangUpStep() for number in range(501)}
    flow = Flow(id=FlowId("f"), name="Big", start="n0", steps=steps)
    assert [one.field for one in check(flow, queues=(), hours=(), skills=())] == ["steps"]


def test_a_steps_id_is_plain() -> None:
    found = problems({"<b>": HangUpStep()})
    assert [one.step for one in found if not one.is_warning] == ["<b>"]


def test_a_step_of_an_unknown_kind_or_with_unknown_fields_is_refused() -> None:
    for step in (b'{"kind":"shell"}', b'{"kind":"hang_up","run":"rm"}', b"{}"):
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(step, type=Step)

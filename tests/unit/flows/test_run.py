"""The interpreter: what a call does in each step, and that no flow can trap or crash it."""

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from antiphon.flows.check import check
from antiphon.flows.domain import begin, digit, overflowed, recorded, said, timed_out
from antiphon.flows.graph import (
    LANGUAGES,
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
from antiphon.flows.hours import HoursId, OpeningHours, Period
from antiphon.flows.run import (
    Answer,
    AwaitDigit,
    EndReason,
    EnterQueue,
    FlowRun,
    HangUp,
    HoursMissing,
    Move,
    RecordVoicemail,
    Say,
    SetData,
    SpokenText,
    StopSaying,
    TextMissing,
    Waiting,
)
from antiphon.kernel.ids import FlowId, QueueId

pytestmark = pytest.mark.unit

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
OFFICE = HoursId("office")
SALES = QueueId("sales")
OPEN = {
    OFFICE: OpeningHours(
        id=OFFICE,
        name="Office",
        timezone="UTC",
        weekly=(Period(day=0, opens="09:00", closes="18:00"),),
    )
}
MENU = MenuStep(
    text={"en": "Press one."}, choices={"1": "sales"}, otherwise="bye", attempts=2, key="wish"
)


def a_flow(**steps: Step) -> Flow:
    ends: dict[str, Step] = {
        "bye": HangUpStep(),
        "sales": QueueStep(queue_id=SALES, overflow_s=30, overflow="bye"),
    }
    return Flow(id=FlowId("f"), name="Main", start=next(iter(steps)), steps={**ends, **steps})


def start(flow: Flow, language: str = "en") -> Move:
    return begin(flow, language=language, now=NOON, hours=OPEN)


def test_a_text_is_said_to_its_end_and_then_the_next_step_follows() -> None:
    flow = a_flow(hello=SayStep(text={"en": " Welcome. "}, next="bye"))
    move = start(flow)
    assert move.actions == (
        Answer(),
        Say(turn=1, texts=(SpokenText(language="en", text="Welcome."),)),
    )
    move = said(move.run, flow, turn=1, now=NOON, hours=OPEN)
    assert move.actions == (HangUp(reason=EndReason.FLOW_ENDED),)
    assert move.run.waiting is Waiting.NOTHING


def test_a_flow_that_only_hangs_up_never_answers() -> None:
    assert start(a_flow(end=HangUpStep())).actions == (HangUp(reason=EndReason.FLOW_ENDED),)


def test_a_digit_interrupts_the_menus_text() -> None:
    flow = a_flow(menu=MENU)
    move = digit(start(flow).run, flow, "1", now=NOON, hours=OPEN)
    assert move.actions == (
        StopSaying(turn=1),
        SetData(key="wish", value="1"),
        EnterQueue(
            turn=2, queue_id=SALES, priority=None, skills={}, announce_position=False, overflow_s=30
        ),
    )
    assert move.run.data == {"wish": "1"}


def test_after_its_text_a_menu_waits_for_a_digit_and_asks_again_in_silence() -> None:
    flow = a_flow(menu=MENU)
    move = said(start(flow).run, flow, turn=1, now=NOON, hours=OPEN)
    assert move.actions == (AwaitDigit(turn=2, timeout_s=5),)
    move = timed_out(move.run, flow, turn=2, now=NOON, hours=OPEN)
    assert [type(action) for action in move.actions] == [Say]
    move = said(move.run, flow, turn=3, now=NOON, hours=OPEN)
    move = timed_out(move.run, flow, turn=4, now=NOON, hours=OPEN)
    assert move.actions == (HangUp(reason=EndReason.FLOW_ENDED),)


def test_wrong_digits_count_as_attempts() -> None:
    flow = a_flow(menu=MENU)
    move = digit(start(flow).run, flow, "9", now=NOON, hours=OPEN)
    assert move.actions == (
        StopSaying(turn=1),
        Say(turn=2, texts=(SpokenText(language="en", text="Press one."),)),
    )
    move = digit(move.run, flow, "8", now=NOON, hours=OPEN)
    assert move.actions == (StopSaying(turn=2), HangUp(reason=EndReason.FLOW_ENDED))


def test_each_menu_counts_its_own_attempts() -> None:
    flow = a_flow(first=msgspec.structs.replace(MENU, otherwise="second"), second=MENU)
    run = start(flow).run
    for expected in ("first", "second", "second"):
        run = digit(run, flow, "9", now=NOON, hours=OPEN).run
        assert run.step == expected


def test_digits_outside_a_menu_are_ignored() -> None:
    flow = a_flow(hello=SayStep(text={"en": "Welcome."}, next="sales"))
    move = start(flow)
    assert digit(move.run, flow, "1", now=NOON, hours=OPEN) == Move(run=move.run, actions=())


def test_an_answer_to_an_earlier_turn_changes_nothing() -> None:
    flow = a_flow(menu=MENU)
    first = start(flow).run
    queued = digit(first, flow, "1", now=NOON, hours=OPEN).run
    for late in (said, timed_out, recorded, overflowed):
        assert late(queued, flow, turn=1, now=NOON, hours=OPEN) == Move(run=queued, actions=())


def test_language_is_set_and_used_for_the_next_text() -> None:
    flow = a_flow(
        choose=SetStep(key="language", value="yue", next="hello"),
        hello=SayStep(text={"en": "Hello.", "yue": "你好。"}, next="bye"),
    )
    move = start(flow)
    assert move.run.language == "yue"
    assert move.actions[0] == SetData(key="language", value="yue")
    assert move.actions[2] == Say(turn=1, texts=(SpokenText(language="yue", text="你好。"),))


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ({"zh-Hans": "您好。", "yue": "你好。"}, "zh-Hans"),
        ({"yue": "你好。", "zh-Hant": "您好。"}, "zh-Hant"),
        ({"en": "  ", "yue": "你好。"}, "yue"),
    ],
)
def test_a_missing_text_is_reported_and_replaced(text: dict[str, str], used: str) -> None:
    flow = a_flow(
        choose=SetStep(key="language", value="en", next="hello"),
        hello=SayStep(text=text, next="bye"),
    )
    move = start(flow, language="zh-Hans")
    assert TextMissing(step="hello", language="en", used=used) in move.actions
    assert move.actions[-1] == Say(turn=1, texts=(SpokenText(language=used, text=text[used]),))


def test_a_text_in_no_language_is_reported_and_passed_over() -> None:
    flow = a_flow(hello=SayStep(text={}, next="sales"))
    move = start(flow)
    assert move.actions[0] == TextMissing(step="hello", language="en", used=None)
    assert isinstance(move.actions[-1], EnterQueue)


def test_a_greeting_may_be_said_in_several_languages() -> None:
    flow = a_flow(
        hello=SayStep(
            text={"zh-Hans": "您好。", "en": "Hello."}, languages=("en", "zh-Hans"), next="bye"
        )
    )
    assert start(flow).actions[-1] == Say(
        turn=1,
        texts=(
            SpokenText(language="en", text="Hello."),
            SpokenText(language="zh-Hans", text="您好。"),
        ),
    )


@pytest.mark.parametrize(("hour", "target"), [(12, "sales"), (20, "bye")])
def test_opening_hours_choose_the_way(hour: int, target: str) -> None:
    flow = a_flow(hours=HoursStep(hours_id=OFFICE, open="sales", closed="bye"))
    move = begin(flow, language="en", now=NOON.replace(hour=hour), hours=OPEN)
    assert move.run.step == target


def test_unknown_opening_hours_count_as_open_and_are_reported() -> None:
    flow = a_flow(hours=HoursStep(hours_id=OFFICE, open="sales", closed="bye"))
    move = begin(flow, language="en", now=NOON, hours={})
    assert move.actions[0] == HoursMissing(step="hours", hours_id=OFFICE)
    assert move.run.step == "sales"


def test_voicemail_says_its_text_records_and_ends() -> None:
    flow = a_flow(mail=VoicemailStep(text={"en": "Leave a message."}, max_s=60))
    move = said(start(flow).run, flow, turn=1, now=NOON, hours=OPEN)
    assert move.actions == (RecordVoicemail(turn=2, max_s=60),)
    move = recorded(move.run, flow, turn=2, now=NOON, hours=OPEN)
    assert move.actions == (HangUp(reason=EndReason.VOICEMAIL),)


def test_voicemail_may_go_on_to_another_step() -> None:
    flow = a_flow(mail=VoicemailStep(text={}, next="thanks"), thanks=HangUpStep())
    move = recorded(start(flow).run, flow, turn=1, now=NOON, hours=OPEN)
    assert move.run.step == "thanks"


def test_who_waits_too_long_overflows() -> None:
    flow = a_flow(wait=QueueStep(queue_id=SALES, overflow_s=30, overflow="bye"))
    move = overflowed(start(flow).run, flow, turn=1, now=NOON, hours=OPEN)
    assert move.run.step == "bye"


@pytest.mark.parametrize(
    "step", [SetStep(key="a", value="b", next="loop"), SayStep(text={}, next="loop")]
)
def test_a_silent_circle_ends_the_call(step: Step) -> None:
    assert start(a_flow(loop=step)).actions[-1] == HangUp(reason=EndReason.FLOW_ERROR)


def test_an_endless_menu_ends_the_call_at_last() -> None:
    flow = a_flow(menu=msgspec.structs.replace(MENU, otherwise="menu"))
    move = start(flow)
    for _ in range(5_000):
        if move.run.waiting is Waiting.NOTHING:
            break
        move = digit(move.run, flow, "9", now=NOON, hours=OPEN)
    assert move.actions[-1] == HangUp(reason=EndReason.FLOW_ERROR)


def test_a_step_that_was_taken_away_meanwhile_ends_the_call() -> None:
    before = a_flow(hello=SayStep(text={"en": "Welcome."}, next="bye"))
    after = a_flow(other=HangUpStep())
    move = said(start(before).run, after, turn=1, now=NOON, hours=OPEN)
    assert move.actions == (HangUp(reason=EndReason.FLOW_ERROR),)


# The machine may be busy: time is no verdict here.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

NAMES = [f"s{number}" for number in range(8)]
texts = st.dictionaries(st.sampled_from(LANGUAGES), st.sampled_from(["", "Hello."]), max_size=2)
names = st.sampled_from([*NAMES, "nowhere"])
any_step = st.one_of(
    st.builds(SayStep, text=texts, next=names),
    st.builds(
        MenuStep,
        text=texts,
        choices=st.dictionaries(st.sampled_from("12"), names, max_size=2),
        otherwise=names,
        attempts=st.integers(-1, 3),
    ),
    st.builds(
        HoursStep, hours_id=st.sampled_from([OFFICE, HoursId("?")]), open=names, closed=names
    ),
    st.builds(
        SetStep,
        key=st.sampled_from(["language", "a"]),
        value=st.sampled_from(["en", "yue", "x"]),
        next=names,
    ),
    st.builds(QueueStep, queue_id=st.just(SALES), overflow=st.none() | names),
    st.builds(VoicemailStep, text=texts, next=st.none() | names),
    st.just(HangUpStep()),
)
any_flow = st.builds(
    Flow,
    id=st.just(FlowId("f")),
    name=st.just("Any"),
    start=names,
    steps=st.dictionaries(st.sampled_from(NAMES), any_step, max_size=8),
)


def later(number: int) -> st.SearchStrategy[str]:
    return st.sampled_from(NAMES[number + 1 :])


def sound_step(number: int) -> st.SearchStrategy[Step]:
    if number == len(NAMES) - 1:
        return st.just(HangUpStep())
    spoken = st.sampled_from([{"en": "Hello."}, {"yue": "你好。"}])
    return st.one_of(
        st.builds(SayStep, text=spoken, next=later(number)),
        st.builds(
            MenuStep,
            text=spoken,
            choices=st.dictionaries(
                st.sampled_from("12"), st.sampled_from(NAMES), min_size=1, max_size=2
            ),
            otherwise=later(number),
        ),
        st.builds(HoursStep, hours_id=st.just(OFFICE), open=later(number), closed=later(number)),
        st.builds(
            SetStep, key=st.just("a"), value=st.sampled_from(["en", "yue", "x"]), next=later(number)
        ),
        st.builds(VoicemailStep, text=spoken, next=st.none() | later(number)),
        st.builds(
            QueueStep, queue_id=st.just(SALES), overflow_s=st.just(9), overflow=later(number)
        ),
    )


sound_flow = st.tuples(*(sound_step(number) for number in range(len(NAMES)))).map(
    lambda steps: Flow(
        id=FlowId("f"), name="Sound", start="s0", steps=dict(zip(NAMES, steps, strict=True))
    )
)
inputs = st.lists(
    st.tuples(
        st.sampled_from(["digit", "said", "timed_out", "recorded", "overflowed"]),
        st.sampled_from("129*"),
        st.integers(-1, 1),
    ),
    max_size=40,
)


def feed(run: FlowRun, flow: Flow, name: str, pressed: str, off: int) -> Move:
    turn = run.turn + off
    match name:
        case "digit":
            return digit(run, flow, pressed, now=NOON, hours=OPEN)
        case "said":
            return said(run, flow, turn=turn, now=NOON, hours=OPEN)
        case "timed_out":
            return timed_out(run, flow, turn=turn, now=NOON, hours=OPEN)
        case "recorded":
            return recorded(run, flow, turn=turn, now=NOON, hours=OPEN)
        case _:
            return overflowed(run, flow, turn=turn, now=NOON, hours=OPEN)


STARTS_WAIT = {
    Waiting.TEXT: Say,
    Waiting.MENU_TEXT: Say,
    Waiting.VOICEMAIL_TEXT: Say,
    Waiting.DIGIT: AwaitDigit,
    Waiting.QUEUE: EnterQueue,
    Waiting.MESSAGE: RecordVoicemail,
    Waiting.NOTHING: HangUp,
}


def must_wait_or_end(before: FlowRun | None, move: Move) -> None:
    """Either nothing changed, or the last thing to do starts the wait that the run is in."""
    if before is not None and move.run == before:
        assert move.actions == ()
        return
    last = move.actions[-1]
    assert isinstance(last, STARTS_WAIT[move.run.waiting])
    assert getattr(last, "turn", move.run.turn) == move.run.turn
    assert before is None or move.run.turn > before.turn


@patient
@given(any_flow, st.sampled_from(LANGUAGES), inputs)
def test_no_flow_and_no_input_makes_it_raise_or_hang(
    flow: Flow, language: str, given_inputs: list[tuple[str, str, int]]
) -> None:
    move = start(flow, language)
    must_wait_or_end(None, move)
    for name, pressed, off in given_inputs:
        before = move.run
        move = feed(before, flow, name, pressed, off)
        must_wait_or_end(before, move)
        if before.waiting is Waiting.NOTHING:
            assert move.run == before


@patient
@given(sound_flow, st.sampled_from(LANGUAGES), inputs)
def test_a_flow_that_passes_the_check_never_breaks(
    flow: Flow, language: str, given_inputs: list[tuple[str, str, int]]
) -> None:
    found = check(flow, queues={SALES}, hours={OFFICE}, skills=set())
    assert [one for one in found if not one.is_warning] == []
    move = start(flow, language)
    for name, pressed, off in given_inputs:
        assert HangUp(reason=EndReason.FLOW_ERROR) not in move.actions
        move = feed(move.run, flow, name, pressed, off)


@patient
@given(any_flow, inputs)
def test_a_run_comes_back_from_its_wire_form(
    flow: Flow, given_inputs: list[tuple[str, str, int]]
) -> None:
    assert msgspec.json.decode(msgspec.json.encode(flow), type=Flow) == flow
    move = start(flow)
    for name, pressed, off in given_inputs:
        move = feed(move.run, flow, name, pressed, off)
    assert msgspec.json.decode(msgspec.json.encode(move), type=Move) == move

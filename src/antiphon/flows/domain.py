"""How a call goes through a flow. The policy is in `begin`, `digit`, `said`, `timed_out`,
`recorded`, `overflowed`, `refused` and `stopped`.

Each takes the run, the flow it was begun with, and the time; it gives the next run and what to do
now. Every wait has a number, the run's `turn`: an answer to an earlier turn (a playback that was
cut short, a timer that was late, an event that came twice) changes nothing. A run never raises and
never loops without a wait: it waits for something, or it hangs up.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec.structs import replace

from antiphon.flows.graph import (
    LANGUAGE_KEY,
    LANGUAGES,
    CallBackStep,
    DigitsStep,
    Flow,
    HangUpStep,
    HoursStep,
    MenuStep,
    OutsideStep,
    QueueStep,
    ReturnStep,
    SayStep,
    SetStep,
    Text,
    VoicemailStep,
)
from antiphon.flows.hours import HoursId, OpeningHours, is_open
from antiphon.flows.run import (
    Action,
    Answer,
    AwaitDigit,
    CallOutside,
    EndReason,
    EnterQueue,
    FlowRun,
    GoBack,
    HangUp,
    HoursMissing,
    Move,
    PromiseCallBack,
    RecordVoicemail,
    Say,
    SetData,
    SpokenText,
    StopSaying,
    TextMissing,
    Waiting,
)

Hours = Mapping[HoursId, OpeningHours]

# Steps passed in one move without waiting, and waits in one call, before a flow counts as broken.
MOST_STEPS = 100
MOST_TURNS = 1_000
# What stands for each digit of a secret.
DOT = "•"


def begin(
    flow: Flow, *, language: str, now: datetime, hours: Hours, before: FlowRun | None = None
) -> Move:
    """A call arrives. `language` is the entry point's; `before` is the flow that it leaves."""
    run = FlowRun(
        flow_id=flow.id,
        step=flow.start,
        language=language,
        fallback_language=language,
    )
    if before is not None:
        run = replace(run, data=before.data, turn=before.turn, is_answered=before.is_answered)
    return _Walk(run, flow, now, hours).to(flow.start)


def digit(run: FlowRun, flow: Flow, pressed: str, *, now: datetime, hours: Hours) -> Move:
    """The caller pressed a key; heard where digits are asked for, also while that is being said."""
    walk = _Walk(run, flow, now, hours)
    match run.waiting, flow.steps.get(run.step):
        case ((Waiting.MENU_TEXT | Waiting.DIGIT), MenuStep() as menu):
            return _chosen(walk, menu, pressed)
        case ((Waiting.DIGITS_TEXT | Waiting.DIGITS), DigitsStep() as step):
            return walk.enter(step, pressed)
        case _:
            return Move(run=run, actions=())


def _chosen(walk: "_Walk", step: MenuStep, pressed: str) -> Move:
    walk.fall_silent()
    if pressed not in step.choices:
        return walk.ask_again(step)
    if step.key is not None:
        walk.attach(step.key, pressed, name=step.name, meaning=step.labels.get(pressed, ""))
    return walk.to(step.choices[pressed])


def said(run: FlowRun, flow: Flow, *, turn: int, now: datetime, hours: Hours) -> Move:
    """What `Say` asked for was said to its end, or could not be said."""
    walk = _Walk(run, flow, now, hours)
    if turn != run.turn:
        return walk.stay()
    match run.waiting, flow.steps.get(run.step):
        case Waiting.TEXT, SayStep(next=following):
            return walk.to(following)
        case (Waiting.MENU_TEXT, (MenuStep() as step)) | (
            Waiting.DIGITS_TEXT,
            (DigitsStep() as step),
        ):
            return walk.listen(step)
        case Waiting.VOICEMAIL_TEXT, VoicemailStep() as step:
            return walk.record(step)
        case (
            (Waiting.TEXT | Waiting.MENU_TEXT | Waiting.DIGITS_TEXT | Waiting.VOICEMAIL_TEXT),
            _,
        ):
            return walk.end(EndReason.FLOW_ERROR)
        case _:
            return walk.stay()


def timed_out(run: FlowRun, flow: Flow, *, turn: int, now: datetime, hours: Hours) -> Move:
    """The time that `AwaitDigit` allowed is over."""
    walk = _Walk(run, flow, now, hours)
    step = flow.steps.get(run.step)
    if turn != run.turn or run.waiting not in (Waiting.DIGIT, Waiting.DIGITS):
        return walk.stay()
    match step:
        case MenuStep():
            return walk.ask_again(step)
        case DigitsStep():
            return walk.entered(step)
        case _:
            return walk.end(EndReason.FLOW_ERROR)


def recorded(run: FlowRun, flow: Flow, *, turn: int, now: datetime, hours: Hours) -> Move:
    """The message that `RecordVoicemail` asked for is complete, or failed."""
    walk = _Walk(run, flow, now, hours)
    step = flow.steps.get(run.step)
    if turn != run.turn or run.waiting is not Waiting.MESSAGE:
        return walk.stay()
    if isinstance(step, VoicemailStep) and step.next is not None:
        return walk.to(step.next)
    return walk.end(EndReason.VOICEMAIL)


def overflowed(run: FlowRun, flow: Flow, *, turn: int, now: datetime, hours: Hours) -> Move:
    """The time that `EnterQueue` allowed is over; the caller has been taken out of the queue."""
    walk = _Walk(run, flow, now, hours)
    step = flow.steps.get(run.step)
    if turn != run.turn or run.waiting is not Waiting.QUEUE:
        return walk.stay()
    if isinstance(step, QueueStep) and step.overflow is not None:
        return walk.to(step.overflow)
    return walk.end(EndReason.FLOW_ERROR)


def refused(run: FlowRun, flow: Flow, *, turn: int, now: datetime, hours: Hours) -> Move:
    """What `PromiseCallBack` or `CallOutside` asked for cannot be done, or was in vain."""
    walk = _Walk(run, flow, now, hours)
    step = flow.steps.get(run.step)
    if turn != run.turn or run.waiting not in (Waiting.CALL_BACK, Waiting.OUTSIDE):
        return walk.stay()
    if isinstance(step, CallBackStep | OutsideStep):
        return walk.to(step.refused)
    return walk.end(EndReason.FLOW_ERROR)


def stopped(run: FlowRun) -> Move:
    """The flow is cut short: what is being said falls silent, and nothing is waited for."""
    actions = (StopSaying(turn=run.turn),) if run.waiting in _SAYING else ()
    return Move(run=replace(run, waiting=Waiting.NOTHING, turn=run.turn + 1), actions=actions)


_SAYING = {Waiting.TEXT, Waiting.MENU_TEXT, Waiting.DIGITS_TEXT, Waiting.VOICEMAIL_TEXT}


class _Walk:
    """One move in the making: the run so far, and what is to be done."""

    def __init__(self, run: FlowRun, flow: Flow, now: datetime, hours: Hours) -> None:
        self._run = run
        self._flow = flow
        self._now = now
        self._hours = hours
        self._actions: list[Action] = []

    def do(self, action: Action) -> None:
        self._actions.append(action)

    def fall_silent(self) -> None:
        """Who presses a key has heard enough."""
        if self._run.waiting in (Waiting.MENU_TEXT, Waiting.DIGITS_TEXT):
            self.do(StopSaying(turn=self._run.turn))

    def stay(self) -> Move:
        return Move(run=self._run, actions=tuple(self._actions))

    def attach(self, key: str, value: str, *, name: str = "", meaning: str = "") -> None:
        self._run = replace(self._run, data={**self._run.data, key: value})
        self.do(SetData(key=key, value=value, name=name, meaning=meaning))
        if key == LANGUAGE_KEY and value in LANGUAGES:
            self._run = replace(self._run, language=value)

    def to(self, name: str) -> Move:
        """Go on at the step `name` until something is to be waited for."""
        for _ in range(MOST_STEPS):
            step = self._flow.steps.get(name)
            if step is None:
                return self.end(EndReason.FLOW_ERROR)
            self._run = replace(self._run, step=name, attempts=1, entered="")
            match step:
                case SetStep():
                    self.attach(step.key, step.value)
                    name = step.next
                case HoursStep():
                    name = step.open if self._is_open(step.hours_id) else step.closed
                case SayStep():
                    if texts := self._spoken(step.text, step.languages):
                        return self._say(texts, Waiting.TEXT)
                    name = step.next
                case _:
                    return self._wait_in(step)
        return self.end(EndReason.FLOW_ERROR)

    def _wait_in(
        self,
        step: MenuStep
        | DigitsStep
        | QueueStep
        | CallBackStep
        | OutsideStep
        | VoicemailStep
        | HangUpStep
        | ReturnStep,
    ) -> Move:
        match step:
            case MenuStep() | DigitsStep():
                return self._ask(step)
            case VoicemailStep():
                texts = self._spoken(step.text, ())
                return self._say(texts, Waiting.VOICEMAIL_TEXT) if texts else self.record(step)
            case QueueStep():
                return self._queue(step)
            case CallBackStep():
                return self._wait(
                    Waiting.CALL_BACK,
                    lambda turn: PromiseCallBack(turn=turn, queue_id=step.queue_id),
                )
            case OutsideStep():
                return self._wait(
                    Waiting.OUTSIDE, lambda turn: CallOutside(turn=turn, number=step.number)
                )
            case HangUpStep() | ReturnStep():
                ends = HangUp(reason=EndReason.FLOW_ENDED)
                return self._finish(GoBack() if isinstance(step, ReturnStep) else ends)

    def ask_again(self, step: MenuStep | DigitsStep) -> Move:
        """After silence, or what is no choice."""
        if self._run.attempts >= step.attempts:
            return self.to(step.otherwise)
        self._run = replace(self._run, attempts=self._run.attempts + 1, entered="")
        return self._ask(step)

    def _ask(self, step: MenuStep | DigitsStep) -> Move:
        texts = self._spoken(step.text, step.languages)
        saying = Waiting.MENU_TEXT if isinstance(step, MenuStep) else Waiting.DIGITS_TEXT
        return self._say(texts, saying) if texts else self.listen(step)

    def listen(self, step: MenuStep | DigitsStep) -> Move:
        return self._wait(
            Waiting.DIGIT if isinstance(step, MenuStep) else Waiting.DIGITS,
            lambda turn: AwaitDigit(turn=turn, timeout_s=step.timeout_s),
        )

    def enter(self, step: DigitsStep, pressed: str) -> Move:
        """One more digit; `#` is the end, `*` begins anew."""
        self.fall_silent()
        if pressed == "#":
            return self.entered(step)
        so_far = "" if pressed == "*" else self._run.entered + (DOT if step.is_secret else pressed)
        self._run = replace(self._run, entered=so_far)
        return self.entered(step) if len(so_far) >= step.most else self.listen(step)

    def entered(self, step: DigitsStep) -> Move:
        """No more digits come: are they enough?"""
        if len(self._run.entered) < step.least:
            return self.ask_again(step)
        self.attach(step.key, self._run.entered, name=step.name)
        return self.to(step.next)

    def record(self, step: VoicemailStep) -> Move:
        return self._wait(
            Waiting.MESSAGE, lambda turn: RecordVoicemail(turn=turn, max_s=step.max_s)
        )

    def _say(self, texts: tuple[SpokenText, ...], waiting: Waiting) -> Move:
        return self._wait(waiting, lambda turn: Say(turn=turn, texts=texts))

    def _queue(self, step: QueueStep) -> Move:
        return self._wait(
            Waiting.QUEUE,
            lambda turn: EnterQueue(
                turn=turn,
                queue_id=step.queue_id,
                priority=step.priority,
                skills=step.skills,
                announce_position=step.announce_position,
                overflow_s=None if step.overflow is None else step.overflow_s,
            ),
        )

    def _wait(self, waiting: Waiting, action: Callable[[int], Action]) -> Move:
        turn = self._run.turn + 1
        if turn > MOST_TURNS:
            return self.end(EndReason.FLOW_ERROR)
        # Who enters a queue without having heard anything may be offered to an agent at once, and
        # then hears it ring until that one answers: the queue decides.
        if not self._run.is_answered and waiting is not Waiting.QUEUE:
            self.do(Answer())
            self._run = replace(self._run, is_answered=True)
        self._run = replace(self._run, waiting=waiting, turn=turn)
        self.do(action(turn))
        return self.stay()

    def end(self, reason: EndReason) -> Move:
        return self._finish(HangUp(reason=reason))

    def _finish(self, action: GoBack | HangUp) -> Move:
        turn = self._run.turn + 1
        self._run = replace(self._run, waiting=Waiting.NOTHING, turn=turn)
        self.do(action)
        return self.stay()

    def _is_open(self, hours_id: HoursId) -> bool:
        hours = self._hours.get(hours_id)
        if hours is None:
            # Rather a caller too many than one turned away by our mistake.
            self.do(HoursMissing(step=self._run.step, hours_id=hours_id))
            return True
        return is_open(hours, self._now)

    def _spoken(self, text: Text, languages: tuple[str, ...]) -> tuple[SpokenText, ...]:
        wanted = languages or (self._run.language,)
        spoken = (self._spoken_in(language, text) for language in wanted)
        return tuple(dict.fromkeys(one for one in spoken if one is not None))

    def _spoken_in(self, language: str, text: Text) -> SpokenText | None:
        spoken = spoken_in(language, text, self._run.fallback_language)
        used = spoken.language if spoken is not None else None
        if used != language:
            self.do(TextMissing(step=self._run.step, language=language, used=used))
        return spoken


def spoken_in(language: str, text: Text, fallback: str) -> SpokenText | None:
    """The text in this language, or in the one that stands in for it."""
    order = (language, fallback, *LANGUAGES)
    used = next((one for one in order if text.get(one, "").strip()), None)
    return None if used is None else SpokenText(language=used, text=text[used].strip())

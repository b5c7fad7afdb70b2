"""Where a call stands in its flow, and what the flow asks to be done."""

from enum import StrEnum

import msgspec

from antiphon.flows.hours import HoursId
from antiphon.kernel.ids import FlowId, QueueId, SkillId


class Waiting(StrEnum):
    """What the run waits for."""

    TEXT = "text"
    MENU_TEXT = "menu_text"
    DIGIT = "digit"
    DIGITS_TEXT = "digits_text"
    DIGITS = "digits"
    QUEUE = "queue"
    CALL_BACK = "call_back"
    OUTSIDE = "outside"
    VOICEMAIL_TEXT = "voicemail_text"
    MESSAGE = "message"
    NOTHING = "nothing"


class EndReason(StrEnum):
    """Why a flow hangs up."""

    FLOW_ENDED = "flow_ended"
    VOICEMAIL = "voicemail"
    FLOW_ERROR = "flow_error"


class FlowRun(msgspec.Struct, frozen=True, kw_only=True):
    """One call in a flow. `turn` numbers the waits; it only grows."""

    flow_id: FlowId
    step: str
    language: str
    fallback_language: str
    data: dict[str, str] = {}
    attempts: int = 1
    turn: int = 0
    waiting: Waiting = Waiting.NOTHING
    is_answered: bool = False
    # What was entered so far; of what is secret a dot for each digit.
    entered: str = ""


class SpokenText(msgspec.Struct, frozen=True, kw_only=True):
    """A text in the language it is to be said in."""

    language: str
    text: str


class _Action(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What all actions share."""


class Answer(_Action, frozen=True, kw_only=True):
    """Answer the call; comes before the first thing the caller hears."""


class Say(_Action, frozen=True, kw_only=True):
    """Say the texts in order, then call `said` with `turn`."""

    turn: int
    texts: tuple[SpokenText, ...]


class StopSaying(_Action, frozen=True, kw_only=True):
    """Cut short what was being said in `turn`."""

    turn: int


class AwaitDigit(_Action, frozen=True, kw_only=True):
    """If no digit comes within `timeout_s`, call `timed_out` with `turn`."""

    turn: int
    timeout_s: int


class SetData(_Action, frozen=True, kw_only=True):
    """Attach a value to the interaction; `name` and `meaning` are what people read, if given."""

    key: str
    value: str
    name: str = ""
    meaning: str = ""


class EnterQueue(_Action, frozen=True, kw_only=True):
    """Put the call into a queue; if it still waits after `overflow_s`, take it out again and call
    `overflowed` with `turn`."""

    turn: int
    queue_id: QueueId
    priority: int | None
    skills: dict[SkillId, int]
    announce_position: bool
    overflow_s: int | None


class PromiseCallBack(_Action, frozen=True, kw_only=True):
    """Have the customer called back and end the call; if not, call `refused` with `turn`."""

    turn: int
    queue_id: QueueId


class CallOutside(_Action, frozen=True, kw_only=True):
    """Pass the call to a number outside; if nobody answers there, call `refused` with `turn`."""

    turn: int
    number: str


class RecordVoicemail(_Action, frozen=True, kw_only=True):
    """Beep and record a message, then call `recorded` with `turn`."""

    turn: int
    max_s: int


class GoBack(_Action, frozen=True, kw_only=True):
    """Bring the customer back to the agent who sent the customer into the flow."""


class HangUp(_Action, frozen=True, kw_only=True):
    """End the call, or refuse it when it was never answered."""

    reason: EndReason


class TextMissing(_Action, frozen=True, kw_only=True):
    """To be logged: a text lacks the caller's language; the one in `used` is said instead."""

    step: str
    language: str
    used: str | None


class HoursMissing(_Action, frozen=True, kw_only=True):
    """To be logged: a step names opening hours that do not exist; it counted as open."""

    step: str
    hours_id: HoursId


Action = (
    Answer
    | Say
    | StopSaying
    | AwaitDigit
    | SetData
    | EnterQueue
    | PromiseCallBack
    | CallOutside
    | RecordVoicemail
    | GoBack
    | HangUp
    | TextMissing
    | HoursMissing
)


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """The run after a move, and what to do, in order."""

    run: FlowRun
    actions: tuple[Action, ...]

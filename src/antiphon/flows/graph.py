"""A flow as it is stored: steps that name those after them. `check` says whether it is sound."""

from collections.abc import Iterator

import msgspec

from antiphon.flows.hours import HoursId
from antiphon.kernel.ids import FlowId, QueueId, SkillId, VoicemailBoxId

# What callers can be spoken to in; the order decides which text stands in for a missing one.
LANGUAGES = ("en", "zh-Hans", "zh-Hant", "yue")

# The key whose value is the caller's language.
LANGUAGE_KEY = "language"

Text = dict[str, str]


class _Step(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="kind"
):
    """What all steps share."""


class SayStep(_Step, frozen=True, kw_only=True, tag="say"):
    """Say a text to its end, then go on.

    With `languages` the text is said once in each of them, for the greeting before the choice.
    """

    text: Text
    next: str
    languages: tuple[str, ...] = ()


class MenuStep(_Step, frozen=True, kw_only=True, tag="menu"):
    """Ask for one digit; silence or a wrong digit asks again, `attempts` times in all.

    `name` and `labels` say to people what was asked and what each digit means.
    """

    text: Text
    choices: dict[str, str]
    otherwise: str
    timeout_s: int = 5
    attempts: int = 3
    key: str | None = msgspec.field(default=None, name="set")
    name: str = ""
    labels: dict[str, str] = {}
    languages: tuple[str, ...] = ()


class DigitsStep(_Step, frozen=True, kw_only=True, tag="digits"):
    """Ask for several digits, up to `most` or to a `#`; too few ask again, `attempts` times in all.

    They are attached under `key`. Of what is secret only the number of digits is kept anywhere, and
    while it is asked for nothing is recorded.
    """

    text: Text
    key: str
    next: str
    otherwise: str
    least: int = 1
    most: int = 20
    timeout_s: int = 5
    attempts: int = 3
    is_secret: bool = False
    name: str = ""
    languages: tuple[str, ...] = ()


class HoursStep(_Step, frozen=True, kw_only=True, tag="hours"):
    """Go one way while open, the other while closed."""

    hours_id: HoursId
    open: str
    closed: str


class SetStep(_Step, frozen=True, kw_only=True, tag="set"):
    """Attach a value to the interaction; the key `language` changes the caller's language."""

    key: str
    value: str
    next: str


class QueueStep(_Step, frozen=True, kw_only=True, tag="queue"):
    """Wait for an agent; after `overflow_s` go to `overflow` instead."""

    queue_id: QueueId
    priority: int | None = None
    skills: dict[SkillId, int] = {}
    announce_position: bool = False
    overflow_s: int | None = None
    overflow: str | None = None


class VoicemailStep(_Step, frozen=True, kw_only=True, tag="voicemail"):
    """Say a text, beep, record a message for a box, then go on or end.

    Without `box_id` it is for the box of the queue that the customer waited for.
    """

    text: Text
    max_s: int = 120
    next: str | None = None
    box_id: VoicemailBoxId | None = None


class CallBackStep(_Step, frozen=True, kw_only=True, tag="call_back"):
    """Promise to call back from a queue, and end; who cannot be called goes on at `refused`."""

    queue_id: QueueId
    refused: str


class OutsideStep(_Step, frozen=True, kw_only=True, tag="outside"):
    """Pass the call to a number outside; if nobody answers there, go on at `refused`."""

    number: str
    refused: str


class HangUpStep(_Step, frozen=True, kw_only=True, tag="hang_up"):
    """End the call."""


class ReturnStep(_Step, frozen=True, kw_only=True, tag="return"):
    """Bring the customer back to the agent who sent the customer here; else end the call."""


Step = (
    SayStep
    | MenuStep
    | DigitsStep
    | HoursStep
    | SetStep
    | QueueStep
    | CallBackStep
    | OutsideStep
    | VoicemailStep
    | HangUpStep
    | ReturnStep
)


class Flow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A flow: where it starts, and its steps by their ids.

    Into one that is `for_agents` they may send the customer whom they talk with.
    """

    id: FlowId
    name: str
    start: str
    steps: dict[str, Step]
    for_agents: bool = False


# No step of a stored flow can have this name.
NOTICE_STEP = "before the start"


def with_notice(flow: Flow, notice: Text | None) -> Flow:
    """The flow with a text said before it begins; without a text the flow itself."""
    if not notice or not any(notice.values()):
        return flow
    step = SayStep(text=notice, next=flow.start)
    return msgspec.structs.replace(flow, start=NOTICE_STEP, steps={NOTICE_STEP: step, **flow.steps})


def kind_of(step: Step) -> str:
    """The word by which this kind of step is stored."""
    return str(step.__struct_config__.tag)


def targets(step: Step) -> list[tuple[str, str]]:
    """The steps that may follow, each with the field that names it."""
    match step:
        case SayStep() | SetStep():
            return [("next", step.next)]
        case MenuStep():
            choices = [(f"choices.{digit}", to) for digit, to in step.choices.items()]
            return [*choices, ("otherwise", step.otherwise)]
        case DigitsStep():
            return [("next", step.next), ("otherwise", step.otherwise)]
        case HoursStep():
            return [("open", step.open), ("closed", step.closed)]
        case CallBackStep() | OutsideStep():
            return [("refused", step.refused)]
        case QueueStep() | VoicemailStep() | HangUpStep() | ReturnStep():
            return list(_optional_targets(step))


def _optional_targets(
    step: QueueStep | VoicemailStep | HangUpStep | ReturnStep,
) -> Iterator[tuple[str, str]]:
    if isinstance(step, QueueStep) and step.overflow is not None:
        yield "overflow", step.overflow
    if isinstance(step, VoicemailStep) and step.next is not None:
        yield "next", step.next

"""Is a flow sound? `check` finds what would leave a caller in a loop, in silence or nowhere."""

import re
from collections.abc import Collection, Iterator

import msgspec

from antiphon.flows.domain import MOST_STEPS
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
    Step,
    Text,
    VoicemailStep,
    targets,
)

_MOST_STEPS_IN_FLOW = 500
_LONGEST_TEXT = 2_000
_LONGEST_VALUE = 500
_LONGEST_LABEL = 80
_MOST_DIGITS = 40
_STEP_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")
_NUMBER = re.compile(r"\+?[0-9][0-9 ().-]{1,30}")
_DIGITS = frozenset("0123456789*#")


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """Something wrong with a step, or with the flow itself when `step` is empty."""

    step: str
    field: str
    message: str
    is_warning: bool = False


def check(
    flow: Flow,
    *,
    queues: Collection[str],
    hours: Collection[str],
    skills: Collection[str],
) -> list[Problem]:
    """All problems of a flow; it may be used when none is more than a warning."""
    if len(flow.steps) > _MOST_STEPS_IN_FLOW:
        return [_problem("", "steps", f"has more than {_MOST_STEPS_IN_FLOW} steps")]
    found = list(_of_flow(flow))
    for name, step in flow.steps.items():
        found += [_problem(name, field, message) for field, message in _of_step(step)]
        found += [
            _problem(name, field, f"names the step {to!r}, which does not exist")
            for field, to in targets(step)
            if to not in flow.steps
        ]
        found += [
            _problem(name, field, message)
            for field, message in _of_references(step, queues, hours, skills)
        ]
    return [*found, *_of_ways(flow)]


def _problem(step: str, field: str, message: str, *, is_warning: bool = False) -> Problem:
    return Problem(step=step, field=field, message=message, is_warning=is_warning)


def _of_flow(flow: Flow) -> Iterator[Problem]:
    if not 1 <= len(flow.name.strip()) <= 100:
        yield _problem("", "name", "has 1 to 100 characters")
    if flow.start not in flow.steps:
        yield _problem("", "start", f"names the step {flow.start!r}, which does not exist")
    for name in flow.steps:
        if not _STEP_NAME.fullmatch(name):
            yield _problem(name, "", "a step's id has 1 to 64 letters, digits, _ or -")


def _of_step(step: Step) -> Iterator[tuple[str, str]]:
    match step:
        case SayStep():
            yield from _of_text(step.text, step.languages)
        case MenuStep():
            yield from _of_text(step.text, step.languages)
            yield from _of_menu(step)
        case DigitsStep():
            yield from _of_text(step.text, step.languages)
            yield from _of_digits(step)
        case SetStep():
            yield from _of_set(step)
        case QueueStep():
            yield from _of_queue(step)
        case VoicemailStep():
            yield from _of_text(step.text, ())
            yield from _of_range("max_s", step.max_s, 1, 600)
        case OutsideStep():
            if not _NUMBER.fullmatch(step.number):
                yield "number", "is a telephone number, such as +86 10 5555 0100"
        case HoursStep() | CallBackStep() | HangUpStep() | ReturnStep():
            pass


def _of_text(text: Text, languages: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if not any(line.strip() for line in text.values()):
        yield "text", "has no words in any language"
    for language, line in text.items():
        if language not in LANGUAGES:
            yield f"text.{language}", f"the languages are {', '.join(LANGUAGES)}"
        if len(line) > _LONGEST_TEXT:
            yield f"text.{language}", f"has more than {_LONGEST_TEXT:,} characters"
        if any(not character.isprintable() and character != "\n" for character in line):
            yield f"text.{language}", "has characters that cannot be said"
    for language in languages:
        if not text.get(language, "").strip():
            yield "languages", f"there is no text in {language}"


def _of_menu(step: MenuStep) -> Iterator[tuple[str, str]]:
    if not step.choices:
        yield "choices", "has no choice"
    for digit in step.choices:
        if digit not in _DIGITS:
            yield f"choices.{digit}", "is one of 0-9, * and #"
    for digit in step.labels.keys() - step.choices.keys():
        yield f"labels.{digit}", "names a digit that is no choice"
    for label in (step.name, *step.labels.values()):
        if len(label) > _LONGEST_LABEL:
            yield "labels", f"is longer than {_LONGEST_LABEL} characters"
    yield from _of_range("timeout_s", step.timeout_s, 1, 60)
    yield from _of_range("attempts", step.attempts, 1, 10)
    if step.key is not None:
        yield from _of_key("set", step.key)
        if step.key == LANGUAGE_KEY:
            yield "set", "a digit is not a language; use a step that sets it"


def _of_digits(step: DigitsStep) -> Iterator[tuple[str, str]]:
    yield from _of_key("key", step.key)
    if step.key == LANGUAGE_KEY:
        yield "key", "digits are not a language; use a step that sets it"
    yield from _of_range("most", step.most, 1, _MOST_DIGITS)
    yield from _of_range("least", step.least, 1, max(1, step.most))
    yield from _of_range("timeout_s", step.timeout_s, 1, 60)
    yield from _of_range("attempts", step.attempts, 1, 10)
    if len(step.name) > _LONGEST_LABEL:
        yield "name", f"is longer than {_LONGEST_LABEL} characters"


def _of_set(step: SetStep) -> Iterator[tuple[str, str]]:
    yield from _of_key("key", step.key)
    if len(step.value) > _LONGEST_VALUE:
        yield "value", f"has more than {_LONGEST_VALUE} characters"
    if step.key == LANGUAGE_KEY and step.value not in LANGUAGES:
        yield "value", f"the languages are {', '.join(LANGUAGES)}"


def _of_key(field: str, key: str) -> Iterator[tuple[str, str]]:
    if not _KEY.fullmatch(key):
        yield field, "has 1 to 64 small letters, digits or _, a letter first"


def _of_queue(step: QueueStep) -> Iterator[tuple[str, str]]:
    if step.priority is not None:
        yield from _of_range("priority", step.priority, 0, 9)
    for skill, level in step.skills.items():
        yield from _of_range(f"skills.{skill}", level, 1, 10)
    if (step.overflow is None) != (step.overflow_s is None):
        yield "overflow_s", "needs both a time and a step to go to"
    if step.overflow_s is not None:
        yield from _of_range("overflow_s", step.overflow_s, 1, 86_400)


def _of_range(field: str, value: int, low: int, high: int) -> Iterator[tuple[str, str]]:
    if not low <= value <= high:
        yield field, f"is from {low} to {high:,}"


def _of_references(
    step: Step,
    queues: Collection[str],
    hours: Collection[str],
    skills: Collection[str],
) -> Iterator[tuple[str, str]]:
    if isinstance(step, HoursStep) and step.hours_id not in hours:
        yield "hours_id", "these opening hours do not exist"
    if isinstance(step, QueueStep | CallBackStep) and step.queue_id not in queues:
        yield "queue_id", "this queue does not exist"
    if isinstance(step, QueueStep):
        for skill in step.skills:
            if skill not in skills:
                yield f"skills.{skill}", "this skill does not exist"


def _of_ways(flow: Flow) -> Iterator[Problem]:
    ways = {
        name: {to for _, to in targets(step) if to in flow.steps}
        for name, step in flow.steps.items()
    }
    reached = _closure({flow.start} & ways.keys(), ways)
    back: dict[str, set[str]] = {name: set() for name in ways}
    for name, following in ways.items():
        for to in following:
            back[to].add(name)
    # A step that names a missing one has been reported: what comes before it is not blamed again.
    ends = {
        name
        for name, step in flow.steps.items()
        if _may_end(step) or any(to not in flow.steps for _, to in targets(step))
    }
    ending = _closure(ends, back)
    for name in flow.steps:
        if name not in reached:
            yield _problem(name, "", "no way leads here", is_warning=True)
        elif name not in ending:
            yield _problem(name, "", "no way leads from here to an agent or to an end")
    for name in _silent_trouble(flow, ways):
        yield _problem(name, "next", f"leads over {MOST_STEPS} steps, or in a circle, in silence")


def _closure(start: set[str], ways: dict[str, set[str]]) -> set[str]:
    seen, pending = set(start), list(start)
    while pending:
        fresh = ways[pending.pop()] - seen
        seen |= fresh
        pending += fresh
    return seen


def _may_end(step: Step) -> bool:
    match step:
        case HangUpStep() | ReturnStep() | QueueStep() | CallBackStep() | OutsideStep():
            return True
        case VoicemailStep():
            return step.next is None
        case _:
            return False


def _silent_trouble(flow: Flow, ways: dict[str, set[str]]) -> Iterator[str]:
    """Steps from which a caller may pass more steps without a wait than a run allows."""
    silent = {name for name, step in flow.steps.items() if _is_silent(step)}
    walking = silent
    for _ in range(MOST_STEPS - 1):
        walking = {name for name in walking if ways[name] & walking}
        if not walking:
            return
    yield from sorted(walking)


def _is_silent(step: Step) -> bool:
    match step:
        case SetStep() | HoursStep():
            return True
        case SayStep():
            return not any(line.strip() for line in step.text.values())
        case _:
            return False

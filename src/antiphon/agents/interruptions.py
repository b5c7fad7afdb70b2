"""Which work may come on top of which: the centre's rules, each version from a time on. Pure.

What is interrupted does not count against what comes (`capacity.py`). A version that is published
for later comes into force by a deadline, as an event of its own: whoever folds the journal knows at
each instant which rules routing went by.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from antiphon.agents.capacity import USUAL_INTERRUPTS, WEIGHTS, Interrupts, unknown_channel
from antiphon.interactions.contract import Channel
from antiphon.kernel.commands import Command, Deadlines
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.history import History
from antiphon.kernel.ids import UserId

LATEST = timedelta(days=366)

# By channel, those that it may interrupt.
Rules = Mapping[str, tuple[str, ...]]

_NEXT = "interruptions/next"


class InterruptionsSaved(Event, frozen=True, kw_only=True):
    """New interruption rules were published; `restores` names the version brought back."""

    type: ClassVar[str] = "agents.interruptions_saved"
    rules: dict[str, tuple[str, ...]]
    valid_from: datetime
    restores: int | None
    by: UserId | None

    def stream(self) -> str:
        return "interruptions/all"


class InterruptionsChanged(Event, frozen=True, kw_only=True):
    """From now on routing goes by these interruption rules, which are those of version `number`."""

    type: ClassVar[str] = "agents.interruptions_changed"
    number: int
    rules: dict[str, tuple[str, ...]]

    def stream(self) -> str:
        return "interruptions/all"


class SaveInterruptions(Command, frozen=True, kw_only=True):
    """Publish rules, valid from a time on; `edited_version` is the one that was edited."""

    rules: dict[str, tuple[str, ...]]
    edited_version: int
    valid_from: datetime | None = None


class RestoreInterruptions(Command, frozen=True, kw_only=True):
    """Bring an earlier version back; 0 is what was in force before the first."""

    number: int


class ChangeInterruptions(Command, frozen=True, kw_only=True):
    """The time of a version has come."""


class InterruptionBook:
    """All versions of the rules, and the one in force as routing reads it."""

    def __init__(self, deadlines: Deadlines) -> None:
        self._deadlines = deadlines
        self.history: History[Rules] = History("interruption rules", rules_of(USUAL_INTERRUPTS))
        self.number = 0
        self.in_force: Interrupts = USUAL_INTERRUPTS

    def version(self, number: int) -> dict[str, tuple[str, ...]]:
        """The rules of a version; 0 is what was in force before the first."""
        return dict(self.history.find(number).content if number else rules_of(USUAL_INTERRUPTS))

    def save(self, command: SaveInterruptions, now: datetime) -> Iterable[Event]:
        """Decide about a new version."""
        self.history.check_edit(command.edited_version)
        rules = checked(command.rules)
        if command.valid_from is not None and command.valid_from > now + LATEST:
            raise RuleBroken("agents.interruptions_from", "A version begins within a year.")
        valid_from = max(command.valid_from or now, now)
        yield InterruptionsSaved(
            at=now, rules=rules, valid_from=valid_from, restores=None, by=command.by
        )
        if valid_from == now:
            yield InterruptionsChanged(at=now, number=self.history.newest + 1, rules=rules)

    def restore(self, command: RestoreInterruptions, now: datetime) -> Iterable[Event]:
        """Bring back an earlier version, as a new one."""
        rules = self.version(command.number)
        yield InterruptionsSaved(
            at=now, rules=rules, valid_from=now, restores=command.number, by=command.by
        )
        yield InterruptionsChanged(at=now, number=self.history.newest + 1, rules=rules)

    def change(self, now: datetime) -> Iterable[Event]:
        """The time of a version has come: from now on it counts."""
        number, rules = self.history.in_force(now)
        yield InterruptionsChanged(at=now, number=number, rules=dict(rules))

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case InterruptionsSaved():
                self.history.add(event.rules, event, event.valid_from)
            case InterruptionsChanged():
                self.number = event.number
                self.in_force = interrupts_of(event.rules)
            case _:
                return
        self._await_next(event.at)

    def _await_next(self, at: datetime) -> None:
        # What was published before the version in force never comes into force any more.
        later = (one.valid_from for one in self.history.editions[self.number :])
        if (due := min((begins for begins in later if begins > at), default=None)) is not None:
            self._deadlines.set(_NEXT, due, ChangeInterruptions())
        else:
            self._deadlines.clear(_NEXT)


def interrupts_of(rules: Rules) -> Interrupts:
    """The same as pairs: what comes, and what it may come on top of."""
    return frozenset((channel, held) for channel, many in rules.items() for held in many)


def rules_of(interrupts: Interrupts) -> dict[str, tuple[str, ...]]:
    """The same by channel, in the order of the channels; without those that interrupt nothing."""
    by_channel = {
        channel: tuple(held for held in WEIGHTS if (channel, held) in interrupts)
        for channel in WEIGHTS
    }
    return {channel: many for channel, many in by_channel.items() if many}


def checked(rules: Rules) -> dict[str, tuple[str, ...]]:
    """The rules in their usual form.

    Raises:
        RuleBroken: a channel is unknown, interrupts itself, or would come on top of a call.
    """
    for channel, many in rules.items():
        for name in (channel, *many):
            if name not in WEIGHTS:
                raise unknown_channel(name)
        if channel in many:
            raise RuleBroken(
                "agents.interrupts_itself", f"{channel} cannot interrupt itself.", channel=channel
            )
        if Channel.VOICE in many:
            raise RuleBroken("agents.call_interrupted", "Nothing comes on top of a call.")
    return rules_of(interrupts_of(rules))

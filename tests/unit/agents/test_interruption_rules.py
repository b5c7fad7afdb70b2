"""The rules for interruptions: their versions, when they count, and what cannot be a rule."""

from datetime import UTC, datetime, timedelta

import pytest

from antiphon.agents.capacity import USUAL_INTERRUPTS
from antiphon.agents.interruptions import (
    ChangeInterruptions,
    InterruptionBook,
    InterruptionsChanged,
    RestoreInterruptions,
    SaveInterruptions,
)
from antiphon.kernel.commands import Deadlines
from antiphon.kernel.events import RuleBroken

pytestmark = pytest.mark.unit

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
CHAT: dict[str, tuple[str, ...]] = {"voice": ("chat",)}


class Book(InterruptionBook):
    """With its own deadlines, and a hand to move them by."""

    def __init__(self) -> None:
        self.deadlines = Deadlines()
        super().__init__(self.deadlines)

    def publish(
        self,
        rules: dict[str, tuple[str, ...]],
        at: datetime = NOON,
        valid_from: datetime | None = None,
    ) -> None:
        """As an administrator does, who has the newest version before the eyes."""
        command = SaveInterruptions(
            rules=rules, edited_version=self.history.newest, valid_from=valid_from
        )
        for event in list(self.save(command, at)):
            self.apply(event)

    def let_it_come(self) -> datetime:
        """The next deadline falls due; says when that is."""
        ((at, command),) = self.deadlines.at.values()
        assert command == ChangeInterruptions()
        for event in list(self.change(at)):
            self.apply(event)
        return at


def test_at_first_a_call_and_a_chat_interrupt_mail() -> None:
    assert Book().in_force == USUAL_INTERRUPTS
    assert Book().version(0) == {"voice": ("email",), "chat": ("email",)}


def test_a_version_counts_at_once_or_from_its_time_on() -> None:
    book = Book()
    book.publish({"voice": ("chat", "email", "chat"), "chat": ()})
    assert book.in_force == {("voice", "email"), ("voice", "chat")}
    assert book.version(1) == {"voice": ("chat", "email")}
    book.publish({}, valid_from=NOON + HOUR)
    assert book.in_force == {("voice", "email"), ("voice", "chat")}
    assert book.let_it_come() == NOON + HOUR
    assert book.in_force == frozenset()
    assert not book.deadlines.at


def test_of_several_that_wait_each_has_its_time_and_none_comes_after_a_newer_one() -> None:
    book = Book()
    book.publish({}, valid_from=NOON + 3 * HOUR)
    book.publish(CHAT, valid_from=NOON + HOUR)
    assert book.let_it_come() == NOON + HOUR
    assert (book.number, book.in_force) == (2, frozenset({("voice", "chat")}))
    assert not book.deadlines.at
    book.publish({}, at=NOON + 2 * HOUR, valid_from=NOON + 3 * HOUR)
    assert list(book.deadlines.at)
    (event, changed) = book.restore(RestoreInterruptions(number=0), NOON + 2 * HOUR)
    book.apply(event)
    book.apply(changed)
    assert (book.number, book.in_force) == (4, USUAL_INTERRUPTS)
    assert not book.deadlines.at


def test_a_clock_that_is_put_back_leaves_the_time_to_come() -> None:
    book = Book()
    book.publish(CHAT, valid_from=NOON + HOUR)
    (early,) = book.change(NOON + HOUR - timedelta(seconds=1))
    assert isinstance(early, InterruptionsChanged)
    book.apply(early)
    assert book.in_force == USUAL_INTERRUPTS
    assert book.let_it_come() == NOON + HOUR
    assert book.in_force == {("voice", "chat")}


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ({"fax": ("email",)}, "agents.channel_unknown"),
        ({"voice": ("fax",)}, "agents.channel_unknown"),
        ({"": ()}, "agents.channel_unknown"),
        ({"chat": ("email", "chat")}, "agents.interrupts_itself"),
        ({"email": ("voice",)}, "agents.call_interrupted"),
    ],
)
def test_what_cannot_be_a_rule_is_refused(rules: dict[str, tuple[str, ...]], code: str) -> None:
    with pytest.raises(RuleBroken) as refusal:
        Book().publish(rules)
    assert refusal.value.code == code


def test_an_old_version_and_a_time_far_away_are_refused() -> None:
    book = Book()
    with pytest.raises(RuleBroken, match="meanwhile"):
        list(book.save(SaveInterruptions(rules={}, edited_version=1), NOON))
    with pytest.raises(RuleBroken, match="within a year"):
        book.publish({}, valid_from=NOON + timedelta(days=400))
    with pytest.raises(RuleBroken, match="no version 7"):
        list(book.restore(RestoreInterruptions(number=7), NOON))

"""Who may see customers' numbers: the setting, and who looked at one all the same, how often. Pure.

`NumberPrivacyBook.save` and `reveal` hold the policy. Who sees numbers without asking is a matter
of permissions; that the others see none of them is done at the edge.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from typing import ClassVar

import msgspec

from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import InteractionId, UserId

MOST_REVEALS = 1_000


class NumberPrivacy(msgspec.Struct, frozen=True, kw_only=True):
    """Whether agents see numbers masked, and how many of them each may reveal in a day."""

    is_masked: bool = False
    reveals_a_day: int = 10


class NumberPrivacySaved(Event, frozen=True, kw_only=True):
    """Who may see customers' numbers was changed."""

    type: ClassVar[str] = "customers.number_privacy_saved"
    privacy: NumberPrivacy
    by: UserId | None

    def stream(self) -> str:
        return "number_privacy/all"


class NumberRevealed(Event, frozen=True, kw_only=True):
    """Somebody who sees numbers masked was shown the one of this interaction."""

    type: ClassVar[str] = "customers.number_revealed"
    interaction_id: InteractionId
    by: UserId

    def stream(self) -> str:
        return f"interaction/{self.interaction_id}"


class SaveNumberPrivacy(Command, frozen=True, kw_only=True):
    """Change who may see customers' numbers."""

    privacy: NumberPrivacy


class RevealNumber(Command, frozen=True, kw_only=True):
    """Be shown the number of an interaction; the quota counts each interaction once a day."""

    interaction_id: InteractionId


class NumberPrivacyBook:
    """The setting, and what was revealed today. The centre's days begin at midnight in `zone`."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self.privacy = NumberPrivacy()
        self._day: date | None = None
        self._revealed: dict[UserId, Counter[InteractionId]] = {}

    def left_today(self, user_id: UserId, now: datetime) -> int:
        """How many more numbers this user may reveal today."""
        return max(0, self.privacy.reveals_a_day - len(self._today(now).get(user_id, ())))

    def save(self, command: SaveNumberPrivacy, now: datetime) -> Iterable[Event]:
        """Decide about the setting."""
        if not 0 <= command.privacy.reveals_a_day <= MOST_REVEALS:
            raise RuleBroken(
                "number_privacy.quota", f"Between 0 and {MOST_REVEALS:,} numbers a day."
            )
        yield NumberPrivacySaved(at=now, privacy=command.privacy, by=command.by)

    def reveal(self, command: RevealNumber, now: datetime) -> Iterable[Event]:
        """Decide about being shown a number: every time is on record."""
        if command.by is None:
            raise RuleBroken("number_privacy.nobody", "Sign in first.")
        known = self._today(now).get(command.by, Counter())
        if command.interaction_id not in known and not self.left_today(command.by, now):
            raise RuleBroken(
                "number_privacy.quota_used",
                "You have seen as many numbers as you may today. Ask your supervisor.",
            )
        yield NumberRevealed(at=now, interaction_id=command.interaction_id, by=command.by)

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case NumberPrivacySaved():
                self.privacy = event.privacy
            case NumberRevealed():
                day = event.at.astimezone(self._zone).date()
                if day != self._day:
                    self._day, self._revealed = day, {}
                self._revealed.setdefault(event.by, Counter())[event.interaction_id] += 1
            case _:
                pass

    def _today(self, now: datetime) -> dict[UserId, Counter[InteractionId]]:
        return self._revealed if self._day == now.astimezone(self._zone).date() else {}

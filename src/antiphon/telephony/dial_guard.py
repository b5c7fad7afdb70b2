"""Which numbers may be called, and how many an hour: the one place that keeps toll fraud out. Pure.

A calling number can be forged, so having called us is not enough: the number must be one of our
own country, or begin with a prefix that an administrator allows. Customers on file may be called
in any country. Premium rates are called only when a prefix allows them. An agent's own phone
outside needs not have called us, since an administrator answers for it. `allow` and `allow_phone`
hold the policy.
"""

from collections import Counter, OrderedDict, deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import ClassVar

import msgspec
import phonenumbers

from antiphon.customers.contract import CustomerId, CustomerRemoved, CustomerSaved
from antiphon.interactions.contract import InteractionArrived
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.history import History
from antiphon.kernel.ids import AgentId, UserId
from antiphon.kernel.telephone_number import normalise
from antiphon.telephony.contract import CustomerDialled, PartyInvited
from antiphon.telephony.engine import is_diallable
from antiphon.telephony.outside_phones import OutsidePhoneDialled

HOUR = timedelta(hours=1)
# Callers that are remembered; the oldest are forgotten first.
REMEMBERED = 100_000

_COSTLY = frozenset(
    {phonenumbers.PhoneNumberType.PREMIUM_RATE, phonenumbers.PhoneNumberType.SHARED_COST}
)


class DialRules(msgspec.Struct, frozen=True, kw_only=True):
    """What an administrator allows. Prefixes are the beginnings of numbers in E.164."""

    allowed_prefixes: tuple[str, ...] = ()
    blocked_prefixes: tuple[str, ...] = ()
    hourly_limit: int = 200
    # Of each agent, by hand: own calls, and numbers outside asked into a call.
    agent_hourly_limit: int = 60


NO_RULES = DialRules()


class DialRulesSaved(Event, frozen=True, kw_only=True):
    """The rules for calls to numbers outside changed; `restores` names a version brought back."""

    type: ClassVar[str] = "telephony.dial_rules_saved"
    rules: DialRules
    by: UserId | None
    restores: int | None = None

    def stream(self) -> str:
        return "dial_rules/all"


class SaveDialRules(Command, frozen=True, kw_only=True):
    """Change the rules for calls to numbers outside; `edited_version` is what was edited."""

    rules: DialRules
    edited_version: int | None = None


class RestoreDialRules(Command, frozen=True, kw_only=True):
    """Bring back an earlier version of the rules; 0 is what was in force before the first."""

    number: int


class DialGuard:
    """Knows who called, who is a customer, and how much was dialled in the last hour."""

    def __init__(self, region: str) -> None:
        self._region = region
        self.history: History[DialRules] = History("dial rules", NO_RULES)
        self._callers: OrderedDict[str, None] = OrderedDict()
        self._numbers_of: dict[CustomerId, tuple[str, ...]] = {}
        self._customers: Counter[str] = Counter()
        self._dialled: deque[datetime] = deque()
        self._dialled_by: dict[AgentId, deque[datetime]] = {}

    @property
    def rules(self) -> DialRules:
        """The rules in force: each version counts from when it was saved."""
        return self.history.find(self.history.newest).content if self.history.newest else NO_RULES

    @property
    def region(self) -> str:
        """The centre's own country, such as CN."""
        return self._region

    def allow(self, number: str, now: datetime, *, by: AgentId | None = None) -> str:
        """The number in the form to dial; `by` is the agent who wishes it by hand.

        Raises:
            RuleBroken: it must not be called, or not now.
        """
        if not is_diallable(number):
            raise RuleBroken("dial.no_number", "This is not a telephone number.")
        full = normalise(number, self._region)
        if not self._is_allowed(number, full):
            raise RuleBroken("dial.not_allowed", "This number must not be called.")
        self._check_limit(now)
        if by is not None and self._dialled_since(by, now) >= self.rules.agent_hourly_limit:
            raise RuleBroken(
                "dial.agent_limit", "You have called the outside as often as you may in an hour."
            )
        return number

    def allow_phone(self, number: str, now: datetime) -> str:
        """The number of an agent's own phone in the form to dial.

        Raises:
            RuleBroken: it must not be called, or not now.
        """
        full = self.check_phone(number)
        self._check_limit(now)
        return full

    def check_phone(self, number: str) -> str:
        """An agent's number in full, if it may be a phone of ours at all.

        Raises:
            RuleBroken: it is none, or must not be called.
        """
        full = normalise(number, self._region) if is_diallable(number) else None
        if full is None:
            raise RuleBroken("dial.no_number", "This is not a telephone number.")
        by_prefix = self._by_prefix(full)
        if by_prefix is None:
            country, is_costly = _kind_of(full)
            by_prefix = country == self._region and not is_costly
        if not by_prefix:
            raise RuleBroken("dial.not_allowed", "This number must not be called.")
        return full

    def dialled_since_an_hour(self, now: datetime) -> int:
        """How many calls to the outside the last hour had."""
        return sum(at > now - HOUR for at in self._dialled)

    def save(self, command: SaveDialRules, now: datetime) -> Iterable[Event]:
        """Decide about the rules."""
        rules = command.rules
        if command.edited_version is not None:
            self.history.check_edit(command.edited_version)
        for prefix in (*rules.allowed_prefixes, *rules.blocked_prefixes):
            if not (prefix.startswith("+") and prefix[1:].isascii() and prefix[1:].isdigit()):
                raise RuleBroken("dial.prefix", "A prefix is written such as +86 or +8610.")
        if rules.hourly_limit < 0 or rules.agent_hourly_limit < 0:
            raise RuleBroken("dial.limit_negative", "The limit is 0 or more calls an hour.")
        yield DialRulesSaved(at=now, rules=rules, by=command.by)

    def restore(self, command: RestoreDialRules, now: datetime) -> Iterable[Event]:
        """Bring back an earlier version."""
        number = command.number
        rules = self.history.find(number).content if number else NO_RULES
        yield DialRulesSaved(at=now, rules=rules, by=command.by, restores=number)

    def _check_limit(self, now: datetime) -> None:
        if len(self._of_last_hour(now)) >= self.rules.hourly_limit:
            raise RuleBroken("dial.limit", "Too many calls to the outside in the last hour.")

    def _by_prefix(self, number: str) -> bool | None:
        """What the administrator's prefixes say of a number; None: nothing."""
        if any(number.startswith(prefix) for prefix in self.rules.blocked_prefixes):
            return False
        return True if any(map(number.startswith, self.rules.allowed_prefixes)) else None

    def _is_allowed(self, number: str, full: str | None) -> bool:
        by_prefix = self._by_prefix(full or number)
        if by_prefix is not None:
            return by_prefix
        if full is None:
            # Not a public number: an extension of the centre behind the trunk, if it called us.
            return len(number) <= 6 and number in self._callers
        country, is_costly = _kind_of(full)
        if is_costly:
            return False
        if full in self._customers:
            return True
        return country == self._region and (full in self._callers or number in self._callers)

    def _of_last_hour(self, now: datetime) -> deque[datetime]:
        return _since_an_hour(self._dialled, now)

    def _dialled_since(self, agent_id: AgentId, now: datetime) -> int:
        return sum(at > now - HOUR for at in self._dialled_by.get(agent_id, ()))

    def _note_hand(self, agent_id: AgentId, at: datetime) -> None:
        _since_an_hour(self._dialled_by.setdefault(agent_id, deque()), at).append(at)

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case InteractionArrived(call_back_id=None, placed_by=None, customer_number=number) if (
                number
            ):
                self._remember(normalise(number, self._region) or number)
            case InteractionArrived(placed_by=str() as agent_id, colleague_id=None):
                self._note_hand(agent_id, event.at)
            case CustomerDialled() | PartyInvited(agent_id=None) | OutsidePhoneDialled():
                self._of_last_hour(event.at).append(event.at)
                if isinstance(event, PartyInvited) and event.by_agent_id is not None:
                    self._note_hand(event.by_agent_id, event.at)
            case CustomerSaved(customer=customer):
                self._set_customer(customer.id, customer.numbers)
            case CustomerRemoved():
                self._set_customer(event.customer_id, ())
            case DialRulesSaved():
                self.history.add(event.rules, event, valid_from=event.at)
            case _:
                pass

    def _remember(self, number: str) -> None:
        self._callers[number] = None
        self._callers.move_to_end(number)
        if len(self._callers) > REMEMBERED:
            self._callers.popitem(last=False)

    def _set_customer(self, customer_id: CustomerId, numbers: tuple[str, ...]) -> None:
        # A number may be that of several customers.
        for number in self._numbers_of.pop(customer_id, ()):
            self._customers[number] -= 1
            if not self._customers[number]:
                del self._customers[number]
        self._numbers_of[customer_id] = numbers
        self._customers.update(numbers)


def _since_an_hour(dialled: deque[datetime], now: datetime) -> deque[datetime]:
    while dialled and dialled[0] <= now - HOUR:
        dialled.popleft()
    return dialled


@lru_cache(maxsize=4_096)
def _kind_of(full: str) -> tuple[str, bool]:
    parsed = phonenumbers.parse(full)
    country = phonenumbers.region_code_for_number(parsed) or ""
    if not country:
        # A number that is in no plan still has the country of its code.
        country = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return country, phonenumbers.number_type(parsed) in _COSTLY

"""Which numbers may be called, how many an hour and at what cost: keeps toll fraud out. Pure.

A calling number can be forged, so having called us is not enough: the number must be one of our
own country, or begin with a prefix that an administrator allows. Customers on file may be called
in any country. Premium rates are called only when a prefix allows them. An agent's own phone
outside needs not have called us, since an administrator answers for it. Once a day's calls have
cost as much as they may, no further one is begun; who talks goes on. `allow` and `allow_phone` hold
the policy.
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
from antiphon.kernel.by_kind import ByKind, Folds
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event, RuleBroken, said_at
from antiphon.kernel.history import History
from antiphon.kernel.ids import AgentId, UserId
from antiphon.kernel.telephone_number import normalise
from antiphon.telephony.contract import CustomerDialled, PartyInvited
from antiphon.telephony.engine import is_diallable
from antiphon.telephony.outside_phones import OutsidePhoneDialled
from antiphon.telephony.outside_spending import Dialled, OutsideSpending

HOUR = timedelta(hours=1)
# Callers that are remembered; the oldest are forgotten first.
REMEMBERED = 100_000

_COSTLY = frozenset(
    {phonenumbers.PhoneNumberType.PREMIUM_RATE, phonenumbers.PhoneNumberType.SHARED_COST}
)


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """What a minute to numbers that begin with `prefix` costs, in hundredths."""

    prefix: str
    price: int


class DialRules(msgspec.Struct, frozen=True, kw_only=True):
    """What an administrator allows. Prefixes are the beginnings of numbers in E.164.

    Prices and the spend limit are in hundredths of the centre's own currency; with all prices at
    1.00 the limit is one of minutes.
    """

    allowed_prefixes: tuple[str, ...] = ()
    blocked_prefixes: tuple[str, ...] = ()
    hourly_limit: int = 200
    # Of each agent, by hand: own calls, and numbers outside asked into a call.
    agent_hourly_limit: int = 60
    rates: tuple[Rate, ...] = ()
    other_rate: int = 100
    # Of all legs to the outside within 24 hours; None: as much as they like.
    daily_spend_limit: int | None = None

    def price_of(self, number: str) -> int:
        """What a minute to a number in E.164 costs: the longest prefix says it."""
        fitting = (rate for rate in self.rates if number.startswith(rate.prefix))
        rate = max(fitting, key=lambda one: len(one.prefix), default=None)
        return self.other_rate if rate is None else rate.price


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
    """Knows who called, who is a customer, and how much was dialled and spent lately."""

    def __init__(self, region: str) -> None:
        self._region = region
        self.history: History[DialRules] = History("dial rules", NO_RULES)
        self._callers: OrderedDict[str, None] = OrderedDict()
        self._numbers_of: dict[CustomerId, tuple[str, ...]] = {}
        self._customers: Counter[str] = Counter()
        self._dialled: deque[datetime] = deque()
        self._dialled_by: dict[AgentId, deque[datetime]] = {}
        self._spending = OutsideSpending()

    @property
    def rules(self) -> DialRules:
        """The rules in force: each version counts from when it was saved."""
        return self.history.find(self.history.newest).content if self.history.newest else NO_RULES

    @property
    def region(self) -> str:
        """The centre's own country, such as CN."""
        return self._region

    @property
    def country_prefix(self) -> str:
        """What that country's numbers begin with, such as +86."""
        return f"+{phonenumbers.country_code_for_region(self._region)}"

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
        self._check_limits(now)
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
        self._check_limits(now)
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

    def spent_since_a_day(self, now: datetime) -> int:
        """What calls to the outside cost within the last 24 hours, in hundredths."""
        return self._spending.spent(now)

    def save(self, command: SaveDialRules, now: datetime) -> Iterable[Event]:
        """Decide about the rules."""
        rules = command.rules
        if command.edited_version is not None:
            self.history.check_edit(command.edited_version)
        for prefix in (*rules.allowed_prefixes, *rules.blocked_prefixes):
            _check_prefix(prefix)
        if rules.hourly_limit < 0 or rules.agent_hourly_limit < 0:
            raise RuleBroken("dial.limit_negative", "The limit is 0 or more calls an hour.")
        _check_prices(rules)
        yield DialRulesSaved(at=now, rules=rules, by=command.by)

    def restore(self, command: RestoreDialRules, now: datetime) -> Iterable[Event]:
        """Bring back an earlier version."""
        number = command.number
        rules = self.history.find(number).content if number else NO_RULES
        yield DialRulesSaved(at=now, rules=rules, by=command.by, restores=number)

    def _check_limits(self, now: datetime) -> None:
        if len(self._of_last_hour(now)) >= self.rules.hourly_limit:
            raise RuleBroken("dial.limit", "Too many calls to the outside in the last hour.")
        most = self.rules.daily_spend_limit
        if most is not None and self._spending.spent(now) >= most:
            raise RuleBroken(
                "dial.spend_limit", "Calls to the outside have cost as much as they may in a day."
            )

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
        if (fold := self._FOLDS[type(event)]) is not None:
            fold(self, event)
        self._spending.apply(event)

    def _arrived(self, event: InteractionArrived) -> None:
        is_ours = event.call_back_id is not None or event.placed_by is not None
        if event.customer_number and not is_ours:
            number = event.customer_number
            self._remember(normalise(number, self._region) or number)
        elif event.placed_by is not None and event.colleague_id is None:
            self._note_hand(event.placed_by, event.at)

    def _begun(self, event: Dialled) -> None:
        self._of_last_hour(event.at).append(event.at)
        full = normalise(event.number, self._region) or event.number
        self._spending.dialled(event, self.rules.price_of(full))

    def _invited(self, event: PartyInvited) -> None:
        if event.agent_id is None:
            self._begun(event)
            if event.by_agent_id is not None:
                self._note_hand(event.by_agent_id, event.at)

    def _customer_saved(self, event: CustomerSaved) -> None:
        self._set_customer(event.customer.id, event.customer.numbers)

    def _customer_removed(self, event: CustomerRemoved) -> None:
        self._set_customer(event.customer_id, ())

    def _rules_saved(self, event: DialRulesSaved) -> None:
        self.history.add(event.rules, event, valid_from=event.at)

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

    _FOLDS: ClassVar[Folds["DialGuard"]] = ByKind(
        {
            InteractionArrived: _arrived,
            CustomerDialled: _begun,
            OutsidePhoneDialled: _begun,
            PartyInvited: _invited,
            CustomerSaved: _customer_saved,
            CustomerRemoved: _customer_removed,
            DialRulesSaved: _rules_saved,
        }
    )


def _check_prefix(prefix: str) -> None:
    if not (prefix.startswith("+") and prefix[1:].isascii() and prefix[1:].isdigit()):
        raise RuleBroken("dial.prefix", "A prefix is written such as +86 or +8610.")


def _check_prices(rules: DialRules) -> None:
    seen: set[str] = set()
    for index, rate in enumerate(rules.rates):
        with said_at(f"rates.{index}.prefix"):
            _check_prefix(rate.prefix)
            if rate.prefix in seen:
                raise RuleBroken("dial.rate_twice", "This prefix has a price already.")
        seen.add(rate.prefix)
        with said_at(f"rates.{index}.price"):
            _check_price(rate.price)
    with said_at("other_rate"):
        _check_price(rules.other_rate)
    if rules.daily_spend_limit is not None and rules.daily_spend_limit < 0:
        raise RuleBroken(
            "dial.spend_negative", "The spend limit is 0 or more.", field="daily_spend_limit"
        )


def _check_price(price: int) -> None:
    if price < 0:
        raise RuleBroken("dial.price_negative", "A price is 0 or more.")


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

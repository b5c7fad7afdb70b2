"""Which numbers may be called, over HTTP: the rules that keep toll fraud out."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field, StringConstraints

from antiphon.edge.caller import Caller, permitted
from antiphon.edge.editions import EditionShown, editions_of
from antiphon.edge.fields import Input
from antiphon.edge.parts import Centre, part
from antiphon.identity.contract import Permission
from antiphon.telephony.dial_guard import (
    DialGuard,
    DialRules,
    Rate,
    RestoreDialRules,
    SaveDialRules,
)

router = APIRouter(prefix="/v1/dial-rules", tags=["dial-rules"])

Guard = Annotated[DialGuard, part(DialGuard)]
Reader = Annotated[Caller, permitted(Permission.DIAL_RULES_READ)]
Editor = Annotated[Caller, permitted(Permission.DIAL_RULES_EDIT)]
Prefix = Annotated[str, StringConstraints(pattern=r"^\+[0-9]{1,15}$")]
Prefixes = Annotated[list[Prefix], Field(max_length=200)]
Price = Annotated[int, Field(ge=0, le=100_000)]


class RateBody(Input):
    """What a minute costs to numbers that begin with this prefix; the longest prefix counts."""

    prefix: Prefix = Field(examples=["+852"])
    price: Price = Field(
        description="Of a minute, in hundredths of the centre's own currency: 250 is 2.50."
    )


class DialRulesBody(Input):
    """What may be called. Prefixes are the beginnings of numbers, such as +86 or +8610."""

    allowed_prefixes: Prefixes = Field(
        default=[],
        description="May always be called, premium rates and numbers of strangers included.",
        examples=[["+852"]],
    )
    blocked_prefixes: Prefixes = Field(
        default=[], description="Are never called, whatever else is allowed.", examples=[["+8816"]]
    )
    hourly_limit: int = Field(
        200, ge=0, le=100_000, description="Calls to the outside in any hour; 0 forbids them all."
    )
    agent_hourly_limit: int = Field(
        60,
        ge=0,
        le=10_000,
        description="Calls to the outside by one agent's hand in any hour; 0 forbids them.",
    )
    rates: list[RateBody] = Field(
        default=[], max_length=200, description="Prices of a minute by prefix, each prefix once."
    )
    other_rate: Price = Field(
        100, description="The price of a minute to all other numbers, in hundredths."
    )
    daily_spend_limit: int | None = Field(
        None,
        ge=0,
        le=1_000_000_000,
        description=(
            "What calls to the outside may cost within 24 hours, in hundredths. Once that is "
            "reached no further one is begun; those that go on are not cut off. 0 forbids them "
            "all, null sets no limit. While all prices are 1.00 it is a limit of minutes."
        ),
    )


class DialRulesChange(DialRulesBody):
    """New rules; `version` is the one that the edit began with."""

    version: int | None = Field(None, ge=0)


class DialRulesShown(DialRulesBody):
    """The rules in force, and all that were before."""

    version: int = Field(description="0: nobody has changed the rules yet.")
    versions: list[EditionShown] = Field(description="The newest first.")

    country: str = Field(
        description="Where this centre is: its callers may be called back without a prefix.",
        examples=["CN"],
    )
    country_prefix: str = Field(
        description="What that country's numbers begin with.", examples=["+86"]
    )
    dialled_in_last_hour: int
    spent_in_last_day: int = Field(
        description=(
            "What calls to the outside cost within the last 24 hours, those that go on included, "
            "in hundredths. Each minute that began counts whole."
        )
    )


@router.get("", operation_id="get_dial_rules")
async def get_dial_rules(guard: Guard, _caller: Reader) -> DialRulesShown:
    """Which numbers may be called, how many were lately, and what they cost."""
    return _shown(guard)


@router.put("", operation_id="save_dial_rules")
async def save_dial_rules(
    body: DialRulesChange, guard: Guard, caller: Editor, centre: Centre
) -> DialRulesShown:
    """Change which numbers may be called; the very next call obeys."""
    rules = DialRules(
        allowed_prefixes=tuple(dict.fromkeys(body.allowed_prefixes)),
        blocked_prefixes=tuple(dict.fromkeys(body.blocked_prefixes)),
        hourly_limit=body.hourly_limit,
        agent_hourly_limit=body.agent_hourly_limit,
        rates=tuple(Rate(prefix=one.prefix, price=one.price) for one in body.rates),
        other_rate=body.other_rate,
        daily_spend_limit=body.daily_spend_limit,
    )
    await centre.submit(SaveDialRules(rules=rules, edited_version=body.version, by=caller.user_id))
    return _shown(guard)


@router.post("/{number}/restore", operation_id="restore_dial_rules")
async def restore_dial_rules(
    number: Annotated[int, Path(ge=0)], guard: Guard, caller: Editor, centre: Centre
) -> DialRulesShown:
    """Bring back an earlier version; 0 is what was in force before anybody changed the rules."""
    await centre.submit(RestoreDialRules(number=number, by=caller.user_id))
    return _shown(guard)


def _shown(guard: DialGuard) -> DialRulesShown:
    rules, now = guard.rules, datetime.now(UTC)
    return DialRulesShown(
        allowed_prefixes=list(rules.allowed_prefixes),
        blocked_prefixes=list(rules.blocked_prefixes),
        hourly_limit=rules.hourly_limit,
        agent_hourly_limit=rules.agent_hourly_limit,
        rates=[RateBody(prefix=one.prefix, price=one.price) for one in rules.rates],
        other_rate=rules.other_rate,
        daily_spend_limit=rules.daily_spend_limit,
        version=guard.history.newest,
        versions=editions_of(guard.history),
        country=guard.region,
        country_prefix=guard.country_prefix,
        dialled_in_last_hour=guard.dialled_since_an_hour(now),
        spent_in_last_day=guard.spent_since_a_day(now),
    )

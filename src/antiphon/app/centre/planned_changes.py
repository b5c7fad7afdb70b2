"""Changes of the configuration at their time: made by the commands that people save with.

`KINDS` lists what can be planned. A plan is laid over the item as it then is, and the item's own
rules decide, as if somebody saved it at that moment.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from antiphon.agents import contract as agents
from antiphon.app.centre.world import World
from antiphon.call_buttons import contract as call_buttons
from antiphon.configuration.contract import (
    CarryOutPlan,
    PlanCarriedOut,
    PlanChange,
    PlannedChange,
    PlanRefused,
)
from antiphon.desktop import contract as desktop
from antiphon.flows import contract as flows
from antiphon.interactions import contract as interactions
from antiphon.interactions import wrap_up_forms
from antiphon.kernel.catalogue import Catalogue
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import UserId
from antiphon.routing import contract as routing
from antiphon.telephony import contract as telephony

Decide = Callable[[World, Command, datetime], Iterable[Event]]


class Kind(NamedTuple):
    """Where the items of a kind are, and how one is saved."""

    catalogue: Callable[[World], Catalogue[Any]]
    save: Callable[[Any, UserId | None], Command]


KINDS: Mapping[str, Kind] = {
    "skills": Kind(lambda w: w.agents.skills, lambda i, by: agents.SaveSkill(skill=i, by=by)),
    "reason-codes": Kind(
        lambda w: w.agents.reasons, lambda i, by: agents.SaveReasonCode(reason=i, by=by)
    ),
    "agents": Kind(lambda w: w.agents.profiles, lambda i, by: agents.SaveAgent(agent=i, by=by)),
    "teams": Kind(lambda w: w.teams.teams, lambda i, by: agents.SaveTeam(team=i, by=by)),
    "queues": Kind(lambda w: w.routing.queues, lambda i, by: routing.SaveQueue(queue=i, by=by)),
    "dispositions": Kind(
        lambda w: w.interactions.dispositions,
        lambda i, by: interactions.SaveDisposition(disposition=i, by=by),
    ),
    "wrap-up-forms": Kind(
        lambda w: w.interactions.wrap_up_forms,
        lambda i, by: wrap_up_forms.SaveWrapUpForm(form=i, by=by),
    ),
    "scripts": Kind(lambda w: w.desktop.scripts, lambda i, by: desktop.SaveScript(script=i, by=by)),
    "screen-pops": Kind(
        lambda w: w.desktop.pops, lambda i, by: desktop.SaveScreenPop(screen_pop=i, by=by)
    ),
    "allowed-sites": Kind(lambda w: w.desktop.sites, lambda i, by: desktop.SaveSite(site=i, by=by)),
    "flows": Kind(lambda w: w.flows.flows, lambda i, by: flows.SaveFlow(flow=i, by=by)),
    "opening-hours": Kind(
        lambda w: w.flows.hours, lambda i, by: flows.SaveOpeningHours(hours=i, by=by)
    ),
    "entry-points": Kind(
        lambda w: w.entry_points.points,
        lambda i, by: telephony.SaveEntryPoint(entry_point=i, by=by),
    ),
    "call-buttons": Kind(
        lambda w: w.call_buttons.buttons,
        lambda i, by: call_buttons.SaveCallButton(call_button=i, by=by),
    ),
    "trunks": Kind(lambda w: w.trunks.lines, lambda i, by: telephony.SaveTrunk(trunk=i, by=by)),
}


def plan(world: World, command: PlanChange, now: datetime, decide: Decide) -> list[Event]:
    """Decide about a change to come: one that would be refused today is refused today."""
    planned = list(world.plans.plan(command, now))
    list(decide(world, _saving(world, command.plan, command.by), now))
    return planned


def carry_out(
    world: World, command: CarryOutPlan, now: datetime, decide: Decide
) -> Iterable[Event]:
    """The time has come: save the item, or say why it cannot be saved."""
    waiting = world.plans.plans.get(command.plan_id)
    if waiting is None or waiting.refusal is not None:
        return []
    try:
        saved = list(decide(world, _saving(world, waiting.change, waiting.by), now))
    except RuleBroken as refusal:
        return [
            PlanRefused(at=now, plan_id=command.plan_id, code=refusal.code, reason=refusal.message)
        ]
    return [*saved, PlanCarriedOut(at=now, plan_id=command.plan_id)]


def _saving(world: World, change: PlannedChange, by: UserId | None) -> Command:
    """The command that saves the item as it is now, with what the plan changes."""
    kind = KINDS.get(change.kind)
    if kind is None:
        raise RuleBroken("plan.kind", f"Changes of {change.kind!r} cannot be planned.")
    item = kind.catalogue(world).get(change.item_id)
    fields = msgspec.to_builtins(item) | change.changes
    try:
        return kind.save(msgspec.convert(fields, type(item)), by)
    except msgspec.ValidationError as error:
        raise RuleBroken("plan.unreadable", str(error)) from error

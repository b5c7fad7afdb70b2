"""An agent's phone that is a telephone number outside: it needs no registration. Pure.

It can be reached as soon as there is a number; what the engine says of a registered phone of that
agent means nothing then. Another phone than this one is believed away until the engine tells.
"""

from collections.abc import Iterator
from datetime import datetime

from antiphon.agents.contract import Agent, AgentPhoneChanged
from antiphon.agents.live import AgentLive
from antiphon.kernel.events import Event, RuleBroken
from antiphon.telephony.engine import PhoneKind


def is_outside(agent: Agent | None) -> bool:
    """Whether this agent's phone is a number outside."""
    return agent is not None and agent.phone_kind is PhoneKind.OUTSIDE


def check_number(before: Agent | None, after: Agent, live: AgentLive | None) -> None:
    """Refuse an outside phone without a number or to be kept open, and a change during work.

    Raises:
        RuleBroken: one of these.
    """
    if is_outside(after) and not after.phone_number and not after.may_set_number:
        raise RuleBroken(
            "agents.number_missing", "Give the agent's telephone number, or let the agent set it."
        )
    if is_outside(after) and (after.keeps_line or after.may_keep_line):
        raise RuleBroken(
            "agents.line_outside",
            "The line to a number outside cannot be kept open: it would cost by the minute.",
        )
    if _reached_by(before) != _reached_by(after) and live is not None and live.work:
        raise RuleBroken(
            "agents.phone_in_use", "This agent has work in hand: change the phone afterwards."
        )


def phone_changed(
    before: Agent | None, after: Agent, live: AgentLive | None, now: datetime
) -> Iterator[Event]:
    """What a saved profile means for whether the phone can be reached."""
    if not is_outside(after) and not is_outside(before):
        return
    was_reachable = live is not None and live.is_phone_reachable
    is_reachable = is_outside(after) and bool(after.phone_number)
    if is_reachable is not was_reachable:
        yield AgentPhoneChanged(at=now, agent_id=after.id, is_reachable=is_reachable)


def _reached_by(agent: Agent | None) -> str | None:
    return agent.phone_number if agent is not None and is_outside(agent) else None

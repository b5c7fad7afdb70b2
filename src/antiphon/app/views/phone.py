"""An agent's phone as pages show it; the number outside is for the agent's own page only."""

from enum import StrEnum

import msgspec

from antiphon.agents.contract import Agent
from antiphon.agents.live import AgentLive
from antiphon.telephony.agent_lines import AgentLine
from antiphon.telephony.engine import PhoneKind


class LineView(StrEnum):
    """How the line is that is kept open between calls; `none` where that is not wanted."""

    NONE = "none"
    CLOSED = "closed"
    OPENING = "opening"
    OPEN = "open"


class PhoneView(msgspec.Struct, frozen=True, kw_only=True):
    """The agent's phone."""

    kind: PhoneKind
    is_reachable: bool
    line: LineView


class OwnPhoneView(PhoneView, frozen=True, kw_only=True):
    """The phone of the agent who looks: at which number outside, and whether to change it.

    `keeps_line` is the choice; a line that is not wanted any more stays open while a call is on it.
    """

    number: str
    may_set_number: bool
    may_keep_line: bool
    keeps_line: bool
    may_open_line: bool


def phone_view(agent: Agent, live: AgentLive, line: AgentLine) -> PhoneView:
    """The phone as others see it."""
    return PhoneView(
        kind=agent.phone_kind,
        is_reachable=live.is_phone_reachable,
        line=_line_view(agent, line),
    )


def own_phone_view(
    agent: Agent, live: AgentLive, line: AgentLine, *, may_open_line: bool
) -> OwnPhoneView:
    """The phone as its agent sees it."""
    is_outside = agent.phone_kind is PhoneKind.OUTSIDE
    return OwnPhoneView(
        kind=agent.phone_kind,
        is_reachable=live.is_phone_reachable,
        line=_line_view(agent, line),
        may_keep_line=agent.may_keep_line,
        keeps_line=agent.keeps_line,
        may_open_line=may_open_line,
        number=agent.phone_number if is_outside else "",
        may_set_number=is_outside and agent.may_set_number,
    )


def _line_view(agent: Agent, line: AgentLine) -> LineView:
    if line.leg is not None:
        return LineView.OPEN if line.is_open else LineView.OPENING
    return LineView.CLOSED if agent.keeps_line else LineView.NONE

"""An agent's phone as pages show it; the number outside is for the agent's own page only."""

import msgspec

from antiphon.agents.contract import Agent
from antiphon.agents.live import AgentLive
from antiphon.telephony.engine import PhoneKind


class PhoneView(msgspec.Struct, frozen=True, kw_only=True):
    """The agent's phone."""

    kind: PhoneKind
    is_reachable: bool


class OwnPhoneView(PhoneView, frozen=True, kw_only=True):
    """The phone of the agent who looks: at which number outside, and whether to change it."""

    number: str
    may_set_number: bool


def phone_view(agent: Agent, live: AgentLive) -> PhoneView:
    """The phone as others see it."""
    return PhoneView(kind=agent.phone_kind, is_reachable=live.is_phone_reachable)


def own_phone_view(agent: Agent, live: AgentLive) -> OwnPhoneView:
    """The phone as its agent sees it."""
    is_outside = agent.phone_kind is PhoneKind.OUTSIDE
    return OwnPhoneView(
        kind=agent.phone_kind,
        is_reachable=live.is_phone_reachable,
        number=agent.phone_number if is_outside else "",
        may_set_number=is_outside and agent.may_set_number,
    )

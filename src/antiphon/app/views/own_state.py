"""An agent's own state, as the desk shows it: what may be chosen next, and why not to listen."""

from collections.abc import Iterator
from datetime import datetime

import msgspec

from antiphon.agents.contract import Agent, Presence, SystemReason
from antiphon.agents.domain import choices_of
from antiphon.agents.live import AgentLive
from antiphon.agents.skill_news import SkillChange
from antiphon.app.centre.talking import agent_lines, monitoring
from antiphon.app.centre.world import World
from antiphon.app.views.phone import OwnPhoneView, own_phone_view


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What the agent may choose to be; `name` is that of an administrator's reason code."""

    presence: Presence
    reason_id: str | None = None
    name: str | None = None


class OwnSkill(msgspec.Struct, frozen=True, kw_only=True):
    """A skill of the agent who looks, and how good they are at it."""

    id: str
    name: str
    level: int


class MeView(msgspec.Struct, frozen=True, kw_only=True):
    """The agent's own state."""

    agent_id: str
    name: str
    presence: str
    state: str
    reason_id: str | None
    reason_name: str | None
    since: datetime
    choices: list[Choice]
    phone: OwnPhoneView
    # The code of what keeps this agent from listening to others; None when nothing does.
    why_not_listen: str | None
    skills: list[OwnSkill]
    # What the agent has not read yet, in whichever browser.
    skill_changes: list[SkillChange]


def own_state(world: World, agent: Agent, live: AgentLive) -> MeView:
    """The state with its reason, the phone, and what may be chosen next."""
    obstacle = monitoring.obstacle(live)
    reason = world.agents.reasons.find(live.reason_id)
    return MeView(
        agent_id=agent.id,
        name=agent.name,
        presence=live.presence,
        state=live.state,
        reason_id=live.reason_id,
        reason_name=reason.name if reason is not None else None,
        since=live.since,
        choices=list(_choices(world, live)),
        phone=own_phone_view(
            agent,
            live,
            world.lines.of(agent.id),
            may_open_line=agent_lines.may_open_own(world, agent.id),
        ),
        why_not_listen=obstacle.code if obstacle is not None else None,
        skills=[
            OwnSkill(id=skill.id, name=skill.name, level=agent.skills[skill.id])
            for skill in world.agents.skills
            if agent.skills.get(skill.id)
        ],
        skill_changes=list(world.skill_news.changes_of(agent.id)),
    )


def _choices(world: World, live: AgentLive) -> Iterator[Choice]:
    # What is chosen most stands first, and leaving last: a menu begins with its first entry.
    for presence in reversed(Presence):
        if presence not in choices_of(live):
            continue
        if presence is Presence.NOT_READY:
            if live.presence is Presence.OFFLINE:
                yield Choice(presence=presence, reason_id=SystemReason.SIGNED_IN)
            for reason in world.agents.reasons:
                if live.presence is not presence or live.reason_id != reason.id:
                    yield Choice(presence=presence, reason_id=reason.id, name=reason.name)
        elif presence is not Presence.OFFLINE or not live.work:
            yield Choice(presence=presence)

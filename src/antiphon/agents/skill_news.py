"""What is new about each agent's skills since the agent last read of them. Pure.

It is kept here and not in a page: what was read in one browser is read in all. Nothing is news
before the first sign-in, when a profile is still being made.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import ClassVar

import msgspec

from antiphon.agents.contract import AgentRemoved, PresenceChanged, SkillSaved
from antiphon.agents.domain import AgentBook
from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, SkillId


class SkillsRead(Event, frozen=True, kw_only=True):
    """An agent has read which skills, at which levels, the own profile has."""

    type: ClassVar[str] = "agents.skills_read"
    agent_id: AgentId
    skills: dict[SkillId, int]

    def stream(self) -> str:
        return f"agent/{self.agent_id}"


class ReadSkills(Command, frozen=True, kw_only=True):
    """Say which skills one has read that one has; a later change is still news."""

    agent_id: AgentId
    skills: dict[SkillId, int]


class SkillChange(msgspec.Struct, frozen=True, kw_only=True):
    """One skill that is new (`before` is None), gone (`after` is None), or at another level."""

    id: SkillId
    name: str
    before: int | None
    after: int | None


class SkillNewsBook:
    """Which skills each agent knows of."""

    def __init__(self, agents: AgentBook) -> None:
        self._agents = agents
        self._read: dict[AgentId, Mapping[SkillId, int]] = {}
        # Also of those that were removed: what is gone is still told by its name.
        self._names: dict[SkillId, str] = {}

    def changes_of(self, agent_id: AgentId) -> Iterator[SkillChange]:
        """What this agent has not read yet, in the order in which skills were made."""
        known = self._read.get(agent_id)
        if known is None:
            return
        levels = self._levels(agent_id)
        for skill_id, name in self._names.items():
            before, after = known.get(skill_id), levels.get(skill_id)
            if before != after:
                yield SkillChange(id=skill_id, name=name, before=before, after=after)

    def read(self, command: ReadSkills, now: datetime) -> Iterable[Event]:
        """Decide about having read them; a second time changes nothing."""
        self._agents.profiles.get(command.agent_id)
        self._agents.check_skills(command.skills)
        if self._read.get(command.agent_id) != command.skills:
            yield SkillsRead(at=now, agent_id=command.agent_id, skills=command.skills)

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        match event:
            case SkillSaved(skill=skill):
                self._names[skill.id] = skill.name
            case PresenceChanged(agent_id=agent_id):
                self._read.setdefault(agent_id, self._levels(agent_id))
            case SkillsRead(agent_id=agent_id, skills=skills):
                self._read[agent_id] = skills
            case AgentRemoved(agent_id=agent_id):
                self._read.pop(agent_id, None)
            case _:
                pass

    def _levels(self, agent_id: AgentId) -> Mapping[SkillId, int]:
        agent = self._agents.profiles.find(agent_id)
        return agent.skills if agent is not None else {}

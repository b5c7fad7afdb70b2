"""What others may know of agents: profiles, skills, reason codes, and the events about them."""

from enum import StrEnum
from typing import ClassVar

import msgspec

from antiphon.kernel.commands import Command
from antiphon.kernel.events import Event
from antiphon.kernel.ids import AgentId, InteractionId, QueueId, ReasonId, SkillId, TeamId, UserId
from antiphon.telephony.engine import PhoneKind


class Presence(StrEnum):
    """What an agent chose to be; `blocked` is what the centre made of one who does not answer."""

    OFFLINE = "offline"
    NOT_READY = "not_ready"
    BLOCKED = "blocked"
    READY = "ready"


class AgentState(StrEnum):
    """What wallboards show: the choice, overlaid with what the agent is doing."""

    OFFLINE = "offline"
    NOT_READY = "not_ready"
    BLOCKED = "blocked"
    READY = "ready"
    OFFERED = "offered"
    HANDLING = "handling"
    WRAP_UP = "wrap_up"


class SystemReason:
    """Reason codes that the centre itself gives; administrators' own ids never start so."""

    SIGNED_IN = ReasonId("system.signed_in")
    MISSED_OFFER = ReasonId("system.missed_offer")
    DECLINED_OFFER = ReasonId("system.declined_offer")
    PHONE_FAILED = ReasonId("system.phone_failed")
    NUMBER_BARRED = ReasonId("system.number_barred")
    CONNECTION_LOST = ReasonId("system.connection_lost")
    RELEASED = ReasonId("system.released")


class Skill(msgspec.Struct, frozen=True, kw_only=True):
    """Something an agent can do."""

    id: SkillId
    name: str


class ReasonCode(msgspec.Struct, frozen=True, kw_only=True):
    """Why an agent takes no work."""

    id: ReasonId
    name: str


class Team(msgspec.Struct, frozen=True, kw_only=True):
    """Agents who are led together; `supervisors` are the users who see and act on them."""

    id: TeamId
    name: str
    supervisors: tuple[UserId, ...] = ()


class AgentFacts(msgspec.Struct, frozen=True):
    """What routing chooses an agent by, as of the moment of becoming free.

    Instants are in epoch seconds; counts are since sign-in. `idle_since` is the end of the last
    interaction, `ready_since` that of the last pause or interaction, whichever is later.
    `occupancy` is the share of the time since sign-in with work in hand, 0 to 1.
    """

    ready_since: float = 0.0
    idle_since: float = 0.0
    last_offer_number: int = 0
    handled_count: int = 0
    occupancy: float = 0.0


class Capacity(msgspec.Struct, frozen=True, kw_only=True):
    """How much an agent can hold at once: 100 points, spent by `weights` for each channel.

    `most` limits the number of interactions by channel. What is not given is as usual.
    """

    weights: dict[str, int] = {}
    most: dict[str, int] = {}


class Agent(msgspec.Struct, frozen=True, kw_only=True):
    """A person who handles interactions; skill levels run from 1 to 10.

    `languages` are the tags an agent speaks. `queue_head_starts` are preferences: how many seconds
    earlier than its place an interaction of this queue goes to this agent. `phone_number` is the
    phone of an agent whose phone is outside; with `may_set_number` the agent may change it. With
    `keeps_line` the phone is called once and its line kept open; `may_keep_line`: by own choice.
    """

    id: AgentId
    name: str
    user_id: UserId | None = None
    skills: dict[SkillId, int] = {}
    queues: tuple[QueueId, ...] = ()
    phone_kind: PhoneKind = PhoneKind.BROWSER
    extension: str = ""
    languages: tuple[str, ...] = ()
    queue_head_starts: dict[QueueId, int] = {}
    capacity: Capacity = Capacity()
    teams: tuple[TeamId, ...] = ()
    phone_number: str = ""
    may_set_number: bool = False
    keeps_line: bool = False
    may_keep_line: bool = False


class SkillSaved(Event, frozen=True, kw_only=True):
    """A skill was added or renamed."""

    type: ClassVar[str] = "agents.skill_saved"
    skill: Skill
    by: UserId | None

    def stream(self) -> str:
        return f"skill/{self.skill.id}"


class SkillRemoved(Event, frozen=True, kw_only=True):
    """A skill was removed; nothing referred to it any more."""

    type: ClassVar[str] = "agents.skill_removed"
    skill_id: SkillId
    by: UserId | None

    def stream(self) -> str:
        return f"skill/{self.skill_id}"


class ReasonCodeSaved(Event, frozen=True, kw_only=True):
    """A reason code was added or renamed."""

    type: ClassVar[str] = "agents.reason_code_saved"
    reason: ReasonCode
    by: UserId | None

    def stream(self) -> str:
        return f"reason_code/{self.reason.id}"


class ReasonCodeRemoved(Event, frozen=True, kw_only=True):
    """A reason code can no longer be chosen."""

    type: ClassVar[str] = "agents.reason_code_removed"
    reason_id: ReasonId
    by: UserId | None

    def stream(self) -> str:
        return f"reason_code/{self.reason_id}"


class TeamSaved(Event, frozen=True, kw_only=True):
    """A team was added, renamed, or got other supervisors."""

    type: ClassVar[str] = "agents.team_saved"
    team: Team
    by: UserId | None

    def stream(self) -> str:
        return f"team/{self.team.id}"


class TeamRemoved(Event, frozen=True, kw_only=True):
    """A team was removed; no agent belonged to it any more."""

    type: ClassVar[str] = "agents.team_removed"
    team_id: TeamId
    by: UserId | None

    def stream(self) -> str:
        return f"team/{self.team_id}"


class AgentSaved(Event, frozen=True, kw_only=True):
    """An agent's profile was added or changed."""

    type: ClassVar[str] = "agents.agent_saved"
    agent: Agent
    by: UserId | None

    def stream(self) -> str:
        return f"agent/{self.agent.id}"


class AgentRemoved(Event, frozen=True, kw_only=True):
    """An agent left the centre."""

    type: ClassVar[str] = "agents.agent_removed"
    agent_id: AgentId
    by: UserId | None

    def stream(self) -> str:
        return f"agent/{self.agent_id}"


class PresenceChanged(Event, frozen=True, kw_only=True):
    """An agent became offline, ready, or not ready for a reason; `by` is None for the system."""

    type: ClassVar[str] = "agents.presence_changed"
    agent_id: AgentId
    presence: Presence
    reason_id: ReasonId | None
    by: UserId | None

    def stream(self) -> str:
        return f"agent/{self.agent_id}"


class AgentBlocked(Event, frozen=True, kw_only=True):
    """An agent left so many offers in a row unanswered that no more work is offered.

    `needs_supervisor`: only a supervisor may end it. The agent's presence changes with it.
    """

    type: ClassVar[str] = "agents.agent_blocked"
    agent_id: AgentId
    queue_id: QueueId
    interaction_id: InteractionId
    missed_offers: int
    needs_supervisor: bool

    def stream(self) -> str:
        return f"agent/{self.agent_id}"


class AgentReleased(Event, frozen=True, kw_only=True):
    """A supervisor ended a block: the agent may become ready again."""

    type: ClassVar[str] = "agents.agent_released"
    agent_id: AgentId
    by: UserId | None

    def stream(self) -> str:
        return f"agent/{self.agent_id}"


class AgentRoomChanged(Event, frozen=True, kw_only=True):
    """An agent's work leaves room for other channels than before: the centre's rules changed."""

    type: ClassVar[str] = "agents.room_changed"
    agent_id: AgentId

    def stream(self) -> str:
        return f"agent/{self.agent_id}"


class AgentPhoneChanged(Event, frozen=True, kw_only=True):
    """An agent's phone became reachable or stopped being so."""

    type: ClassVar[str] = "agents.phone_changed"
    agent_id: AgentId
    is_reachable: bool

    def stream(self) -> str:
        return f"agent/{self.agent_id}"


class SaveSkill(Command, frozen=True, kw_only=True):
    """Add or rename a skill."""

    skill: Skill
    edited_version: int | None = None


class RemoveSkill(Command, frozen=True, kw_only=True):
    """Remove a skill that nothing refers to."""

    id: SkillId


class SaveReasonCode(Command, frozen=True, kw_only=True):
    """Add or rename a reason code."""

    reason: ReasonCode
    edited_version: int | None = None


class RemoveReasonCode(Command, frozen=True, kw_only=True):
    """Stop offering a reason code."""

    id: ReasonId


class SaveTeam(Command, frozen=True, kw_only=True):
    """Add a team or change it."""

    team: Team
    edited_version: int | None = None


class RemoveTeam(Command, frozen=True, kw_only=True):
    """Remove a team that has no agents."""

    id: TeamId


class SaveAgent(Command, frozen=True, kw_only=True):
    """Add an agent or change a profile."""

    agent: Agent
    edited_version: int | None = None


class RemoveAgent(Command, frozen=True, kw_only=True):
    """Remove an agent who is offline and has nothing in hand."""

    id: AgentId


class ChangePresence(Command, frozen=True, kw_only=True):
    """Choose what to be; `reason_id` is needed for not_ready and only for it."""

    agent_id: AgentId
    presence: Presence
    reason_id: ReasonId | None = None


class ReleaseAgent(Command, frozen=True, kw_only=True):
    """End the block of an agent who did not answer."""

    agent_id: AgentId


class ReportPhone(Command, frozen=True, kw_only=True):
    """An agent's phone was found reachable or not."""

    agent_id: AgentId
    is_reachable: bool


class SetOwnNumber(Command, frozen=True, kw_only=True):
    """An agent whose phone is outside says at which number; empty for none."""

    agent_id: AgentId
    number: str


class SetOwnLine(Command, frozen=True, kw_only=True):
    """An agent says whether the own line is kept open."""

    agent_id: AgentId
    is_kept: bool


class LoseAgent(Command, frozen=True, kw_only=True):
    """The agent's page has been gone for longer than a reload takes."""

    agent_id: AgentId

"""May this agent be offered work? Pure: the caller passes the time in.

`AgentBook` decides (`change_presence`, `save_...`, `lose`) and evolves (`apply`, which never
refuses). An agent's *presence* is what the agent chose; what the agent is *doing* with each
interaction is kept beside it, so a choice made during a conversation holds afterwards.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from antiphon.agents.blocking import folded, release
from antiphon.agents.capacity import check_capacity, free_channels
from antiphon.agents.contract import (
    Agent,
    AgentBlocked,
    AgentFacts,
    AgentPhoneChanged,
    AgentReleased,
    AgentRemoved,
    AgentSaved,
    ChangePresence,
    LoseAgent,
    Presence,
    PresenceChanged,
    ReasonCode,
    ReasonCodeRemoved,
    ReasonCodeSaved,
    ReleaseAgent,
    RemoveAgent,
    RemoveReasonCode,
    RemoveSkill,
    ReportPhone,
    SaveAgent,
    SaveReasonCode,
    SaveSkill,
    Skill,
    SkillRemoved,
    SkillSaved,
    SystemReason,
)
from antiphon.agents.hands import BESIDE, Hands
from antiphon.agents.interruptions import InterruptionBook
from antiphon.agents.live import AgentLive, Stage
from antiphon.agents.outside_number import check_number, is_outside, phone_changed
from antiphon.interactions.contract import (
    Channel,
    ConversationEnded,
    InteractionArrived,
    InteractionClosed,
    InteractionQueued,
)
from antiphon.kernel.by_kind import ByKind, Folds
from antiphon.kernel.catalogue import Catalogue, refuse_in_use
from antiphon.kernel.events import Event, RuleBroken
from antiphon.kernel.ids import (
    AgentId,
    InteractionId,
    QueueId,
    ReasonId,
    SkillId,
    TeamId,
    UserId,
)
from antiphon.routing.contract import (
    OfferAccepted,
    OfferEvent,
    OfferExpired,
    OfferMade,
)
from antiphon.telephony.engine import PhoneKind

# The whole machine. Nobody chooses to be blocked: the centre does, see `block`.
NEXT = {
    Presence.OFFLINE: {Presence.NOT_READY, Presence.READY},
    Presence.NOT_READY: {Presence.NOT_READY, Presence.READY, Presence.OFFLINE},
    Presence.BLOCKED: {Presence.NOT_READY, Presence.READY, Presence.OFFLINE},
    Presence.READY: {Presence.NOT_READY, Presence.OFFLINE, Presence.BLOCKED},
}


def choices_of(live: AgentLive) -> set[Presence]:
    """What this agent may choose to be now."""
    choices = NEXT[live.presence] - {Presence.BLOCKED}
    if live.block is not None and live.block.needs_supervisor:
        choices = choices - {Presence.READY}
    return choices


class AgentBook:
    """All agents of a tenant: profiles and what each is doing now."""

    def __init__(self, interruptions: InterruptionBook) -> None:
        self._interruptions = interruptions
        self.profiles: Catalogue[Agent] = Catalogue("agent")
        self.skills: Catalogue[Skill] = Catalogue("skill")
        self.reasons: Catalogue[ReasonCode] = Catalogue("reason code")
        self.live: dict[AgentId, AgentLive] = {}
        self.hands = Hands(self.live)
        self._channels: dict[InteractionId, Channel] = {}
        self._offers_made = 0

    @property
    def holder(self) -> dict[InteractionId, AgentId]:
        """Whose each interaction is."""
        return self.hands.holder

    def find_by_user(self, user_id: str) -> Agent | None:
        """The agent that this user is, if any."""
        return next((agent for agent in self.profiles if agent.user_id == user_id), None)

    def find_agent(self, agent_id: AgentId) -> Agent | None:
        """The profile, or None."""
        return self.profiles.find(agent_id)

    def find_idle_since(self, agent_id: AgentId) -> datetime | None:
        """Since when this agent is free for work; None while not."""
        live = self.live.get(agent_id)
        return live.idle_since if live is not None and live.is_available else None

    def find_facts(self, agent_id: AgentId, at: datetime) -> AgentFacts | None:
        """What choosing goes by, for an agent who is ready and can be reached; else None."""
        live = self.live.get(agent_id)
        if live is None or live.presence is not Presence.READY or not live.is_phone_reachable:
            return None
        return live.facts(at)

    def free_channels(self, agent_id: AgentId) -> frozenset[str]:
        """The channels of which one more interaction fits into this agent's hands."""
        agent, live = self.profiles.find(agent_id), self.live.get(agent_id)
        if agent is None or live is None:
            return frozenset()
        in_hand = [self.channel_of(held) for held in live.work]
        return free_channels(agent.capacity, in_hand, self._interruptions.in_force)

    def channel_of(self, interaction_id: InteractionId) -> Channel:
        """The channel of an interaction in progress."""
        return self._channels.get(interaction_id, Channel.VOICE)

    def is_signed_in(self, agent_id: AgentId) -> bool:
        """Is this agent at work, ready or not?"""
        live = self.live.get(agent_id)
        return live is not None and live.presence is not Presence.OFFLINE

    def work_of(self, agent_id: AgentId) -> list[InteractionId]:
        """What an agent has in hand, oldest first."""
        live = self.live.get(agent_id)
        return list(live.work) if live is not None else []

    def members_of(self, team_id: TeamId) -> list[AgentId]:
        """The agents of a team."""
        return [agent.id for agent in self.profiles if team_id in agent.teams]

    def names_serving(self, queue_id: QueueId) -> list[str]:
        """The agents who serve a queue, by name."""
        return [agent.name for agent in self.profiles if queue_id in agent.queues]

    def check_skills(self, levels: dict[SkillId, int]) -> None:
        """Raise RuleBroken for an unknown skill or a level outside 1 to 10."""
        for skill_id, level in levels.items():
            self.skills.get(skill_id)
            if not 1 <= level <= 10:
                raise RuleBroken("agents.level_out_of_range", "Skill levels run from 1 to 10.")

    # Decisions

    def change_presence(self, command: ChangePresence, now: datetime) -> Iterable[Event]:
        """Decide about a choice of presence."""
        self.profiles.get(command.agent_id)
        live = self.live[command.agent_id]
        if command.presence is live.presence and command.reason_id == live.reason_id:
            return
        _check_choice(command.presence, live)
        if command.presence is Presence.NOT_READY:
            if command.reason_id is None:
                raise RuleBroken("agent_state.reason_required", "Not ready needs a reason code.")
            # The other system reasons say what the centre did; nobody can claim them.
            if command.reason_id != SystemReason.SIGNED_IN:
                self.reasons.get(command.reason_id)
        elif command.reason_id is not None:
            raise RuleBroken(
                "agent_state.reason_unexpected", "Only not ready is given for a reason."
            )
        if command.presence is Presence.OFFLINE and live.work:
            raise RuleBroken(
                "agent_state.work_in_hand", "Finish what you have in hand, then go offline."
            )
        yield PresenceChanged(
            at=now,
            agent_id=command.agent_id,
            presence=command.presence,
            reason_id=command.reason_id,
            by=command.by,
        )

    def report_phone(self, command: ReportPhone, now: datetime) -> Iterable[Event]:
        """Decide about news of a phone."""
        live = self.live.get(command.agent_id)
        if is_outside(self.profiles.find(command.agent_id)):
            return
        if live is not None and live.is_phone_reachable != command.is_reachable:
            yield AgentPhoneChanged(
                at=now, agent_id=command.agent_id, is_reachable=command.is_reachable
            )

    def lose(self, command: LoseAgent, now: datetime) -> Iterable[Event]:
        """Take an agent whose page is gone out of the distribution; a desk phone works on."""
        live = self.live.get(command.agent_id)
        agent = self.profiles.find(command.agent_id)
        if agent is None or agent.phone_kind is not PhoneKind.BROWSER:
            return
        if live is not None and live.presence is Presence.READY:
            yield self.made_not_ready(command.agent_id, SystemReason.CONNECTION_LOST, now)

    def made_not_ready(self, agent_id: AgentId, reason: ReasonId, now: datetime) -> Event:
        """The event by which the centre itself stops offering work to an agent."""
        return PresenceChanged(
            at=now, agent_id=agent_id, presence=Presence.NOT_READY, reason_id=reason, by=None
        )

    def release(self, command: ReleaseAgent, now: datetime) -> Iterable[Event]:
        """Decide about the end of a block."""
        self.profiles.get(command.agent_id)
        return release(self.live[command.agent_id], command, now)

    def save_skill(self, command: SaveSkill, now: datetime) -> Iterable[Event]:
        """Decide about a skill."""
        self.skills.check_save(command.skill, command.edited_version)
        yield SkillSaved(at=now, skill=command.skill, by=command.by)

    def remove_skill(
        self, command: RemoveSkill, now: datetime, *, required_by: list[str]
    ) -> Iterable[Event]:
        """Decide about removing a skill; `required_by` names the queues and flows that ask for it.

        Nobody could have it any more, so customers who need it would wait for ever.
        """
        self.skills.get(command.id)
        users = [agent.name for agent in self.profiles if command.id in agent.skills]
        refuse_in_use([*users, *required_by])
        yield SkillRemoved(at=now, skill_id=command.id, by=command.by)

    def save_reason(self, command: SaveReasonCode, now: datetime) -> Iterable[Event]:
        """Decide about a reason code."""
        self.reasons.check_save(command.reason, command.edited_version)
        yield ReasonCodeSaved(at=now, reason=command.reason, by=command.by)

    def remove_reason(self, command: RemoveReasonCode, now: datetime) -> Iterable[Event]:
        """Decide about removing a reason code; agents who gave it keep it until they change."""
        self.reasons.get(command.id)
        yield ReasonCodeRemoved(at=now, reason_id=command.id, by=command.by)

    def save_agent(self, command: SaveAgent, now: datetime) -> Iterable[Event]:
        """Decide about a profile."""
        agent = command.agent
        self.profiles.check_save(agent, command.edited_version)
        self.check_skills(agent.skills)
        check_capacity(agent)
        for seconds in agent.queue_head_starts.values():
            if not 0 <= seconds <= 3600:
                raise RuleBroken("agents.head_start", "A head start lasts from 0 to 3600 seconds.")
        if agent.user_id is not None:
            other = self.find_by_user(agent.user_id)
            if other is not None and other.id != agent.id:
                raise RuleBroken("agents.user_taken", f"This user is the agent {other.name!r}.")
        yield from self.saved(agent, now, by=command.by)

    def saved(self, agent: Agent, now: datetime, *, by: UserId | None) -> Iterable[Event]:
        """A profile as it shall be, and what that means for its phone."""
        before, live = self.profiles.find(agent.id), self.live.get(agent.id)
        check_number(before, agent, live)
        yield AgentSaved(at=now, agent=agent, by=by)
        yield from phone_changed(before, agent, live, now)

    def remove_agent(self, command: RemoveAgent, now: datetime) -> Iterable[Event]:
        """Decide about removing an agent."""
        self.profiles.get(command.id)
        live = self.live[command.id]
        if live.work:
            raise RuleBroken("agents.work_in_hand", "This agent has an interaction in hand.")
        if live.presence is not Presence.OFFLINE:
            yield PresenceChanged(
                at=now,
                agent_id=command.id,
                presence=Presence.OFFLINE,
                reason_id=None,
                by=command.by,
            )
        yield AgentRemoved(at=now, agent_id=command.id, by=command.by)

    # Evolution

    def apply(self, event: Event) -> None:
        """Fold an event in."""
        if (fold := self._FOLDS[type(event)]) is not None:
            fold(self, event)

    def _arrived(self, event: InteractionArrived) -> None:
        self._channels[event.interaction_id] = event.channel
        if event.colleague_id is not None:
            self.hands.note_internal(event.interaction_id)

    def _give_up(self, event: InteractionQueued | InteractionClosed) -> None:
        self.hands.give_up(event.interaction_id, event.at)

    def _closed(self, event: InteractionClosed) -> None:
        self._channels.pop(event.interaction_id, None)
        self.hands.forget(event.interaction_id)
        self._give_up(event)

    def _ended(self, event: ConversationEnded) -> None:
        live, interaction_id = self.live[event.agent_id], event.interaction_id
        live.handled_count += self.hands.is_handling(interaction_id)
        self.hands.take(event.agent_id, interaction_id, Stage.WRAP_UP, event.at)

    def _apply_offer(self, event: OfferEvent) -> None:
        live, agent_id, interaction_id = (
            self.live[event.agent_id],
            event.agent_id,
            event.interaction_id,
        )
        match event:
            case OfferMade():
                self._offers_made += 1
                live.last_offer_number = self._offers_made
                self.hands.offer(agent_id, interaction_id, event.at)
            case OfferAccepted():
                live.missed_offers = 0
                self.hands.accept(agent_id, interaction_id, event.at)
            case OfferExpired():
                live.missed_offers += event.counts
                self.hands.take_back(agent_id, interaction_id, event.at)
            case _:
                self.hands.take_back(agent_id, interaction_id, event.at)

    def _apply_presence(self, event: PresenceChanged) -> None:
        live = self.live[event.agent_id]
        if live.presence is Presence.OFFLINE:
            live.sign_in(event.at)
        if event.presence is Presence.READY:
            live.idle_since = event.at
            live.missed_offers = 0
            live.block = None
        live.presence = event.presence
        live.note_work(event.at)
        live.reason_id = event.reason_id
        live.since = event.at
        live.chosen_at = event.at

    def _apply_live(self, event: AgentBlocked | AgentReleased | AgentPhoneChanged) -> None:
        live = self.live[event.agent_id]
        if isinstance(event, AgentPhoneChanged):
            live.is_phone_reachable = event.is_reachable
        else:
            live.block = folded(event)

    def _apply_profile(self, event: AgentSaved | AgentRemoved) -> None:
        if isinstance(event, AgentRemoved):
            self.profiles.remove(event.agent_id, event)
            self.live.pop(event.agent_id, None)
        else:
            self.profiles.save(event.agent, event)
            self.live.setdefault(event.agent.id, AgentLive(event.at))

    _FOLDS: ClassVar[Folds["AgentBook"]] = ByKind(
        {
            InteractionArrived: _arrived,
            InteractionQueued: _give_up,
            InteractionClosed: _closed,
            PresenceChanged: _apply_presence,
            OfferEvent: _apply_offer,
            ConversationEnded: _ended,
            **dict.fromkeys((AgentBlocked, AgentReleased, AgentPhoneChanged), _apply_live),
            **dict.fromkeys(BESIDE, lambda book, event: book.hands.apply(event)),
            **dict.fromkeys((AgentSaved, AgentRemoved), _apply_profile),
            SkillSaved: lambda book, event: book.skills.save(event.skill, event),
            SkillRemoved: lambda book, event: book.skills.remove(event.skill_id, event),
            ReasonCodeSaved: lambda book, event: book.reasons.save(event.reason, event),
            ReasonCodeRemoved: lambda book, event: book.reasons.remove(event.reason_id, event),
        }
    )


def _check_choice(presence: Presence, live: AgentLive) -> None:
    """Refuse what this agent may not choose now."""
    if presence in choices_of(live):
        return
    if live.block is not None and presence is Presence.READY:
        raise RuleBroken(
            "agent_state.blocked", "You are blocked: ask your supervisor to let you back."
        )
    raise RuleBroken("agent_state.not_allowed", f"{live.presence} cannot become {presence}.")

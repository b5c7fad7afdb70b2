"""Why this customer is not with that agent now, and the least that would connect them. Pure.

`explain` gives one reason, the most lasting of what stands between the two, and every change that
is needed together; after those the router itself would bring them together, or, where another goes
first by the rules, a supervisor by hand. It reads the ranks that choosing reads.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import msgspec

from antiphon.agents.contract import Agent, AgentFacts, Presence
from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.routing.demand import profile_of
from antiphon.routing.domain import RoutingBook
from antiphon.routing.line import Waiting
from antiphon.routing.rivals import ahead_of, own_rank, rival_agent
from antiphon.routing.scoring import (
    CHANNEL,
    LANGUAGE,
    QUEUE,
    SKILL,
    TEAM,
    Profile,
    Terms,
)


class Reason(StrEnum):
    """What stands between a waiting interaction and an agent; the most lasting first."""

    NOT_IN_QUEUE = "not_in_queue"
    SKILL_MISSING = "skill_missing"
    SKILL_TOO_LOW = "skill_too_low"
    LANGUAGE_MISSING = "language_missing"
    KEPT_FOR_TEAM = "kept_for_team"
    CHANNEL_NOT_ALLOWED = "channel_not_allowed"
    OFFLINE = "offline"
    NOT_READY = "not_ready"
    BLOCKED = "blocked"
    PHONE_UNREACHABLE = "phone_unreachable"
    HANDLING = "handling"
    WRAP_UP = "wrap_up"
    OFFERED_ANOTHER = "offered_another"
    OFFERED_HERE = "offered_here"
    OFFERED_ELSEWHERE = "offered_elsewhere"
    KEPT_FOR_ANOTHER = "kept_for_another"
    OTHERS_BEFORE = "others_before"
    QUEUE_BEFORE = "queue_before"
    OTHER_AGENT_FIRST = "other_agent_first"
    NOTHING = "nothing"


class ChangeKind(StrEnum):
    """A change that takes one obstacle away."""

    ADD_QUEUE = "add_queue"
    RAISE_SKILL = "raise_skill"
    ADD_LANGUAGE = "add_language"
    ADD_TEAM = "add_team"
    ALLOW_CHANNEL = "allow_channel"
    BECOME_READY = "become_ready"
    RELEASE_AGENT = "release_agent"
    CONNECT_PHONE = "connect_phone"
    FINISH_WORK = "finish_work"
    ANSWER_OFFER = "answer_offer"
    END_OFFER = "end_offer"
    STOP_KEEPING = "stop_keeping"
    OFFER_BY_HAND = "offer_by_hand"


class Obstacle(msgspec.Struct, frozen=True, kw_only=True):
    """One thing in the way, and the change that removes it (`change` None: only time does).

    Which of the others is set follows from `reason`: `subject` is the id of the queue, skill,
    reason code, or the language or channel; `has` and `needs` are levels, or for `others_before`
    how many go first and by how many seconds the first of them leads. For `queue_before`, `has` is
    how many wait in that queue, which is longer for its weight.
    """

    reason: Reason
    change: ChangeKind | None = None
    subject: str | None = None
    has: int | None = None
    needs: int | None = None
    interaction_id: InteractionId | None = None
    agent_id: AgentId | None = None
    until: datetime | None = None


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """Why not now: the one `reason`, and all that would have to change, in order."""

    interaction_id: InteractionId
    agent_id: AgentId
    reason: Reason
    obstacles: tuple[Obstacle, ...]


class InHand(NamedTuple):
    """An interaction that keeps an agent from taking one more, and until when at the latest."""

    interaction_id: InteractionId
    reason: Reason
    until: datetime | None


class AgentNow(msgspec.Struct, frozen=True, kw_only=True):
    """An agent as explanations need one.

    `in_the_way` must be finished before one more interaction of the channel fits, were the channel
    allowed. `needs_release`: blocked until a supervisor acts.
    """

    agent: Agent
    presence: Presence
    reason_id: str | None
    is_phone_reachable: bool
    is_channel_allowed: bool
    in_the_way: tuple[InHand, ...]
    facts: AgentFacts
    needs_release: bool = False


def explain(routing: RoutingBook, interaction_id: InteractionId, now: AgentNow) -> Explanation:
    """What stands between a waiting interaction and an agent.

    Raises:
        KeyError: the interaction does not wait.
    """
    waiting = routing.waiting[interaction_id]
    obstacles = list(_obstacles(routing, waiting, now))
    return Explanation(
        interaction_id=interaction_id,
        agent_id=now.agent.id,
        reason=obstacles[0].reason if obstacles else Reason.NOTHING,
        obstacles=tuple(obstacles),
    )


def _obstacles(routing: RoutingBook, waiting: Waiting, now: AgentNow) -> Iterator[Obstacle]:
    here = routing.offers.find(waiting.id, now.agent.id)
    if here is not None:
        yield Obstacle(
            reason=Reason.OFFERED_HERE, change=ChangeKind.ANSWER_OFFER, until=here.expires_at
        )
        return
    own = [*_abilities(waiting, now.agent), *_availability(waiting, now)]
    yield from own
    known = routing.offers.rounds.get(waiting.id)
    joins = known is not None and bool(known.room) and now.agent.id not in known.asked
    declining = frozenset[AgentId]()
    if known is not None and not joins:
        offers = routing.offers.of(waiting.id)
        declining = frozenset(offer.agent_id for offer in offers)
        for offer in offers:
            yield Obstacle(
                reason=Reason.OFFERED_ELSEWHERE,
                change=ChangeKind.END_OFFER,
                agent_id=offer.agent_id,
                until=offer.expires_at,
            )
    elif waiting.keep_for is not None and waiting.keep_for != now.agent.id:
        yield Obstacle(
            reason=Reason.KEPT_FOR_ANOTHER,
            change=ChangeKind.STOP_KEEPING,
            agent_id=waiting.keep_for,
            until=routing.kept_until(waiting.id),
        )
    yield from _competition(
        routing, waiting, now, is_free=not own, declining=declining, joins=joins
    )


# What the agent can do


def _abilities(waiting: Waiting, agent: Agent) -> Iterator[Obstacle]:
    """What the agent lacks for the alternative that asks for the least more."""
    levels = dict(profile_of(agent, ()).terms)
    lacking = min(
        (_lacking(terms, levels) for terms in waiting.demand.alternatives),
        key=lambda lacks: (len(lacks), sum(needs - has for _, has, needs in lacks), lacks),
    )
    for name, has, needs in sorted(lacking, key=lambda lack: _ORDER.index(_kind(lack[0]))):
        yield _ability(name, has, needs)


_PREFIX = {
    ChangeKind.ADD_QUEUE: QUEUE,
    ChangeKind.ADD_LANGUAGE: LANGUAGE,
    ChangeKind.ADD_TEAM: TEAM,
}
_ORDER = (QUEUE, SKILL, LANGUAGE, TEAM)


def _kind(name: str) -> str:
    return name[: name.index(":") + 1]


def _lacking(terms: Terms, levels: dict[str, int]) -> list[tuple[str, int, int]]:
    return sorted(
        (name, levels.get(name, 0), needs)
        for name, needs in terms
        if not name.startswith(CHANNEL) and levels.get(name, 0) < needs
    )


def _ability(name: str, has: int, needs: int) -> Obstacle:
    subject = name[len(_kind(name)) :]
    if name.startswith(QUEUE):
        return Obstacle(reason=Reason.NOT_IN_QUEUE, change=ChangeKind.ADD_QUEUE, subject=subject)
    if name.startswith(LANGUAGE):
        return Obstacle(
            reason=Reason.LANGUAGE_MISSING, change=ChangeKind.ADD_LANGUAGE, subject=subject
        )
    if name.startswith(TEAM):
        return Obstacle(reason=Reason.KEPT_FOR_TEAM, change=ChangeKind.ADD_TEAM, subject=subject)
    return Obstacle(
        reason=Reason.SKILL_TOO_LOW if has else Reason.SKILL_MISSING,
        change=ChangeKind.RAISE_SKILL,
        subject=subject,
        has=has,
        needs=needs,
    )


# Whether the agent is there and has a hand free


def _availability(waiting: Waiting, now: AgentNow) -> Iterator[Obstacle]:
    if not now.is_channel_allowed:
        yield Obstacle(
            reason=Reason.CHANNEL_NOT_ALLOWED,
            change=ChangeKind.ALLOW_CHANNEL,
            subject=waiting.channel,
        )
    if now.needs_release:
        yield Obstacle(reason=Reason.BLOCKED, change=ChangeKind.RELEASE_AGENT)
    if now.presence is Presence.OFFLINE:
        yield Obstacle(reason=Reason.OFFLINE, change=ChangeKind.BECOME_READY)
    elif now.presence is Presence.BLOCKED and not now.needs_release:
        yield Obstacle(reason=Reason.BLOCKED, change=ChangeKind.BECOME_READY)
    elif now.presence is not Presence.READY:
        yield Obstacle(
            reason=Reason.NOT_READY, change=ChangeKind.BECOME_READY, subject=now.reason_id
        )
    if not now.is_phone_reachable:
        yield Obstacle(reason=Reason.PHONE_UNREACHABLE, change=ChangeKind.CONNECT_PHONE)
    for held in now.in_the_way:
        yield Obstacle(
            reason=held.reason,
            change=ChangeKind.FINISH_WORK,
            interaction_id=held.interaction_id,
            until=held.until,
        )


# Whether others go first


def _competition(
    routing: RoutingBook,
    waiting: Waiting,
    now: AgentNow,
    *,
    is_free: bool,
    declining: frozenset[AgentId],
    joins: bool,
) -> Iterator[Obstacle]:
    """Who would be chosen instead, once everything else is out of the way.

    `joins`: others are asked already, and there is room for one more beside them.
    """
    profile = _able(waiting, now.agent)
    rival = None
    if not joins and waiting.keep_for != now.agent.id:
        own = own_rank(routing, waiting, now.agent.id, now.facts, profile) if is_free else None
        others = declining | {now.agent.id}
        rival = rival_agent(routing, waiting, own, leaving_out=others)
    if rival is not None:
        yield Obstacle(
            reason=Reason.OTHER_AGENT_FIRST, change=ChangeKind.OFFER_BY_HAND, agent_id=rival
        )
    elif not is_free:
        yield from _in_line(routing, waiting, now.agent.id, profile, joins=joins)


def _able(waiting: Waiting, agent: Agent) -> Profile:
    """The agent with everything that the interaction asks for."""
    profile = profile_of(agent, (waiting.channel,))
    levels = dict(profile.terms)
    for lack in _abilities(waiting, agent):
        name = f"{_PREFIX.get(lack.change or ChangeKind.RAISE_SKILL, SKILL)}{lack.subject}"
        levels[name] = lack.needs or 1
    return profile._replace(terms=frozenset(levels.items()))


def _in_line(
    routing: RoutingBook, waiting: Waiting, agent_id: AgentId, profile: Profile, *, joins: bool
) -> Iterator[Obstacle]:
    """Those whom this agent would get sooner."""
    ahead = ahead_of(routing, waiting, agent_id, profile, joins=joins)
    if ahead is None:
        return
    if ahead.is_by_length:
        yield Obstacle(
            reason=Reason.QUEUE_BEFORE,
            change=ChangeKind.OFFER_BY_HAND,
            interaction_id=ahead.first.id,
            subject=ahead.first.queue_id,
            has=routing.selection.waiting_in(ahead.first.queue_id),
        )
    else:
        yield Obstacle(
            reason=Reason.OTHERS_BEFORE,
            change=ChangeKind.OFFER_BY_HAND,
            interaction_id=ahead.first.id,
            has=ahead.how_many,
            needs=ahead.leads_s,
        )

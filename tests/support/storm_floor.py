"""What a storm does on the floor: supervisors act, people write, hands go up, teams change."""

import random
from collections.abc import Sequence

from antiphon.agents.contract import Agent, Presence, RemoveTeam, SaveAgent, SaveTeam, Team
from antiphon.app.centre.world import World
from antiphon.kernel.commands import Command
from antiphon.kernel.ids import AgentId, InteractionId, MessageId, QueueId, ReasonId, TeamId, UserId
from antiphon.supervision import contract as supervision
from antiphon.supervision.goals import Goals, SetTeamGoals
from antiphon.telephony.contract import HearEngine, MonitorMode
from antiphon.telephony.engine import EndCause, LegAnswered, LegEnded

SUPERVISOR = UserId("sue")
TEAMS = (TeamId("early"), TeamId("late"))


def a_floor_command(
    world: World, dice: random.Random, agents: Sequence[str], number: int
) -> Command:
    """Something that supervisors and agents do beside the calls; `number` counts up."""
    agent_id = AgentId(dice.choice(agents))
    waiting = dice.choice([*world.routing.waiting, InteractionId("none")])
    return dice.choice(
        [
            _a_message(agent_id, dice, number),
            _a_reading(world, agent_id, dice),
            _a_state(agent_id, dice, number),
            supervision.RaiseHand(agent_id=agent_id, note=dice.choice(["", "Please come."])),
            supervision.LowerHand(agent_id=agent_id),
            supervision.AssignAgent(
                agent_id=agent_id,
                queues=(QueueId(dice.choice([*world.routing.queues.items])),),
                skills={},
            ),
            *[_a_pick(world, waiting, agent_id, dice)] * 3,
            supervision.MoveWaiting(
                interaction_id=waiting,
                queue_id=dice.choice([None, *map(QueueId, world.routing.queues.items)]),
                priority=dice.choice([None, 0, 9]),
            ),
            supervision.FreeInteraction(
                interaction_id=dice.choice([*world.interactions.open, InteractionId("none")])
            ),
            supervision.GiveBackParked(
                interaction_id=dice.choice([*world.parking.parked, InteractionId("none")])
            ),
            supervision.HealStuck(),
            supervision.SaveMonitoringPolicy(tells_agents=dice.random() < 0.5),
            *_listening(world, agent_id, dice),
            _a_team(dice),
            _a_member(world, agent_id, dice),
            RemoveTeam(id=dice.choice(TEAMS)),
            SetTeamGoals(
                team_id=dice.choice(TEAMS), goals=Goals(handled_count=dice.choice([None, 30, 40]))
            ),
        ]
    )


def _a_pick(
    world: World, waiting: InteractionId, agent_id: AgentId, dice: random.Random
) -> Command:
    free = [known for known, live in world.agents.live.items() if live.is_available]
    chosen = dice.choice(free) if free else agent_id
    return supervision.PickWaiting(interaction_id=waiting, agent_id=chosen)


def _listening(world: World, agent_id: AgentId, dice: random.Random) -> list[Command]:
    """Whoever may listen does so, most of the time."""
    mode = dice.choice(list(MonitorMode))
    talk = dice.choice([*world.agents.holder, InteractionId("none")])
    resting = [
        known
        for known, live in world.agents.live.items()
        if live.presence is not Presence.READY and live.is_phone_reachable and not live.work
    ]
    listener = dice.choice(resting) if resting else agent_id
    start = supervision.StartMonitoring(interaction_id=talk, agent_id=listener, mode=mode)
    if not world.calls.listening:
        return [start] * 4
    return [start, *_to_one_who_listens(world, dice, mode) * 4]


def _to_one_who_listens(world: World, dice: random.Random, mode: MonitorMode) -> list[Command]:
    agent_id = dice.choice([*world.calls.listening])
    call = world.calls.calls[world.calls.listening[agent_id]]
    leg = next(one.leg for one in call.monitors.values() if one.agent_id == agent_id)
    at = max(one.rung_at for one in call.monitors.values())
    return [
        HearEngine(event=LegAnswered(at=at, leg=leg)),
        HearEngine(event=LegAnswered(at=at, leg=leg)),
        HearEngine(event=LegEnded(at=at, leg=leg, cause=EndCause.NORMAL, by_far_end=True)),
        *[supervision.SetMonitorMode(agent_id=agent_id, mode=mode)] * 8,
        supervision.JoinConversation(agent_id=agent_id),
        supervision.TakeOver(agent_id=agent_id),
        supervision.StopMonitoring(agent_id=agent_id),
    ]


def _a_message(agent_id: AgentId, dice: random.Random, number: int) -> Command:
    others = [AgentId("bob")] if dice.random() < 0.3 else []
    return supervision.SendMessage(
        message_id=MessageId(f"m{number:06}"),
        agents=tuple({agent_id, *others}),
        text="Hello",
        sender_name="Sue",
        is_from_agent=dice.random() < 0.5,
    )


def _a_reading(world: World, agent_id: AgentId, dice: random.Random) -> Command:
    thread = world.messages.threads.get(agent_id)
    newest = thread.messages[-1].id if thread is not None else "none"
    return supervision.ReadMessages(
        agent_id=agent_id, is_by_agent=dice.random() < 0.5, until=MessageId(newest)
    )


def _a_state(agent_id: AgentId, dice: random.Random, number: int) -> Command:
    presence = dice.choice([Presence.READY, Presence.READY, Presence.NOT_READY, Presence.OFFLINE])
    return supervision.SetAgentState(
        message_id=MessageId(f"m{number:06}"),
        agent_id=agent_id,
        presence=presence,
        reason_id=ReasonId("break") if presence is Presence.NOT_READY else None,
        note=dice.choice(["", "Thank you."]),
        sender_name="Sue",
    )


def _a_team(dice: random.Random) -> Command:
    team_id = dice.choice(TEAMS)
    supervisors = dice.choice([(), (SUPERVISOR,)])
    return SaveTeam(team=Team(id=team_id, name=team_id, supervisors=supervisors))


def _a_member(world: World, agent_id: AgentId, dice: random.Random) -> Command:
    agent = world.agents.profiles.find(agent_id)
    teams = tuple(team.id for team in world.teams.teams if dice.random() < 0.5)
    return SaveAgent(
        agent=Agent(
            id=agent_id,
            name=agent.name if agent is not None else agent_id,
            queues=agent.queues if agent is not None else (),
            teams=teams,
        )
    )

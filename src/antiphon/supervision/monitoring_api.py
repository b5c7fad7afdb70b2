"""Listening to calls over HTTP: on the supervisor's own phone, within the supervisor's teams."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path

from antiphon.edge.caller import Caller, permitted
from antiphon.edge.fields import Input
from antiphon.edge.oversight import Oversight
from antiphon.edge.parts import Centre, part
from antiphon.edge.problems import Problem
from antiphon.identity.contract import Permission
from antiphon.kernel.ids import AgentId, InteractionId
from antiphon.supervision.contract import (
    JoinConversation,
    SaveMonitoringPolicy,
    SetMonitorMode,
    StartMonitoring,
    StopMonitoring,
    TakeOver,
)
from antiphon.supervision.policy import MonitoringPolicyBook
from antiphon.telephony.contract import MonitorMode

router = APIRouter(prefix="/v1/monitoring", tags=["monitoring"])

AnInteraction = Annotated[str, Path(alias="interaction_id", min_length=1, max_length=200)]
Listener = Annotated[Caller, permitted(Permission.CALL_MONITOR)]
Limits = Annotated[Oversight, part(Oversight)]
Policy = Annotated[MonitoringPolicyBook, part(MonitoringPolicyBook)]
DONE = HTTPStatus.NO_CONTENT


class MonitoringStart(Input):
    """What the supervisor does at the call: listen, or coach its agent."""

    mode: MonitorMode = MonitorMode.LISTEN


class MonitoringPolicy(Input):
    """Whether agents are told who listens to them."""

    tells_agents: bool


def _own_agent(caller: Caller) -> AgentId:
    if caller.agent_id is None:
        raise Problem(
            HTTPStatus.CONFLICT, "monitor.no_agent", "Listening needs a phone: be an agent too."
        )
    return caller.agent_id


@router.post("/interactions/{interaction_id}", operation_id="start_monitoring", status_code=DONE)
async def start_monitoring(
    interaction_id: AnInteraction,
    body: MonitoringStart,
    caller: Listener,
    limits: Limits,
    centre: Centre,
) -> None:
    """Have one's own phone rung and hear the call, or coach its agent."""
    limits.check_interaction(caller, InteractionId(interaction_id))
    await centre.submit(
        StartMonitoring(
            interaction_id=InteractionId(interaction_id),
            agent_id=_own_agent(caller),
            mode=body.mode,
            by=caller.user_id,
        )
    )


@router.put("/mode", operation_id="set_monitoring_mode", status_code=DONE)
async def set_monitoring_mode(body: MonitoringStart, caller: Listener, centre: Centre) -> None:
    """Go from listening to coaching, or back."""
    command = SetMonitorMode(agent_id=_own_agent(caller), mode=body.mode, by=caller.user_id)
    await centre.submit(command)


@router.post("/join", operation_id="join_monitored_call", status_code=DONE)
async def join_monitored_call(caller: Listener, centre: Centre) -> None:
    """Be heard by everybody in the call one listens to."""
    await centre.submit(JoinConversation(agent_id=_own_agent(caller), by=caller.user_id))


@router.post("/take-over", operation_id="take_over_monitored_call", status_code=DONE)
async def take_over_monitored_call(caller: Listener, centre: Centre) -> None:
    """Have the customer oneself; the agent is out of the call."""
    await centre.submit(TakeOver(agent_id=_own_agent(caller), by=caller.user_id))


@router.delete("", operation_id="stop_monitoring", status_code=DONE)
async def stop_monitoring(caller: Listener, centre: Centre) -> None:
    """Leave the call one listens to."""
    await centre.submit(StopMonitoring(agent_id=_own_agent(caller), by=caller.user_id))


@router.get("/policy", operation_id="get_monitoring_policy")
async def get_monitoring_policy(_caller: Listener, policy: Policy) -> MonitoringPolicy:
    """Whether agents are told who listens to them."""
    return MonitoringPolicy(tells_agents=policy.tells_agents)


@router.put("/policy", operation_id="save_monitoring_policy", status_code=DONE)
async def save_monitoring_policy(
    body: MonitoringPolicy,
    caller: Annotated[Caller, permitted(Permission.TEAM_EDIT)],
    centre: Centre,
) -> None:
    """Decide whether agents are told."""
    await centre.submit(SaveMonitoringPolicy(tells_agents=body.tells_agents, by=caller.user_id))

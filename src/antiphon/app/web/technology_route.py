"""What carries the calls, over HTTP: trunks, calls in flows, the engine, this machine."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from antiphon.app.centre.world import World
from antiphon.app.machine import Machine
from antiphon.edge.caller import Caller, permitted
from antiphon.edge.oversight import Oversight
from antiphon.edge.parts import part
from antiphon.identity.contract import Permission
from antiphon.interactions.states import State
from antiphon.telephony.api import TrunkTroubleShown
from antiphon.telephony.engine import TrunkState
from antiphon.telephony.lines import Lines

router = APIRouter(prefix="/v1/floor", tags=["floor"])

Watcher = Annotated[Caller, permitted(Permission.CENTRE_WATCH)]
# What is shown of calls at most; the counts tell of all.
_MOST_CALLS = 200


class Technology:
    """Where the route reads. The app fills it in."""

    def __init__(self, world: World, machine: Machine) -> None:
        self.world = world
        self.machine = machine
        self.readiness: Callable[[], Mapping[str, bool]] = dict


class TrunkNow(BaseModel):
    """A trunk now."""

    id: str
    name: str
    state: TrunkState
    trouble: TrunkTroubleShown | None
    since: datetime | None = Field(description="None while nothing is known.")


class CallInFlow(BaseModel):
    """A customer who goes through a flow."""

    interaction_id: str
    number: str
    name: str
    flow_name: str
    step: str
    entry_point: str | None
    since: datetime = Field(description="Since when in the flow.")


class CallCounts(BaseModel):
    """How many calls there are, by what is happening to the customer."""

    in_flow: int
    waiting: int
    with_agents: int
    wrap_up: int
    lines_in_use: int = Field(description="Customers' lines, in and out.")


class MachineNow(BaseModel):
    """How busy this machine is, in percent; null where the system does not tell."""

    processor: float | None
    memory: float | None
    disk: float | None
    is_engine_connected: bool


class TechnologyNow(BaseModel):
    """What carries the calls, now."""

    trunks: list[TrunkNow]
    calls: CallCounts
    flows: list[CallInFlow] = Field(description="The longest there first; at most 200.")
    machine: MachineNow


@router.get("/technology", operation_id="get_technology")
async def get_technology(
    the: Annotated[Technology, part(Technology)],
    lines: Annotated[Lines, part(Lines)],
    limits: Annotated[Oversight, part(Oversight)],
    caller: Watcher,
) -> TechnologyNow:
    """Trunks, calls in flows, engine and machine. Callers in flows belong to no team yet."""
    names = {line.id: line.name for line in the.world.trunks.lines}
    figures = the.machine.read()
    return TechnologyNow(
        trunks=[
            TrunkNow(
                id=trunk_id,
                name=names[trunk_id],
                state=status.state,
                trouble=TrunkTroubleShown.of(status.trouble),
                since=status.since,
            )
            for trunk_id, status in lines.trunk_states().items()
        ],
        calls=_counts(the.world),
        flows=_in_flows(the.world) if limits.limit_of(caller) is None else [],
        machine=MachineNow(
            processor=figures.processor,
            memory=figures.memory,
            disk=figures.disk,
            is_engine_connected=the.readiness().get("engine", False),
        ),
    )


def _counts(world: World) -> CallCounts:
    states = [one.state for one in world.interactions.open.values()]
    over = {State.WRAP_UP, State.CLOSED}
    return CallCounts(
        in_flow=sum(state is State.FLOW for state in states),
        waiting=sum(state is State.WAITING for state in states),
        with_agents=len([s for s in states if s not in over | {State.FLOW, State.WAITING}]),
        wrap_up=states.count(State.WRAP_UP),
        lines_in_use=sum(not call.is_caller_gone for call in world.calls.calls.values()),
    )


def _in_flows(world: World) -> list[CallInFlow]:
    found = []
    for interaction_id, progress in world.flows.progress.items():
        interaction = world.interactions.open.get(interaction_id)
        if interaction is None or interaction.state is not State.FLOW:
            continue
        point = world.entry_points.points.find(interaction.entry_point_id)
        found.append(
            CallInFlow(
                interaction_id=interaction_id,
                number=interaction.customer_number,
                name=interaction.customer_name,
                flow_name=progress.flow.name,
                step=progress.run.step,
                entry_point=point.name if point is not None else None,
                since=interaction.since or interaction.arrived_at,
            )
        )
    return sorted(found, key=lambda one: one.since)[:_MOST_CALLS]

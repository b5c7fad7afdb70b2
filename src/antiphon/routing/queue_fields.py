"""What a queue's distribution is described by over HTTP: whom it chooses, what it asks for less."""

from typing import Annotated

from pydantic import Field

from antiphon.edge.fields import Id, Ids, Input, Line, NumberOrNone, SkillLevels
from antiphon.routing.contract import OverflowKind

Points = Annotated[float, Field(ge=0, le=10_000, allow_inf_nan=False)]
Alternatives = Annotated[list[SkillLevels], Field(max_length=8)]


class ChoiceWeightsFields(Input):
    """What each thing is worth when agents are chosen by points; most points first."""

    idle_second: Points = Field(1.0, description="For each second since the agent became ready.")
    level: Points = Field(0.0, description="For each level in a skill that is asked for.")
    handled: Points = Field(0.0, description="Less for each interaction since sign-in.")
    occupied_percent: Points = Field(0.0, description="Less for each per cent of occupancy.")


class QueueOverflowFields(Input):
    """Where a customer is sent, and what is said before."""

    kind: OverflowKind
    queue_id: Id | None = Field(None, description="The queue, for the kind `queue`.")
    number: NumberOrNone = Field("", description="The number outside, for the kind `external`.")
    text: dict[Id, Line] = Field(default={}, max_length=10, description="By language.")


class RelaxationStepFields(Input):
    """What is asked for less after a while; a step whose condition does not hold is passed over."""

    after_s: int = Field(ge=1, le=86_400, description="Seconds since the customer began to wait.")
    if_waiting_over: int | None = Field(
        None, ge=0, le=1_000_000, description="Only when more than this many wait in the queue."
    )
    if_expected_wait_over_s: int | None = Field(
        None,
        ge=1,
        le=86_400,
        description="Only when this customer is still to wait longer than this, nine times of ten.",
    )
    lower_levels_by: int = Field(
        0, ge=0, le=9, description="Each level asked for falls, not below 1."
    )
    drop_skills: Ids = Field(default=[], description="Skills no longer asked for.")
    drop_language: bool = Field(default=False, description="Agents of any language may answer.")
    drop_team: bool = Field(default=False, description="Agents of any team may answer.")
    add_queues: Ids = Field(default=[], description="Agents of these queues may answer too.")
    raise_priority_by: int = Field(0, ge=0, le=9)
    overflow: QueueOverflowFields | None = None


Relaxation = Annotated[list[RelaxationStepFields], Field(max_length=10)]

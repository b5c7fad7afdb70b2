"""Queues over HTTP; and how the signed-in agent answers an offer."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field

from antiphon.edge.caller import OwnAgent, SignedIn
from antiphon.edge.catalogue import CatalogueApi
from antiphon.edge.fields import Id, Input, Line, Name, SkillLevels
from antiphon.edge.parts import Centre, part_of
from antiphon.identity.contract import Permission
from antiphon.kernel.ids import OfferId, QueueId
from antiphon.routing.contract import (
    PARK_LIMIT_S,
    AcceptOffer,
    DeclineOffer,
    HoldEnd,
    PreferredAgent,
    Queue,
    RemoveQueue,
    SaveQueue,
    ServiceOrder,
    UnblockedBy,
)
from antiphon.routing.domain import RoutingBook
from antiphon.routing.queue_fields import (
    Alternatives,
    ChoiceWeightsFields,
    QueueOverflowFields,
    Relaxation,
)
from antiphon.routing.queue_rules import MOST_AT_ONCE, MOST_WEIGHT
from antiphon.routing.scoring import AgentChoice
from antiphon.routing.waiting_fields import WaitingRoomFields

AnOffer = Annotated[str, Path(alias="offer_id", min_length=1, max_length=200)]


class NewQueue(Input):
    """Where interactions wait for an agent."""

    name: Name = Field(examples=["Sales"])
    required_skills: SkillLevels = Field(
        default={}, description="The least level an agent needs, by skill."
    )
    priority: int = Field(
        0, ge=0, le=9, description="Each step is a head start of `priority_step_s`."
    )
    offer_timeout_s: int = Field(20, ge=5, le=120, description="How long an offer lasts.")
    wrap_up_s: int = Field(30, ge=0, le=3600, description="The longest wrap-up; 0: none.")
    wrap_up_extension_s: int = Field(60, ge=10, le=3600, description="What one extension adds.")
    wrap_up_extensions: int = Field(
        0, ge=0, le=20, description="How often an agent may ask for more time; 0: never."
    )
    hold_limit_s: int = Field(
        0, ge=0, le=3600, description="How long a customer may be on hold; 0: as long as need be."
    )
    hold_end: HoldEnd = Field(
        HoldEnd.REMIND,
        description="After that the agent is reminded only, or the customer taken off hold.",
    )
    park_limit_s: int = Field(
        PARK_LIMIT_S,
        ge=15,
        le=1800,
        description="How long a customer may be parked; then who parked the call is rung.",
    )
    park_name: Annotated[Line, Field(max_length=30)] = Field(
        "",
        description="What its parking places are called before their number; may be empty.",
        examples=["Service"],
    )
    service_level_s: int = Field(20, ge=1, le=3600, description="Answered in time means within.")
    short_abandon_s: int = Field(5, ge=0, le=600, description="Leaving sooner is a short abandon.")
    offers_at_once: int = Field(
        1,
        ge=1,
        le=MOST_AT_ONCE,
        description="How many free agents are asked at the same time; the first to accept has the"
        " customer.",
    )
    group_misses_count: bool = Field(
        default=True,
        description="Whether those who let it ring have missed an offer when several were asked.",
    )
    missed_offers_limit: int = Field(
        1, ge=1, le=20, description="Missed offers in a row that block an agent."
    )
    unblocked_by: UnblockedBy = Field(
        UnblockedBy.AGENT,
        description="Who may end a block: the agent by becoming ready, or only a supervisor.",
    )
    music: str = Field("default", pattern=r"^[a-z0-9_-]{1,40}$")
    waiting: WaitingRoomFields = WaitingRoomFields()
    alternative_skills: Alternatives = Field(
        default=[], description="Besides the required skills, one of these sets is needed."
    )
    match_language: bool = Field(
        default=False, description="Only agents who speak the customer's language answer."
    )
    priority_step_s: int = Field(
        60,
        ge=0,
        le=3600,
        description="The head start, in seconds of waiting, of one priority step.",
    )
    vip_step_s: int = Field(
        60, ge=0, le=3600, description="The head start, in seconds of waiting, of one VIP level."
    )
    order_by: ServiceOrder = Field(
        ServiceOrder.ARRIVAL,
        description="By arrival, or by when the service level of each customer would be missed;"
        " `ratio`: agents of several such queues take from the one that is longest for its weight.",
    )
    ratio_weight: int = Field(
        10,
        ge=1,
        le=MOST_WEIGHT,
        description="For the order `ratio`: twice the weight, twice as many wait.",
    )
    agent_choice: AgentChoice = Field(
        AgentChoice.LONGEST_READY, description="Which of the free agents gets a customer."
    )
    choice_weights: ChoiceWeightsFields | None = Field(
        None, description="The points, when `agent_choice` is `weighted`."
    )
    share_percent: int | None = Field(
        None,
        ge=1,
        le=100,
        description="The queue's share of the work of agents who serve several queues with a share."
        " Queues without one are served before.",
    )
    preferred_agent: PreferredAgent = Field(
        PreferredAgent.NOBODY, description="Whom a customer is kept for at first."
    )
    preferred_team_id: Id | None = Field(
        None, description="The team whose agents a customer is kept for at first."
    )
    preferred_wait_s: int = Field(
        0, ge=0, le=3600, description="How long a customer is kept for the preferred agent or team."
    )
    hours_id: Id | None = Field(None, description="Opening hours; none: always open.")
    when_closed: QueueOverflowFields | None = Field(
        None, description="Where customers go who come while the queue is closed."
    )
    relaxation: Relaxation = Field(
        default=[], description="What is asked for less as the wait goes on, in order of time."
    )


class OfferDecline(Input):
    """Why an offer is refused, if the agent says so."""

    reason: Line | None = None


QUEUES = CatalogueApi(
    path="queues",
    noun="queue",
    plural="queues",
    new=NewQueue,
    item=Queue,
    catalogue=lambda connection: part_of(connection, RoutingBook).queues,
    save=lambda queue, version, by: SaveQueue(queue=queue, edited_version=version, by=by),
    remove=lambda item_id, by: RemoveQueue(id=QueueId(item_id), by=by),
    read=Permission.QUEUE_READ,
    edit=Permission.QUEUE_EDIT,
)

_desk = APIRouter(prefix="/v1/desk/offers/{offer_id}", tags=["desk"])


@_desk.post("/accept", operation_id="accept_offer", status_code=HTTPStatus.NO_CONTENT)
async def accept_offer(
    offer_id: AnOffer, agent_id: OwnAgent, caller: SignedIn, centre: Centre
) -> None:
    """Take the interaction; the customer is connected as soon as the phone is up."""
    await centre.submit(
        AcceptOffer(offer_id=OfferId(offer_id), agent_id=agent_id, by=caller.user_id)
    )


@_desk.post("/decline", operation_id="decline_offer", status_code=HTTPStatus.NO_CONTENT)
async def decline_offer(
    offer_id: AnOffer, body: OfferDecline, agent_id: OwnAgent, caller: SignedIn, centre: Centre
) -> None:
    """Refuse the interaction; it is offered to somebody else."""
    await centre.submit(
        DeclineOffer(
            offer_id=OfferId(offer_id), agent_id=agent_id, reason=body.reason, by=caller.user_id
        )
    )


routers = (QUEUES.router, _desk)

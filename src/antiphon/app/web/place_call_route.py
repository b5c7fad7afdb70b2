"""An agent calls somebody: a number, or whom a token, an interaction or a customer stands for.

Who may not see numbers calls without them: the number is looked up here and goes to the centre.
"""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field, StringConstraints, model_validator

from antiphon.agents.domain import AgentBook
from antiphon.app.web.number_route import KnownNumber, KnownNumbers
from antiphon.customers.contract import CustomerId
from antiphon.customers.dial_tokens import DialTokens
from antiphon.customers.domain import CustomerBook
from antiphon.edge.caller import Caller, OwnAgent, permitted
from antiphon.edge.fields import Id, Input
from antiphon.edge.parts import Centre, part
from antiphon.edge.problems import bad_fields, not_found
from antiphon.identity.contract import Permission
from antiphon.interactions.outbound_calls import PlaceCall
from antiphon.recordings.voicemail import VoicemailBook
from antiphon.recordings.voicemail_api import VoicemailRights
from antiphon.kernel.ids import InteractionId, QueueId, new_id

router = APIRouter(prefix="/v1/desk", tags=["desk"])

Placer = Annotated[Caller, permitted(Permission.CALL_PLACE)]
_Key = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class NewCall(Input):
    """Whom to call, said in one of four ways, and for which queue."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=40)] | None = Field(
        None, description="As people write it; what may be called is the dial rules' affair."
    )
    token: Annotated[str, StringConstraints(min_length=1, max_length=1_000)] | None = None
    interaction_id: _Key | None = Field(
        None,
        description="Its customer: an own one, one who left a message, or any for those who may "
        "read them all.",
    )
    customer_id: Id | None = Field(None, description="For those who may read customers.")
    queue_id: Id | None = Field(
        None, description="Whose number is shown; left out: the first queue of the agent."
    )

    @model_validator(mode="after")
    def _is_one(self) -> "NewCall":
        ways = (self.number, self.token, self.interaction_id, self.customer_id)
        if sum(way is not None for way in ways) != 1:
            raise ValueError("give one of number, token, interaction_id and customer_id")
        return self


class PlacedCall(BaseModel):
    """The call as it is known from now on."""

    interaction_id: str


class Whom:
    """Finds the number that a request means, for the agent who asks."""

    def __init__(
        self,
        caller: Placer,
        agent_id: OwnAgent,
        numbers: Annotated[KnownNumbers, part(KnownNumbers)],
        tokens: Annotated[DialTokens, part(DialTokens)],
        *,
        customers: Annotated[CustomerBook, part(CustomerBook)],
        agents: Annotated[AgentBook, part(AgentBook)],
        voicemail: Annotated[VoicemailBook, part(VoicemailBook)],
        rights: Annotated[VoicemailRights, part(VoicemailRights)],
    ) -> None:
        self._voicemail, self._rights = voicemail, rights
        self.caller, self.agent_id, self.numbers = caller, agent_id, numbers
        self._tokens, self._customers, self._agents = tokens, customers, agents

    async def find(self, body: NewCall) -> KnownNumber:
        """The number, and what is known with it."""
        if body.token is not None:
            return await self._own(self._tokens.read(body.token, self.agent_id).interaction_id)
        if body.interaction_id is not None:
            return await self._own(InteractionId(body.interaction_id))
        if body.customer_id is not None:
            return self._customer(CustomerId(body.customer_id))
        return _bare(body.number or "")

    async def _own(self, interaction_id: InteractionId) -> KnownNumber:
        message = self._voicemail.messages.get(interaction_id)
        is_asked = message is not None and self._rights.may_hear(self.caller, message)
        if is_asked or self.caller.may(Permission.INTERACTION_READ):
            return await self.numbers.of_any(interaction_id)
        return await self.numbers.of_own(interaction_id, self.agent_id)

    def queue_of(self, known: KnownNumber) -> QueueId | None:
        """The queue of an earlier interaction, if the agent serves it."""
        agent = self._agents.find_agent(self.agent_id)
        return known.queue_id if agent is not None and known.queue_id in agent.queues else None

    def _customer(self, customer_id: CustomerId) -> KnownNumber:
        customer = self._customers.customers.find(customer_id)
        if customer is None or not self.caller.may(Permission.CUSTOMER_READ):
            raise not_found("customer")
        if not customer.numbers:
            raise bad_fields({"customer_id": "is somebody without a number"})
        return _bare(customer.numbers[0], name=customer.name, language=customer.language or "")


def _bare(number: str, *, name: str = "", language: str = "") -> KnownNumber:
    return KnownNumber(number=number, name=name, language=language, queue_id=None)


@router.post("/calls", operation_id="place_call")
async def place_call(body: NewCall, whom: Annotated[Whom, Depends()], centre: Centre) -> PlacedCall:
    """Call somebody: the own phone rings first, then the customer's."""
    known = await whom.find(body)
    interaction_id = InteractionId(new_id(whom.numbers.clock.now()))
    await centre.submit(
        PlaceCall(
            interaction_id=interaction_id,
            agent_id=whom.agent_id,
            number=known.number,
            queue_id=QueueId(body.queue_id) if body.queue_id else whom.queue_of(known),
            customer_id=None if body.customer_id is None else CustomerId(body.customer_id),
            customer_name=known.name,
            language=known.language,
            by=whom.caller.user_id,
        )
    )
    return PlacedCall(interaction_id=interaction_id)

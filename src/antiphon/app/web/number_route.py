"""Customers' numbers for those who may not see them: the setting, a reveal, a token to call by."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated

import msgspec
from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field

from antiphon.app.web.number_firewall import let_through
from antiphon.customers.dial_tokens import LASTS, DialTokens
from antiphon.customers.number_privacy import (
    MOST_REVEALS,
    NumberPrivacy,
    NumberPrivacyBook,
    RevealNumber,
    SaveNumberPrivacy,
)
from antiphon.edge.audit import AuditTrail
from antiphon.edge.caller import Caller, OwnAgent, permitted
from antiphon.edge.fields import Input
from antiphon.edge.parts import Centre, part
from antiphon.edge.problems import not_found
from antiphon.identity.contract import Permission
from antiphon.kernel.clock import Clock
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import AgentId, InteractionId, QueueId

router = APIRouter(prefix="/v1", tags=["number-privacy"])


class KnownNumber(msgspec.Struct, frozen=True, kw_only=True):
    """Whom an interaction was with, and who had a part in it."""

    number: str
    name: str
    language: str
    agents: frozenset[AgentId] = frozenset()
    queue_id: QueueId | None


class KnownNumbers:
    """Where the number of an interaction is looked up, open or over."""

    def __init__(
        self, find: Callable[[InteractionId], Awaitable[KnownNumber | None]], clock: Clock
    ) -> None:
        self._find = find
        self.clock = clock

    async def of_any(self, interaction_id: str) -> KnownNumber:
        """The number of an interaction, whoever had it."""
        known = await self._find(InteractionId(interaction_id))
        if known is None:
            raise not_found("interaction")
        return _shown_one(known)

    async def of_own(self, interaction_id: str, agent_id: AgentId) -> KnownNumber:
        """The number of an interaction in which this agent has or had a part."""
        known = await self._find(InteractionId(interaction_id))
        if known is None or agent_id not in known.agents:
            raise not_found("interaction")
        return _shown_one(known)


def _shown_one(known: KnownNumber) -> KnownNumber:
    if not known.number:
        raise RuleBroken("number.withheld", "This customer showed no number.")
    return known


AnInteraction = Annotated[str, Path(alias="interaction_id", min_length=1, max_length=200)]
Book = Annotated[NumberPrivacyBook, part(NumberPrivacyBook)]
Numbers = Annotated[KnownNumbers, part(KnownNumbers)]
Tokens = Annotated[DialTokens, part(DialTokens)]
Reader = Annotated[Caller, permitted(Permission.NUMBER_PRIVACY_READ)]
Editor = Annotated[Caller, permitted(Permission.NUMBER_PRIVACY_EDIT)]
Revealer = Annotated[Caller, permitted(Permission.NUMBER_REVEAL)]


class NumberPrivacyBody(Input):
    """Who may see customers' numbers."""

    is_masked: bool = Field(description="Agents see numbers such as +86138****5678.")
    reveals_a_day: int = Field(
        ge=0, le=MOST_REVEALS, description="How many numbers each agent may still look at in a day."
    )


class RevealedNumber(BaseModel):
    """A customer's number, and how many more may be revealed today."""

    number: str
    left_today: int


class DialToken(BaseModel):
    """Stands for a number, for the agent who asked for it, until it expires."""

    token: str
    expires_at: datetime


@router.get("/number-privacy", operation_id="get_number_privacy")
async def get_number_privacy(book: Book, _caller: Reader) -> NumberPrivacyBody:
    """Who may see customers' numbers."""
    return _shown(book)


@router.put("/number-privacy", operation_id="save_number_privacy")
async def save_number_privacy(
    body: NumberPrivacyBody, book: Book, caller: Editor, centre: Centre
) -> NumberPrivacyBody:
    """Change who may see customers' numbers; pages that are open follow at once."""
    privacy = NumberPrivacy(is_masked=body.is_masked, reveals_a_day=body.reveals_a_day)
    await centre.submit(SaveNumberPrivacy(privacy=privacy, by=caller.user_id))
    return _shown(book)


@router.post("/desk/interactions/{interaction_id}/number", operation_id="reveal_number")
async def reveal_number(
    interaction_id: AnInteraction,
    request: Request,
    caller: Revealer,
    agent_id: OwnAgent,
    *,
    book: Book,
    numbers: Numbers,
    centre: Centre,
    audit: Annotated[AuditTrail, part(AuditTrail)],
) -> RevealedNumber:
    """See the number of an own customer. Each time is put on record and counted."""
    known = await numbers.of_own(interaction_id, agent_id)
    await centre.submit(
        RevealNumber(interaction_id=InteractionId(interaction_id), by=caller.user_id)
    )
    await audit.note(caller, "customers.number_revealed", interaction_id)
    let_through(request)
    return RevealedNumber(
        number=known.number, left_today=book.left_today(caller.user_id, numbers.clock.now())
    )


@router.post("/desk/interactions/{interaction_id}/dial-token", operation_id="make_dial_token")
async def make_dial_token(
    interaction_id: AnInteraction, agent_id: OwnAgent, numbers: Numbers, tokens: Tokens
) -> DialToken:
    """What an own customer can be called with, without seeing the number."""
    known = await numbers.of_own(interaction_id, agent_id)
    token = tokens.make(known.number, InteractionId(interaction_id), agent_id)
    return DialToken(token=token, expires_at=numbers.clock.now() + LASTS)


def _shown(book: NumberPrivacyBook) -> NumberPrivacyBody:
    privacy = book.privacy
    return NumberPrivacyBody(is_masked=privacy.is_masked, reveals_a_day=privacy.reveals_a_day)

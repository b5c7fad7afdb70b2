"""Dispositions and wrap-up forms over HTTP; and what an agent does with the interaction in hand."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import Field

from antiphon.edge.caller import OwnAgent, SignedIn
from antiphon.edge.catalogue import CatalogueApi
from antiphon.edge.fields import Id, Ids, Input, Name, Note
from antiphon.edge.parts import Centre, part_of
from antiphon.identity.contract import Permission
from antiphon.interactions.call_control import (
    ExtendWrapUp,
    FinishWrapUp,
    HangUpInteraction,
    HoldInteraction,
    ResumeInteraction,
    SaveWrapUp,
)
from antiphon.interactions.contract import Disposition, RemoveDisposition, SaveDisposition
from antiphon.interactions.domain import InteractionBook
from antiphon.interactions.wrap_up_fields import Answers, NewWrapUpForm
from antiphon.interactions.wrap_up_forms import RemoveWrapUpForm, SaveWrapUpForm, WrapUpForm
from antiphon.kernel.ids import DispositionId, InteractionId, WrapUpFormId

AnInteraction = Annotated[str, Path(alias="interaction_id", min_length=1, max_length=200)]


class NewDisposition(Input):
    """An agent's coded result."""

    name: Name = Field(examples=["Order placed"])
    queues: Ids = Field(default=[], description="Where it may be chosen; empty: everywhere.")
    parent_id: Id | None = Field(None, description="The heading that it stands under, if any.")


class WrapUp(Input):
    """The result of an interaction, as the agent writes it down."""

    disposition_id: Id | None = None
    note: Note = ""
    answers: Answers | None = Field(
        None, description="To the queue's form, by key; left out: they stay as they are."
    )


DISPOSITIONS = CatalogueApi(
    path="dispositions",
    noun="disposition",
    plural="dispositions",
    new=NewDisposition,
    item=Disposition,
    catalogue=lambda connection: part_of(connection, InteractionBook).dispositions,
    save=lambda item, version, by: SaveDisposition(disposition=item, edited_version=version, by=by),
    remove=lambda item_id, by: RemoveDisposition(id=DispositionId(item_id), by=by),
    read=Permission.DISPOSITION_READ,
    edit=Permission.DISPOSITION_EDIT,
)

WRAP_UP_FORMS = CatalogueApi(
    path="wrap-up-forms",
    noun="wrap_up_form",
    plural="wrap_up_forms",
    new=NewWrapUpForm,
    item=WrapUpForm,
    catalogue=lambda connection: part_of(connection, InteractionBook).wrap_up_forms,
    save=lambda item, version, by: SaveWrapUpForm(form=item, edited_version=version, by=by),
    remove=lambda item_id, by: RemoveWrapUpForm(id=WrapUpFormId(item_id), by=by),
    read=Permission.WRAP_UP_FORM_READ,
    edit=Permission.WRAP_UP_FORM_EDIT,
)

_desk = APIRouter(prefix="/v1/desk/interactions/{interaction_id}", tags=["desk"])


@_desk.post("/hold", operation_id="hold_interaction", status_code=HTTPStatus.NO_CONTENT)
async def hold_interaction(
    interaction_id: AnInteraction, agent_id: OwnAgent, caller: SignedIn, centre: Centre
) -> None:
    """Put the customer on hold: the customer hears music, the agent nothing."""
    await centre.submit(
        HoldInteraction(
            interaction_id=InteractionId(interaction_id), agent_id=agent_id, by=caller.user_id
        )
    )


@_desk.post("/resume", operation_id="resume_interaction", status_code=HTTPStatus.NO_CONTENT)
async def resume_interaction(
    interaction_id: AnInteraction, agent_id: OwnAgent, caller: SignedIn, centre: Centre
) -> None:
    """Take the customer off hold."""
    await centre.submit(
        ResumeInteraction(
            interaction_id=InteractionId(interaction_id), agent_id=agent_id, by=caller.user_id
        )
    )


@_desk.post("/hang-up", operation_id="hang_up_interaction", status_code=HTTPStatus.NO_CONTENT)
async def hang_up_interaction(
    interaction_id: AnInteraction, agent_id: OwnAgent, caller: SignedIn, centre: Centre
) -> None:
    """End the conversation; wrap-up begins."""
    await centre.submit(
        HangUpInteraction(
            interaction_id=InteractionId(interaction_id), agent_id=agent_id, by=caller.user_id
        )
    )


@_desk.put("/wrap-up", operation_id="save_wrap_up", status_code=HTTPStatus.NO_CONTENT)
async def save_wrap_up(
    interaction_id: AnInteraction,
    body: WrapUp,
    agent_id: OwnAgent,
    caller: SignedIn,
    centre: Centre,
) -> None:
    """Write down the result so far; answered means it is on disk."""
    await centre.submit(
        SaveWrapUp(
            interaction_id=InteractionId(interaction_id),
            agent_id=agent_id,
            disposition_id=_disposition(body),
            note=body.note,
            answers=body.answers,
            by=caller.user_id,
        )
    )


@_desk.post("/wrap-up/extend", operation_id="extend_wrap_up", status_code=HTTPStatus.NO_CONTENT)
async def extend_wrap_up(
    interaction_id: AnInteraction, agent_id: OwnAgent, caller: SignedIn, centre: Centre
) -> None:
    """Ask for more time; the queue says how much one extension adds, and how often."""
    await centre.submit(
        ExtendWrapUp(
            interaction_id=InteractionId(interaction_id), agent_id=agent_id, by=caller.user_id
        )
    )


@_desk.post("/finish", operation_id="finish_wrap_up", status_code=HTTPStatus.NO_CONTENT)
async def finish_wrap_up(
    interaction_id: AnInteraction,
    body: WrapUp,
    agent_id: OwnAgent,
    caller: SignedIn,
    centre: Centre,
) -> None:
    """Write down the result and be free for the next customer."""
    await centre.submit(
        FinishWrapUp(
            interaction_id=InteractionId(interaction_id),
            agent_id=agent_id,
            disposition_id=_disposition(body),
            note=body.note,
            answers=body.answers,
            by=caller.user_id,
        )
    )


def _disposition(body: WrapUp) -> DispositionId | None:
    return None if body.disposition_id is None else DispositionId(body.disposition_id)


routers = (DISPOSITIONS.router, WRAP_UP_FORMS.router, _desk)

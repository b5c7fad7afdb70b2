"""Call buttons over HTTP, as administrators see them."""

from typing import Annotated

from pydantic import Field, StringConstraints

from antiphon.call_buttons.contract import CallButton, RemoveCallButton, SaveCallButton
from antiphon.call_buttons.domain import MOST_FIELDS, MOST_ORIGINS, CallButtonBook
from antiphon.edge.catalogue import CatalogueApi
from antiphon.edge.fields import Id, Input, Name
from antiphon.edge.parts import part_of
from antiphon.identity.contract import Permission
from antiphon.kernel.ids import CallButtonId

Origin = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=300, pattern=r"^[\x21-\x7e]+$"
    ),
]
FieldName = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class NewCallButton(Input):
    """A button on pages of a web site, by which visitors call an entry point."""

    name: Name = Field(examples=["Web shop"])
    origins: list[Origin] = Field(
        max_length=MOST_ORIGINS,
        examples=[["https://shop.example.com"]],
        description="The sites on whose pages the button works.",
    )
    entry_point_id: Id
    hours_id: Id | None = Field(None, description="When it can be pressed; None: always.")
    data_fields: list[FieldName] = Field(
        default=[],
        max_length=MOST_FIELDS,
        examples=[["order-number"]],
        description="The data that a page may send along with a call.",
    )
    most_at_once: int = Field(10, ge=1, le=1_000, description="Visitors who call at a time.")
    hourly_per_address: int = Field(
        10, ge=1, le=1_000, description="Calls that one network address may begin in an hour."
    )
    is_active: bool = True


CALL_BUTTONS = CatalogueApi(
    path="call-buttons",
    noun="call_button",
    plural="call_buttons",
    new=NewCallButton,
    item=CallButton,
    catalogue=lambda connection: part_of(connection, CallButtonBook).buttons,
    save=lambda item, version, by: SaveCallButton(call_button=item, edited_version=version, by=by),
    remove=lambda item_id, by: RemoveCallButton(id=CallButtonId(item_id), by=by),
    read=Permission.CALL_BUTTON_READ,
    edit=Permission.CALL_BUTTON_EDIT,
)

"""The versions of a document as every page shows them."""

from datetime import UTC, datetime
from typing import Any

import msgspec
from pydantic import BaseModel, Field

from antiphon.edge.fields import Input
from antiphon.kernel.history import History


class EditionShown(BaseModel):
    """One version: since when, by whom; `restores` is the version it brought back."""

    number: int
    at: datetime
    valid_from: datetime
    by: str | None
    restores: int | None
    is_in_force: bool
    content: Any = Field(description="What it said; null for versions long ago.")
    before: Any = Field(description="For the first version: what counted before it, else null.")


class Restoration(Input):
    """Which version is brought back; 0 is what counted before the first."""

    number: int = Field(ge=0, le=1_000_000)


# Versions that are told with what they said: those that a page shows, and one to compare with.
_TOLD = 11


def editions_of(history: History[Any]) -> list[EditionShown]:
    """All versions, the newest first."""
    in_force = history.in_force(datetime.now(UTC))[0]
    return [
        EditionShown(
            number=edition.number,
            at=edition.at,
            valid_from=edition.valid_from,
            by=edition.by,
            restores=edition.restores,
            is_in_force=edition.number == in_force,
            content=_plain(edition.content) if edition.number > history.newest - _TOLD else None,
            before=_plain(history.at_first) if edition.number == 1 else None,
        )
        for edition in reversed(history.editions)
    ]


def _plain(content: Any) -> Any:
    return msgspec.to_builtins(content)

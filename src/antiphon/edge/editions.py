"""The versions of a document as every page shows them."""

from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel

from antiphon.kernel.history import History


class EditionShown(BaseModel):
    """One version: since when, by whom; `restores` is the version it brought back."""

    number: int
    at: datetime
    valid_from: datetime
    by: str | None
    restores: int | None
    is_in_force: bool


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
        )
        for edition in reversed(history.editions)
    ]

"""Events and builders for the journal's tests."""

from datetime import UTC, datetime, timedelta
from typing import ClassVar

from antiphon.kernel.events import Event
from antiphon.kernel.ids import DEFAULT_TENANT, TenantId

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
OTHER_TENANT = TenantId("other")
TENANT = DEFAULT_TENANT


class PageTurned(Event, frozen=True, kw_only=True):
    """Somebody turned a page of a sample book."""

    type: ClassVar[str] = "sample.page_turned"
    book: str
    page: int

    def stream(self) -> str:
        """One book."""
        return f"book/{self.book}"


def a_page(page: int, *, book: str = "歌") -> PageTurned:
    """The event of one page, a microsecond-exact time after noon."""
    return PageTurned(at=NOON + timedelta(seconds=page, microseconds=page), book=book, page=page)


def pages(first: int, last: int) -> list[PageTurned]:
    """The pages from `first` to `last`, both included."""
    return [a_page(page) for page in range(first, last + 1)]

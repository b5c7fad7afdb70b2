"""How far projections are, wherever they run, and waiting until one has come to a position."""

import asyncio
from collections.abc import Iterable
from functools import partial

import msgspec
from prometheus_client import Gauge

_behind = Gauge("antiphon_projection_behind", "Records not applied yet", ["projection"])
_stopped = Gauge("antiphon_projection_stopped", "1 when a record stopped it", ["projection"])


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a projection is; `stopped_by` tells what record it could not digest, and why."""

    name: str
    position: int
    stopped_by: str | None = None


class ProjectionsBehind(Exception):  # noqa: N818
    """A projection stopped, so it will not reach the position that somebody waits for."""


class ProgressBoard:
    """Where projections post how far they are."""

    def __init__(self, names: Iterable[str]) -> None:
        self._known = {name: Progress(name=name, position=0) for name in names}
        self._end = 0
        self._posted = asyncio.Event()
        # Worked out when somebody looks: the journal grows with every turn of the loop.
        for name in self._known:
            _behind.labels(name).set_function(partial(self._behind, name))

    def grow(self, position: int) -> None:
        """The journal has grown up to `position`."""
        self._end = max(self._end, position)

    def _behind(self, name: str) -> float:
        return max(0, self._end - self._known[name].position)

    def post(self, progress: Iterable[Progress]) -> None:
        """Projections have come further, or stopped."""
        for one in progress:
            self._known[one.name] = one
            _stopped.labels(one.name).set(one.stopped_by is not None)
        posted, self._posted = self._posted, asyncio.Event()
        posted.set()

    def list(self) -> list[Progress]:
        """How far each projection is."""
        return list(self._known.values())

    async def wait_for(self, position: int, *, name: str | None = None) -> None:
        """Return once the projection of that name, or every one, has applied `position`.

        Raises:
            ProjectionsBehind: one of them stopped before.
        """
        while late := [
            one
            for one in self._known.values()
            if name in (None, one.name) and one.position < position
        ]:
            for one in late:
                if one.stopped_by is not None:
                    raise ProjectionsBehind(f"{one.name}: {one.stopped_by}")
            await self._posted.wait()

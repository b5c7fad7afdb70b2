"""Waiting for what another process does, where no event of it can be heard."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")

_LOOK_S = 0.1


async def eventually(look: Callable[[], Awaitable[T | None]], timeout_s: float) -> T:
    """What `look` gives as soon as it is something. Raises TimeoutError."""
    async with asyncio.timeout(timeout_s):
        while (found := await look()) is None:  # noqa: ASYNC110 (another process: no event to wait for)
            await asyncio.sleep(_LOOK_S)
    return found

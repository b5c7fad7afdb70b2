"""How a route gets at the running system: parts are registered by their class at the start."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar, cast

from fastapi import Depends
from starlette.requests import HTTPConnection

from antiphon.kernel.commands import Command

T = TypeVar("T")


class Commands:
    """The way into the centre: a command that was submitted without an error is on disk."""

    def __init__(self, submit: Callable[[Command], Awaitable[None]]) -> None:
        self._submit = submit

    async def submit(self, command: Command) -> None:
        """Have the command decided. Raises RuleBroken."""
        await self._submit(command)


class Parts:
    """What routes may use, by class."""

    def __init__(self) -> None:
        self._parts: dict[type[Any], object] = {}

    def add(self, kind: type[T], part: T) -> None:
        """Register the one part of its class."""
        self._parts[kind] = part

    def get(self, kind: type[T]) -> T:
        """The part of this class."""
        return cast("T", self._parts[kind])


def part_of(connection: HTTPConnection, kind: type[T]) -> T:
    """The part of this class in the application behind a connection."""
    parts: Parts = connection.app.state.parts
    return parts.get(kind)


def part(kind: type[T]) -> Any:
    """`Depends` on the part of this class."""

    def find(connection: HTTPConnection) -> T:
        return part_of(connection, kind)

    return Depends(find)


Centre = Annotated[Commands, part(Commands)]

"""Who calls: the signed-in user of a request, and the permission that each route asks for."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from fastapi import Depends
from starlette.requests import HTTPConnection

from antiphon.edge.problems import Problem
from antiphon.identity.contract import Permission, Role
from antiphon.kernel.ids import AgentId, UserId


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """The signed-in user behind a request."""

    user_id: UserId
    login: str
    name: str
    roles: frozenset[Role]
    permissions: frozenset[Permission]
    agent_id: AgentId | None
    session_id: str
    token: str
    address: str
    language: str

    def may(self, permission: Permission) -> bool:
        """Whether the user has this permission."""
        return permission in self.permissions


def caller_of(connection: HTTPConnection) -> Caller:
    """The caller that the session gate found, or the problem of having none."""
    caller = connection.scope.get("antiphon.caller")
    if not isinstance(caller, Caller):
        raise Problem(HTTPStatus.UNAUTHORIZED, "session.none", "Sign in first.")
    return caller


class Permitted:
    """A dependency that lets only callers with one of some permissions pass."""

    def __init__(self, *permissions: Permission) -> None:
        self.permissions = permissions

    def __call__(self, connection: HTTPConnection) -> Caller:
        caller = caller_of(connection)
        if not any(caller.may(permission) for permission in self.permissions):
            raise Problem(
                HTTPStatus.FORBIDDEN, "permission.missing", f"This needs {self.permissions[0]}."
            )
        return caller


def permitted(*permissions: Permission) -> Any:
    """`Depends` on a caller with one of these permissions."""
    return Depends(Permitted(*permissions))


def _agent(caller: Annotated[Caller, permitted(Permission.DESK_USE)]) -> AgentId:
    if caller.agent_id is None:
        raise Problem(HTTPStatus.FORBIDDEN, "desk.no_agent", "This user is not an agent.")
    return caller.agent_id


SignedIn = Annotated[Caller, Depends(caller_of)]
OwnAgent = Annotated[AgentId, Depends(_agent)]


class AgentOfUser:
    """Which agent a user is: the agents' profiles know."""

    def __init__(self, find: Callable[[UserId], AgentId | None]) -> None:
        self._find = find

    def find(self, user_id: UserId) -> AgentId | None:
        """The agent that this user is, if any."""
        return self._find(user_id)

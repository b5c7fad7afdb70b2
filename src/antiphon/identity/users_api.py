"""Users over HTTP, for administrators."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field

from antiphon.edge.caller import AgentOfUser, Caller, permitted
from antiphon.edge.catalogue import ItemId
from antiphon.edge.fields import Input, Name, Version
from antiphon.edge.parts import part
from antiphon.edge.problems import not_found
from antiphon.identity.domain import MAX_PASSWORD_LENGTH, Language
from antiphon.identity.domain import User as DomainUser
from antiphon.identity.permissions import Permission, Role
from antiphon.identity.users import Actor, Users
from antiphon.kernel.events import RuleBroken
from antiphon.kernel.ids import UserId

router = APIRouter(prefix="/v1/users", tags=["users"])

UserBook = Annotated[Users, part(Users)]
Agents = Annotated[AgentOfUser, part(AgentOfUser)]
Reader = Annotated[Caller, permitted(Permission.USER_READ)]
Editor = Annotated[Caller, permitted(Permission.USER_EDIT)]
Password = Annotated[str, Field(max_length=10 * MAX_PASSWORD_LENGTH)]
Login = Annotated[str, Field(max_length=200, examples=["ann.lee"])]
Roles = Annotated[list[Role], Field(max_length=len(Role))]


class NewUser(Input):
    """Somebody who may sign in."""

    login: Login
    name: Name = Field(examples=["Ann Lee"])
    roles: Roles
    language: Language = Language.AS_BROWSER
    is_active: bool = True
    password: Password


class UserChange(Input):
    """A user as it shall be; sessions end when roles change or the user is switched off."""

    login: Login
    name: Name
    roles: Roles
    language: Language
    is_active: bool
    version: Version


class NewPassword(Input):
    """A password given by an administrator."""

    password: Password


class User(BaseModel):
    """Somebody who may sign in."""

    id: str
    login: str
    name: str
    roles: list[Role]
    language: Language
    is_active: bool
    agent_id: str | None = Field(description="The agent this user is; agents name their user.")
    version: int


class UserList(BaseModel):
    """Everybody."""

    items: list[User]


@router.get("", operation_id="list_users")
async def list_users(users: UserBook, agents: Agents, _caller: Reader) -> UserList:
    """Everybody, by login."""
    return UserList(items=[_shown(user, agents) for user in await users.list_users()])


@router.post("", operation_id="create_user", status_code=HTTPStatus.CREATED)
async def create_user(body: NewUser, users: UserBook, agents: Agents, caller: Editor) -> User:
    """Add somebody."""
    user = await users.add_user(
        login=body.login,
        name=body.name,
        roles=body.roles,
        password=body.password,
        language=body.language,
        is_active=body.is_active,
        by=_actor(caller),
    )
    return _shown(user, agents)


@router.get("/{id}", operation_id="get_user")
async def get_user(item_id: ItemId, users: UserBook, agents: Agents, _caller: Reader) -> User:
    """One user."""
    return _shown(await _get(users, item_id), agents)


@router.put("/{id}", operation_id="change_user")
async def change_user(
    item_id: ItemId, body: UserChange, users: UserBook, agents: Agents, caller: Editor
) -> User:
    """Change a user; one's own rights are for another administrator to change."""
    await _get(users, item_id)
    user = DomainUser(
        id=UserId(item_id),
        login=body.login,
        name=body.name,
        roles=frozenset(body.roles),
        language=body.language,
        is_active=body.is_active,
        version=body.version,
    )
    return _shown(await users.save_user(user, by=_actor(caller)), agents)


@router.delete("/{id}", operation_id="remove_user", status_code=HTTPStatus.NO_CONTENT)
async def remove_user(item_id: ItemId, users: UserBook, agents: Agents, caller: Editor) -> None:
    """Remove a user; sessions end, the audit trail stays."""
    user = await _get(users, item_id)
    if agents.find(user.id) is not None:
        raise RuleBroken(
            "identity.user_is_agent", "An agent is still this user: change the agent first."
        )
    await users.remove_user(user.id, by=_actor(caller))


@router.post("/{id}/password", operation_id="set_user_password", status_code=HTTPStatus.NO_CONTENT)
async def set_user_password(
    item_id: ItemId, body: NewPassword, users: UserBook, caller: Editor
) -> None:
    """Give a user another password; all sessions of the user end."""
    user = await _get(users, item_id)
    await users.reset_password(user.id, body.password, by=_actor(caller))


async def _get(users: Users, item_id: str) -> DomainUser:
    user = await users.find_user(UserId(item_id))
    if user is None:
        raise not_found("user")
    return user


def _actor(caller: Caller) -> Actor:
    return Actor(user_id=caller.user_id, address=caller.address)


def _shown(user: DomainUser, agents: AgentOfUser) -> User:
    return User(
        id=user.id,
        login=user.login,
        name=user.name,
        roles=sorted(user.roles),
        language=user.language,
        is_active=user.is_active,
        agent_id=agents.find(user.id),
        version=user.version,
    )

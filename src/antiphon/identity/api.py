"""Signing in and out, the first administrator, and one's own password and language, over HTTP."""

from collections.abc import Awaitable
from datetime import UTC, datetime
from http import HTTPStatus
from math import ceil
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from antiphon import __version__
from antiphon.edge.caller import AgentOfUser, Caller
from antiphon.edge.caller import SignedIn as SignedInCaller
from antiphon.edge.fields import Input
from antiphon.edge.parts import part
from antiphon.edge.problems import Problem, responses
from antiphon.edge.session_cookie import clear_token, set_token
from antiphon.identity.domain import MAX_PASSWORD_LENGTH, Language, User
from antiphon.identity.permissions import Permission, Role
from antiphon.identity.service import SignedIn, SignIn, SignInWrong, TooManyTries
from antiphon.identity.tokens import Token, csrf_token
from antiphon.identity.users import Actor, Users

router = APIRouter(prefix="/v1", tags=["session"])

Sessions = Annotated[SignIn, part(SignIn)]
UserBook = Annotated[Users, part(Users)]
Agents = Annotated[AgentOfUser, part(AgentOfUser)]
# Longer than any that is accepted, so that the answer to a too long one is a sentence.
Password = Annotated[str, Field(max_length=10 * MAX_PASSWORD_LENGTH)]


class SessionUser(BaseModel):
    """The signed-in user."""

    id: str
    login: str
    name: str
    roles: list[Role]
    agent_id: str | None = Field(description="The agent this user is, if any.")
    language: Language


class Session(BaseModel):
    """Who is signed in, and what the page needs to know about it."""

    user: SessionUser
    permissions: list[Permission]
    csrf: str = Field(description="Send it as the header X-Antiphon-CSRF with every write.")
    server_time: datetime
    version: str = Field(description="The server's version.")


class Credentials(Input):
    """Login and password."""

    login: str = Field(max_length=200, examples=["ann.lee"])
    password: Password


class Setup(BaseModel):
    """Whether the centre is new."""

    needs_first_administrator: bool


class FirstAdministrator(Input):
    """The first administrator, allowed by the one-time link that the start printed."""

    token: str = Field(max_length=200, description="What follows # in the one-time link.")
    login: str = Field(max_length=200, examples=["root"])
    name: str = Field(max_length=200, examples=["Ann Lee"])
    password: Password
    language: Language = Language.ENGLISH


class PasswordChange(Input):
    """One's own new password."""

    current: Password
    new: Password


class LanguageChange(Input):
    """One's own language."""

    language: Language


@router.get("/session", operation_id="get_session")
async def get_session(caller: SignedInCaller) -> Session:
    """Who is signed in; 401 when nobody is."""
    return Session(
        user=SessionUser(
            id=caller.user_id,
            login=caller.login,
            name=caller.name,
            roles=sorted(caller.roles),
            agent_id=caller.agent_id,
            language=Language(caller.language),
        ),
        permissions=sorted(caller.permissions),
        csrf=csrf_token(caller.token),
        server_time=datetime.now(UTC),
        version=__version__,
    )


@router.post("/session", operation_id="sign_in", responses=responses(429))
async def sign_in(
    body: Credentials, request: Request, response: Response, sessions: Sessions, agents: Agents
) -> Session:
    """Sign in. A session that the browser had before ends."""
    trial = sessions.sign_in(body.login, body.password, address_of(request))
    token, signed_in = await _slow_enough(trial)
    before = request.scope.get("antiphon.caller")
    if isinstance(before, Caller):
        await sessions.end_session(before.session_id, None)
    return await _begin(request, response, token, signed_in, agents)


@router.delete("/session", operation_id="sign_out", status_code=HTTPStatus.NO_CONTENT)
async def sign_out(caller: SignedInCaller, request: Request, sessions: Sessions) -> Response:
    """Sign out: the session, its live streams and its phone end."""
    await sessions.sign_out(caller.session_id, caller.user_id, caller.address)
    response = Response(status_code=HTTPStatus.NO_CONTENT)
    clear_token(response, request)
    return response


@router.get("/setup", operation_id="get_setup")
async def get_setup(sessions: Sessions) -> Setup:
    """Whether the first administrator is still to be made."""
    return Setup(needs_first_administrator=await sessions.needs_first_administrator())


@router.post("/setup", operation_id="set_up_first_administrator", responses=responses(429))
async def set_up_first_administrator(
    body: FirstAdministrator,
    request: Request,
    response: Response,
    sessions: Sessions,
    agents: Agents,
) -> Session:
    """Make the first administrator with the one-time token, and sign in."""
    trial = sessions.set_up_first_administrator(
        body.token,
        login=body.login,
        name=body.name,
        password=body.password,
        language=body.language,
        address=address_of(request),
    )
    token, signed_in = await _slow_enough(trial)
    return await _begin(request, response, token, signed_in, agents)


@router.put("/session/password", operation_id="change_own_password", responses=responses(429))
async def change_own_password(
    *,
    body: PasswordChange,
    caller: SignedInCaller,
    request: Request,
    response: Response,
    sessions: Sessions,
    agents: Agents,
) -> Session:
    """Change one's own password; every other session of the user ends."""
    trial = sessions.change_own_password(
        caller.user_id, caller.login, body.current, body.new, caller.address
    )
    token, signed_in = await _slow_enough(trial)
    return await _begin(request, response, token, signed_in, agents)


@router.put(
    "/session/language", operation_id="change_own_language", status_code=HTTPStatus.NO_CONTENT
)
async def change_own_language(
    body: LanguageChange, caller: SignedInCaller, users: UserBook
) -> None:
    """Change the language of one's own pages."""
    await users.change_language(
        caller.user_id,
        body.language,
        by=Actor(user_id=caller.user_id, address=caller.address),
    )


def address_of(request: Request) -> str:
    """Where a request comes from."""
    return request.client.host if request.client else "unknown"


def caller_from(signed_in: SignedIn, token: str, address: str, agents: AgentOfUser) -> Caller:
    """The caller behind a live session."""
    user: User = signed_in.user
    return Caller(
        user_id=user.id,
        login=user.login,
        name=user.name,
        roles=user.roles,
        permissions=user.permissions,
        agent_id=agents.find(user.id),
        session_id=signed_in.session.id,
        token=token,
        address=address,
        language=user.language,
    )


async def _slow_enough(trial: Awaitable[tuple[Token, SignedIn]]) -> tuple[Token, SignedIn]:
    try:
        return await trial
    except SignInWrong:
        raise Problem(
            HTTPStatus.UNAUTHORIZED, "sign_in.wrong", "Login or password is wrong."
        ) from None
    except TooManyTries as error:
        seconds = ceil(error.retry_after_s)
        raise Problem(
            HTTPStatus.TOO_MANY_REQUESTS,
            "sign_in.too_many_tries",
            f"Too many tries: wait {seconds} s.",
            headers={"Retry-After": str(seconds)},
        ) from None


async def _begin(
    request: Request, response: Response, token: Token, signed_in: SignedIn, agents: AgentOfUser
) -> Session:
    set_token(response, request, token)
    return await get_session(caller_from(signed_in, token, address_of(request), agents))

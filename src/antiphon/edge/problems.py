"""Errors as `application/problem+json`: one shape, a stable `code`, a sentence for people."""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from antiphon.edge.fields import stray
from antiphon.kernel.events import About, RuleBroken

_PART = re.compile(r"\[(?:\\.|[^\]])+\]|\\[^\w]")
_OF_PARTS = re.compile(rf"\^(?:(?:{_PART.pattern})(?:\{{[\d,]+\}}|[*+?])?)+\$")

MEDIA_TYPE = "application/problem+json"


class ProblemBody(BaseModel):
    """Why a request was not done."""

    type: str = Field("about:blank", description="Always about:blank; `code` tells the kind.")
    title: str = Field(description="The status in words.", examples=["Conflict"])
    status: int = Field(description="The HTTP status.", examples=[409])
    code: str = Field(description="A stable name of the reason.", examples=["catalogue.in_use"])
    detail: str = Field("", description="A sentence that tells a person what to do.")
    about: dict[str, str | int | list[str]] = Field(
        default={}, description="What `detail` names, to say it in another language."
    )
    fields: dict[str, str] = Field(
        default={}, description="What is wrong with which field of the body, by path."
    )


class Problem(Exception):  # noqa: N818 (it names what it is)
    """Raised to answer with a problem."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str = "",
        *,
        about: Mapping[str, About] | None = None,
        fields: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.about = dict(about or {})
        self.fields = dict(fields or {})
        self.headers = dict(headers or {})

    def response(self) -> JSONResponse:
        """The answer to send."""
        body = ProblemBody(
            title=HTTPStatus(self.status).phrase,
            status=self.status,
            code=self.code,
            detail=self.detail,
            about={name: _told(value) for name, value in self.about.items()},
            fields=self.fields,
        )
        empty = {name for name in ("about", "fields") if not getattr(body, name)}
        content = body.model_dump(exclude=empty)
        return JSONResponse(
            content, status_code=self.status, media_type=MEDIA_TYPE, headers=self.headers
        )


def not_found(noun: str) -> Problem:
    """The problem of something that does not exist, or that the caller may not know of."""
    return Problem(HTTPStatus.NOT_FOUND, "not_found", f"There is no such {noun}.")


def bad_fields(fields: Mapping[str, str]) -> Problem:
    """The problem of input that cannot be used."""
    return Problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "input.invalid",
        "Some of the input cannot be used; see the fields.",
        fields=fields,
    )


def answer_with_problems(app: FastAPI) -> None:
    """Let every error of `app` leave as a problem."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(RuleBroken, _rule_broken)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


Responses = dict[int | str, dict[str, Any]]

_MEANINGS = {
    400: "The body is not JSON.",
    401: "No session.",
    403: "Not permitted, or the request did not come from our own page.",
    404: "There is no such thing.",
    409: "A rule refuses this; `code` and `detail` say which and why.",
    422: "The input cannot be used; see `fields`.",
    429: "Too many tries; `Retry-After` says how long to wait.",
    503: "The telephone engine cannot be reached at the moment.",
}


def responses(*statuses: int) -> Responses:
    """The problems that an operation may answer with, for its description."""
    return {
        status: {
            "model": ProblemBody,
            "description": _MEANINGS[status],
            "content": {MEDIA_TYPE: {}},
        }
        for status in statuses
    }


# What any operation may answer.
RESPONSES = responses(400, 401, 403, 404, 409, 422)


async def _problem(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Problem)  # noqa: S101 (registered for this class)
    return error.response()


async def _rule_broken(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RuleBroken)  # noqa: S101 (registered for this class)
    fields = {error.field: error.message} if error.field else None
    refusal = Problem(
        HTTPStatus.CONFLICT, error.code, error.message, about=error.about, fields=fields
    )
    return refusal.response()


def _told(value: About) -> str | int | list[str]:
    return value if isinstance(value, str | int) else list(value)


async def _invalid(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 (registered for this class)
    return bad_fields({_path(e["loc"]): _said(e) for e in error.errors()}).response()


async def _http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 (registered for this class)
    code = HTTPStatus(error.status_code).name.lower()
    return Problem(error.status_code, code, headers=error.headers).response()


def _said(error: Mapping[str, Any]) -> str:
    if error["type"] == "value_error":
        # Without the words that pydantic puts before it.
        return str(error["ctx"]["error"])
    if error["type"] == "string_pattern_mismatch":
        found = _stray_in(error["input"], error["ctx"]["pattern"])
        return stray(found) if found else str(error["msg"])
    return str(error["msg"])


def _stray_in(text: str, pattern: str) -> str | None:
    """The first character that no part of the pattern takes, if it is made of such parts alone."""
    if not _OF_PARTS.fullmatch(pattern):
        return None
    allowed = re.compile("|".join(_PART.findall(pattern)))
    return next((one for one in text if not allowed.fullmatch(one)), None)


def _path(location: Sequence[int | str]) -> str:
    """`("body", "weekly", 0, "day")` becomes `weekly.0.day`, as in the body itself."""
    inner = location[1:] if location and location[0] == "body" else location
    return ".".join(str(part) for part in inner) or "body"

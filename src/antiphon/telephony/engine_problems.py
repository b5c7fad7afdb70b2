"""What a request is told while the telephone engine is away."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from antiphon.edge.problems import Problem
from antiphon.telephony.engine import EngineUnavailable


@contextmanager
def engine_problems() -> Iterator[None]:
    """The telephone engine being away is a 503."""
    try:
        yield
    except EngineUnavailable:
        raise Problem(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "engine.unavailable",
            "The telephone engine cannot be reached at the moment.",
            headers={"Retry-After": "2"},
        ) from None

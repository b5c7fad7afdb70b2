"""The FastAPI application: every router, behind the gate, the headers and the log."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec
from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from prometheus_client import CollectorRegistry

from antiphon import __version__
from antiphon.app.web.gate import OPEN, SessionGate
from antiphon.app.web.headers import BodyLimit, SafeHeaders
from antiphon.app.web.live_route import router as live_router
from antiphon.app.web.number_firewall import NumberFirewall
from antiphon.app.web.page import WebApp
from antiphon.app.web.probes import Readiness, probes
from antiphon.app.web.sip_route import router as sip_router
from antiphon.app.web.visitor_route import socket_router as visitor_router
from antiphon.app.web.visitors import Visitors
from antiphon.app.web.wallboard_route import router as wallboard_router
from antiphon.app.web.watching import RequestFigures, Watching
from antiphon.customers.number_mask import NumberMask
from antiphon.customers.number_privacy import NumberPrivacyBook
from antiphon.desktop.domain import DesktopBook
from antiphon.edge.caller import AgentOfUser, Permitted, caller_of
from antiphon.edge.parts import Parts
from antiphon.edge.problems import RESPONSES, answer_with_problems
from antiphon.identity.permissions import Permission
from antiphon.identity.service import SignIn


class WebSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What the web role needs to know."""

    web_folder: Path


def create_app(
    parts: Parts,
    routers: Sequence[APIRouter],
    *,
    settings: WebSettings,
    readiness: Readiness,
    background: Readiness,
    registry: CollectorRegistry,
) -> FastAPI:
    """The application of the web role; `parts` is what its routes may use."""
    check_permissions(routers)
    app = _empty_app()
    app.state.parts = parts
    sockets = (live_router, sip_router, visitor_router, wallboard_router)
    others = (probes(readiness, background, registry), WebApp(settings.web_folder).router)
    for router in (*routers, *sockets, *others):
        # As they are. What is included is made anew by the first request that looks for its route:
        # nine tenths of a second in which nobody else is served.
        app.router.routes.extend(router.routes)
    # The last added is the outermost.
    app.add_middleware(
        NumberFirewall, mask=parts.get(NumberMask), book=parts.get(NumberPrivacyBook)
    )
    app.add_middleware(BodyLimit)
    app.add_middleware(SessionGate, sign_in=parts.get(SignIn), agents=parts.get(AgentOfUser))
    app.add_middleware(Watching, figures=RequestFigures(registry))
    app.add_middleware(
        SafeHeaders,
        framed=parts.get(DesktopBook).framed_origins,
        embedders=parts.get(Visitors).embedders,
    )
    return app


def bare_app(routers: Sequence[APIRouter]) -> FastAPI:
    """The API alone: what the OpenAPI document is made from, with what each route may answer."""
    app = _empty_app()
    for router in routers:
        app.include_router(router, responses=RESPONSES)
    return app


def _empty_app() -> FastAPI:
    app = FastAPI(
        title="Antiphon", version=__version__, docs_url=None, redoc_url=None, openapi_url=None
    )
    answer_with_problems(app)
    return app


def api_routes(routers: Iterable[APIRouter]) -> list[APIRoute]:
    """The routes of the API."""
    return [r for router in routers for r in router.routes if isinstance(r, APIRoute)]


def permissions_of_route(route: APIRoute) -> tuple[Permission, ...] | None:
    """Any of these lets a caller pass; empty: being signed in is enough; None: nothing asked."""
    calls = list(_calls(route.dependant))
    for call in calls:
        if isinstance(call, Permitted):
            return call.permissions
    return () if caller_of in calls else None


def check_permissions(routers: Iterable[APIRouter]) -> None:
    """Refuse to start with a route that asks nothing of its caller, or without any route."""
    routes = api_routes(routers)
    if not routes:
        raise RuntimeError("there is no route to check")
    for route in routes:
        is_open = all((method, route.path) in OPEN for method in route.methods or ())
        if not is_open and permissions_of_route(route) is None:
            raise RuntimeError(f"{route.path} asks for no permission")


def _calls(dependant: Dependant) -> Iterator[Callable[..., object] | None]:
    yield dependant.call
    for inner in dependant.dependencies:
        yield from _calls(inner)

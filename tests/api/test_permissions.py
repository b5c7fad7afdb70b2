"""Who may call what: every route without a session, and every route as every role."""

import re
from collections.abc import Collection
from itertools import product

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute
from tests.support.site import Site

from antiphon.app.web.application import api_routes, check_permissions, permissions_of_route
from antiphon.app.web.gate import OPEN
from antiphon.app.web.routers import ROUTERS
from antiphon.identity.permissions import GRANTS, Permission, Role

pytestmark = pytest.mark.api

THEIRS = {
    Permission.EMERGENCY_DECLARE,
    Permission.CALL_BACK_EDIT,
    Permission.AGENT_RELEASE,
    Permission.FLOOR_ACT,
    Permission.SHIFT_EDIT,
    Permission.CALL_MONITOR,
    Permission.WALLBOARD_EDIT,
}
ROUTES = [(method, route) for route in api_routes(ROUTERS) for method in route.methods or ()]


def address(route: APIRoute) -> str:
    return re.sub(r"\{[^}]*\}", "x", route.path)


def test_the_table_of_routes_is_read() -> None:
    assert len(ROUTES) > 60


def test_a_route_that_asks_nothing_of_its_caller_stops_the_start() -> None:
    careless = APIRouter(prefix="/v1")

    @careless.get("/secrets")
    async def get_secrets() -> str:
        return "all of them"

    with pytest.raises(RuntimeError, match="/v1/secrets"):
        check_permissions([*ROUTERS, careless])
    with pytest.raises(RuntimeError, match="no route"):
        check_permissions([])


async def test_nothing_is_answered_without_a_session(site: Site) -> None:
    browser = site.browser()
    for method, route in ROUTES:
        if (method, route.path) in OPEN:
            continue
        answer = await browser.request(method, address(route), json={})
        found = (answer.status_code, answer.json()["code"])
        assert found == (401, "session.none"), f"{method} {route.path}"


@pytest.mark.parametrize("role", Role)
async def test_each_role_may_call_what_the_catalogue_grants_and_nothing_else(
    site: Site, role: Role
) -> None:
    page = await site.page_of(role)
    for method, route in ROUTES:
        if route.path in {"/v1/session", "/v1/setup"}:
            continue  # these change the session that the other answers depend on
        if (method, route.path) in OPEN:
            continue  # anybody may, signed in or not
        wanted = permissions_of_route(route)
        assert wanted is not None
        is_granted = not wanted or any(permission in GRANTS[role] for permission in wanted)
        answer = await page.request(method, address(route), json={})
        is_refused = answer.status_code == 403 and answer.json()["code"] == "permission.missing"
        assert is_refused != is_granted, f"{method} {route.path}: {answer.status_code}"


def _is_desk_work(route: APIRoute, wanted: Collection[Permission]) -> bool:
    return route.path.startswith("/v1/desk") or Permission.DESK_USE in wanted


def test_supervisors_can_only_read_the_back_office() -> None:
    for method, route in ROUTES:
        wanted = permissions_of_route(route)
        if wanted is None or method == "GET" or _is_desk_work(route, wanted):
            continue
        # To close at once is theirs too: whoever is there when the house burns.
        # Lost calls are theirs to make good.
        # And so are the floor, its walls, and who works when.
        if not THEIRS & set(wanted):
            assert not any(permission in GRANTS[Role.SUPERVISOR] for permission in wanted)


@pytest.mark.parametrize(
    ("method", "path"), list(product(("TRACE", "PATCH", "CONNECT"), ("/v1/users", "/v1/session")))
)
async def test_other_methods_are_refused(site: Site, method: str, path: str) -> None:
    page = await site.page_of(Role.ADMIN)
    assert (await page.request(method, path)).status_code == 405

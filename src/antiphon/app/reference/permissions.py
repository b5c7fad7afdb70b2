"""The page of the permissions: who has each, and which requests ask for it."""

from collections import defaultdict

from antiphon.app.reference.markdown import code, page, table
from antiphon.app.web.application import api_routes, permissions_of_route
from antiphon.app.web.gate import OPEN
from antiphon.app.web.routers import ROUTERS
from antiphon.identity.permissions import GRANTS, Permission, Role


def permissions_page() -> str:
    """The whole page."""
    requests: dict[Permission | None, list[str]] = defaultdict(list)
    for route in api_routes(ROUTERS):
        for method in sorted(route.methods or ()):
            if (method, route.path) in OPEN:
                continue
            for permission in permissions_of_route(route) or (None,):
                requests[permission].append(code(f"{method} {route.path}"))
    return page(
        "Permissions",
        "A user has one role or several and may do what any of them may. A request is refused "
        "with 403 unless the user has one of the permissions it asks for. "
        "File: `identity/permissions.py`.",
        "## Who has what\n\n" + _grants(),
        "## What asks for it\n\n" + _requests(requests),
        "## With any session\n\n" + _list(requests[None]),
        "## Without a session\n\n" + _list([code(f"{m} {path}") for m, path in sorted(OPEN)]),
    )


def _grants() -> str:
    rows = [
        [code(permission.value), *("yes" if permission in GRANTS[role] else "" for role in Role)]
        for permission in Permission
    ]
    return table(["permission", *Role], rows)


def _requests(requests: dict[Permission | None, list[str]]) -> str:
    rows = [[code(p.value), "<br>".join(requests[p])] for p in Permission if requests.get(p)]
    return table(["permission", "requests"], rows)


def _list(items: list[str]) -> str:
    return "\n".join(f"- {item}" for item in sorted(items))

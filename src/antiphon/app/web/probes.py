"""For supervisors and monitoring: alive, ready, and the figures (from this machine only)."""

from collections.abc import Callable, Mapping
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from starlette.responses import JSONResponse

from antiphon.app.web.gate import is_loopback
from antiphon.edge.problems import not_found

Readiness = Callable[[], Mapping[str, bool]]


def probes(readiness: Readiness, background: Readiness, registry: CollectorRegistry) -> APIRouter:
    """The routes of this page. Calls are taken without what runs in the background."""
    router = APIRouter(include_in_schema=False)

    @router.get("/livez")
    async def livez() -> Response:
        return JSONResponse({"status": "alive"})

    @router.get("/readyz")
    async def readyz() -> Response:
        parts = dict(readiness())
        is_ready = all(parts.values())
        status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
        body = {
            "status": "ready" if is_ready else "not ready",
            "parts": parts,
            "background": dict(background()),
        }
        return JSONResponse(body, status_code=status)

    @router.get("/metrics")
    async def metrics(request: Request) -> Response:
        if not is_loopback(request.scope):
            raise not_found("page")
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)

    return router

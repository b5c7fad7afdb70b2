"""What is seen of each request: an id, one log line, and counts by route. No personal data."""

import secrets
import time

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from antiphon.edge.problems import Problem

_FAILED = Problem(500, "server.failed", "This is our mistake; it has been logged.")
_log = structlog.get_logger("antiphon.web")


class RequestFigures:
    """Counts and durations of requests by route; one per registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.requests = Counter(
            "antiphon_http_requests",
            "Requests by route and status.",
            ("method", "route", "status"),
            registry=registry,
        )
        self.seconds = Histogram(
            "antiphon_http_request_seconds",
            "How long requests took by route.",
            ("method", "route"),
            registry=registry,
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5),
        )


class Watching:
    """Gives each request an id, logs it and counts it. A failure of ours becomes a bare 500."""

    def __init__(self, app: ASGIApp, *, figures: RequestFigures) -> None:
        self._app = app
        self._figures = figures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap the request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        started = time.perf_counter()
        status, has_started = 500, False

        async def send_with_id(message: Message) -> None:
            nonlocal status, has_started
            if message["type"] == "http.response.start":
                status, has_started = int(message["status"]), True
                MutableHeaders(scope=message)["X-Request-Id"] = request_id
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception:
            _log.exception("request failed", request_id=request_id, route=_route(scope))
            if not has_started:
                await _FAILED.response()(scope, receive, send_with_id)
        finally:
            self._note(scope, request_id, status, time.perf_counter() - started)

    def _note(self, scope: Scope, request_id: str, status: int, seconds: float) -> None:
        method, route = _method(scope), _route(scope)
        self._figures.requests.labels(method, route, status).inc()
        self._figures.seconds.labels(method, route).observe(seconds)
        log = _log.info if scope["path"].startswith("/v1") else _log.debug
        log(
            "request",
            request_id=request_id,
            method=method,
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
        )


def _route(scope: Scope) -> str:
    """The route's template: the path itself may hold what somebody typed."""
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) else "(none)"


def _method(scope: Scope) -> str:
    method = scope["method"]
    return method if method in {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"} else "other"

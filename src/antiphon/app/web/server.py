"""The server of pages, API and WebSockets: what it is set to, and how it ends."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from antiphon.app.certificate import provide_certificate
from antiphon.app.settings import Settings
from antiphon.app.web.connections import LimitedHttp
from antiphon.app.web.websocket_server import WebSocketServer
from antiphon.kernel.clock import Clock

# For answers that are on their way, and then for those that were cancelled to clean up.
_ANSWERS_END_WITHIN_S = 1
_CANCELLED_END_WITHIN_S = 1.0


class Server(uvicorn.Server):
    """Leaves the signals to us, who know in which order things end."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close everything; once this is done, no answer is worked on, and none uses the database."""
        await super().shutdown(sockets)
        if cancelled := set(self.server_state.tasks):
            await asyncio.wait(cancelled, timeout=_CANCELLED_END_WITHIN_S)


def server_of(app: object, settings: Settings, clock: Clock) -> Server:
    """The server of an ASGI application, on the port and with the certificate of the settings."""
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]  # an ASGI application
        host=settings.bind_address,
        port=settings.port,
        http=LimitedHttp,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        ws=WebSocketServer,
        ws_max_size=65_536,
        timeout_graceful_shutdown=_ANSWERS_END_WITHIN_S,
    )
    if settings.is_public:
        cert, key = settings.tls_cert, settings.tls_key
        if cert is None or key is None:
            own = provide_certificate(settings.tls_folder, settings.public or "", now=clock.now())
            cert, key = own.cert, own.key
        config.ssl_certfile, config.ssl_keyfile = str(cert), str(key)
        config.ssl_version = ssl.PROTOCOL_TLS_SERVER
    return Server(config)

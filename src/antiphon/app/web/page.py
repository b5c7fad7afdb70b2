"""The built web app as static files: hashed names are kept for ever, the page itself never."""

import asyncio
import gzip
import mimetypes
import time
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter, Request, Response
from starlette.responses import FileResponse

from antiphon.edge.problems import Problem, not_found

_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "no-cache"
_PACKED = {".js", ".css", ".html", ".svg", ".json", ".map", ".txt"}
_MOST_PACKED = 256
# Pages beside the app: whatever follows is theirs to read.
_DOCUMENTS = {"call/": "call.html", "try-call-button/": "try-call-button.html"}
_LOOK_EVERY_S = 1.0
_NOT_PAGES = ("v1/", "sip/", "assets/")

# A file as it was when it was last changed.
_Version = tuple[Path, float]

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("application/manifest+json", ".webmanifest")


class WebApp:
    """Serves the files that were there when it looked; a request's path is only a key."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, Path] = {}
        self._looked_at = float("-inf")
        self._packed: dict[_Version, bytes] = {}
        self.router = APIRouter()
        self.router.add_api_route(
            "/{path:path}", self.get_file, methods=["GET", "HEAD"], include_in_schema=False
        )

    async def get_file(self, path: str, request: Request) -> Response:
        """A file of the web app; an address that is a page of the app gets the page."""
        path = next((to for start, to in _DOCUMENTS.items() if path.startswith(start)), path)
        file = self._files.get(path) or self._look(path)
        if file is None and (path.startswith(_NOT_PAGES) or _wants_a_file(path, request)):
            raise not_found("page")
        page = file or self._files.get("index.html") or self._look("index.html")
        if page is None:
            raise Problem(
                HTTPStatus.SERVICE_UNAVAILABLE, "web.not_built", "The web app is not built yet."
            )
        is_hashed = file is not None and path.startswith("assets/")
        headers = {"Cache-Control": _FOR_EVER if is_hashed else _ASK_AGAIN}
        if page.suffix in _PACKED and "gzip" in request.headers.get("accept-encoding", ""):
            headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
            kind = mimetypes.guess_type(page.name)[0]
            return Response(await self._pack(page), media_type=kind, headers=headers)
        return FileResponse(page, headers=headers)

    def _look(self, path: str) -> Path | None:
        # A new build has new names: look again only for a name that is not known yet.
        if path and path not in self._files and time.monotonic() - self._looked_at > _LOOK_EVERY_S:
            self._looked_at = time.monotonic()
            self._files = {
                file.relative_to(self._folder).as_posix(): file
                for file in self._folder.rglob("*")
                if file.is_file()
            }
        return self._files.get(path)

    async def _pack(self, page: Path) -> bytes:
        key, content = await asyncio.to_thread(_packed, page, self._packed)
        self._packed[key] = content
        if len(self._packed) > _MOST_PACKED:
            del self._packed[next(iter(self._packed))]
        return content


def _wants_a_file(path: str, request: Request) -> bool:
    # Ids hold dots too: what a browser navigates to is a page, whatever it is called.
    is_navigation = "text/html" in request.headers.get("accept", "")
    return "." in path.rpartition("/")[2] and not is_navigation


def _packed(page: Path, known: Mapping[_Version, bytes]) -> tuple[_Version, bytes]:
    version = (page, page.stat().st_mtime)
    return version, known.get(version) or gzip.compress(page.read_bytes(), 6)

"""The built web app as it is served: packed, and right for many readers at a time."""

import asyncio
import os
from pathlib import Path

import httpx2
from fastapi import FastAPI

from antiphon.app.web.page import WebApp

# More files than are kept packed.
FILES = 400


def reader_of(folder: Path) -> httpx2.AsyncClient:
    app = FastAPI()
    app.include_router(WebApp(folder).router)
    transport = httpx2.ASGITransport(app=app)
    return httpx2.AsyncClient(transport=transport, base_url="http://here")


async def test_many_files_at_once_are_all_served_whole(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    texts = {f"assets/part{number}.js": f"part({number})" for number in range(FILES)}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    async with reader_of(tmp_path) as reader:
        for _ in range(2):
            answers = await asyncio.gather(*(reader.get(f"/{name}") for name in texts))
            assert [answer.text for answer in answers] == list(texts.values())
            assert {answer.headers["content-encoding"] for answer in answers} == {"gzip"}


async def test_a_page_that_was_built_anew_is_packed_anew(tmp_path: Path) -> None:
    page = tmp_path / "index.html"
    async with reader_of(tmp_path) as reader:
        for version, text in enumerate(("old", "new")):
            page.write_text(text)
            os.utime(page, (version, version))
            assert (await reader.get("/index.html")).text == text

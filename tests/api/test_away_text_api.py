"""What callers hear while the centre is away, over HTTP: read, changed, brought back, heard."""

import io
import wave

import pytest
from tests.support.site import Site

from antiphon.identity.permissions import Role

pytestmark = pytest.mark.api

PATH = "/v1/away-text"
WORDS = {"en": "Later.", "yue": "等陣"}


async def test_the_words_are_changed_by_who_may_edit_flows_and_read_by_supervisors(
    site: Site,
) -> None:
    page = await site.page_of(Role.ADMIN)
    first = (await page.get(PATH)).json()
    assert (first["version"], list(first["text"])) == (0, ["en", "zh-Hans", "yue"])
    saved = await page.put(PATH, json={"text": WORDS, "version": 0})
    assert saved.status_code == 200, saved.text
    watcher = await site.page_of(Role.SUPERVISOR)
    assert (await watcher.get(PATH)).json()["text"] == WORDS
    assert (await watcher.put(PATH, json={"text": WORDS})).status_code == 403
    late = await page.put(PATH, json={"text": {"en": "Other."}, "version": 0})
    assert (late.status_code, late.json()["code"]) == (409, "catalogue.changed_meanwhile")
    back = (await page.post(f"{PATH}/0/restore")).json()
    assert (back["text"], back["version"]) == (first["text"], 2)
    assert [one["restores"] for one in back["versions"]] == [0, None]


@pytest.mark.parametrize("text", [{}, {"en": " "}, {"xx": "words"}])
async def test_what_nobody_would_hear_is_refused(site: Site, text: dict[str, str]) -> None:
    page = await site.page_of(Role.ADMIN)
    for answer in (
        await page.put(PATH, json={"text": text}),
        await page.post(f"{PATH}/sample", json={"text": text}),
    ):
        assert answer.status_code == 409
        assert answer.json()["code"].startswith("away_text.")


async def test_words_are_heard_before_they_are_saved(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    answer = await page.post(f"{PATH}/sample", json={"text": WORDS})
    assert answer.headers["content-type"] == "audio/wav"
    with wave.open(io.BytesIO(answer.content)) as sound:
        assert (sound.getframerate(), sound.getnchannels()) == (16_000, 1)
        assert sound.readframes(100).decode("utf-16-le") == "Later.等陣"
    assert (await page.get(PATH)).json()["version"] == 0
    silent = await page.post(f"{PATH}/sample", json={"text": {"en": "unspeakable"}})
    assert silent.json()["code"] == "away_text.unspoken"

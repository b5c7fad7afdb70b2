"""The music that a queue can have is listed, and can be heard as callers hear it."""

import io
from pathlib import Path

import numpy as np
import pytest
import soundfile
from tests.support.site import Site

from antiphon.identity.permissions import Role
from antiphon.simulation.sound import dominant, tone
from antiphon.telephony.asterisk.sounds import provide_all_music, sources_of_music

pytestmark = pytest.mark.api


async def test_an_operators_music_can_be_chosen_and_heard(site: Site, tmp_path: Path) -> None:
    own = tmp_path / "own"
    for name, hertz in (("", 500), ("spring", 700)):
        (own / name).mkdir(parents=True, exist_ok=True)
        soundfile.write(own / name / "piece.wav", tone(hertz, 25), 8_000)
    provide_all_music(tmp_path / "moh", sources_of_music(own, None))
    page = await site.page_of(Role.ADMIN)
    listed = (await page.get("/v1/music")).json()["items"]
    assert listed == [{"name": "default", "pieces": 1}, {"name": "spring", "pieces": 1}]
    heard = await page.get("/v1/music/spring/sample")
    assert heard.headers["content-type"] == "audio/wav"
    samples, rate = soundfile.read(io.BytesIO(heard.content), dtype="int16")
    assert (rate, len(samples)) == (16_000, 20 * 16_000)
    assert dominant(np.ascontiguousarray(samples[::2])) == pytest.approx(700, abs=5)


async def test_music_that_is_not_there_is_not_found(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    assert (await page.get("/v1/music/gone/sample")).status_code == 404
    assert (await page.get("/v1/music/..%2F..%2Fetc/sample")).status_code in {404, 422}

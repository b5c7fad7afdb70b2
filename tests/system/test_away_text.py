"""The control plane is killed and stays away: callers hear the text that was written for that."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
from tests.support.eventually import eventually
from tests.support.live_centre import LiveCentre, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S

from antiphon.simulation.sip_call import PhoneCall
from antiphon.simulation.sound import RATE, Codec, Samples, decode

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

WORDS = {"en": "Nobody is here now. Please call again in a few minutes.", "yue": "請再打嚟。"}


@pytest.fixture
async def live(own_site: LiveSite) -> AsyncIterator[LiveCentre]:
    made = await make_centre(own_site, agents=1)
    async with LiveCentre(own_site, made) as centre:
        yield centre


async def test_callers_hear_the_words_while_the_centre_is_away(live: LiveCentre) -> None:
    site = live.site
    stem = site.data / "engine" / "share" / "sounds" / "en" / "away"
    before = await laid_ready(stem, spoken=3)
    shown = await live.administrator.put("/v1/away-text", {"text": WORDS, "version": 0})
    assert (shown["text"], shown["version"]) == (WORDS, 1)
    sound = await laid_ready(stem, spoken=2)
    assert sound != before

    site.kill()
    call = live.call()
    await call.ended(2 * PATIENCE_S)
    expected = decode(sound, Codec.PCMU)
    assert likeness(expected, all_heard(call)) > 0.9

    await asyncio.to_thread(site.start)
    shown = await live.administrator.get("/v1/away-text")
    assert (shown["text"], shown["version"]) == (WORDS, 1)
    assert sound_of(stem) == sound


async def laid_ready(stem: Path, *, spoken: int) -> bytes:
    """The sound of so many languages, once all of its files are there."""
    made_from = stem.with_suffix(".made-from")

    async def found() -> bytes | None:
        if not made_from.is_file() or len(made_from.read_text().split()) != spoken:
            return None
        return sound_of(stem)

    return await eventually(found, 2 * PATIENCE_S)


def sound_of(stem: Path) -> bytes:
    return Path(f"{stem}.ulaw").read_bytes()


def all_heard(call: PhoneCall) -> Samples:
    return call.stream.heard.between(0, time.time() + 1)


def likeness(wanted: Samples, heard: Samples) -> float:
    """How like the loudest second of `wanted` a part of `heard` is; 1 is the same."""
    seconds = wanted[: len(wanted) // RATE * RATE].reshape(-1, RATE).astype(float)
    loudest = seconds[np.argmax((seconds**2).sum(axis=1))]
    size = 1 << (len(heard) + RATE).bit_length()
    spectrum = np.fft.rfft(heard.astype(float), size) * np.conj(np.fft.rfft(loudest, size))
    products = np.fft.irfft(spectrum, size)[: len(heard) - RATE]
    sums = np.concatenate([[0.0], np.cumsum(heard.astype(float) ** 2)])
    energies = sums[RATE:-1] - sums[: -RATE - 1]
    lengths = np.sqrt(np.maximum(energies, 1.0) * (loudest**2).sum())
    return float((products / lengths).max())

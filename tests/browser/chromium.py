"""Chromium with a microphone that hears one tone all the time."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import soundfile
from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    async_playwright,
    expect,
)
from tests.support.patience import PATIENCE_S

WIDE, NARROW = (1280, 900), (390, 844)

_RATE = 48_000
_SYLLABLES = 4
_EAR = Path(__file__).with_name("ear.js")
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)


# What pages tried that their own Content-Security-Policy refuses, since somebody emptied this.
refused_by_policy: list[str] = []


@asynccontextmanager
async def open_chromium(folder: Path, hertz: float) -> AsyncIterator[Browser]:
    """A browser whose microphone hears a tone of `hertz`."""
    microphone = folder / f"tone-{hertz:.0f}.wav"
    at = np.arange(_RATE) / _RATE
    # It swells like syllables do: the browser takes a steady tone for noise and suppresses it.
    swell = 0.5 - 0.5 * np.cos(2 * np.pi * _SYLLABLES * at)
    soundfile.write(microphone, 0.4 * swell * np.sin(2 * np.pi * hertz * at), _RATE, "PCM_16")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=_program(),
            args=[*_FLAGS, f"--use-file-for-fake-audio-capture={microphone}"],
        )
        try:
            yield browser
        finally:
            await browser.close()


def _program() -> str:
    """The machine's own browser."""
    found = filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome")))
    return next(found)


async def open_context(
    browser: Browser, origin: str, *, size: tuple[int, int] = WIDE, language: str = "en"
) -> BrowserContext:
    """A person's own browser window: nobody is signed in."""
    width, height = size
    context = await browser.new_context(
        base_url=origin,
        locale=language,
        timezone_id="Asia/Shanghai",
        viewport={"width": width, "height": height},
        # On a busy machine an unfolding menu stands still long enough to be clicked beside.
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_S * 1_000)
    expect.set_options(timeout=PATIENCE_S * 1_000)
    await context.add_init_script(path=_EAR)
    context.on("console", _hear)
    return context


def _hear(message: ConsoleMessage) -> None:
    if "Content Security Policy" in message.text:
        refused_by_policy.append(message.text)


async def open_page(
    browser: Browser, origin: str, *, size: tuple[int, int] = WIDE, language: str = "en"
) -> Page:
    """A page in a window of its own."""
    context = await open_context(browser, origin, size=size, language=language)
    return await context.new_page()

"""The secrets of phones and trunks: whoever asks at the same moment is told the same."""

import asyncio
from pathlib import Path

import pytest

from antiphon.database.engine import open_database
from antiphon.database.migrations import migrate
from antiphon.kernel.ids import DEFAULT_TENANT
from antiphon.telephony.store import STEPS, LineSecrets

pytestmark = pytest.mark.unit


async def test_all_who_ask_first_are_told_the_secret_that_is_kept(tmp_path: Path) -> None:
    database = open_database(f"sqlite+aiosqlite:///{tmp_path / 'data.db'}")
    await migrate(database, "lines", STEPS)
    store = LineSecrets(database, DEFAULT_TENANT)
    told = await asyncio.gather(*(store.keep("phone/ann", f"secret {n}") for n in range(8)))
    assert set(told) == {await store.find("phone/ann")}
    await database.dispose()


async def test_a_forgotten_secret_makes_room_for_another(tmp_path: Path) -> None:
    database = open_database(f"sqlite+aiosqlite:///{tmp_path / 'data.db'}")
    await migrate(database, "lines", STEPS)
    store = LineSecrets(database, DEFAULT_TENANT)
    assert await store.keep("phone/ann", "first") == "first"
    assert await store.keep("phone/ann", "second") == "first"
    await store.put("phone/ann", None)
    assert await store.keep("phone/ann", "third") == "third"
    await database.dispose()

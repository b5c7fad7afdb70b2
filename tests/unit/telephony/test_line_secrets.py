"""The secrets of phones and trunks: sealed on disk, and the same for all who ask."""

import asyncio
import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from antiphon.database.engine import open_database
from antiphon.database.migrations import migrate
from antiphon.database.sealing import KeyUnusable, Seal, SealBroken, provide_seal
from antiphon.kernel.ids import DEFAULT_TENANT
from antiphon.telephony.store import STEPS, LineSecrets

pytestmark = pytest.mark.unit

SEAL = Seal(bytes(32))


def files_with(folder: Path, word: str) -> list[str]:
    """The files that show this word."""
    return [file.name for file in folder.iterdir() if word.encode() in file.read_bytes()]


async def test_all_who_ask_first_are_told_the_secret_that_is_kept(tmp_path: Path) -> None:
    database = open_database(f"sqlite+aiosqlite:///{tmp_path / 'data.db'}")
    await migrate(database, "lines", STEPS)
    store = LineSecrets(database, DEFAULT_TENANT, SEAL)
    told = await asyncio.gather(*(store.keep("phone/ann", f"secret {n}") for n in range(8)))
    assert set(told) == {await store.find("phone/ann")}
    await database.dispose()


async def test_a_forgotten_secret_makes_room_for_another(tmp_path: Path) -> None:
    database = open_database(f"sqlite+aiosqlite:///{tmp_path / 'data.db'}")
    await migrate(database, "lines", STEPS)
    store = LineSecrets(database, DEFAULT_TENANT, SEAL)
    assert await store.keep("phone/ann", "first") == "first"
    assert await store.keep("phone/ann", "second") == "first"
    await store.put("phone/ann", None)
    assert await store.keep("phone/ann", "third") == "third"
    await database.dispose()


async def test_what_can_be_brought_back_no_more_is_forgotten(tmp_path: Path) -> None:
    database = open_database(f"sqlite+aiosqlite:///{tmp_path / 'data.db'}")
    await migrate(database, "lines", STEPS)
    store = LineSecrets(database, DEFAULT_TENANT, SEAL)
    for owner in ("trunk/old", "trunk/new", "phone/ann"):
        await store.put(owner, f"of {owner}")
    await store.forget_others("trunk/", {"trunk/new"})
    found = [await store.find(owner) for owner in ("trunk/old", "trunk/new", "phone/ann")]
    assert found == [None, "of trunk/new", "of phone/ann"]
    await database.dispose()


async def test_the_database_s_files_do_not_show_a_secret(tmp_path: Path) -> None:
    database = open_database(f"sqlite+aiosqlite:///{tmp_path / 'data.db'}")
    await migrate(database, "lines", STEPS)
    await LineSecrets(database, DEFAULT_TENANT, SEAL).put("trunk/t1", "kept-by-nobody-else")
    assert not files_with(tmp_path, "kept-by-nobody-else")
    await database.dispose()


async def test_what_was_stored_before_there_was_a_seal_is_sealed(tmp_path: Path) -> None:
    database = open_database(f"sqlite+aiosqlite:///{tmp_path / 'data.db'}")
    await migrate(database, "lines", STEPS[:1])
    async with database.begin() as connection:
        for number in range(50):
            row = {
                "tenant": DEFAULT_TENANT,
                "owner": f"trunk/t{number}",
                "secret": f"plain {number}",
            }
            statement = "INSERT INTO line_secrets VALUES (:tenant, :owner, :secret)"
            await connection.execute(text(statement), row)
    await database.dispose()
    assert files_with(tmp_path, "plain 7") == ["data.db"]

    await migrate(database, "lines", STEPS)
    store = LineSecrets(database, DEFAULT_TENANT, SEAL)
    assert await store.seal_older() == 50
    assert await store.seal_older() == 0
    assert await store.find("trunk/t7") == "plain 7"
    await database.dispose()
    assert not files_with(tmp_path, "plain 7")


async def test_with_another_key_a_secret_is_lost_and_can_be_given_again(tmp_path: Path) -> None:
    database = open_database(f"sqlite+aiosqlite:///{tmp_path / 'data.db'}")
    await migrate(database, "lines", STEPS)
    await LineSecrets(database, DEFAULT_TENANT, SEAL).put("phone/ann", "first")
    store = LineSecrets(database, DEFAULT_TENANT, Seal(bytes(range(32))))
    assert await store.find("phone/ann") is None
    assert await store.keep("phone/ann", "second") == "second"
    assert await store.find("phone/ann") == "second"
    await database.dispose()


def test_a_secret_opens_for_its_owner_only() -> None:
    sealed = SEAL.seal("word", owner="trunk/a")
    assert SEAL.open(sealed, owner="trunk/a") == "word"
    for broken, owner in ((sealed, "trunk/b"), (sealed[:-1], "trunk/a"), (b"", "trunk/a")):
        with pytest.raises(SealBroken):
            SEAL.open(broken, owner=owner)


def test_the_key_is_made_once_and_is_ours_alone(tmp_path: Path) -> None:
    file = tmp_path / "data" / "secrets.key"
    sealed = provide_seal(file).seal("word", owner="o")
    assert provide_seal(file).open(sealed, owner="o") == "word"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]
    file.write_bytes(b"short")
    with pytest.raises(KeyUnusable, match="holds no key"):
        provide_seal(file)

"""The doctor tells what of a data folder is damaged; commands say it without a traceback."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.support.event_samples import sample

from antiphon.agents.contract import AgentSaved
from antiphon.app.command.errors import telling_errors
from antiphon.app.command.finding import Verdict
from antiphon.app.command.kept import examine_kept
from antiphon.app.command.users import show_users
from antiphon.app.preparation.steps import PreparationFailed
from antiphon.app.processes import check_room
from antiphon.app.settings import Settings, SettingsRefused, read_settings
from antiphon.database.engine import open_database, telling_damage
from antiphon.database.sealing import provide_seal
from antiphon.journal.contract import JournalBroken, JournalFull
from antiphon.journal.sqlite import SqliteJournal
from antiphon.kernel.ids import DEFAULT_TENANT

NOW = datetime.now(UTC)


async def a_folder(folder: Path, *, at: datetime = NOW) -> Settings:
    settings = read_settings(data=folder)
    event = sample(AgentSaved)
    journal = await SqliteJournal.open(settings.journal_file)
    events = [type(event)(**{**_fields(event), "at": at}) for _ in range(9)]
    await journal.append(DEFAULT_TENANT, events)
    await journal.close()
    with closing(sqlite3.connect(settings.database_file)) as database:
        database.execute("CREATE TABLE t (n)")
        database.commit()
    provide_seal(settings.key_file)
    return settings


def _fields(event: AgentSaved) -> dict[str, object]:
    return {name: getattr(event, name) for name in event.__struct_fields__}


def bad_of(settings: Settings) -> dict[str, str]:
    """What is bad, and the remedy."""
    return {one.what: one.remedy for one in examine_kept(settings) if one.verdict is Verdict.BAD}


async def test_a_whole_folder_is_called_good(tmp_path: Path) -> None:
    settings = await a_folder(tmp_path)
    found = {one.what: one.says for one in examine_kept(settings)}
    assert bad_of(settings) == {}
    assert found["Journal"] == "9 records, all whole"
    assert list(found) == ["Journal", "Database", "Key"]


async def test_a_folder_that_was_never_started_has_nothing_to_look_at(tmp_path: Path) -> None:
    assert list(examine_kept(read_settings(data=tmp_path))) == []


async def test_each_damage_is_told_with_what_to_do(tmp_path: Path) -> None:
    settings = await a_folder(tmp_path)
    with closing(sqlite3.connect(settings.journal_file)) as journal:
        journal.execute("UPDATE record SET data = x'00' WHERE position = 5")
        journal.commit()
    assert "restore the newest backup" in bad_of(settings)["Journal"]
    settings.database_file.write_bytes(b"no database" * 1_000)
    assert "restore the newest backup" in bad_of(settings)["Database"]
    settings.key_file.write_bytes(b"short")
    assert "from a backup" in bad_of(settings)["Key"]
    settings.key_file.unlink()
    assert set(bad_of(settings)) == {"Journal", "Database", "Key"}


async def test_a_clock_that_went_back_is_told(tmp_path: Path) -> None:
    settings = await a_folder(tmp_path, at=NOW + timedelta(hours=3))
    assert set(bad_of(settings)) == {"Clock"}


async def test_a_damaged_database_is_named_when_it_is_used(tmp_path: Path) -> None:
    file = tmp_path / "data.db"
    file.write_bytes(b"no database" * 1_000)
    url = f"sqlite+aiosqlite:///{file}"
    engine = open_database(url)
    with pytest.raises(Exception, match=f"{file} cannot be used") as caught, telling_damage(url):
        async with engine.connect():
            pass
    await engine.dispose()
    assert type(caught.value).__name__ == "DatabaseDamaged"


def test_a_folder_without_a_centre_is_not_filled_by_looking_for_users(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        show_users(tmp_path / "typo")
    assert "holds no centre" in capsys.readouterr().err
    assert not (tmp_path / "typo").exists()


def test_a_setting_that_does_not_exist_is_told_with_the_page_of_those_that_do(
    tmp_path: Path,
) -> None:
    (tmp_path / "config.toml").write_text("prot = 7700")
    with pytest.raises(SettingsRefused, match=r"prot: .*settings\.md"):
        read_settings(data=tmp_path)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "Permission denied", "/x/data.db"), "/x/data.db: Permission denied;"),
        (OSError(28, "No space left on device"), "free some room"),
        (
            JournalFull("database or disk is full"),
            "data folder's disk and start again",
        ),
        (JournalBroken("position 3 is damaged"), "restore the newest backup"),
        (OSError("something else"), "something else. `antiphon doctor`"),
    ],
)
def test_what_the_system_refuses_ends_in_a_sentence(
    error: Exception, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit), telling_errors():
        raise error
    assert said in capsys.readouterr().err


def test_a_new_centre_is_not_begun_on_a_full_disk(tmp_path: Path) -> None:
    settings = read_settings(data=tmp_path)
    with pytest.raises(PreparationFailed, match="only 7 MB are free"):
        check_room(settings, 7 << 20)
    check_room(settings, 1 << 30)
    settings.journal_file.touch()
    check_room(settings, 0)

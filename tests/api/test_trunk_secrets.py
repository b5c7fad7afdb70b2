"""A trunk's secret is nowhere to be read: not in the journal, not in the database."""

from pathlib import Path

from tests.support.site import Site

from antiphon.identity.permissions import Role

SECRET = "only-the-carrier-and-we"


async def test_no_file_shows_a_trunk_s_secret(site: Site, tmp_path: Path) -> None:
    page = await site.page_of(Role.ADMIN)
    body = {"name": "Carrier", "host": "carrier.example", "username": "us", "secret": SECRET}
    assert (await page.post("/v1/trunks", json=body)).status_code == 201
    files = {file.name: file.read_bytes() for file in files_in(tmp_path)}
    assert b"carrier.example" in files["journal.db"] + files.get("journal.db-wal", b"")
    assert [name for name, content in files.items() if SECRET.encode() in content] == []


def files_in(folder: Path) -> list[Path]:
    """All files below."""
    return [file for file in folder.rglob("*") if file.is_file()]

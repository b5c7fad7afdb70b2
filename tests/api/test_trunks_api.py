"""Trunks: the secret is nowhere to be read, trials are counted, and how they are is shown."""

from pathlib import Path

from tests.support.site import Site

from antiphon.identity.permissions import Role
from antiphon.kernel.ids import TrunkId
from antiphon.telephony.engine import TrunkState
from antiphon.telephony.lines import Lines
from antiphon.telephony.trials import MOST
from antiphon.telephony.trunk_states import ReportTrunk
from antiphon.telephony.trunk_trouble import TrunkReason, TrunkTrouble

FORBIDDEN = TrunkTrouble(reason=TrunkReason.STATUS, status=403)
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


async def test_a_trunk_that_is_brought_back_has_its_secret(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    lines = site.parts.get(Lines)
    body = {"name": "Carrier", "host": "carrier.example", "username": "us", "secret": SECRET}
    trunk = (await page.post("/v1/trunks", json=body)).json()["id"]
    assert (await page.delete(f"/v1/trunks/{trunk}")).status_code == 204
    await lines.remove_trunk(TrunkId(trunk))
    assert (await page.post(f"/v1/trunks/{trunk}/bring-back")).is_success
    await lines.restore()
    assert site.engine.trunks[TrunkId(trunk)].secret == SECRET


async def test_a_trial_is_on_record_and_they_are_not_for_scanning(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    body = {"name": "Carrier", "host": "carrier.example", "secret": "right"}
    trunk = (await page.post("/v1/trunks", json=body)).json()["id"]
    statuses = [(await page.post(f"/v1/trunks/{trunk}/test")).status_code for _ in range(MOST + 1)]
    assert statuses == [200] * MOST + [429]
    audit = (await page.get("/v1/audit")).text
    assert audit.count("trunk_tested") >= MOST


async def test_how_trunks_are_is_shown(site: Site) -> None:
    page = await site.page_of(Role.ADMIN)
    body = {"name": "Carrier", "host": "carrier.example", "srtp": "required", "transport": "tls"}
    trunk = (await page.post("/v1/trunks", json=body)).json()
    assert trunk["srtp"] == "required"
    (shown,) = (await page.get("/v1/trunk-states")).json()["items"]
    assert (shown["trunk_id"], shown["state"], shown["since"]) == (trunk["id"], "unknown", None)
    trunk_id = TrunkId(trunk["id"])
    await site.centre.submit(
        ReportTrunk(trunk_id=trunk_id, state=TrunkState.REFUSED, trouble=FORBIDDEN)
    )
    (shown,) = (await page.get("/v1/trunk-states")).json()["items"]
    assert (shown["state"], shown["trouble"]) == (
        "refused",
        {"reason": "status", "status": 403, "said": ""},
    )

"""An engine with a damaged file says which, and the next start makes it anew by what was kept."""

import asyncio
import shutil
from pathlib import Path

import msgspec
import pytest
from tests.support.asterisk import an_asterisk

from antiphon.app.command.doctor import examine
from antiphon.app.command.finding import Verdict
from antiphon.app.settings import read_settings
from antiphon.telephony.asterisk.installation import Origin, private_installation
from antiphon.telephony.asterisk.process import AsteriskProcess, EngineFailed
from antiphon.telephony.asterisk.provisioning import provide_installation
from antiphon.telephony.asterisk.root_files import damaged_files

pytestmark = [pytest.mark.system, pytest.mark.timeout(600)]

MODULE = "res_pjsip_sdp_rtp.so"


async def refusal_of(asterisk: AsteriskProcess) -> str:
    try:
        with pytest.raises(EngineFailed) as failed:
            await asterisk.start()
    finally:
        await asterisk.stop(kill=True)
    return str(failed.value)


def test_a_truncated_module_is_named_found_and_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = an_asterisk(tmp_path / "engine")
    if whole.installation.origin is not Origin.PRIVATE:
        pytest.skip("this Asterisk's files are not ours")
    theirs, tools = whole.installation.asterisk_root.folder.parent, tmp_path / "tools"
    shutil.copytree(theirs, tools / "asterisk", symlinks=True)
    root = tools / "asterisk" / "root"
    [module] = root.rglob(MODULE)
    good = module.read_bytes()
    module.write_bytes(good[: len(good) // 2])

    installation = private_installation(root)
    settings = msgspec.structs.replace(
        whole.settings, modules=installation.modules, data=installation.data
    )
    said = asyncio.run(refusal_of(AsteriskProcess(installation, settings)))
    assert said.startswith(f"ended at once: damaged: {module}.")
    assert "./antiphon doctor" in said

    monkeypatch.setenv("ANTIPHON_TOOLS", str(tools))
    found = {f.what: f for f in examine(read_settings(data=tmp_path / "data"))}["Telephone engine"]
    assert found.verdict is Verdict.BAD
    assert str(module) in found.says

    asyncio.run(provide_installation(tools / "asterisk"))
    assert module.read_bytes() == good
    assert damaged_files(root) == []


def test_a_module_that_is_missing_ends_the_start_at_once(tmp_path: Path) -> None:
    whole = an_asterisk(tmp_path / "engine")
    modules = tmp_path / "modules"
    modules.mkdir()
    for module in whole.settings.modules.glob("*.so"):
        if module.name != MODULE:
            (modules / module.name).symlink_to(module)
    settings = msgspec.structs.replace(whole.settings, modules=modules)
    said = asyncio.run(refusal_of(AsteriskProcess(whole.installation, settings)))
    assert said.startswith(f"ended at once: its module {MODULE} cannot be loaded: ")

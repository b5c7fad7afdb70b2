"""Starting and ending: what is left running, what is taken over, what is refused."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from tests.support.busy_centre import BusyCentre
from tests.support.endings import is_gone, seconds_to_end
from tests.support.live_centre import LiveCentre, make_centre
from tests.support.live_site import LiveSite
from tests.support.patience import PATIENCE_S
from tests.support.public_site import PublicSite

from antiphon.telephony.asterisk.process_record import running_pid

pytestmark = [pytest.mark.system, pytest.mark.timeout(300)]

END_S = 5.0


@pytest.fixture
def two_sites(tmp_path: Path) -> Iterator[tuple[LiveSite, LiveSite]]:
    sites = (LiveSite(tmp_path / "one"), LiveSite(tmp_path / "two"))
    try:
        yield sites
    finally:
        for site in sites:
            site.stop()


def engine_of(site: LiveSite) -> int | None:
    return running_pid(site.data / "engine")


def control_of(site: LiveSite) -> psutil.Process:
    return psutil.Process(int((site.data / "antiphon.lock").read_text().split()[0]))


def worker_of(site: LiveSite) -> psutil.Process:
    """The worker, which is started when calls are taken."""

    def is_worker(child: psutil.Process) -> bool:
        with suppress(psutil.NoSuchProcess):  # who speaks a text is gone in a moment
            is_alive = child.status() != psutil.STATUS_ZOMBIE
            return is_alive and "antiphon.app.worker" in child.cmdline()
        return False

    def find() -> list[psutil.Process]:
        return [child for child in control_of(site).children() if is_worker(child)]

    until(lambda: bool(find()), within_s=PATIENCE_S)
    return find()[0]


def until(is_so: Callable[[], bool], *, within_s: float) -> float:
    """Wait for an effect in another process; how long it took."""
    begun = time.monotonic()
    while not is_so():
        assert time.monotonic() - begun < within_s, "it did not happen"
        time.sleep(0.02)
    return time.monotonic() - begun


def is_pending(process: psutil.Process, number: signal.Signals) -> bool:
    """Whether a signal was sent and has not been delivered yet."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    waiting = next(line for line in status.splitlines() if line.startswith("ShdPnd:"))
    return bool(int(waiting.split()[1], 16) >> (number - 1) & 1)


def has_logged(site: LiveSite, event: str) -> bool:
    return any(line.get("event") == event for line in site.log_lines())


def run_command(site: LiveSite, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "antiphon.app", *arguments, "--data", str(site.data)],
        env={**os.environ, "PYTHONPATH": "src"},
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_every_process_within_five_seconds(
    own_site: LiveSite, number: signal.Signals
) -> None:
    control, engine, worker = control_of(own_site), engine_of(own_site), worker_of(own_site)
    assert engine is not None
    processes = [psutil.Process(engine), worker]
    control.send_signal(number)
    assert seconds_to_end(control) < END_S
    assert engine_of(own_site) is None
    until(lambda: all(map(is_gone, processes)), within_s=PATIENCE_S)


def test_a_fresh_start_and_an_orderly_end_alarm_nobody(own_site: LiveSite) -> None:
    control = control_of(own_site)
    worker_of(own_site)
    control.send_signal(signal.SIGINT)
    seconds_to_end(control)
    lines = own_site.log_lines()
    assert any(line["event"] == "engine let go" for line in lines)
    assert not any(line["event"] == "engine lost" for line in lines)
    assert not any("Event source not found" in str(line.get("pii.text")) for line in lines)


def test_a_second_signal_ends_what_waits_for_calls(tmp_path: Path) -> None:
    site = LiveSite(tmp_path / "data")
    try:
        site.start()
        control = control_of(site)
        # The engine does not react any more, so the orderly end takes its full time.
        engine = engine_of(site)
        assert engine is not None
        psutil.Process(engine).suspend()
        control.send_signal(signal.SIGINT)
        # Two that wait to be delivered are one.
        until(lambda: not is_pending(control, signal.SIGINT), within_s=PATIENCE_S)
        control.send_signal(signal.SIGINT)
        assert seconds_to_end(control) < END_S
        assert engine_of(site) is None
    finally:
        site.stop()


def test_a_killed_control_plane_leaves_its_engine_and_the_next_takes_it_over(
    own_site: LiveSite,
) -> None:
    engine = engine_of(own_site)
    own_site.kill()
    assert engine_of(own_site) == engine
    own_site.start()
    assert engine_of(own_site) == engine
    assert has_logged(own_site, "engine.adopted")


def test_an_engine_left_behind_can_be_ended(own_site: LiveSite) -> None:
    engine = engine_of(own_site)
    own_site.kill()
    done = run_command(own_site, "down")
    assert (done.returncode, str(engine) in done.stdout) == (0, True), done.stdout
    assert engine_of(own_site) is None
    assert "Nothing runs" in run_command(own_site, "down").stdout


def test_a_dead_engine_comes_back(own_site: LiveSite) -> None:
    engine = engine_of(own_site)
    assert engine is not None
    os.kill(engine, signal.SIGKILL)
    until(
        lambda: engine_of(own_site) not in (None, engine) and own_site.is_ready(),
        within_s=2 * PATIENCE_S,
    )
    until(lambda: has_logged(own_site, "engine.restarted"), within_s=PATIENCE_S)


def test_a_dead_worker_comes_back_and_calls_are_taken_meanwhile(own_site: LiveSite) -> None:
    worker = worker_of(own_site)
    worker.kill()
    assert own_site.is_ready()
    until(lambda: is_gone(worker), within_s=PATIENCE_S)
    assert worker_of(own_site).pid != worker.pid
    assert has_logged(own_site, "worker.ended")


def test_a_second_control_plane_on_the_same_folder_is_refused(own_site: LiveSite) -> None:
    done = run_command(own_site, "up", "--port", "1")
    assert done.returncode == 1
    assert f"in use by process {control_of(own_site).pid}" in done.stderr
    assert "Traceback" not in done.stderr
    assert own_site.is_ready()


def test_two_data_folders_run_side_by_side(two_sites: tuple[LiveSite, LiveSite]) -> None:
    one, two = two_sites
    one.start()
    two.start()
    assert one.is_ready()
    assert two.is_ready()
    assert engine_of(one) != engine_of(two)
    one.stop()
    assert two.is_ready()


def test_a_taken_port_is_named_and_nothing_is_left(
    two_sites: tuple[LiveSite, LiveSite], own_site: LiveSite
) -> None:
    other = two_sites[0]
    ports = ("--port", str(other.port), "--sip-port", str(own_site.sip_port))
    done = run_command(other, "up", *ports)
    assert done.returncode == 1
    assert f"port {own_site.sip_port} on 127.0.0.1 is taken" in done.stderr
    assert "--sip-port" in done.stderr
    assert engine_of(other) is None


def test_nothing_listens_outside_loopback_without_a_public_address(own_site: LiveSite) -> None:
    engine = engine_of(own_site)
    assert engine is not None
    for pid in (control_of(own_site).pid, engine):
        for connection in psutil.Process(pid).net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN:
                assert connection.laddr.ip in ("127.0.0.1", "::1")


def test_secrets_are_readable_by_their_owner_only(own_site: LiveSite) -> None:
    for path in own_site.data.rglob("*"):
        if path.is_file() and not path.is_symlink():
            assert path.stat().st_mode & 0o077 == 0, path


def test_the_doctor_finds_a_running_centre_well(own_site: LiveSite) -> None:
    done = run_command(own_site, "doctor")
    assert "Readiness" in done.stdout
    assert "ready" in done.stdout
    own_site.kill()
    assert "takes it over with its calls" in run_command(own_site, "doctor").stdout


async def test_a_backup_of_a_running_centre_can_be_restored_and_takes_a_call(
    two_sites: tuple[LiveSite, LiveSite],
) -> None:
    one, two = two_sites
    await asyncio.to_thread(one.start)
    made = await make_centre(one, agents=1)
    archive = str(one.data.with_name("backup.tar.gz"))
    assert (await asyncio.to_thread(run_command, one, "admin", "backup", archive)).returncode == 0
    await asyncio.to_thread(one.stop)
    done = await asyncio.to_thread(run_command, two, "admin", "restore", archive)
    assert done.returncode == 0, done.stderr
    await asyncio.to_thread(two.start)
    async with LiveCentre(two, made) as live:
        centre = BusyCentre(live)
        await centre.add_agents(1)
        await centre.talk(1)
        await centre.end_everything()
    again = await asyncio.to_thread(run_command, two, "admin", "restore", archive)
    assert again.returncode == 1


def test_a_public_address_is_served_with_https_and_says_whose_certificate_it_is(
    tmp_path: Path,
) -> None:
    site = PublicSite(tmp_path / "data")
    site.open_to("127.0.0.2")
    try:
        site.start()
        told = site.output.read_text()
        assert "signed by ourselves" in told
        assert f"Whoever reaches 127.0.0.2 reaches the page (port {site.port})" in told
        engine = engine_of(site)
        assert engine is not None
        listening = {c.laddr for c in psutil.Process(engine).net_connections("tcp") if c.laddr}
        assert ("127.0.0.2", site.sip_port) in listening
        assert {address.ip for address in listening} <= {"127.0.0.1", "127.0.0.2"}
    finally:
        site.stop()


async def test_draining_waits_for_calls_in_progress(tmp_path: Path) -> None:
    site = LiveSite(tmp_path / "data")
    site.more_options = ("--drain",)
    await asyncio.to_thread(site.start)
    try:
        made = await make_centre(site, agents=1)
        control = control_of(site)
        async with LiveCentre(site, made) as live:
            centre = BusyCentre(live)
            await centre.add_agents(1)
            await centre.talk(1)
            control.send_signal(signal.SIGTERM)
            with pytest.raises(psutil.TimeoutExpired):
                await asyncio.to_thread(control.wait, 2)
            assert centre.ended_talks() == []
            await centre.end_everything()
            assert await asyncio.to_thread(seconds_to_end, control) < END_S
    finally:
        await asyncio.to_thread(site.stop)
    assert engine_of(site) is None


async def test_a_second_signal_ends_calls_that_draining_waits_for(tmp_path: Path) -> None:
    site = LiveSite(tmp_path / "data")
    site.more_options = ("--drain",)
    await asyncio.to_thread(site.start)
    try:
        made = await make_centre(site, agents=1)
        control = control_of(site)
        async with LiveCentre(site, made) as live:
            centre = BusyCentre(live)
            await centre.add_agents(1)
            await centre.talk(1)
            control.send_signal(signal.SIGINT)
            with pytest.raises(psutil.TimeoutExpired):
                await asyncio.to_thread(control.wait, 1)
            control.send_signal(signal.SIGINT)
            assert await asyncio.to_thread(seconds_to_end, control) < END_S
    finally:
        await asyncio.to_thread(site.stop)
    assert engine_of(site) is None

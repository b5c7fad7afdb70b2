"""A PostgreSQL server of its own for tests: in a folder, on a socket, gone afterwards."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

_START_S = 30.0


def find_programs() -> Path | None:
    """The folder with `initdb` and `postgres`, which Debian keeps out of the search path."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    found = str(versions[-1]) if versions else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _version(program: Path) -> int:
    name = program.parent.parent.name
    return int(name) if name.isdigit() else 0


@contextmanager
def run_server(programs: Path) -> Iterator[str]:
    """Gives the address of a server's first database; fsync is on, as in earnest."""
    folder = Path(tempfile.mkdtemp(prefix="antiphon-pg-"))
    # PostgreSQL refuses to run as root.
    demoted: dict[str, Any] = {}
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
        demoted = {"user": "nobody", "group": "nogroup", "extra_groups": []}
    data = folder / "data"
    initdb = f"{programs}/initdb -D {data} -U antiphon -A trust -E UTF8 --no-locale".split()
    command = f"{programs}/postgres -D {data} -k {folder} -c listen_addresses=".split()
    try:
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, cwd=folder, **demoted)
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, **demoted)
        try:
            address = f"postgresql://antiphon@/postgres?host={folder}"
            _wait_until_ready(address, server)
            yield address
        finally:
            server.send_signal(signal.SIGINT)  # it does not wait for clients to leave
            server.wait(timeout=20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def make_database(address: str, name: str) -> str:
    """A new, empty database on the server at `address`."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    return address.replace("/postgres?", f"/{name}?")


def _wait_until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_S
    while True:
        try:
            psycopg.connect(address, connect_timeout=2).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return

"""`doctor`: what works, what does not, and what to do about it. Changes nothing."""

import os
import resource
import shutil
import ssl
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from antiphon.app.certificate import CertificateUnusable, check_pair, expires_at
from antiphon.app.command.errors import say, telling_errors
from antiphon.app.command.finding import Finding, Verdict
from antiphon.app.command.kept import examine_kept
from antiphon.app.command.needs import missing_needs
from antiphon.app.data_folder import find_holder, url_of_holder
from antiphon.app.ports import PortTaken, check_ports
from antiphon.app.preparation.node import NodeMissing, find_node
from antiphon.app.preparation.steps import workshop_of
from antiphon.app.settings import Settings, read_settings
from antiphon.telephony.asterisk.installation import Installation, Origin
from antiphon.telephony.asterisk.late_frames import drops_late_frames
from antiphon.telephony.asterisk.packages import KEYRING, PackagesUnavailable, debian_mirror
from antiphon.telephony.asterisk.process_record import running_pid
from antiphon.telephony.asterisk.provisioning import find_installation
from antiphon.telephony.asterisk.root_files import damaged_files, is_recorded

_ENOUGH_DISK = 5 * 1024**3
_ENOUGH_FILES = 4096
_WARN_BEFORE = timedelta(days=30)
_MOST_NAMED = 3


def run_doctor(data: Path) -> None:
    """Look at everything, tell it, and exit with 1 when something does not work."""
    with telling_errors():
        findings = list(examine(read_settings(data=data)))
    for finding in findings:
        say(f"  {finding.verdict}  {finding.what}: {finding.says}")
        if finding.remedy:
            say(f"      {finding.remedy}")
    bad = sum(finding.verdict is Verdict.BAD for finding in findings)
    say(f"{bad} of {len(findings)} do not work." if bad else "Everything that is needed works.")
    sys.exit(1 if bad else 0)


def examine(settings: Settings) -> Iterator[Finding]:
    """Every finding, in the order in which they matter."""
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(what="Python", verdict=Verdict.GOOD, says=f"{version} in {sys.prefix}")
    yield _data_folder(settings)
    yield _disk(settings)
    yield from examine_kept(settings)
    yield _engine(settings)
    yield _web_app(settings)
    yield _files()
    yield from _running(settings)
    if settings.is_public or settings.tls_cert is not None:
        yield _certificate(settings)
    yield _tests()


def _data_folder(settings: Settings) -> Finding:
    folder = settings.data
    nearest = next(path for path in (folder, *folder.parents) if path.exists())
    if os.access(nearest, os.W_OK | os.X_OK):
        return Finding(what="Data folder", verdict=Verdict.GOOD, says=str(folder))
    return Finding(
        what="Data folder",
        verdict=Verdict.BAD,
        says=f"{folder} cannot be written",
        remedy="Name another with --data, or change the rights of this one.",
    )


def _disk(settings: Settings) -> Finding:
    nearest = next(p for p in (settings.data, *settings.data.parents) if p.exists())
    free = shutil.disk_usage(nearest).free
    is_enough = free >= _ENOUGH_DISK
    return Finding(
        what="Disk",
        verdict=Verdict.GOOD if is_enough else Verdict.BAD,
        says=f"{free / 1024**3:.1f} GiB free",
        remedy="" if is_enough else "Recordings need room: free at least 5 GiB.",
    )


def _engine(settings: Settings) -> Finding:
    folder = settings.tools_folder / "asterisk"
    found = find_installation(folder, asterisk=settings.asterisk)
    if found is not None:
        return _found_engine(found)
    if settings.asterisk is not None:
        return Finding(
            what="Telephone engine",
            verdict=Verdict.BAD,
            says=f"{settings.asterisk} does not run, is too old, or lacks its folders",
            remedy="Point ANTIPHON_ASTERISK at an Asterisk >= 22.10.1, or unset it.",
        )
    try:
        mirror = settings.debian_mirror or debian_mirror()
        problem = "" if KEYRING.is_file() else "the package debian-archive-keyring is missing"
    except PackagesUnavailable as error:
        mirror, problem = "", str(error)
    if problem:
        return Finding(
            what="Telephone engine",
            verdict=Verdict.BAD,
            says=f"cannot be fetched: {problem}",
            remedy="Or install Asterisk >= 22.10.1 and set ANTIPHON_ASTERISK to its path.",
        )
    if (folder / "root").is_dir():
        return Finding(
            what="Telephone engine",
            verdict=Verdict.HINT,
            says="damaged; `antiphon up` makes it anew from the packages that it kept",
        )
    return Finding(
        what="Telephone engine",
        verdict=Verdict.HINT,
        says="not here yet; `antiphon up` fetches it from this system's mirror",
        remedy=mirror,
    )


def _found_engine(found: Installation) -> Finding:
    root = found.asterisk_root.folder
    if found.origin is Origin.PRIVATE and is_recorded(root) and (bad := damaged_files(root)):
        return Finding(
            what="Telephone engine",
            verdict=Verdict.BAD,
            says=f"damaged: {', '.join(map(str, bad[:_MOST_NAMED]))} ({len(bad)} in all)",
            remedy="`antiphon up` makes it anew from the packages that it kept.",
        )
    says = f"Asterisk {found.version} ({found.origin})"
    if drops_late_frames(found.asterisk):
        return Finding(
            what="Telephone engine",
            verdict=Verdict.HINT,
            says=f"{says} drops sound that it takes for late: after a transfer or in a "
            "conference somebody may hear nothing",
            remedy="Unset ANTIPHON_ASTERISK: our own copy of it is mended.",
        )
    return Finding(what="Telephone engine", verdict=Verdict.GOOD, says=says)


def _web_app(settings: Settings) -> Finding:
    workshop = workshop_of(settings)
    if workshop is None:
        return Finding(
            what="Web app",
            verdict=Verdict.BAD,
            says="this copy has no web sources",
            remedy="Take a whole checkout.",
        )
    if workshop.is_current():
        return Finding(what="Web app", verdict=Verdict.GOOD, says=str(workshop.built))
    try:
        node = find_node()
    except NodeMissing as error:
        return Finding(what="Web app", verdict=Verdict.BAD, says=str(error))
    says = f"not built from the present sources; `antiphon up` does, with Node {node.version}"
    return Finding(what="Web app", verdict=Verdict.HINT, says=says)


def _files() -> Finding:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    is_enough = hard == resource.RLIM_INFINITY or hard >= _ENOUGH_FILES
    return Finding(
        what="Open files",
        verdict=Verdict.GOOD if is_enough else Verdict.BAD,
        says=f"up to {hard}" if hard != resource.RLIM_INFINITY else "unlimited",
        remedy="" if is_enough else "Raise the limit (`ulimit -Hn`): each call takes about ten.",
    )


def _running(settings: Settings) -> Iterator[Finding]:
    control, engine = find_holder(settings.data), running_pid(settings.engine_folder)
    if control is None and engine is not None:
        yield Finding(
            what="Running",
            verdict=Verdict.HINT,
            says=f"an Asterisk ({engine}) without its control plane",
            remedy="`antiphon up` takes it over with its calls; `antiphon down` ends it.",
        )
        return
    if control is None:
        yield _ports(settings)
        return
    yield Finding(what="Running", verdict=Verdict.GOOD, says=f"process {control}")
    if engine is None:
        yield Finding(
            what="Asterisk",
            verdict=Verdict.BAD,
            says="its process is not there",
            remedy=f"Read {settings.data / 'log' / 'antiphon.log'}; it is restarted by itself.",
        )
    yield _readiness(settings)


def _ports(settings: Settings) -> Finding:
    try:
        check_ports(
            settings.bind_address,
            web=settings.port,
            sip=settings.sip_port,
            sip_tls=settings.tls_port,
            rtp=settings.rtp_ports,
        )
    except PortTaken as error:
        return Finding(what="Ports", verdict=Verdict.BAD, says=str(error))
    says = f"{settings.port}, {settings.sip_port}, {settings.tls_port} and RTP are free"
    return Finding(what="Ports", verdict=Verdict.GOOD, says=says)


def _readiness(settings: Settings) -> Finding:
    url = f"{url_of_holder(settings.data)}/readyz"
    # Only its answer is of interest, and it may well have signed its certificate itself.
    context = ssl._create_unverified_context() if url.startswith("https:") else None  # noqa: S323
    try:
        with urllib.request.urlopen(url, timeout=5, context=context) as answer:  # noqa: S310
            return _answer(settings, answer.read(500))
    except urllib.error.HTTPError as error:
        says = error.read(500).decode(errors="replace").strip()
        return Finding(what="Readiness", verdict=Verdict.BAD, says=f"{error.code} {says}")
    except (OSError, ValueError) as error:
        return Finding(what="Readiness", verdict=Verdict.BAD, says=f"{url}: {error}")


def _answer(settings: Settings, body: bytes) -> Finding:
    missing = [name for name, runs in msgspec.json.decode(body)["background"].items() if not runs]
    says = body.decode(errors="replace").strip()
    if not missing:
        return Finding(what="Readiness", verdict=Verdict.GOOD, says=says)
    return Finding(
        what="Readiness",
        verdict=Verdict.BAD,
        says=f"calls are taken, but not: {', '.join(missing)}: {says}",
        remedy=f"Read {settings.data / 'log' / 'worker.log'}; a dead worker is started again.",
    )


def _certificate(settings: Settings) -> Finding:
    cert = settings.tls_cert or settings.data / "tls" / "cert.pem"
    key = settings.tls_key or settings.data / "tls" / "key.pem"
    try:
        check_pair(cert, key)
    except CertificateUnusable as error:
        if settings.tls_cert is None:
            says = "none of our own yet; `antiphon up` makes one"
            return Finding(what="Certificate", verdict=Verdict.HINT, says=says)
        return Finding(
            what="Certificate",
            verdict=Verdict.BAD,
            says=str(error),
            remedy="Correct tls_cert and tls_key, or leave both out: we sign one ourselves then.",
        )
    end = expires_at(cert)
    is_long = end - datetime.now(UTC) > _WARN_BEFORE
    return Finding(
        what="Certificate",
        verdict=Verdict.GOOD if is_long else Verdict.BAD,
        says=f"{cert} {'ends' if end > datetime.now(UTC) else 'ended'} on {end:%Y-%m-%d}",
        remedy="" if is_long else "Renew it; a start makes a new one when it is our own.",
    )


def _tests() -> Finding:
    missing = [need.package for need in missing_needs()]
    if not missing:
        return Finding(what="Tests", verdict=Verdict.GOOD, says="everything they need is here")
    says = f"{' '.join(missing)} would be needed for all of them"
    return Finding(what="Tests", verdict=Verdict.HINT, says=says)

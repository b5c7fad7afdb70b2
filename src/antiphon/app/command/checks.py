"""`test`: every gate and every tier of tests, and a table of what each took.

What a machine lacks is installed where the rights exist; otherwise the tiers that need it are left
out and named, which is a failure under CI.

Telephones and browsers run in real time, and a stall of the machine can fail a good test. So where
very few of their tests fail, those run once more, alone: what fails again has failed, and what
passes then is named as unsteady. That is a bug too, of the test or the product, but not a refusal.
"""

import asyncio
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import msgspec
from rich.console import Console
from rich.table import Table

from antiphon.app.command.errors import fail, say, telling_errors
from antiphon.app.command.needs import Need, install, missing_needs
from antiphon.app.preparation.board import open_board
from antiphon.app.preparation.steps import prepare, workshop_of
from antiphon.app.settings import Settings, read_settings, repository_folder
from antiphon.kernel.children import ProgramFailed, run

# Tier, and how many processes share it: more than two where tests wait most of their time.
TIERS = {
    "unit": 2,
    "contract": 4,
    "api": 2,
    "replay": 2,
    "simulation": 2,
    "system": 3,
    "browser": 3,
}
# The tiers that may try again, and how many failures are still few.
REAL_TIME = ("contract", "system", "browser")
_FEW = 3
GATES = "gates"
# Figures, not tests: only when asked for, and alone on the machine.
ON_DEMAND = ("load",)
_TESTS_FAILED, _NO_TESTS_COLLECTED = 1, 5


class Counts(msgspec.Struct, kw_only=True):
    """How the tests of one tier ended."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    # The first line of why, by the name of the test that failed.
    failures: dict[str, str] = {}
    # The same of those that failed among others, and passed alone.
    unsteady: dict[str, str] = {}

    def add(self, other: "Counts") -> None:
        """Take another tier's counts in."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.failures |= other.failures
        self.unsteady |= other.unsteady

    def after_another_try(self, again: "Counts") -> "Counts":
        """What remains, once those that failed ran again."""
        unsteady = {name: why for name, why in self.failures.items() if name not in again.failures}
        passed = self.passed + again.passed
        return msgspec.structs.replace(
            again, passed=passed, skipped=self.skipped, unsteady=unsteady
        )


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the table."""

    name: str
    seconds: float
    is_good: bool
    note: str = ""
    # What its processes computed; None where others computed beside them.
    cpu_seconds: float | None = None


def run_test(data: Path, wanted: Sequence[str]) -> None:
    """Run the gates and tiers that are `wanted`, all of them by default; exits with the result."""
    known = (GATES, *TIERS, *ON_DEMAND)
    unknown = set(wanted) - set(known)
    if unknown:
        fail(f"no such tier: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    chosen = [name for name in known if name in (wanted or (GATES, *TIERS))]
    started = time.monotonic()
    with telling_errors():
        settings = read_settings(data=data)
        outcomes: list[Outcome] = []
        left_out = _provide_needs(chosen, outcomes)
        asyncio.run(_prepare(settings))
        if GATES in chosen:
            outcomes += asyncio.run(_run_gates(settings))
        totals = Counts()
        for tier in chosen:
            if tier != GATES and tier not in left_out:
                outcomes.append(_run_tier(settings, tier, totals))
    _show(outcomes)
    # Once more at the end: of a long output often only the end is kept.
    for test, why in totals.unsteady.items():
        say(f"UNSTEADY {test}: it passed alone, and failed before: {why}")
    for test, why in totals.failures.items():
        say(f"FAILED {test}: {why}")
    # The last line has the form of pytest's own, over all tiers.
    say(closing_line(totals, time.monotonic() - started))
    sys.exit(0 if all(outcome.is_good for outcome in outcomes) else 1)


def run_fix(data: Path) -> None:
    """Format and put right what programs can; exits with 1 when something is left to a person."""
    with telling_errors():
        settings = read_settings(data=data)
        problems = asyncio.run(_fix(settings))
    for problem in problems:
        say(problem)
    sys.exit(1 if problems else 0)


async def _fix(settings: Settings) -> list[str]:
    root = repository_folder()
    ruff = [sys.executable, "-m", "ruff"]
    work: list[tuple[list[str], Path]] = [
        ([*ruff, "check", "--fix", "."], root),
        ([*ruff, "format", "."], root),
    ]
    workshop = workshop_of(settings)
    if workshop is not None:
        await workshop.install(lambda _text, _share: None)
        biome = str(workshop.folder / "node_modules" / ".bin" / "biome")
        work.append(([biome, "check", "--write", "."], root / "web"))
    problems: list[str] = []
    for command, folder in work:
        try:
            await run(command, folder=folder, environment={"NO_COLOR": "1"})
        except ProgramFailed as error:
            problems.append(error.tail)
    return problems


def _provide_needs(chosen: Sequence[str], outcomes: list[Outcome]) -> set[str]:
    needs = [need for need in missing_needs() if not need.tiers.isdisjoint(chosen)]
    if not needs:
        return set()
    started = time.monotonic()
    say(f"Installing {', '.join(need.package for need in needs)}.")
    problem = install(needs)
    lacking: list[Need] = missing_needs() if problem else []
    lacking = [need for need in lacking if not need.tiers.isdisjoint(chosen)]
    left_out = {tier for need in lacking if need.is_essential for tier in need.tiers}
    note = ""
    if lacking:
        packages = " ".join(need.package for need in lacking)
        note = f"{problem}; install {packages}; left out: {', '.join(sorted(left_out)) or 'parts'}"
    is_ci = bool(os.environ.get("CI"))
    seconds = time.monotonic() - started
    outcomes.append(
        Outcome(name="needs", seconds=seconds, is_good=not (lacking and is_ci), note=note)
    )
    return left_out


async def _prepare(settings: Settings) -> None:
    with open_board(sys.stdout) as board:
        await prepare(settings, board)


async def _run_gates(settings: Settings) -> list[Outcome]:
    """The checks of the text itself, side by side."""
    python = [sys.executable, "-m"]
    imports = str(Path(sys.executable).with_name("lint-imports"))
    gates = {
        "ruff": [[*python, "ruff", "format", "--check", "."], [*python, "ruff", "check", "."]],
        "mypy": [[*python, "mypy"]],
        "imports": [[imports]],
    }
    root = repository_folder()
    work = [_run_gate(name, commands, root, {}) for name, commands in gates.items()]
    workshop = workshop_of(settings)
    if workshop is not None:
        node = await workshop.install(lambda _text, _share: None)
        bin_folder = workshop.folder / "node_modules" / ".bin"
        commands = {
            "biome": [str(bin_folder / "biome"), "check", "."],
            "tsc": [str(bin_folder / "tsc"), "--noEmit"],
            "vitest": [str(bin_folder / "vitest"), "run"],
        }
        environment = {**workshop.environment(node), "NO_COLOR": "1", "CI": "true"}
        work += [
            _run_gate(name, [command], workshop.folder, environment)
            for name, command in commands.items()
        ]
    places = asyncio.Semaphore(2)

    async def in_turn(gate: int) -> Outcome:
        async with places:
            return await work[gate]

    return list(await asyncio.gather(*(in_turn(gate) for gate in range(len(work)))))


async def _run_gate(
    name: str, commands: Sequence[Sequence[str]], folder: Path, environment: dict[str, str]
) -> Outcome:
    started = time.monotonic()
    problem = ""
    for command in commands:
        try:
            await run(command, folder=folder, environment=environment)
        except ProgramFailed as error:
            problem = error.tail
            say(f"--- {name} ---\n{problem}")
    seconds = time.monotonic() - started
    return Outcome(
        name=name, seconds=seconds, is_good=not problem, note="see above" if problem else ""
    )


def _run_tier(settings: Settings, tier: str, totals: Counts) -> Outcome:
    if not any((repository_folder() / "tests" / tier).rglob("test_*.py")):
        return Outcome(name=tier, seconds=0, is_good=True, note="no tests")
    started, computed = time.monotonic(), _computed_by_children()
    say(f"--- {tier} ---")
    # Who has finished takes tests from another, so that no long row of them is left to one.
    spread = ["-s"] if tier in ON_DEMAND else ["-n", str(TIERS[tier]), "--dist", "worksteal"]
    code, counts = _run_pytest(settings, tier, spread)
    if tier in REAL_TIME and code == _TESTS_FAILED and counts.failed <= _FEW:
        say(f"--- {tier}: what failed, once more and alone ---")
        code, again = _run_pytest(
            settings, tier, ["--last-failed", "--last-failed-no-failures=none"]
        )
        counts = counts.after_another_try(again)
    totals.add(counts)
    is_good = code == 0 or (code == _NO_TESTS_COLLECTED and not os.environ.get("CI"))
    return Outcome(
        name=tier,
        seconds=time.monotonic() - started,
        is_good=is_good,
        note=_sentence(counts) or f"pytest ended with {code}",
        cpu_seconds=_computed_by_children() - computed,
    )


def _run_pytest(settings: Settings, tier: str, options: Sequence[str]) -> tuple[int, Counts]:
    """How pytest ended, and what it reported."""
    report = settings.tools_folder / "test" / f"{tier}.xml"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    command = [
        sys.executable,
        "-m",
        "pytest",
        f"tests/{tier}",
        "-q",
        f"--junitxml={report}",
        *options,
    ]
    root = repository_folder()
    code = subprocess.run(command, cwd=root, stdin=subprocess.DEVNULL, check=False).returncode
    return code, read_report(report)


def _computed_by_children() -> float:
    """CPU seconds of the processes that have ended, with those that they waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def read_report(report: Path) -> Counts:
    """The counts in a JUnit file; nothing when pytest did not get to write one."""
    counts = Counts()
    try:
        # Our own pytest wrote it.
        tree = ElementTree.parse(report)  # noqa: S314
    except (OSError, ElementTree.ParseError):
        return counts
    for suite in tree.iter("testsuite"):
        number = {name: int(suite.get(name, "0")) for name in ("tests", "failures", "skipped")}
        failed = number["failures"] + int(suite.get("errors", "0"))
        counts.failed += failed
        counts.skipped += number["skipped"]
        counts.passed += number["tests"] - failed - number["skipped"]
    for case in tree.iter("testcase"):
        for problem in (*case.iter("failure"), *case.iter("error")):
            why = problem.get("message", "").partition("\n")[0]
            counts.failures[f"{case.get('classname')}.{case.get('name')}"] = why
    return counts


def _show(outcomes: Sequence[Outcome]) -> None:
    table = Table(title="What was run")
    table.add_column("")
    table.add_column("part")
    table.add_column("seconds", justify="right")
    table.add_column("CPU", justify="right")
    table.add_column("")
    for outcome in outcomes:
        mark = "ok" if outcome.is_good else "FAILED"
        computed = "" if outcome.cpu_seconds is None else f"{outcome.cpu_seconds:.1f}"
        table.add_row(mark, outcome.name, f"{outcome.seconds:.1f}", computed, outcome.note)
    Console(file=sys.stdout, width=120 if not sys.stdout.isatty() else None).print(table)


def _sentence(counts: Counts) -> str:
    parts = [("failed", counts.failed), ("passed", counts.passed), ("skipped", counts.skipped)]
    return ", ".join(f"{number} {word}" for word, number in parts if number)


def closing_line(totals: Counts, seconds: float) -> str:
    """The totals in the form of the last line of pytest."""
    text = f" {_sentence(totals) or 'no tests ran'} in {seconds:.2f}s "
    return text.center(80, "=")

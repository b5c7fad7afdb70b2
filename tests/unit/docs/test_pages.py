"""What the pages say of the repository is so: links, file names, labels, the form of decisions."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from antiphon.app.command import app
from antiphon.app.settings import repository_folder

pytestmark = pytest.mark.unit

ROOT = repository_folder()
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))
GUIDES = sorted(
    [*(ROOT / "docs" / "tutorial").glob("*.md"), *(ROOT / "docs" / "how-to").glob("*.md")]
)

DECISION_PARTS = ["Context", "Decision", "Consequences", "Alternatives", "Enforced by"]
DECISION_LINES = 50

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_FILE = re.compile(r"[\w.-]+(/[\w.-]+)*/?\.?[\w-]*")
_ENDINGS = (".py", ".ts", ".tsx", ".toml", ".md", ".json", "/")
# A sentence: operations of the interface may begin with the same word.
_TEST = re.compile(r"test(_[a-z0-9]+){3,}")
_DEFINED = re.compile(r"^(?:async )?def (test_\w+)", re.MULTILINE)
_ROUTE = re.compile(r"`(GET|POST|PUT|PATCH|DELETE) (/v1/[\w/{}-]+)")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
# What exists only while a centre runs, or only in Asterisk's world.
_ELSEWHERE = re.compile(r"var/|tools/|rest-api/|config\.toml|docs/\.\.\.|today|package-lock")


def prose(page: Path) -> str:
    """The page without its blocks of code."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    """What can follow `#` in a link to the page."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", text.lower()).strip().replace(" ", "-") for text in headings}


def broken_links(page: Path) -> Iterator[str]:
    for link in _LINK.findall(prose(page)):
        path, _, anchor = link.partition("#")
        if path.startswith(("https://", "mailto:")):
            continue
        target = (page.parent / path).resolve() if path else page
        is_page = anchor and target.suffix == ".md"
        if not target.exists() or (is_page and anchor not in anchors(target)):
            yield link


def missing_files(page: Path) -> Iterator[str]:
    places = (ROOT, ROOT / "src" / "antiphon", ROOT / "docs", page.parent)
    for text in _CODE.findall(prose(page)):
        is_file = "/" in text and text.endswith(_ENDINGS) and _FILE.fullmatch(text)
        if is_file and not text.startswith("/") and not _ELSEWHERE.search(text):
            # A file named by its last folders only, such as `ari/messages.py`.
            ends = f"**/{text.rstrip('/')}"
            if not any((place / text).exists() for place in places) and not any(
                (ROOT / "src").glob(ends)
            ):
                yield text


def missing_tests(page: Path) -> set[str]:
    """The tests that the page names and nobody wrote."""
    named = {text for text in _CODE.findall(prose(page)) if _TEST.fullmatch(text)}
    if not named:
        return set()
    files = (ROOT / "tests").rglob("test_*.py")
    written = {name for file in files for name in _DEFINED.findall(file.read_text("utf-8"))}
    return named - written


def missing_routes(page: Path) -> set[tuple[str, str]]:
    """The routes that the page names and nobody serves."""
    named = set(_ROUTE.findall(page.read_text(encoding="utf-8")))
    paths = json.loads((ROOT / "web" / "openapi.json").read_text(encoding="utf-8"))["paths"]
    return {(method, path) for method, path in named if method.lower() not in paths.get(path, {})}


def texts_of_the_page() -> set[str]:
    files = (ROOT / "web" / "src" / "shared" / "i18n" / "texts").rglob("en.json")

    def texts(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        else:
            for part in value.values():
                yield from texts(part)

    return {text for file in files for text in texts(json.loads(file.read_text(encoding="utf-8")))}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    assert list(broken_links(page)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_that_are_named_exist(page: Path) -> None:
    assert list(missing_files(page)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_tests_that_are_named_exist(page: Path) -> None:
    assert missing_tests(page) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_routes_that_are_named_exist(page: Path) -> None:
    assert missing_routes(page) == set()


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_what_a_guide_prints_in_bold_is_a_text_of_the_page(page: Path) -> None:
    text = _CODE.sub("", prose(page))
    labels = set(re.findall(r"\*\*([^*]+)\*\*", text)) - {"Next:"}
    assert labels - texts_of_the_page() == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_that_are_named_exist(page: Path) -> None:
    commands = getattr(typer.main.get_command(app), "commands")  # noqa: B009 (typer does not say)
    named = set(re.findall(r"\./antiphon ([a-z]+)", page.read_text(encoding="utf-8")))
    assert named - set(commands) == set()


def test_a_bad_page_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "bad.md"
    page.write_text(
        "# A\n[x](gone.md) [y](#b) [z](#a) `app/gone.py` `app/settings.py` `test_that_is_missing`\n"
        "`POST /v1/queues` `POST /v1/gone` `PATCH /v1/queues`\n"
    )
    assert list(broken_links(page)) == ["gone.md", "#b"]
    assert list(missing_files(page)) == ["app/gone.py"]
    assert missing_tests(page) == {"test_that_is_missing"}
    assert missing_routes(page) == {("POST", "/v1/gone"), ("PATCH", "/v1/queues")}


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in DECISIONS]
    assert numbers == list(range(1, len(DECISIONS) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_has_its_parts_on_one_page(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {path.name[:4]}. ")
    assert re.search(r"^\*\*Status:\*\* \S+.* · \*\*Area:\*\* \S+", text, re.MULTILINE)
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    assert parts[::2] == DECISION_PARTS
    assert all(part.strip() for part in parts[1::2])
    assert len(text.splitlines()) <= DECISION_LINES


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
def test_a_translated_readme_has_the_same_commands_and_links(language: str) -> None:
    def essence(page: Path) -> tuple[list[str], set[str]]:
        text = page.read_text(encoding="utf-8")
        links = {link for link in _LINK.findall(text) if not link.startswith("README")}
        return re.findall(r"^\./antiphon \w+", text, re.MULTILINE), links

    assert essence(ROOT / f"README.{language}.md") == essence(ROOT / "README.md")

"""Files and functions stay short; an exception has a reason and a maximum that may only fall."""

from pathlib import Path

from tests.unit.house.sizes import REPOSITORY, load_exceptions, problems


def test_nothing_is_longer_than_the_house_allows() -> None:
    assert problems(REPOSITORY, load_exceptions()) == []


def test_every_exception_says_why() -> None:
    assert [name for name, one in load_exceptions().items() if len(str(one["why"])) < 20] == []


def test_long_files_functions_and_components_are_found(tmp_path: Path) -> None:
    _write(tmp_path / "src/antiphon/long.py", "x = 1\n" * 401)
    _write(
        tmp_path / "src/antiphon/deep.py", "class A:\n  async def f(self):\n" + "    x = 1\n" * 60
    )
    _write(tmp_path / "tests/test_long.py", "def test_it():\n" + "    x = 1\n" * 60)
    _write(tmp_path / "web/src/page.tsx", "//\n" * 251)
    _write(tmp_path / "web/src/model.ts", "//\n" * 401)
    found = problems(tmp_path, {})
    assert [line.split(" has ")[0] for line in found] == [
        "src/antiphon/deep.py:A.f",
        "src/antiphon/long.py",
        "tests/test_long.py:test_it",
        "web/src/page.tsx",
        "web/src/model.ts",
    ]


def test_what_just_fits_is_not_reported(tmp_path: Path) -> None:
    _write(tmp_path / "src/a.py", "x = 1\n" * 400)
    _write(tmp_path / "src/b.py", "def f():\n" + "    x = 1\n" * 59)
    assert problems(tmp_path, {}) == []


def test_a_maximum_may_only_fall(tmp_path: Path) -> None:
    _write(tmp_path / "src/a.py", "x = 1\n" * 410)
    _write(tmp_path / "src/b.py", "x = 1\n")
    exceptions: dict[str, dict[str, object]] = {
        "src/a.py": {"most": 420, "why": ""},
        "src/b.py": {"most": 420, "why": ""},
        "src/c.py": {"most": 420, "why": ""},
    }
    assert problems(tmp_path, exceptions) == [
        "src/a.py is down to 410 lines: lower its maximum from 420",
        "src/b.py fits again: remove its exception",
        "src/c.py is gone: remove its exception",
    ]
    exceptions = {"src/a.py": {"most": 405, "why": ""}}
    assert problems(tmp_path, exceptions) == ["src/a.py has 410 lines, 405 are allowed"]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)

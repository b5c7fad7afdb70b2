"""What the server says by code has a sentence in the page, in each of its languages."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from antiphon.agents.contract import SystemReason
from antiphon.app.reference.events import all_events
from antiphon.interactions.history_projection import _TOLD

_REPOSITORY = Path(__file__).parents[3]
_SOURCE = _REPOSITORY / "src" / "antiphon"
_TEXTS = _REPOSITORY / "web" / "src" / "shared" / "i18n" / "texts"
_LANGUAGES = ("en", "zh-Hans", "zh-Hant")
# Where the code stands among the arguments.
_REFUSALS = {"RuleBroken": 0, "Problem": 1, "AddressUnusable": 0, "_within": 0}
_NOTES = {"note": 1, "_entry": None}


def calls(tree: ast.AST, names: dict[str, Any]) -> Iterator[tuple[str, ast.Call]]:
    """Each call of one of these functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", None)
            if name in names:
                yield name, node


def is_code(argument: ast.expr) -> bool:
    """Whether an argument is a plain code such as `routing.queue_not_empty`."""
    return (
        isinstance(argument, ast.Constant)
        and isinstance(argument.value, str)
        and "." in argument.value
        and argument.value.replace(".", "").replace("_", "").isalpha()
        and argument.value.islower()
    )


def refusals(tree: ast.AST) -> Iterator[tuple[str, set[str]]]:
    """The codes with which this module refuses something, and what each names."""
    for name, call in calls(tree, _REFUSALS):
        place = _REFUSALS[name]
        if len(call.args) > place and is_code(call.args[place]):
            yield ast.literal_eval(call.args[place]), {one.arg or "" for one in call.keywords}


def refusal_codes(tree: ast.AST) -> Iterator[str]:
    """The codes with which this module refuses something."""
    return (code for code, _ in refusals(tree))


def noted_actions(tree: ast.AST) -> Iterator[str]:
    """The actions that this module puts into the audit trail."""
    for _, call in calls(tree, _NOTES):
        yield from (ast.literal_eval(argument) for argument in call.args if is_code(argument))


def modules() -> Iterator[ast.AST]:
    for path in _SOURCE.rglob("*.py"):
        yield ast.parse(path.read_text())


def texts_of(language: str, *path: str) -> dict[str, Any]:
    texts: dict[str, Any] = {}
    for folder in (_TEXTS, _TEXTS / "office"):
        found: Any = json.loads((folder / f"{language}.json").read_text())
        for part in path:
            found = found.get(part, {})
        texts |= found
    return texts


@pytest.mark.parametrize("language", _LANGUAGES)
def test_each_reason_that_the_centre_gives_has_a_name(language: str) -> None:
    given = {reason for name, reason in vars(SystemReason).items() if name.isupper()}
    assert given
    assert {one.removeprefix("system.") for one in given} <= set(texts_of(language, "reason"))


@pytest.mark.parametrize("language", _LANGUAGES)
def test_each_refusal_has_a_sentence(language: str) -> None:
    codes = {code for tree in modules() for code in refusal_codes(tree)}
    assert len(codes) > 50
    known = texts_of(language, "problem")
    assert sorted(code for code in codes if code.replace(".", "_") not in known) == []


@pytest.mark.parametrize("language", _LANGUAGES)
def test_a_refusal_s_sentence_names_only_what_is_told(language: str) -> None:
    sentences = texts_of(language, "problem")
    wrong = {
        (code, hole)
        for tree in modules()
        for code, told in refusals(tree)
        for hole in re.findall(r"{{(\w+)}}", sentences[code.replace(".", "_")])
        if hole not in told
    }
    assert wrong == set()
    assert "{{names}}" in sentences["catalogue_in_use"]


@pytest.mark.parametrize("language", _LANGUAGES)
def test_each_change_has_a_sentence_in_the_audit_trail(language: str) -> None:
    changes = {
        name
        for name, event in all_events().items()
        if name.endswith(("_saved", "_removed", ".saved", ".removed"))
        and "interaction_id" not in event.__struct_fields__
    }
    noted = {action for tree in modules() for action in noted_actions(tree)}
    assert len(changes) > 15
    assert "recordings.played" in noted
    known = texts_of(language, "audit", "act")
    assert sorted(what for what in changes | noted if what.replace(".", "_") not in known) == []


def test_a_code_without_a_sentence_would_be_found() -> None:
    tree = ast.parse('raise RuleBroken("nothing.like_this", "No.")')
    assert list(refusal_codes(tree)) == ["nothing.like_this"]
    assert "nothing_like_this" not in texts_of("en", "problem")


@pytest.mark.parametrize("language", _LANGUAGES)
def test_a_sentence_of_the_timeline_names_only_what_is_told(language: str) -> None:
    told = {"agent" if name == "agent_id" else name for name in _TOLD}
    told = {"queue" if name == "queue_id" else name for name in told}
    sentences = json.loads((_TEXTS / f"{language}.json").read_text())["timeline"]
    holes = {key: set(re.findall(r"{{(\w+)}}", text)) for key, text in sentences.items()}
    assert any(holes.values())
    assert {key: names - told for key, names in holes.items() if names - told} == {}

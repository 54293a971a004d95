"""What no file of the project may hold, and how long one may grow."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.guards.repository import APPS, ROOT, python_files, tracked_files

MOST_LINES = 300
MOST_FUNCTION_LINES = 60
# A file over the limit stands here with its reason.
LONG_FILES: dict[str, str] = {}
REGISTRIES = ("pypi" + ".org", "python" + "hosted", "npm" + "js.org", "deb.debian" + ".org")
MACHINE_PATH = re.compile(r"(?<![\w.{}])/(?:work|farm|root)/[A-Za-z.]")
OPEN_ENDS = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""  # pictures and packed data hold no text


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_python_file_is_long_without_a_reason() -> None:
    long = {
        _name(path)
        for path in python_files(*APPS, "tests")
        if len(path.read_text().splitlines()) > MOST_LINES
    }

    assert long == set(LONG_FILES)


def _functions(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Those below a node; expressions, most of a file's nodes, hold none."""
    for part in ("body", "orelse", "handlers", "finalbody", "cases"):
        for child in getattr(node, part, ()):
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield child
            yield from _functions(child)


def test_no_function_is_long() -> None:
    long = [
        f"{_name(path)}:{node.name}"
        for path in python_files(*APPS, "tests")
        if len(path.read_text().splitlines()) >= MOST_FUNCTION_LINES
        for node in _functions(ast.parse(path.read_text()))
        if (node.end_lineno or 0) - node.lineno >= MOST_FUNCTION_LINES
    ]

    assert long == []


def test_no_file_names_a_registry_or_a_path_of_a_machine() -> None:
    found = [
        _name(path)
        for path in tracked_files()
        if any(registry in _text(path) for registry in REGISTRIES)
        or MACHINE_PATH.search(_text(path))
    ]

    assert found == []


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_a_lock_is_hashed_and_holds_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    pins = re.findall(r"^[a-z0-9][^\n]*==[^\n]*$", text, flags=re.MULTILINE)

    assert "://" not in text
    assert len(pins) > 20
    assert all(pin.rstrip().endswith("\\") for pin in pins)


def test_no_source_has_an_open_end() -> None:
    found = [
        _name(path)
        for path in tracked_files()
        if path.suffix in {".py", ".html", ".js", ".css"} and OPEN_ENDS.search(_text(path))
    ]

    assert found == []


def test_no_template_has_inline_script_or_style() -> None:
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|\son[a-z]+=|\sstyle=|<style\b")
    found = [
        _name(path)
        for path in tracked_files()
        if path.suffix == ".html" and inline.search(_text(path))
    ]

    assert found == []


def test_only_the_four_packages_and_tests_stand_at_the_top() -> None:
    tops = {path.relative_to(ROOT).parts[0] for path in tracked_files()}
    visible = {top for top in tops if not top.startswith(".")}

    assert visible == {
        *APPS,
        "tests",
        "manage.py",
        "pyproject.toml",
        "README.md",
        "Makefile",
        "requirements.txt",
        "requirements-dev.txt",
    }


def test_nothing_but_the_lifecycle_writes_a_state() -> None:
    writes = re.compile(r"\.update\([^)]*\bstate=|\.state = ")
    allowed = {"evaluations/services/lifecycle.py"}
    found = {
        _name(path)
        for path in python_files("shoppers", "evaluations")
        if writes.search(path.read_text())
    }
    # Imports, plans, calibrations and runs are no evaluations or test calls: their states are their
    # own.
    own = ("importing", "/plan", "/calibrat")
    found = {name for name in found if not any(word in name for word in own)}

    assert found == allowed

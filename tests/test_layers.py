"""Modules import only from lower layers, type-only imports included; each outside library has one owner."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import build_tools
from tests.library import PROJECT

PACKAGE = Path(build_tools.__file__).parent

#: From low to high. A module imports from the layers above its own line, and from those named before it on its line.
LAYERS: tuple[tuple[str, ...], ...] = (
    (
        "problems",
        "records",
        "answers",
        "plaintext",
        "kept",
        "folders",
        "built",
        "long_page",
        "ledger",
        "exchange",
        "deliver",
        "finished",
        "policy",
        "dutch",
        "meant",
        "history",
        "captions",
        "pieces",
        "shapes",
        "found",
        "crew",
        "overheard",
        "apart",
        "unchanged",
        "conversion",
        "packaged",
        "colours",
        "picture",
        "paste",
        "archive",
        "offline",
        "workflows",
        "compiled",
    ),
    ("source", "parsing", "project", "shares"),
    ("faults", "descent", "reading", "references", "texts", "model", "load", "slices"),
    ("readability", "checks", "compare", "relation", "changes", "renewal", "explain", "alike", "missing"),
    ("views",),
    (
        "poster",
        "printing",
        "render",
        "data_schema",
        "data",
        "comparison_scripts",
        "redirects",
        "remarks",
        "outcome",
        "schemas",
        "search_words",
        "search_rules",
        "joining",
        "search",
        "agenda",
        "start",
        "importing",
    ),
    ("plan", "findings", "site"),
    (
        "settings",
        "retold",
        "furnish",
        "generated",
        "theme",
        "workshop",
        "plugin",
        "building",
        "joined",
        "divided",
        "publishing",
        "preview",
        "cli",
    ),
)

#: The module (or package) that knows a library; all others go through it.
OWNERS = {
    "click": {"cli"},
    "filelock": {"deliver"},
    "icalendar": {"agenda"},
    "jinja2": {"render", "compiled", "theme"},
    "docx": {"importing"},
    "lxml": {"importing", "plaintext", "built", "picture", "paste"},
    "markdown": {"captions", "plaintext", "pieces"},
    "markdown_it": {"importing"},
    "mdit_py_plugins": {"importing"},
    "mkdocs": {"settings", "plugin", "furnish", "generated", "theme", "workshop", "preview"},
    "pdfminer": {"importing"},
    "pdfplumber": {"importing"},
    "pydantic": {"records"},
    "rensa": {"alike"},
    "rich": {"cli"},
    "Stemmer": {"search_words"},
    "typst": {"poster"},
    "watchdog": {"preview"},
    "yaml": {"source"},
}

#: What records are made of, as the language itself might have it: every module may know it.
OF_RECORDS = {"msgspec"}

MODULES = sorted(PACKAGE.rglob("*.py"))


def part(path: Path) -> str:
    """The module or subpackage of build_tools that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every absolute name that the file imports, in functions and under TYPE_CHECKING too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


ORDER = [name for layer in LAYERS for name in layer]


def inner(path: Path) -> set[str]:
    """The parts of build_tools that a file imports, its own aside."""
    found = {name.split(".")[1] for name in imports(path) if name.startswith("build_tools.")}
    return found - {part(path), "__init__"}


def test_every_module_stands_in_one_layer() -> None:
    assert sorted(ORDER) == sorted({part(path) for path in MODULES} - {"__init__"})


def test_the_architecture_page_tells_the_same_layers() -> None:
    page = (PROJECT / "docs" / "ontwikkelaars" / "architecture.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| \d+ \| (.*?) \|", page, flags=re.MULTILINE)
    assert tuple(tuple(re.findall(r"`(\w+)`", row)) for row in rows) == LAYERS


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_what_stands_before_it(path: Path) -> None:
    before = ORDER[: ORDER.index(part(path))] if part(path) in ORDER else []
    assert inner(path) - set(before) == set()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_an_outside_library_is_known_to_its_owner_only(path: Path) -> None:
    outside = {name.split(".")[0] for name in imports(path)} - sys.stdlib_module_names - OF_RECORDS - {"build_tools"}
    strangers = {name for name in outside if part(path) not in OWNERS.get(name, set())}
    assert strangers == set()


def test_only_what_the_list_of_commands_needs_makes_dataclasses() -> None:
    """A Struct is made in a fraction of the time; without msgspec at all the list comes sooner still."""
    found = {part(path) for path in MODULES if "dataclasses.dataclass" in imports(path)}
    assert found == {"problems"}


def test_every_owner_uses_its_library() -> None:
    used = {(name.split(".")[0], part(path)) for path in MODULES for name in imports(path)}
    assert {(library, owner) for library, owners in OWNERS.items() for owner in owners} <= used


@pytest.mark.parametrize(
    "library", ["lxml", "markdown", "jinja2", "mkdocs", "msgspec", "pydantic", "click", "rich", "pyyaml"]
)
def test_every_library_that_the_code_imports_is_a_dependency(library: str) -> None:
    assert f'"{library}>=' in (PROJECT / "pyproject.toml").read_text(encoding="utf-8")


CLOCK_AND_NETWORK = {"time", "random", "socket", "urllib.request", "http.client"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_core_has_no_clock_and_no_network(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    used = CLOCK_AND_NETWORK & set(imports(path)) | {sign for sign in (".today()", ".now(") if sign in text}
    assert not used or part(path) in LAYERS[-1], f"{path.name} uses {used}"

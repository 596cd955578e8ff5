"""What the project leans on: each dependency has its reason in the docs, and what goes to a browser its licence."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.library import PROJECT

PAGE = (PROJECT / "docs" / "ontwikkelaars" / "afhankelijkheden.md").read_text(encoding="utf-8")
LICENSES = (PROJECT / "overrides" / "assets" / "licenses.txt").read_text(encoding="utf-8")
SETTINGS: dict[str, Any] = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))


def names(requirements: list[Any]) -> set[str]:
    return {re.split(r"[<>=\[ ]", one)[0] for one in requirements if isinstance(one, str)}


def with_reason(part: str) -> set[str]:
    """What the tables in a part of the page name, each with a reason of some words."""
    section = PAGE.split(f"{{ #{part} }}")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `([\w-]+)` \| ([^|]+) \|", section, flags=re.MULTILINE)
    assert [name for name, reason in rows if len(reason.split()) < 5] == []
    return {name for name, _ in rows}


def test_each_library_of_the_product_has_a_reason_and_no_other() -> None:
    extras = SETTINGS["project"]["optional-dependencies"].values()
    assert with_reason("product") == names(SETTINGS["project"]["dependencies"]).union(*map(names, extras))


def test_each_tool_of_the_developers_has_a_reason_and_no_other() -> None:
    assert with_reason("development") == set().union(*map(names, SETTINGS["dependency-groups"].values()))


def test_every_lower_bound_is_given() -> None:
    """`make test-lowest` installs these, so a library without one would come in its oldest release."""
    extras = SETTINGS["project"]["optional-dependencies"].values()
    listed = [*SETTINGS["project"]["dependencies"], *(one for extra in extras for one in extra)]
    assert [one for one in listed if ">=" not in one] == []


@pytest.mark.parametrize(
    "path", sorted((PROJECT / "overrides" / "assets" / "vendor").glob("*.js")), ids=lambda path: path.name
)
def test_each_script_of_others_has_its_licence_in_the_output(path: Path) -> None:
    assert f"assets/vendor/{path.name}" in LICENSES
    text = path.with_name(f"{path.stem}.LICENSE.txt").read_text(encoding="utf-8")
    assert text.strip() in LICENSES


def test_what_the_theme_bundles_is_named_with_its_licence(site: Path) -> None:
    bundled = set()
    for found in (site / "assets").rglob("*.js.map"):
        sources = json.loads(found.read_text(encoding="utf-8"))["sources"]
        bundled |= {
            match[1] for source in sources if (match := re.search(r"node_modules/((?:@[^/]+/)?[^/]+)/", source))
        }
    assert {"rxjs", "clipboard"} <= bundled
    assert [name for name in sorted(bundled) if name not in LICENSES.lower()] == []


def test_the_licences_are_in_the_output_and_the_site_leads_to_them(site: Path) -> None:
    assert (site / "assets" / "licenses.txt").read_text(encoding="utf-8") == LICENSES
    assert 'href="../assets/licenses.txt"' in (site / "over" / "index.html").read_text(encoding="utf-8")
    for font in (site / "assets" / "fonts").glob("*.woff2"):
        assert font.name.startswith("atkinson-hyperlegible-next")
    assert "assets/fonts/*.woff2" in LICENSES


def test_no_script_is_sent_that_the_licences_do_not_know(site: Path) -> None:
    """The theme's own search is left out: nothing asks for it."""
    own = {path.name for path in (PROJECT / "overrides" / "assets").glob("*.js")}
    sent = {path.relative_to(site).as_posix() for path in site.rglob("*.js")}
    known = ("assets/vendor/", "assets/javascripts/bundle.", "search/", "data/")
    assert [path for path in sorted(sent) if not path.startswith(known) and path.rpartition("/")[2] not in own] == []

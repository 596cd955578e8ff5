"""The list of what a site will have: each path is known before the thing itself is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from bench.collection import collection
from build_tools import findings
from build_tools.kept import Recipe, anew
from build_tools.load import load
from build_tools.model import Library
from build_tools.plan import Plan, plan_site, planned_page
from build_tools.site import outline
from build_tools.source import read_folder
from build_tools.views.sheets import sheets
from build_tools.views.shelf import Shelf
from tests.library import PROJECT, edited, library, sources


def live() -> Library:
    return findings.read(read_folder(PROJECT / "protocol_src"))[0]


def large() -> Library:
    return findings.read(collection(read_folder(PROJECT / "protocol_src"), 10))[0]


def of_one_school() -> Library:
    return library(edited("site.yml", own_protocol="de-wilg"))


def with_moved_pages() -> Library:
    return library(
        edited("site.yml", redirects=[{"old": "oud/", "new": "ouders/"}, {"old": "ouders/#oud", "new": "media/"}])
    )


@pytest.fixture(scope="module", params=[live, large, of_one_school, with_moved_pages])
def plan(request: pytest.FixtureRequest) -> Plan:
    make: Callable[[], Library] = request.param
    found = make()
    return plan_site(found, Shelf(sheets=tuple(sheets(found))))


def test_each_page_stands_where_the_plan_says(plan: Plan) -> None:
    assert [make().path for make in plan.pages.values()] == list(plan.pages)
    assert all(path.endswith(".md") for path in plan.pages)


def test_each_file_stands_where_the_plan_says(plan: Plan) -> None:
    assert [tuple(sorted(group.make(anew))) for group in plan.data] == [
        tuple(sorted(group.paths)) for group in plan.data
    ]


def test_an_outline_names_what_the_site_has(plan: Plan) -> None:
    found = outline(plan)
    assert [page.path for page in found.pages] == list(plan.pages)
    assert set(found.data) == {path for group in plan.data for path in group.make(anew)}
    assert found.pdfs == {}


def test_one_page_is_made_without_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    found = library()
    plan = plan_site(found, Shelf(sheets=tuple(sheets(found))))
    made: list[str] = []
    monkeypatch.setattr("build_tools.plan.render", lambda view, **_: made.append(view.path))
    planned_page(plan, "over.md")
    assert made == ["over.md"]


def test_of_a_page_in_parts_only_the_part_that_changed_is_made_again() -> None:
    known: dict[str, bytes] = {}
    again: list[str] = []

    def recall(recipes: Mapping[str, Recipe]) -> dict[str, str]:
        again[:] = [name for name, recipe in recipes.items() if known.get(name) != recipe.key]
        known.update({name: recipe.key for name, recipe in recipes.items()})
        return {name: recipe() for name, recipe in recipes.items()}

    base, rule = sources(), "protocols/de-wilg/articles/telefoon-in-de-tas.yml"
    for title in (b"title: ", b"title: Nieuw! "):
        found = load(base | {rule: base[rule].replace(b"title: ", title)})[0]
        planned_page(plan_site(found, Shelf()), "medewerkers.md", recall)
    assert again == ["medewerkers.md#telefoon"]

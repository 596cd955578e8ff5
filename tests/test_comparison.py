"""The comparison's views and the scripts that its page loads."""

from __future__ import annotations

import json
from typing import Any

from build_tools.compare import cell
from build_tools.comparison_scripts import comparison_scripts
from build_tools.load import load
from build_tools.model import Library
from build_tools.relation import cells_relation
from build_tools.render import render
from build_tools.slices import Slices
from build_tools.source import read_folder
from build_tools.views.comparison import MOST_BESIDE, ComparisonView, comparison_link, comparison_views, is_large
from tests.library import PROJECT, Changes, article, edited, library, norm, protocol


def together(*files: Changes, shown: tuple[str, ...] = ("de-wilg", "de-els"), **els: Any) -> Library:
    """De Wilg and De Els, with these files laid over them."""
    return library(edited("site.yml", protocols=list(shown)), protocol("de-els", "De Els", **els), *files)


def of_els(**fields: Any) -> dict[str, str]:
    return {path.replace("de-wilg", "de-els"): text for path, text in article(**fields).items()}


def many(count: int) -> Library:
    names = [f"school-{number}" for number in range(count)]
    files: dict[str, str | bytes | None] = {}
    for name in names:
        files |= protocol(name, name)
        files |= {path.replace("de-wilg", name): text for path, text in article().items()}
    return library(edited("site.yml", protocols=names), files)


def small(found: Library) -> ComparisonView:
    (view,) = comparison_views(found)
    assert isinstance(view, ComparisonView)
    return view


def content(script: str) -> Any:
    """What a script hands over."""
    return json.loads(script.partition("(")[2].rstrip().removesuffix(");"))


def test_every_topic_has_a_row_and_every_protocol_a_cell_in_it() -> None:
    found = together(of_els())
    rows = [row for theme in small(found).themes for row in theme.rows]
    assert [row.id for row in rows] == list(found.vocabulary.topics)
    assert {tuple(one.protocol for one in row.cells) for row in rows} == {("de-wilg", "de-els")}


def test_a_row_says_how_its_answers_relate() -> None:
    pupils = [norm(stance="forbidden", parties=("pupils",))]
    found = together(of_els(norms=pupils))
    row = next(row for theme in small(found).themes for row in theme.rows if row.id == "telefoon")
    assert row.relation.id == "contrary"


def test_what_is_unclear_is_not_compared_and_named() -> None:
    unclear = [{"topic": "woordvoerder", "readings": ["De directeur.", "Iedereen."], "reason": "Het staat er beide."}]
    found = together(unclear=unclear)
    row = next(row for theme in small(found).themes for row in theme.rows if row.id == "woordvoerder")
    assert row.undecided == ("onduidelijk: De Els",)
    assert row.relation.id == "one"
    topic = found.vocabulary.topics["woordvoerder"]
    assert cells_relation([cell(found.protocols["de-els"], topic)]) == "open"


def test_a_topic_newer_than_the_last_reading_leaves_the_relation_open() -> None:
    found = together(read_on="2000-01-01")
    cells = [cell(found.protocols["de-els"], topic) for topic in found.vocabulary.topics.values()]
    assert {one.status for one in cells} == {"unreviewed"}
    assert {cells_relation([one]) for one in cells} == {"open"}


def test_one_protocol_has_nothing_to_compare() -> None:
    alone = library()
    assert list(comparison_views(alone)) == []
    assert comparison_scripts(Slices(library=alone)) == {}
    assert comparison_link(alone, alone.vocabulary.topics["telefoon"]) is None


def test_more_protocols_than_fit_are_compared_per_theme() -> None:
    assert not is_large(many(MOST_BESIDE))
    large = many(MOST_BESIDE + 1)
    pages = [view.path for view in comparison_views(large)]
    used = dict.fromkeys(topic.theme for topic in large.vocabulary.topics.values())
    assert sorted(pages) == sorted(["vergelijken/index.md", *(f"vergelijken/{theme}.md" for theme in used)])
    link = comparison_link(large, large.vocabulary.topics["telefoon"])
    assert link
    assert link.page in pages


def test_the_scripts_hold_every_cell_that_is_not_silent_and_the_rules_that_it_names() -> None:
    found = together(of_els())
    scripts = comparison_scripts(Slices(library=found))
    assert set(scripts) == {f"data/comparison/{name}.js" for name in ("index", "de-wilg", "de-els")}
    for name in ("de-wilg", "de-els"):
        data = content(scripts[f"data/comparison/{name}.js"])
        cells = {topic.id: cell(found.protocols[name], topic) for topic in found.vocabulary.topics.values()}
        assert set(data["cells"]) == {topic for topic, one in cells.items() if one.status != "silent"}
        named = {rule for one in data["cells"].values() for answer in one["answers"] for rule in answer["rules"]}
        assert named <= set(data["rules"])


def test_a_text_cannot_break_out_of_its_cell() -> None:
    sly = [norm(value="a | b *c* [e] & d")]
    page = render(small(together(of_els(norms=sly)))).markdown
    assert "\\*c\\* \\[e\\] &amp; d" in page


def test_every_answer_of_the_live_collection_names_rules_that_exist() -> None:
    live, _ = load(read_folder(PROJECT / "protocol_src"))
    for name, script in comparison_scripts(Slices(library=live)).items():
        if not name.endswith("/index.js"):
            data = content(script)
            protocol_rules = {holder.id for holder, _ in live.protocols[data["id"]].norms}
            assert set(data["rules"]) == protocol_rules

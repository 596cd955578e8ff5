"""One school's own site: with `own_protocol` in site.yml the same sources give that protocol's rules only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import lxml.html
import pytest

from build_tools.building import build_site
from tests.project import copy_project, made_once, read_articles, read_data

OWN = "de-mare"
OTHERS = ("mosalira", "model", "konot", "toermalijn")


@pytest.fixture(scope="session")
def own_site(run_folder: Path) -> Path:
    """De Mare's site, built strictly; build_site also checks the built HTML."""

    def build(folder: Path) -> None:
        build_site(copy_project(folder, own_protocol=OWN))

    return made_once(run_folder / "own", build) / "site"


def pages(site: Path) -> dict[str, lxml.html.HtmlElement]:
    found = {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*.html"))}
    return {path: lxml.html.document_fromstring(content) for path, content in found.items() if content}


def words(page: lxml.html.HtmlElement) -> str:
    return " ".join(page.text_content().split())


def rules_of_others(all_articles: list[dict[str, Any]], own_articles: list[dict[str, Any]]) -> set[str]:
    """The titles and texts of the other protocols that De Mare does not have as well."""
    own = {text for article in own_articles for text in texts(article)}
    return {text for article in all_articles if article["protocol"] != OWN for text in texts(article)} - own


def texts(article: dict[str, Any]) -> list[str]:
    return [" ".join(text.split()) for text in (article["text"], *article["wording"].values())]


def test_the_data_holds_the_own_protocol_only(own_site: Path) -> None:
    assert [protocol["id"] for protocol in read_data(own_site, "protocols")["protocols"]] == [OWN]
    assert {article["protocol"] for article in read_articles(own_site)} == {OWN}
    assert {cell["protocol"] for cell in read_data(own_site, "comparison")["cells"]} == {OWN}


def test_no_page_holds_a_rule_of_another_protocol(own_site: Path, site: Path) -> None:
    foreign = rules_of_others(read_articles(site), read_articles(own_site))
    assert len(foreign) > 150
    for path, page in pages(own_site).items():
        shown = words(page)
        assert [text for text in foreign if text in shown] == [], path


def test_nothing_on_a_page_belongs_to_another_protocol(own_site: Path) -> None:
    for path, page in pages(own_site).items():
        marked = {name for value in page.xpath("//@data-protocol | //@data-protocols") for name in value.split()}
        assert marked <= {OWN}, path
        anchors = [name for name in page.xpath("//@id") if name.startswith(tuple(f"{other}--" for other in OTHERS))]
        assert anchors == [], path


def test_only_the_own_protocol_has_a_page(own_site: Path) -> None:
    assert [path.name for path in (own_site / "protocollen").iterdir() if path.is_dir()] == [OWN]


def test_the_home_page_says_whose_protocol_it_is(own_site: Path) -> None:
    [protocol] = read_data(own_site, "protocols")["protocols"]
    home = pages(own_site)["index.html"]
    assert home.get_element_by_id("protocol").text_content().startswith("Dit protocol")
    assert protocol["organisation"] in words(home)
    assert home.xpath(f"//main//a[starts-with(@href, 'protocollen/{OWN}/')]")


@pytest.mark.parametrize("path", ["medewerkers", "ouders", "kinderen"])
def test_a_reader_of_one_protocol_gets_no_filter(own_site: Path, site: Path, path: str) -> None:
    assert pages(site)[f"{path}/index.html"].xpath("//*[@data-pw-filter]")
    assert pages(own_site)[f"{path}/index.html"].xpath("//*[@data-pw-filter]") == []

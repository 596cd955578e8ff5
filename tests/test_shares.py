"""A collection in shares: what is built apart and joined answers as what was built at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect

from build_tools.cli import main
from build_tools.data import articles
from build_tools.findings import read
from build_tools.joined import join_shares
from build_tools.joining import Index
from build_tools.model import Library
from build_tools.problems import BuildStopped
from build_tools.search import Topics, joint_part, joint_topics, read_script, search_files
from build_tools.search_rules import rules_of
from build_tools.shares import read_share, share_count, share_folders, share_name, share_of, shown_protocols
from build_tools.source import read_folder
from tests.conftest import SHARE_SIZE
from tests.host import served
from tests.library import PROJECT
from tests.project import copy_project
from tests.test_search_browser import ask

TOPICS = "search/topics.js"

pytestmark = pytest.mark.xdist_group("shares")


@pytest.fixture(scope="module")
def page(joined: Path, browser: Browser) -> Iterator[Page]:
    with served(joined) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        found = context.new_page()
        found.goto(f"{address}/" if not address.endswith("/") else address)
        yield found
        context.close()


@pytest.fixture(scope="module")
def library() -> Library:
    found, _ = read(read_folder(PROJECT / "protocol_src"))
    return found


def indexes(library: Library, names: list[str]) -> dict[str, str]:
    """Each script of the index of these protocols, as a share would have it."""
    told = [article for article in articles(library) if article["protocol"] in names]
    rules = [rules_of([*map(json.dumps, told)])]
    return search_files(library.vocabulary, [(name, name) for name in names], rules, apart=True)


def without_halves(index: dict[str, Any]) -> dict[str, Any]:
    """The index but for the halves of compounds, which are known words of the whole collection."""
    halves = str(index["fieldIds"].get("parts"))
    words = [
        [term, {field: found for field, found in fields.items() if field != halves}] for term, fields in index["index"]
    ]
    lengths = {number: found[:-1] for number, found in index["fieldLength"].items()}
    averages = index["averageFieldLength"][:-1]
    return index | {
        "index": [[term, fields] for term, fields in words if fields],
        "fieldLength": lengths,
        "averageFieldLength": averages,
    }


def test_shares_stand_in_the_order_of_their_numbers_however_many(tmp_path: Path) -> None:
    for name in ("deel-100", "deel-99", "deel-02", "deel-x", "voordeel-03"):
        (tmp_path / name).mkdir()
    assert [path.name for path in share_folders(tmp_path)] == ["deel-02", "deel-99", "deel-100"]
    assert share_name(100) == "deel-100"


def test_an_index_joined_from_shares_is_that_of_the_whole(library: Library) -> None:
    names = [protocol.id for protocol in library.shown]
    whole, first, second = (indexes(library, found) for found in (names, names[:SHARE_SIZE], names[SHARE_SIZE:]))
    for path in whole.keys() - {TOPICS}:
        name = path.removeprefix("search/").removesuffix(".js")
        joined = read_script(joint_part(name, [read_script(one[path], Index) for one in (first, second)]), dict)
        assert without_halves(joined) == without_halves(read_script(whole[path], dict)), path
    parts = {"deel-01": names[:SHARE_SIZE], "deel-02": names[SHARE_SIZE:]}
    shares = [(folder, [(name, name) for name in found]) for folder, found in parts.items()]
    told = [read_script(one[TOPICS], Topics) for one in (first, second)]
    together, at_once = read_script(joint_topics(shares, told), dict), read_script(whole[TOPICS], dict)
    assert without_halves(together.pop("topics")) == without_halves(at_once.pop("topics"))
    assert together.pop("protocols")[-1] == [names[-1], names[-1], "deel-02/"]
    assert at_once.pop("protocols")[-1] == [names[-1], names[-1]]
    assert together == at_once


def test_a_joined_part_is_a_script_like_any_other(library: Library) -> None:
    names = [protocol.id for protocol in library.shown]
    script = joint_part("rules-waarden", [read_script(indexes(library, names)["search/rules-waarden.js"], Index)])
    assert script.startswith('protocolwijzerSearch.take("rules-waarden",')
    assert read_script(script, Index).document_count > 0


def test_every_protocol_stands_in_one_share_and_what_comes_later_moves_none() -> None:
    names = list("abcdefg")
    shares = [share_of(names, number, SHARE_SIZE) for number in range(1, share_count(names, SHARE_SIZE) + 1)]
    assert [*map("".join, shares)] == ["abc", "def", "g"]
    assert share_of([*names, "h"], 3, SHARE_SIZE) == ["g", "h"]


def test_a_share_reads_its_own_protocols_the_lists_and_what_it_builds_on(tmp_path: Path) -> None:
    config = copy_project(tmp_path)
    source = config.parent / "protocol_src"
    main_file = source / "protocols/konot/protocol.yml"
    main_file.write_text(f"{main_file.read_text(encoding='utf-8')}\nextends: model\n", encoding="utf-8")
    place = shown_protocols(source).index("konot")
    found = {path.split("/")[1] for path in read_share(source, place + 1, 1) if path.startswith("protocols/")}
    assert found == {"konot", "model"}
    assert json.loads(read_share(source, place + 1, 1)["site.yml"])["protocols"] == ["konot"]


def test_the_pages_of_protocols_are_those_of_an_undivided_build(joined: Path, site: Path) -> None:
    for number, names in ((1, ("mosalira", "model", "de-mare")), (2, ("konot", "toermalijn"))):
        for name in names:
            apart, whole = (
                (folder / f"protocollen/{name}/index.html").read_text(encoding="utf-8").split("<h2 ")
                for folder in (joined / f"deel-0{number}", site)
            )
            assert apart[1:] == whole[1:], name


def test_the_search_finds_rules_of_every_share(page: Page) -> None:
    shares = {link.split("/")[0] for text in ("vrienden met leerlingen", "auteursrecht") for link in ask(page, text)}
    assert shares == {"deel-01", "deel-02"}
    page.goto(page.evaluate("document.querySelector('a.md-search-result__link').href"))
    expect(page.locator(":target")).to_be_visible()


def test_the_comparison_sets_protocols_of_two_shares_side_by_side(page: Page, joined: Path) -> None:
    with served(joined) as address:
        page.goto(f"{address.rstrip('/')}/vergelijken/?p=mosalira,toermalijn&thema=contact")
        expect(page.locator(".pw-matrix thead")).to_contain_text("Toermalijn")
        links = page.locator(".pw-matrix thead a").evaluate_all("found => found.map((link) => link.href)")
        assert [link.removeprefix(address.rstrip("/")) for link in links] == [
            "/deel-01/protocollen/mosalira/",
            "/deel-02/protocollen/toermalijn/",
        ]


def test_shares_that_are_not_the_whole_are_refused_and_the_site_stays(joined: Path, tmp_path: Path) -> None:
    (tmp_path / "deel-01").symlink_to(joined.parent.parent / "delen/deel-01")
    before = (joined / "index.html").read_bytes()
    with pytest.raises(BuildStopped, match="Er ontbreekt: konot, toermalijn"):
        join_shares(joined.parent / "mkdocs.yml", tmp_path)
    assert (joined / "index.html").read_bytes() == before


def test_a_share_whose_search_is_damaged_is_named_and_the_site_stays(joined: Path, tmp_path: Path) -> None:
    shares = copytree(joined.parent.parent / "delen", tmp_path / "delen")
    before = (joined / "search/rules-waarden.js").read_bytes()
    (shares / "deel-02/search/rules-waarden.js").write_text("half", encoding="utf-8")
    with pytest.raises(BuildStopped, match=r"deel-02/search/rules-waarden\.js is niet te lezen\. Bouw"):
        join_shares(joined.parent / "mkdocs.yml", shares)
    assert (joined / "search/rules-waarden.js").read_bytes() == before


def test_shard_lists_its_numbers_for_a_matrix_and_refuses_one_too_many(tmp_path: Path) -> None:
    config = str(copy_project(tmp_path))
    listed = CliRunner().invoke(main, ["shard", "--config", config, "--size", "2"])
    refused = CliRunner().invoke(main, ["shard", "9", "--config", config])
    assert (json.loads(listed.output), refused.exit_code) == ([1, 2, 3], 2)
    assert "er zijn 1 delen" in refused.output

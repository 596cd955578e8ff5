"""The built site of the five protocols as readers meet it: in a real browser, from a sub-folder of a host."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from importlib.resources import files
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urlsplit

import lxml.etree
import lxml.html
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.project import read_articles

MISSING = "bestaat/hier/niet/"
KINDS = (  # of each kind of page one, or more where they differ much; * stands for its likes
    ("", ""),
    ("medewerkers/", ""),
    ("ouders/", ""),
    ("kinderen/", ""),
    ("kinderen/groep-7/", "kinderen/groep-*/"),
    ("kinderen/poster-maken/", ""),
    ("media/", ""),
    ("media/journalisten/", ""),
    ("onderwerpen/", ""),
    ("onderwerpen/toestemming-beeldmateriaal/", "onderwerpen/*/"),
    ("protocollen/", ""),
    ("protocollen/mosalira/", ""),
    ("protocollen/toermalijn/", "protocollen/*/"),
    ("vergelijken/", ""),
    ("begrippen/", ""),
    ("over/", ""),
    ("toegankelijkheid/", ""),
    ("inbedden/ouders/", "inbedden/*/"),
    ("redactie/", ""),
    ("redactie/schrijven/", ""),
    ("redactie/leesbaarheid/", ""),
    ("redactie/velden/", ""),
    ("redactie/meldingen/", ""),
    ("redactie/zoekwoorden/", ""),
    ("redactie/publiceren/", ""),
    ("redactie/beginnen/", ""),
    ("redactie/controleren/", ""),
    ("redactie/importeren/", ""),
    ("ontwikkelaars/architecture/", "ontwikkelaars/*/"),
    (MISSING, ""),
)
PAGES = [path for path, _ in KINDS]
#: Pages take their turns in these; `make trust-axe` looks at every page and state in all of them, and in two more.
LOOKS = [(width, scheme) for width in (1280, 320) for scheme in ("light", "dark")]
#: Both widths and both schemes.
OPPOSITES = [(1280, "light"), (320, "dark")]
AUDIENCES = {"staff": "medewerkers", "parents": "ouders", "children": "kinderen", "media": "media"}

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
# axe leaves WCAG 2.2's one rule of its own off; the site is built to 2.2
AXE_OPTIONS: dict[str, Any] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


Visitor = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visitor]:
    """Opens an address of the site in a fresh context: no cookies, nothing cached, nothing stored."""
    contexts = []

    def open_page(path: str, width: int = 1280, scheme: Any = "light", *, scripts: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def html(site: Path, path: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring((site / path / "index.html").read_bytes())


def ids(site: Path, path: str) -> set[str]:
    return {str(name) for name in html(site, path).xpath("//@id")}


def words(text: str) -> str:
    return " ".join(text.split())


def for_reader(site: Path, audience: str) -> list[dict[str, Any]]:
    """The rules and decisions for this reader."""
    return [article for article in read_articles(site) if audience in article["audiences"]]


def anchor(article: dict[str, Any]) -> str:
    return f"{article['protocol']}--{article['id']}"


def lay_out_all(page: Page, *, open_parts: bool = True) -> None:
    """Lay out what the browser leaves for later, far out of sight; and open every closed part unless told otherwise."""
    page.evaluate(
        "const all = new CSSStyleSheet(); all.replaceSync('* { content-visibility: visible !important }');"
        "document.adoptedStyleSheets = [all]"
    )
    if open_parts:
        page.evaluate("document.querySelectorAll('main details').forEach(part => { part.open = true })")


def axe_findings(page: Page, *, open_parts: bool = True) -> list[str]:
    """What axe finds on the page, with every closed part opened unless told otherwise."""
    lay_out_all(page, open_parts=open_parts)
    page.evaluate("scrollTo(0, 0)")  # else it takes what lies half below the header for too small to press
    page.evaluate(AXE)
    # with colours of the system axe compares the page's own letters with the system's ground
    contrast = not page.evaluate("matchMedia('(forced-colors: active)').matches")
    rules = AXE_OPTIONS["rules"] | {"color-contrast": {"enabled": contrast}}
    violations = page.evaluate("options => axe.run(options)", AXE_OPTIONS | {"rules": rules})["violations"]
    nodes = [(found["id"], node) for found in violations for node in found["nodes"]]
    return [f"{name}: {node['html']}: {words(node['failureSummary'])}" for name, node in nodes]


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on what `selector` names."""
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"no Tab leads to {selector}")


def protocols_in_sight(page: Page) -> set[str]:
    """The protocols whose rules have a place on the screen."""
    return set(
        page.evaluate(
            "[...document.querySelectorAll('main [data-protocol]')]"
            ".filter(part => part.getClientRects().length).map(part => part.dataset.protocol)"
        )
    )


# --- Every kind of page -------------------------------------------------------------------------------


def test_every_page_is_of_a_kind_that_is_tested(site: Path) -> None:
    built = {path.parent.relative_to(site).as_posix() + "/" for path in site.rglob("index.html")} - {"./"}
    patterns = [pattern or path for path, pattern in KINDS]
    assert [path for path in sorted(built) if not any(fnmatch(path, pattern) for pattern in patterns)] == []


def test_the_sitemap_names_every_page_but_those_that_search_engines_must_leave_out(site: Path) -> None:
    named = {urlsplit(found.text or "").path for found in lxml.etree.parse(site / "sitemap.xml").iter("{*}loc")}
    pages = {f"/school/site/{path.parent.relative_to(site).as_posix()}/": path for path in site.rglob("index.html")}
    left_out = {address for address, path in pages.items() if b'content="noindex"' in path.read_bytes()}
    assert any("/inbedden/" in address for address in left_out)
    assert {path.replace("/./", "/") for path in pages.keys() - left_out} == named


@pytest.mark.parametrize(
    ("path", "width", "scheme"), [(path, *look) for path, look in zip(PAGES, cycle(LOOKS), strict=False)]
)
def test_axe_finds_nothing(visit: Visitor, path: str, width: int, scheme: str) -> None:
    assert axe_findings(visit(path, width, scheme)) == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_sticks_out_on_a_narrow_phone(visit: Visitor, path: str) -> None:
    page = visit(path, 320)
    lay_out_all(page)
    assert page.evaluate("document.scrollingElement.scrollWidth") == 320


def test_an_address_that_does_not_exist_leads_back_to_the_site(visit: Visitor, address: str) -> None:
    page = visit(MISSING)
    page.locator("main a[href$='ouders/']").click()
    assert page.url == f"{address}ouders/"
    expect(page.locator("h1")).to_contain_text("ouders")


# --- Who reads what -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("audience", "path"), AUDIENCES.items())
def test_an_audience_page_holds_exactly_its_own_rules(site: Path, audience: str, path: str) -> None:
    rules = {anchor(article) for article in for_reader(site, audience)}
    assert rules
    assert {name for name in ids(site, path) if "--" in name} == rules


def test_every_address_in_the_data_leads_to_its_rule(site: Path) -> None:
    for article in read_articles(site):
        path, name = urldefrag(article["url"])
        assert name in ids(site, path), article["url"]


def test_the_doors_of_the_home_page_lead_to_the_readers_pages(visit: Visitor, address: str) -> None:
    page = visit("")
    for path in AUDIENCES.values():
        page.goto(address)
        page.locator(f"main a[href$='{path}/']").first.click()
        assert page.url == f"{address}{path}/"
        expect(page.locator("h1")).to_be_visible()


def test_no_link_leads_a_child_off_the_site(visit: Visitor, address: str) -> None:
    links = visit("kinderen/").evaluate("[...document.links].map(link => link.href)")
    assert links
    assert [link for link in links if not link.startswith(address) and link != "javascript:void(0)"] == []


def test_journalists_see_none_of_the_tips_for_who_is_rung(site: Path) -> None:
    page = words(html(site, "media/journalisten").text_content())
    tips = for_reader(site, "media")
    assert tips
    texts = [words(text) for tip in tips for text in (tip["title"], tip["text"], *tip["wording"].values())]
    assert [text for text in texts if text in page] == []


# --- The filter by protocol ---------------------------------------------------------------------------


def test_the_filter_works_by_keyboard_and_keeps_its_state_in_the_address(visit: Visitor, address: str) -> None:
    page = visit("medewerkers/")
    everyone = protocols_in_sight(page)
    assert {"konot", "mosalira"} < everyone
    tab_to(page, "[data-pw-filter] input[value=konot]")
    page.keyboard.press("Space")
    assert protocols_in_sight(page) == everyone - {"konot"}
    assert page.url.startswith(f"{address}medewerkers/?protocol=")
    assert "konot" not in page.url
    page.reload()
    assert protocols_in_sight(page) == everyone - {"konot"}
    tab_to(page, "[data-pw-filter] input[value=konot]")
    page.keyboard.press("Space")
    assert protocols_in_sight(page) == everyone
    assert page.url == f"{address}medewerkers/"


@pytest.mark.parametrize("path", ["medewerkers/", "ouders/", "kinderen/"])
def test_an_address_with_a_protocol_shows_its_rules_only(visit: Visitor, path: str) -> None:
    page = visit(f"{path}?protocol=toermalijn")
    assert protocols_in_sight(page) == {"toermalijn"}
    checked = page.locator("[data-pw-filter] input:checked")
    assert checked.evaluate_all("boxes => boxes.map(box => box.value)") == ["toermalijn"]


@pytest.mark.parametrize(("audience", "path"), AUDIENCES.items())
def test_without_scripts_the_whole_list_is_there_and_no_dead_filter(
    visit: Visitor, site: Path, audience: str, path: str
) -> None:
    page = visit(f"{path}/?protocol=toermalijn", scripts=False)
    for article in for_reader(site, audience):
        expect(page.locator(f"[id='{anchor(article)}']")).to_be_visible()
    expect(page.locator("[data-pw-filter]")).not_to_be_visible()


# --- Links to one rule --------------------------------------------------------------------------------


def closed_rule(site: Path) -> lxml.html.HtmlElement:
    """A rule that says the same as another one and so stands closed below it."""
    return html(site, "medewerkers").xpath("//details[@id and @data-protocol]")[0]


def test_a_link_to_a_closed_rule_opens_it(visit: Visitor, site: Path) -> None:
    name = closed_rule(site).get("id")
    rule = visit(f"medewerkers/#{name}").locator(f"[id='{name}']")
    expect(rule).to_have_attribute("open", "")
    expect(rule).to_be_in_viewport()


def test_a_link_to_a_rule_shows_it_though_the_filter_leaves_it_out(visit: Visitor, site: Path) -> None:
    rule = closed_rule(site)
    other = next(name for name in ("mosalira", "konot") if name != rule.get("data-protocol"))
    page = visit(f"medewerkers/?protocol={other}#{rule.get('id')}")
    expect(page.locator(f"[id='{rule.get('id')}']")).to_be_in_viewport()


# --- Search -------------------------------------------------------------------------------------------

SEARCH_ENTRY = "[data-pw-search], [data-md-component=search-query]"


def search(page: Page, query: str) -> None:
    """Search by keyboard alone."""
    tab_to(page, SEARCH_ENTRY)
    if not page.evaluate("document.activeElement.matches('input')"):
        page.keyboard.press("Enter")
    expect(page.locator("[data-md-component=search-query]")).to_be_focused()
    page.keyboard.type(query)
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def test_search_is_reached_by_keyboard_and_finds_telefoon(visit: Visitor, address: str) -> None:
    page = visit("")
    search(page, "telefoon")
    expect(page.locator(".md-search-result__link").first).to_contain_text("telefoon", ignore_case=True)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_visible()
    page.wait_for_url(lambda url: url.startswith(address) and url != address)


@pytest.mark.parametrize(("width", "scheme"), OPPOSITES)
def test_axe_finds_nothing_with_search_results_open(visit: Visitor, width: int, scheme: str) -> None:
    page = visit("", width, scheme)
    search(page, "telefoon")
    assert axe_findings(page) == []


def test_from_disk_a_link_to_a_folder_opens_its_page(site: Path, browser: Browser) -> None:
    """A browser lists a folder that it opens from disk; the script names the page in it, anchor and all."""
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())
    page.locator(".pw-door--parents a").click()
    page.wait_for_url("**/ouders/index.html")
    page.locator(".pw-source a").first.click()
    page.wait_for_url("**/protocollen/*/index.html#*")
    expect(page.locator(":target")).to_be_visible()
    page.close()

"""Readers who see, hear or move otherwise: what axe finds in every state, where the focus goes, what moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import start
from tests.states import STATES, State
from tests.test_site import LOOKS, axe_findings, lay_out_all, tab_to

Opener = Callable[..., Page]

#: Whether any part of what has the focus is really in sight: not below the header, a button or the edge of a table.
IN_SIGHT = """() => {
  const at = document.activeElement;
  const own = (found) => found && (at.contains(found) || at.closest("label")?.contains(found));
  return [...at.getClientRects()].some((box) => [0.05, 0.5, 0.95].some((across) => [0.1, 0.5, 0.9].some((down) =>
    own(document.elementFromPoint(box.left + box.width * across, box.top + box.height * down)))));
}"""


@pytest.fixture
def opened(browser: Browser, address: str) -> Iterator[Opener]:
    contexts = []

    def open_page(path: str, width: int = 1280, **options: Any) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": 800}, **options))
        page = contexts[-1].new_page()
        page.goto(address + path, wait_until="load")
        return page

    yield open_page
    for context in contexts:
        context.close()


def each_in_a_look() -> Iterator[tuple[State, int, str]]:
    """Every state once, in the four looks by turns; the sweep on demand tries each in all four."""
    for state, (width, scheme) in zip(STATES, cycle(LOOKS), strict=False):
        yield state, width if state.wide else 320, scheme


@pytest.mark.parametrize(
    ("state", "width", "scheme"), [pytest.param(*look, id=look[0].name) for look in each_in_a_look()]
)
def test_axe_finds_nothing_in_any_state(opened: Opener, state: State, width: int, scheme: str) -> None:
    page = opened(state.path, width, color_scheme=scheme, reduced_motion="reduce")
    state.reach(page)
    assert axe_findings(page, open_parts=False) == []


@pytest.mark.parametrize(("path", "width"), [("medewerkers/", 1280), ("vergelijken/", 1280), ("ouders/", 320)])
@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_what_gets_the_focus_is_in_sight(opened: Opener, path: str, width: int, key: str) -> None:
    page = opened(path, width, reduced_motion="reduce")
    reached = set()
    for _ in range(60):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement !== document.body"):
            page.wait_for_function(IN_SIGHT)
            reached.add(page.evaluate("document.activeElement.outerHTML"))
    assert len(reached) > 50


def test_no_element_pushes_itself_forward_in_the_tab_order(opened: Opener) -> None:
    for path in ("", "kinderen/poster-maken/", "vergelijken/"):
        assert opened(path).locator("[tabindex]:not([tabindex='0'], [tabindex='-1'])").count() == 0


def test_who_wants_less_motion_sees_none(opened: Opener) -> None:
    page = opened("", reduced_motion="reduce")
    page.locator("[data-md-component=search-query]").click()
    page.locator("[data-pw-colours]").click(force=True)
    moving = "document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 20).length"
    assert page.evaluate(moving) == 0


def test_with_colours_of_the_system_every_choice_and_stance_still_has_an_edge(opened: Opener) -> None:
    page = opened("vergelijken/?p=mosalira,konot", forced_colors="active", reduced_motion="reduce")
    page.locator("form[data-pw-ready]").wait_for()
    edge = "parts => parts.map(part => parseFloat(getComputedStyle(part).borderTopWidth))"
    for parts in (".pw-stance", ".pw-compare-boxes label", ".pw-open", ".pw-matrix-wrap"):
        assert min(page.locator(parts).evaluate_all(edge)) > 0, parts
    lines = page.locator(".pw-nav a").evaluate_all(
        "links => links.map(link => getComputedStyle(link).borderBottomColor)"
    )
    assert len(set(lines)) == 2  # the page that is open has a line of its own
    assert axe_findings(page, open_parts=False) == []


def test_with_letters_twice_as_large_nothing_is_lost_or_sticks_out(browser: Browser, address: str) -> None:
    large = start(browser.browser_type, ["--blink-settings=defaultFontSize=32"])
    page = large.new_page(viewport={"width": 1280, "height": 800})
    for path in ("", "medewerkers/", "vergelijken/", "kinderen/poster-maken/"):
        page.goto(address + path)
        lay_out_all(page)
        assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)") > 30
        assert page.evaluate("document.scrollingElement.scrollWidth") == 1280, path
        expect(page.locator(".pw-menu > summary")).to_be_in_viewport(ratio=1)  # large letters get a phone's arrangement
    large.close()


@pytest.mark.parametrize("way", ["mouse", "finger", "keys"])
def test_a_word_is_explained_until_escape(opened: Opener, way: str) -> None:
    width = 1280 if way == "mouse" else 320
    page = opened("onderwerpen/groepsapp/", width, has_touch=way == "finger")
    word = page.locator("main abbr[title]").first
    told = word.get_attribute("title")
    if way == "mouse":
        word.hover()
    elif way == "finger":
        word.tap()
    else:
        tab_to(page, "abbr")
    shown = page.get_by_role("tooltip")
    expect(shown).to_have_text(str(told))
    expect(shown).to_be_in_viewport(ratio=1)
    expect(page.locator("main abbr").first).to_have_accessible_description(str(told))
    assert axe_findings(page, open_parts=False) == []
    assert page.evaluate("document.scrollingElement.scrollWidth") == width
    page.keyboard.press("Escape")
    expect(shown).not_to_be_visible()
    expect(page.locator("main abbr").first).to_have_attribute("title", str(told))


def test_a_word_is_a_stop_of_the_keyboard_once_in_a_rule_and_never_inside_a_link(opened: Opener) -> None:
    page = opened("medewerkers/")
    rules = "[...document.querySelectorAll('.pw-rule')]"
    stops = page.locator("main .pw-rule abbr[tabindex='0']").evaluate_all(
        f"stops => stops.map(stop => stop.title + {rules}.indexOf(stop.closest('.pw-rule')))"
    )
    assert 20 < len(stops) < 100
    assert len(set(stops)) == len(stops)
    assert page.locator("main :is(a, summary) abbr[tabindex]").count() == 0


def test_the_contents_beside_the_text_tell_where_the_reader_is(opened: Opener) -> None:
    page = opened("medewerkers/#konot--auteursrechten")
    topic = page.locator(".pw-topic:has(#konot--auteursrechten) h3").inner_text().strip("¶").strip()
    here = page.locator(".pw-toc [aria-current='location']")
    expect(here).to_have_text(topic)
    expect(here).to_be_in_viewport()
    page.evaluate("scrollTo(0, 0)")
    expect(here).to_have_count(0)


def test_what_is_in_english_says_so_also_in_the_contents_beside_it(opened: Opener) -> None:
    page = opened("ontwikkelaars/architecture/")
    languages = "parts => [...new Set(parts.map(part => part.closest('[lang]').lang))]"
    assert page.locator("main h2, .pw-toc a, .pw-jump a").evaluate_all(languages) == ["en"]

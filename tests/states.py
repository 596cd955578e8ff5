"""The states that a page can be brought into, each as its readers do it; the tests visit them all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, expect

QUERY = "[data-md-component=search-query]"


@dataclass(frozen=True, kw_only=True)
class State:
    """A page (its address below the site) and what is done there; `narrow` only has it on a phone, `wide` on a desk."""

    name: str
    path: str
    reach: Callable[[Page], None]
    narrow: bool = True
    wide: bool = True


def _open_search(page: Page) -> None:
    if page.locator(".pw-search-open").is_visible():
        page.locator(".pw-search-open").click()
    else:
        page.locator(QUERY).click()
    expect(page.locator(QUERY)).to_be_focused()


def _search(page: Page, words: str) -> None:
    _open_search(page)
    page.locator(QUERY).fill(words)
    page.wait_for_function("words => document.querySelector('[data-pw-shown]')?.dataset.pwShown === words", arg=words)


def results(page: Page) -> None:
    """Results of a search, one of them chosen with the arrow key."""
    _search(page, "telefoon")
    page.keyboard.press("ArrowDown")


def no_results(page: Page) -> None:
    """A search that finds nothing."""
    _search(page, "xqzvwk")


def other_colours(page: Page) -> None:
    """The colours that the device did not ask for."""
    page.locator("[data-pw-colours]").click()


def menu(page: Page) -> None:
    """The menu in the header of a phone."""
    page.locator(".pw-menu > summary").click()


def contents(page: Page) -> None:
    """The contents of a page on a phone."""
    page.locator(".pw-jump > summary").click()


def filtered(page: Page) -> None:
    """One protocol left out."""
    page.locator("[data-pw-filter] input").first.uncheck()


def nothing_chosen(page: Page) -> None:
    """Every protocol left out."""
    for box in page.locator("[data-pw-filter] input").all():
        box.uncheck()


def two_protocols(page: Page) -> None:
    """Two protocols compared, on one theme, and one difference opened."""
    page.locator("form[data-pw-ready]").wait_for()
    for name in ("mosalira", "konot"):
        page.locator(f"input[name=p][value={name}]").check()
    page.locator("select[name=thema]").select_option("contact")
    page.locator("main details:not([open]):visible > summary").first.click()


def nothing_compared(page: Page) -> None:
    """A choice without a single answer."""
    page.locator("form[data-pw-ready]").wait_for()
    expect(page.locator(".pw-compare-status")).not_to_be_empty()


def poster(page: Page) -> None:
    """A poster with a rule of the class's own, a name, and room for signatures."""
    page.get_by_label(re.compile("Naam van de klas")).fill("De Uilen")
    page.get_by_label("Nieuwe afspraak").fill("Wij vragen eerst.")
    page.keyboard.press("Enter")
    page.locator("input[name=sign]").check()
    expect(page.locator(".pw-sheet-sign")).to_be_visible()


def poster_without_rule(page: Page) -> None:
    """An own rule asked for without words."""
    page.get_by_label("Nieuwe afspraak").press("Enter")
    expect(page.locator("[data-pw-status]")).to_have_text("Vul eerst een afspraak in.")


def poster_too_full(page: Page) -> None:
    """More than fits on the sheet."""
    for place in range(24):
        page.get_by_label("Nieuwe afspraak").fill(f"Afspraak {place}: " + "wij vragen het eerst aan elkaar. " * 3)
        page.keyboard.press("Enter")
    expect(page.locator("[data-pw-error]")).to_be_visible()


def poster_link(page: Page) -> None:
    """The link to a choice copied."""
    page.locator("[data-pw-link]").click()
    expect(page.locator("[data-pw-status]")).not_to_be_empty()


def another_sheet(page: Page) -> None:
    """The rules for a group of another protocol."""
    page.locator("form[data-pw-choice] input[name=protocol]").last.check()


def opened(page: Page) -> None:
    """Every part that opens, opened by its heading."""
    for part in page.locator("main details:not([open]) > summary").all():
        if part.is_visible():
            part.click()


def one_rule(page: Page) -> None:
    """A link to one rule followed."""
    page.locator("main a[href*='#']:visible").last.click()


def skipped(page: Page) -> None:
    """The link to the contents, in sight with the first Tab."""
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()


STATES = (
    State(name="search results", path="", reach=results),
    State(name="search results in a sub-folder", path="onderwerpen/groepsapp/", reach=results),
    State(name="nothing found", path="", reach=no_results),
    State(name="skip link", path="ouders/", reach=skipped),
    State(name="other colours", path="", reach=other_colours),
    State(name="menu", path="ouders/", reach=menu, wide=False),
    State(name="contents", path="protocollen/mosalira/", reach=contents, wide=False),
    State(name="filtered", path="medewerkers/", reach=filtered),
    State(name="nothing chosen", path="ouders/", reach=nothing_chosen),
    State(name="children filtered", path="kinderen/", reach=filtered),
    State(name="same rules opened", path="medewerkers/", reach=opened),
    State(name="rule by link", path="onderwerpen/groepsapp/", reach=one_rule),
    State(name="another sheet", path="kinderen/groep-7/", reach=another_sheet),
    State(name="two compared", path="vergelijken/", reach=two_protocols),
    State(name="no answers", path="vergelijken/?p=mosalira,konot&thema=thuis&wie=board", reach=nothing_compared),
    State(name="poster made", path="kinderen/poster-maken/", reach=poster),
    State(name="poster without words", path="kinderen/poster-maken/", reach=poster_without_rule),
    State(name="poster too full", path="kinderen/poster-maken/", reach=poster_too_full),
    State(name="poster link", path="kinderen/poster-maken/", reach=poster_link),
    State(name="ready posters opened", path="kinderen/poster-maken/", reach=opened),
    State(name="messages opened", path="redactie/meldingen/", reach=opened),
)

"""What a visitor sees and waits for, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import launch

# Called for a page before it loads: notes when the first result, or the sentence that there is none, appears.
_WATCH = """
addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector(".md-search-result");
  const status = box.querySelector(".md-search-result__meta");
  const hint = status.textContent.trim();
  window.benchTyped = 0;
  addEventListener("input", () => { window.benchTyped = performance.now(); window.benchShown = 0; }, true);
  new MutationObserver(() => {
    if (window.benchShown) return;
    if (box.querySelector("a.md-search-result__link") || ![hint, ""].includes(status.textContent.trim()))
      window.benchShown = performance.now();
  }).observe(box, { childList: true, subtree: true, characterData: true });
});
"""
_SHOWN = "window.benchShown > 0"
_LINKS = """() => [...document.querySelectorAll("a.md-search-result__link")].map((link) => link.href)"""


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        found = launch(playwright)
        yield found
        found.close()


@contextmanager
def fresh_page(found: Browser) -> Iterator[Page]:
    """A page with nothing in its cache."""
    context = found.new_context(viewport={"width": 1280, "height": 900})
    context.add_init_script(_WATCH)
    yield context.new_page()
    context.close()


def results(found: Browser, site: str, texts: Iterable[str]) -> dict[str, list[str]]:
    """For each text: the rules (protocol/id) that the list of results leads to, in order, each once.

    A result that leads to no rule keeps its place, as its address. What the theme's default folds away counts too.
    """
    shown = {}
    with fresh_page(found) as page:
        for text in texts:
            page.goto(f"{site}?q={quote(text)}")
            page.wait_for_function(_SHOWN)
            page.wait_for_timeout(150)  # the theme's default adds its results one by one
            shown[text] = list(dict.fromkeys(rule_of(href) for href in page.evaluate(_LINKS)))
    return shown


def rule_of(href: str) -> str:
    """The rule at an address: `/protocollen/x/#y` and `#x--y` on any other page; else the address itself."""
    path, _, anchor = href.partition("#")
    protocol = re.search(r"/protocollen/([a-z0-9-]+)/", path)
    if protocol and anchor:
        return f"{protocol[1]}/{anchor}"
    return anchor.replace("--", "/", 1) if "--" in anchor else href


def cold(found: Browser, site: str, texts: Iterable[str]) -> list[float]:
    """Milliseconds from the start of a visit, with nothing cached, to the first result; one for each text."""
    times = []
    for text in texts:
        with fresh_page(found) as page:
            page.goto(f"{site}?q={quote(text)}")
            page.wait_for_function(_SHOWN, timeout=120_000)
            times.append(page.evaluate("window.benchShown"))
    return times


def warm(found: Browser, site: str, texts: Iterable[str]) -> list[float]:
    """Milliseconds from the last key to the first result, on a page that has answered before; one for each text."""
    times = []
    with fresh_page(found) as page:
        page.goto(f"{site}?q=foto")
        page.wait_for_function(_SHOWN, timeout=120_000)
        field = page.locator(".md-search__input")
        for text in texts:
            field.fill(text[:-1])
            page.wait_for_timeout(100)
            field.press(text[-1])
            page.wait_for_timeout(100)
            shown, typed = page.evaluate("[window.benchShown, window.benchTyped]")
            if shown:  # what stays the same with the last key is not shown again
                times.append(shown - typed)
    return times

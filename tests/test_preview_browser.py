"""The preview in a real browser: a page renews itself when its sources are saved, and shows what is wrong in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest
from playwright.sync_api import Browser, expect

from build_tools.preview import Live, Readers, follow, serving
from build_tools.preview.events import watching
from tests.library import ARTICLES, edited
from tests.project import small_project

RULE = f"{ARTICLES}/telefoon-in-de-tas.yml"


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project").parent / "protocol_src"


@pytest.fixture
def address(sources: Path) -> Iterator[str]:
    """The address of a preview that follows its files."""
    live, readers, stopped = Live(sources.parent / "mkdocs.yml"), Readers(), Event()

    def work() -> None:
        with watching(live.watched.all) as changes:
            ready.set()
            while not stopped.is_set():
                follow(live, readers, lambda *_: None, changes.wait())

    ready, follower = Event(), Thread(target=work)
    with serving(live, readers, ("127.0.0.1", 0)) as at:
        follower.start()
        ready.wait()
        try:
            yield at
        finally:
            stopped.set()
            site = sources / "site.yml"
            site.write_bytes(site.read_bytes())  # an event, so that it looks up
            follower.join()


def test_a_page_renews_itself_and_shows_faults_until_they_are_mended(
    browser: Browser, address: str, sources: Path
) -> None:
    page, rule = browser.new_page(), sources / RULE
    good = rule.read_text(encoding="utf-8")
    try:
        page.goto(f"{address}medewerkers/")
        rule.write_text(edited(RULE, title="Leg de telefoon weg")[RULE], encoding="utf-8")
        expect(page.locator("main h4", has_text="Leg de telefoon weg")).to_be_visible()
        alert = page.get_by_role("alert")
        rule.write_text(good.replace("section: regels", "section: nergens"), encoding="utf-8")
        expect(alert).to_contain_text("telefoon-in-de-tas.yml, regel 4")
        expect(alert).to_contain_text("Zo lost u het op")
        expect(page.locator("main h4", has_text="Leg de telefoon weg")).to_be_visible()
        rule.write_text(good, encoding="utf-8")
        expect(page.locator("main h4", has_text="De telefoon zit in de tas")).to_be_visible()
        expect(alert).to_be_empty()
        assert page.goto(f"{address}nergens/").status == 404  # type: ignore[union-attr]
        expect(page.locator("h1")).to_have_text("Deze pagina is er niet")
    finally:
        page.close()

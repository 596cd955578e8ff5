"""The preview in a real browser: a page renews itself when its sources are saved, and shows what is wrong in them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from playwright.sync_api import Browser, Page, expect

from build_tools.preview import Live, Readers, follow_files, serving
from tests.library import ARTICLES, BASE, article, edited
from tests.project import small_project

RULE = f"{ARTICLES}/telefoon-in-de-tas.yml"
SITE = (BASE / "site.yml").read_text(encoding="utf-8")


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project").parent / "protocol_src"


@contextmanager
def previewing(sources: Path) -> Iterator[str]:
    """The address of a preview that follows its files meanwhile."""
    live, readers, stopped = Live(sources.parent / "mkdocs.yml"), Readers(), Event()

    def work() -> None:
        while not stopped.is_set():
            follow_files(live, readers, lambda *_: looked.set())

    looked, follower = Event(), Thread(target=work, daemon=True)
    save(sources / "site.yml", SITE + "\n")  # so that it looks when it begins, and is known to have begun
    with serving(live, readers, ("127.0.0.1", 0)) as at:
        follower.start()
        looked.wait()
        try:
            yield at
        finally:
            stopped.set()
            replace(sources.parent / "docs")  # so that it looks up
            follower.join(timeout=60)
            assert not follower.is_alive()


def replace(folder: Path) -> None:
    """Put a copy in the place of a folder, which goes."""
    shutil.copytree(folder, folder.with_name("copy"))
    folder.rename(folder.with_name("old"))
    folder.with_name("copy").rename(folder)
    shutil.rmtree(folder.with_name("old"))


def save(file: Path, content: str) -> None:
    file.write_text(content, encoding="utf-8")


@pytest.fixture
def address(sources: Path) -> Iterator[str]:
    """The address of a preview that follows its files."""
    with previewing(sources) as at:
        yield at


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    yield page
    page.close()


def test_a_page_renews_itself_and_shows_faults_until_they_are_mended(page: Page, address: str, sources: Path) -> None:
    rule = sources / RULE
    good = rule.read_text(encoding="utf-8")
    page.goto(f"{address}medewerkers/")
    save(rule, edited(RULE, title="Leg de telefoon weg")[RULE])
    expect(page.locator("main h4", has_text="Leg de telefoon weg")).to_be_visible()
    alert = page.get_by_role("alert")
    save(rule, good.replace("section: regels", "section: nergens"))
    expect(alert).to_contain_text("telefoon-in-de-tas.yml, regel 4")
    expect(alert).to_contain_text("Zo lost u het op")
    expect(page.locator("main h4", has_text="Leg de telefoon weg")).to_be_visible()
    save(rule, good)
    expect(page.locator("main h4", has_text="De telefoon zit in de tas")).to_be_visible()
    expect(alert).to_be_empty()
    assert page.goto(f"{address}nergens/").status == 404  # type: ignore[union-attr]
    expect(page.locator("h1")).to_have_text("Deze pagina is er niet")


def test_a_preview_that_starts_with_faults_tells_them_and_recovers(page: Page, sources: Path) -> None:
    rule = sources / RULE
    good = rule.read_text(encoding="utf-8")
    save(rule, good.replace("norms:\n  -", "norms:\n\t-"))
    with previewing(sources) as address:
        answer = page.goto(f"{address}medewerkers/")
        assert answer
        assert answer.status == 503
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("Er is nog geen goede versie")
        expect(alert).to_contain_text("telefoon-in-de-tas.yml, regel 9, kolom 1")
        rule.unlink()
        save(sources / "site.yml", "name")
        expect(alert).to_contain_text("site.yml, regel 1")
        save(sources / "site.yml", SITE)
        expect(page.locator("h1")).to_contain_text("Afspraken voor medewerkers")
        expect(alert).to_be_empty()
        save(rule, good)
        expect(page.locator("main h4", has_text="De telefoon zit in de tas")).to_be_visible()


def test_what_shapes_a_page_renews_it_as_well(page: Page, address: str, sources: Path) -> None:
    project = sources.parent
    page.goto(f"{address}medewerkers/")
    with (project / "overrides/assets/protocolwijzer.css").open("a", encoding="utf-8") as sheet:
        sheet.write("h1 { letter-spacing: 7px !important }")
    expect(page.locator("h1")).to_have_css("letter-spacing", "7px")
    main = project / "overrides" / "main.html"
    save(
        main,
        main.read_text(encoding="utf-8")
        + '{% block footer %}<p id="mine">Van {{ config.copyright }}</p>{% endblock %}',
    )
    expect(page.locator("#mine")).to_have_text("Van None")
    settings = project / "mkdocs.yml"
    good = settings.read_text(encoding="utf-8")
    save(settings, good + "copyright: ons\n")
    expect(page.locator("#mine")).to_have_text("Van ons")
    save(settings, good.replace("name: material", "name: nergens"))
    expect(page.get_by_role("alert")).to_contain_text("mkdocs.yml, regel 7, kolom 3")
    save(settings, good)
    expect(page.locator("#mine")).to_have_text("Van None")
    expect(page.get_by_role("alert")).to_be_empty()


def test_a_folder_of_sources_that_was_replaced_is_followed_too(page: Page, address: str, sources: Path) -> None:
    page.goto(f"{address}medewerkers/")
    shutil.copytree(sources, sources.with_name("backup"))
    shutil.rmtree(sources)
    expect(page.get_by_role("alert")).to_contain_text("protocol_src")
    sources.with_name("backup").rename(sources)
    expect(page.get_by_role("alert")).to_be_empty()
    save(sources / RULE, edited(RULE, title="Leg de telefoon weg")[RULE])
    expect(page.locator("main h4", has_text="Leg de telefoon weg")).to_be_visible()


def test_the_panel_is_reached_and_put_away_with_the_keyboard(page: Page, address: str, sources: Path) -> None:
    rule = article("proef", title="Nieuwe regel", topics=[], norms=[])
    save(sources / f"{ARTICLES}/proef.yml", rule[f"{ARTICLES}/proef.yml"])
    page.goto(f"{address}medewerkers/")
    fault = page.get_by_role("alert").get_by_text("proef.yml, regel 1").first
    expect(fault).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(fault).to_be_hidden()
    expect(page.get_by_role("alert")).to_contain_text("Er is een fout gevonden")
    save(sources / RULE, edited(RULE, title="Leg de telefoon weg")[RULE])
    expect(page.locator("main h4", has_text="Leg de telefoon weg")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("Er is een fout gevonden")
    expect(fault).to_be_hidden()
    save(sources / "site.yml", "name")
    expect(page.get_by_role("alert").get_by_text("site.yml, regel 1")).to_be_visible()

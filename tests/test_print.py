"""Every kind of page on paper, as Chromium prints it: its contents and nothing else, with the version at its foot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from build_tools.findings import read
from build_tools.model import Library
from build_tools.plugin import build_pages
from build_tools.source import read_folder
from tests.library import PROJECT
from tests.project import small_project

#: A page of each kind, words that must be on its paper, and the most pages that it may take.
KINDS = (
    ("", "Wie bent u", 3),
    ("kinderen/", "Afspraken voor kinderen", 40),
    ("media/", "Als de pers belt", 12),
    ("onderwerpen/telefoon-leerlingen/", "De Mare", 6),
    ("protocollen/de-mare/", "Telefoon en smartwatch", 20),
    ("begrippen/", "Begrippen", 15),
    ("over/", "Over deze site", 6),
    ("redactie/leesbaarheid/", "Leesbaarheid van de kinderteksten", 6),
)
#: The banner of a school's own site with its longest words, which are those for adults.
BANNER = """
<aside class="md-banner"><div class="md-banner__inner md-grid md-typeset"><p class="pw-standing" role="note">
<strong>Ter instemming: de medezeggenschapsraad heeft nog niet ingestemd.</strong>
<span data-pw-review-text>De evaluatie van 28 september 2026 is voorbij. Vraag de school wat nu geldt.</span>
</p></div></aside>
"""
OF_THE_SITE = ("Zoek een afspraak", "Over deze site Toegankelijkheid", "Hoofdmenu", "https://school.example")


@pytest.fixture(scope="module")
def real() -> Library:
    return read(read_folder(PROJECT / "protocol_src"))[0]


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    contexts = []

    def opened(path: str, *, scripts: bool = True) -> Page:
        contexts.append(browser.new_context(java_script_enabled=scripts))
        page = contexts[-1].new_page()
        page.goto(address + path, wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()


def paper(page: Page) -> list[str]:
    """The words of each printed page."""
    reader = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True)))
    assert {(round(one.mediabox.width), round(one.mediabox.height)) for one in reader.pages} <= {(595, 842), (594, 842)}
    return [" ".join(one.extract_text().split()) for one in reader.pages]


@pytest.mark.parametrize(("path", "words", "most"), KINDS)
def test_a_page_prints_its_contents_only(open_page: Callable[..., Page], path: str, words: str, most: int) -> None:
    pages = paper(open_page(path))
    text = " ".join(pages)
    assert words in text or path == ""
    assert len(pages) <= most
    assert all(f"bladzijde {number} van {len(pages)}" in one for number, one in enumerate(pages, start=1))
    assert [strange for strange in OF_THE_SITE if strange in text and path != "over/"] == []


def test_the_foot_names_protocol_numbers_and_version(open_page: Callable[..., Page]) -> None:
    for one in paper(open_page("protocollen/de-mare/")):
        assert "De Mare, nummers 1 tot en met 11. Versie gelezen op 21 november 2026." in one


def test_a_question_on_paper_says_which_articles_answer_it(open_page: Callable[..., Page]) -> None:
    assert all("De Mare nummer 1 (Versie" in one for one in paper(open_page("onderwerpen/telefoon-leerlingen/")))


@pytest.mark.parametrize("group", [6, 7, 8])
def test_a_group_page_is_one_a4_for_each_protocol(open_page: Callable[..., Page], real: Library, group: int) -> None:
    for protocol in real.shown:
        (sheet,) = paper(open_page(f"kinderen/groep-{group}/?protocol={protocol.id}"))
        rules = [item for item in protocol.items if item.is_for_group(group) and item.fits_paper]
        for item in rules:
            first = item.text_for_group(group).split(".")[0]
            assert "".join(first.split()) in "".join(sheet.split()), f"{protocol.id} {item.id}"
        assert f"Groep {group}" in sheet
        assert "Goed om te weten" not in sheet
        assert "De vastgestelde tekst beslist." in sheet


def test_the_banner_of_an_own_site_keeps_the_fullest_group_page_on_one_a4(open_page: Callable[..., Page]) -> None:
    page = open_page("kinderen/groep-7/?protocol=toermalijn")
    page.evaluate("banner => document.querySelector('.md-header').insertAdjacentHTML('beforebegin', banner)", BANNER)
    (sheet,) = paper(page)
    assert "Vraag de school wat nu geldt." in sheet
    assert "De vastgestelde tekst beslist." in sheet


def test_a_poster_of_an_own_site_stays_one_sheet_with_the_banner_in_its_margin(
    open_page: Callable[..., Page],
) -> None:
    page = open_page("kinderen/poster-maken/")
    page.evaluate("banner => document.querySelector('.md-header').insertAdjacentHTML('beforebegin', banner)", BANNER)
    (sheet,) = paper(page)
    assert "Vraag de school wat nu geldt." in sheet


def test_without_scripts_each_protocol_has_its_own_a4(open_page: Callable[..., Page], real: Library) -> None:
    pages = paper(open_page("kinderen/groep-7/", scripts=False))
    assert [
        f"Zo doen wij online: {protocol.record.short_title}" in page
        for protocol, page in zip(real.shown, pages, strict=True)
    ] == [True] * len(real.shown)


def test_no_heading_is_left_alone_and_no_table_is_cut(open_page: Callable[..., Page]) -> None:
    for path in ("protocollen/de-mare/", "vergelijken/", "redactie/leesbaarheid/"):
        page = open_page(path)
        page.emulate_media(media="print")
        assert (
            page.evaluate(
                """() => [...document.querySelectorAll("main :is(h1, h2, h3, h4)")]
            .filter(one => one.getClientRects().length && getComputedStyle(one).breakAfter !== "avoid")
            .map(one => one.textContent)"""
            )
            == []
        )
        page.set_viewport_size({"width": 680, "height": 1000})  # the width of the paper between its margins
        assert (
            page.evaluate(
                """() => [...document.querySelectorAll("main table")].map(table => table.closest("div"))
            .filter(box => box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "visible")
            .map(box => box.textContent.slice(0, 40))"""
            )
            == []
        )


def test_no_address_stands_behind_a_link(open_page: Callable[..., Page]) -> None:
    page = open_page("kinderen/")
    page.emulate_media(media="print")
    behind = page.evaluate(
        """() => [...document.querySelectorAll("main a")].map(link => getComputedStyle(link, "::after").content)"""
    )
    assert set(behind) <= {"none"}


def test_the_reading_button_is_there_only_with_a_dutch_voice(browser: Browser, address: str) -> None:
    voices = """languages => Object.defineProperty(window, "speechSynthesis", {value: {
        getVoices: () => languages.map(lang => ({lang})), addEventListener() {}, cancel() { window.said = [] },
        speak(one) { (window.said ||= []).push(one.text) } }})"""
    for languages, shown in ((["en-US", "nl-BE"], True), (["en-US"], False), ([], False)):
        page = browser.new_page()
        page.add_init_script(
            f"({voices})({languages!r}); window.SpeechSynthesisUtterance = function (text) {{ this.text = text }}"
        )
        page.goto(address + "kinderen/groep-6/?protocol=de-mare")
        button = page.get_by_role("button", name="Lees voor")
        assert button.is_visible() == shown
        assert page.evaluate("window.said") is None  # nothing is read before it is asked for
        if shown:
            button.click()
            assert page.evaluate("window.said") == ["Doen"]
            page.get_by_role("button", name="Stop met voorlezen").click()
            assert page.evaluate("window.said") == []
            assert button.is_visible()
        page.close()


def test_a_name_with_quotes_and_accents_stands_at_the_foot_as_it_is_written(browser: Browser, tmp_path: Path) -> None:
    config = small_project(tmp_path)
    protocol = tmp_path / "protocol_src" / "protocols" / "de-wilg" / "protocol.yml"
    written = protocol.read_text(encoding="utf-8")
    assert "short_title: De Wilg\n" in written
    name = """'t "Palet" & Zoë \\ co"""
    quoted = "'" + name.replace("'", "''") + "'"
    protocol.write_text(written.replace("short_title: De Wilg", f"short_title: {quoted}"), encoding="utf-8")
    build_pages(config, tmp_path / "site")
    page = browser.new_page()
    page.goto((tmp_path / "site" / "protocollen" / "de-wilg" / "index.html").as_uri())
    page.emulate_media(media="print")
    foot = page.evaluate("""() => {
      const shown = document.body.appendChild(document.createElement("p"));
      const style = new CSSStyleSheet();
      style.replaceSync("p:last-child::before { content: var(--pw-print-footer) }");
      document.adoptedStyleSheets = [style];
      return getComputedStyle(shown, "::before").content;
    }""")
    page.close()
    assert foot.startswith('"' + name.replace("\\", "\\\\").replace('"', '\\"'))

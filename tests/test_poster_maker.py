"""The poster maker, driven by keyboard: what is chosen comes out of the printer, and nothing is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.test_site import OPPOSITES, axe_findings

PAGE = "kinderen/poster-maken/"
CHOICE = "#protocol=de-mare&groep=7&regels=geen-vrienden-online,telefoon-en-smartwatch,fatsoen-en-respect"
Opener = Callable[..., Page]


@pytest.fixture
def maker(browser: Browser, address: str) -> Iterator[Opener]:
    contexts = []

    def opened(choice: str = CHOICE, *, start: str = address, **options: Any) -> Page:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.goto(f"{start}{PAGE}{choice}", wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()


def rules(page: Page) -> list[str]:
    return page.locator(".pw-sheet-card p:first-child").all_inner_texts()


def press_on(page: Page, selector: str, key: str) -> None:
    page.locator(selector).focus()
    page.keyboard.press(key)


def tab_stops(page: Page, most: int = 60) -> list[str]:
    """What Tab reaches inside the maker, from its first field on."""
    page.locator(".pw-maker input").first.focus()
    found = []
    for _ in range(most):
        found.append(
            page.evaluate(
                "document.activeElement.ariaLabel || document.activeElement.textContent || document.activeElement.name"
            )
        )
        page.keyboard.press("Tab")
    return found


def test_a_link_carries_the_choice(maker: Opener) -> None:
    page = maker()
    assert [" ".join(words.split()[:3]) for words in rules(page)] == [
        "Je telefoon zit",
        "Wees online net",
        "Word online geen",
    ]
    assert "Groep 7" in page.locator(".pw-sheet").inner_text()


def test_choosing_and_ordering_by_keyboard(maker: Opener) -> None:
    page = maker()
    before = rules(page)
    press_on(page, "button[aria-label^='Omlaag: Je telefoon zit']", "Enter")
    assert rules(page) == [before[1], before[0], before[2]]
    expect(page.get_by_role("status")).to_have_text(re.compile(r"^Regel staat nu op plaats 2 van \d+\.$"))
    assert "Je telefoon" in page.evaluate("document.activeElement.ariaLabel")  # focus goes along with the rule
    press_on(page, "input[value='geen-vrienden-online']", "Space")
    assert rules(page) == [before[1], before[0]]
    expect(page.get_by_role("status")).to_have_text("2 regels gekozen.")


def test_every_control_is_reached_with_tab(maker: Opener) -> None:
    stops = " ".join(tab_stops(maker()))
    for name in ("group", "class", "Omlaag: Je telefoon", "Voeg toe", "sign", "Print dit blad", "Kopieer een link"):
        assert name in stops


def test_the_class_adds_its_own_rules_and_name(maker: Opener) -> None:
    page = maker()
    page.get_by_label("Naam van de klas").fill("De Uilen")
    for words in ("Wij vragen eerst.", "Wij lachen niemand uit. <b>"):
        page.get_by_label("Nieuwe afspraak").fill(words)
        page.keyboard.press("Enter")
    assert rules(page)[-2:] == ["Wij vragen eerst.", "Wij lachen niemand uit. <b>"]
    assert page.locator(".pw-sheet-group").inner_text() == "De Uilen"
    press_on(page, "button[aria-label='Omhoog: Wij lachen niemand uit. <b>']", "Enter")
    assert rules(page)[-2:] == ["Wij lachen niemand uit. <b>", "Wij vragen eerst."]
    press_on(page, "button[aria-label='Haal weg: Wij vragen eerst.']", "Enter")
    assert rules(page)[-1] == "Wij lachen niemand uit. <b>"
    expect(page.get_by_role("status")).to_have_text("Afspraak weggehaald.")


def test_an_empty_rule_is_not_added(maker: Opener) -> None:
    page = maker()
    before = rules(page)
    page.get_by_label("Nieuwe afspraak").press("Enter")
    assert rules(page) == before
    expect(page.get_by_role("status")).to_have_text("Vul eerst een afspraak in.")


def test_the_link_holds_no_names_and_nothing_is_kept(maker: Opener) -> None:
    page = maker(permissions=["clipboard-read", "clipboard-write"])
    page.get_by_label("Naam van de klas").fill("De Uilen")
    page.get_by_label("Nieuwe afspraak").fill("Wij bellen Sam.")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Kopieer een link").click()
    expect(page.get_by_role("status")).to_have_text("De link is gekopieerd.")
    link = page.evaluate("navigator.clipboard.readText()")
    assert "protocol=de-mare&groep=7&regels=geen-vrienden-online%2Ctelefoon-en-smartwatch" in link
    assert "Uilen" not in link
    assert "Sam" not in link
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_what_is_in_sight_is_what_is_printed_on_one_a4(maker: Opener) -> None:
    page = maker()
    page.get_by_label("Naam van de klas").fill("De Uilen")
    page.get_by_label("Ruimte voor namen").check()
    shown = rules(page)
    (paper,) = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True, print_background=True))).pages
    text = "".join(paper.extract_text().split())
    for words in (*shown, "De Uilen", "Wij doen mee", "De vastgestelde tekst beslist."):
        assert "".join(words.split()) in text
    assert "Kopieer" not in text
    assert "Postersdiealklaarzijn" not in text


def type_size(page: Page) -> float:
    """The size of the rules' type on paper, in points."""
    return float(
        page.locator(".pw-sheet-card").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize) * 0.75")
    )


def test_what_does_not_fit_readably_cannot_be_printed(maker: Opener) -> None:
    page = maker()
    assert type_size(page) > 14
    for number in range(14):
        page.get_by_label("Nieuwe afspraak").fill(f"{number} " + "Wij doen dit altijd samen met de hele klas. " * 3)
        page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("past niet leesbaar op één A4")
    expect(page.get_by_role("button", name="Print dit blad")).to_be_disabled()
    assert type_size(page) >= 14


def test_a_rule_for_other_groups_is_not_offered(maker: Opener) -> None:
    page = maker("")
    page.get_by_label("De Toermalijn").check()
    page.get_by_label("Groep 8").check()
    expect(page.get_by_role("status")).to_contain_text("De Toermalijn, groep 8: 12 regels gekozen.")
    assert len(rules(page)) == 12


def test_a_broken_link_is_no_trouble(maker: Opener) -> None:
    for choice in ("#protocol=weg&groep=7", "#protocol=de-mare&groep=99", "#protocol=konot&groep=6&regels=weg,,"):
        expect(maker(choice).get_by_role("button", name="Print dit blad")).to_be_visible()


def test_without_scripts_the_ready_posters_are_offered(maker: Opener, site: Path) -> None:
    page = maker("", java_script_enabled=False)
    expect(page.locator(".pw-maker")).to_be_hidden()
    expect(page.get_by_text("Zelf een poster samenstellen kan alleen als scripts aan staan")).to_be_visible()
    links = [link.get_attribute("href") for link in page.locator(".pw-ready a").all()]
    assert len(links) == 5 * 3 * 4
    assert all((site / PAGE / str(link)).resolve().is_file() for link in links)


def test_it_works_from_a_usb_stick(maker: Opener, site: Path) -> None:
    page = maker(f"index.html{CHOICE}", start=f"{site.as_uri()}/")
    assert len(rules(page)) == 3
    press_on(page, "button[aria-label^='Omlaag: Je telefoon zit']", "Enter")
    assert rules(page)[0].startswith("Wees online net")


@pytest.mark.parametrize(("width", "scheme"), OPPOSITES)
def test_axe_finds_nothing_in_any_state(maker: Opener, width: int, scheme: Any) -> None:
    page = maker(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.get_by_label("Ruimte voor namen").check()
    for number in range(14):
        page.get_by_label("Nieuwe afspraak").fill(f"{number} " + "Wij doen dit altijd samen met de hele klas. " * 3)
        page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert axe_findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

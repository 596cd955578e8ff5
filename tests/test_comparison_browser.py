"""The comparison as readers meet it in a real browser: choose, filter, share, open, print, download."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from build_tools.compare import cell
from build_tools.load import load
from build_tools.model import Item, Library
from build_tools.relation import bound_by, cells_relation
from build_tools.source import read_folder
from tests.library import PROJECT
from tests.test_relation import CASES
from tests.test_site import LOOKS, axe_findings

pytestmark = pytest.mark.xdist_group("comparison")

PAGE = "vergelijken/"
STATES = {
    "all": "",
    "two": "?p=mosalira,konot&thema=contact&verschil=1",
    "one party": "?wie=parents",
    "nothing left": "?p=mosalira,konot&thema=thuis&wie=board",
    "opened": "?p=mosalira,toermalijn&thema=contact&open=leerlingen-als-vriend",
}

Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    """Opens the comparison in a fresh context, and waits until its script is done."""
    contexts = []

    def opened(
        query: str = "", width: int = 1280, scheme: Any = "light", *, scripts: bool = True, start: str = ""
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=scripts
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        page.goto((start or address + PAGE) + query)
        if scripts:
            page.locator("form[data-pw-ready]").wait_for()
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def library() -> Library:
    return load(read_folder(PROJECT / "protocol_src"))[0]


def see_columns(page: Page, names: Sequence[str]) -> None:
    """Waits until these protocols are the columns: a choice is in the address before the table is drawn."""
    expect(page.locator(".pw-matrix thead th:nth-child(n + 3)")).to_have_text(names)


def rows(page: Page) -> list[str]:
    """The ids of the topics that the table shows."""
    found: list[str] = page.locator(".pw-matrix tr[data-relation]").evaluate_all("rows => rows.map(row => row.id)")
    return found


def relations(page: Page) -> set[str]:
    return set(
        page.locator(".pw-matrix tr[data-relation]").evaluate_all("rows => rows.map(row => row.dataset.relation)")
    )


def words(text: str) -> str:
    return " ".join(text.split())


def tab_to(page: Page, selector: str) -> None:
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"no Tab leads to {selector}")


# --- The table ----------------------------------------------------------------------------------------


def test_the_script_shows_the_same_cells_as_the_page_without_scripts(open_page: Open) -> None:
    def cells(page: Page) -> list[str]:
        texts = page.evaluate(
            """[...document.querySelectorAll('.pw-matrix tr[id]')].flatMap(row => [...row.cells].map(cell => {
              const copy = cell.cloneNode(true);
              copy.querySelectorAll('.pw-open').forEach(part => part.remove());
              return copy.textContent;
            }))"""
        )
        return ["".join(text.split()) for text in texts]

    written = cells(open_page(scripts=False))
    assert len(written) > 400
    assert cells(open_page()) == written


def test_without_scripts_every_topic_and_protocol_has_a_cell_with_words(open_page: Open, library: Library) -> None:
    page = open_page(scripts=False)
    expect(page.locator("[data-pw-compare]")).not_to_be_visible()
    cells = page.locator(".pw-matrix td.pw-cell")
    expect(cells).to_have_count(len(library.vocabulary.topics) * len(library.shown))
    assert [text for text in cells.all_inner_texts() if not words(text)] == []
    assert page.locator(".pw-matrix caption").count() == 1
    assert page.locator(".pw-matrix tr[id] > th:not([scope=row])").count() == 0


def test_silent_unclear_and_regulated_say_so_in_different_words(open_page: Open) -> None:
    page = open_page()
    silent = page.locator(".pw-cell--silent .pw-stance").first.inner_text()
    unclear = page.locator(".pw-cell--unclear").first.inner_text()
    assert silent == "niet geregeld"
    assert unclear.count("Lezing") == 2
    assert "onduidelijk" in unclear
    assert "Waarom" in unclear


def test_the_script_relates_answers_as_python_does(open_page: Open, library: Library) -> None:
    page = open_page()
    for name, (protocols, expected) in CASES.items():
        cells = [
            {
                "status": "regulated" if answers else "silent",
                "answers": [
                    {"stance": a.stance, "bound": bound_by(a.parties), "value": a.value, "condition": a.condition}
                    for a in answers
                ],
            }
            for answers in protocols
        ]
        assert page.evaluate("cells => pwComparison.relation(cells, '')", cells) == expected, name
    for query, names in (("", [p.id for p in library.shown]), ("?p=konot,model", ["model", "konot"])):
        page = open_page(query)
        shown = page.evaluate(
            "Object.fromEntries([...document.querySelectorAll('.pw-matrix tr[data-relation]')]"
            ".map(row => [row.id, row.dataset.relation]))"
        )
        assert shown == {
            topic.id: cells_relation([cell(library.protocols[name], topic) for name in names])
            for topic in library.vocabulary.topics.values()
        }


def test_head_and_first_column_stay_in_sight(open_page: Open) -> None:
    page = open_page(width=1000)
    wrap = page.locator(".pw-matrix-wrap")
    wrap.evaluate("wrap => wrap.scrollTo(200, 2000)")
    inside = wrap.bounding_box()
    head = page.locator(".pw-matrix thead th").first.bounding_box()
    assert inside
    assert head
    assert abs(head["y"] - inside["y"]) < 3
    assert abs(head["x"] - inside["x"]) < 3


# --- Choosing -----------------------------------------------------------------------------------------


def test_choosing_by_keyboard_alone_keeps_the_choice_in_the_address(open_page: Open, address: str) -> None:
    page = open_page()
    for name in ("mosalira", "konot"):
        tab_to(page, f"input[name=p][value={name}]")
        page.keyboard.press("Space")
    see_columns(page, ["MosaLira", "Konot"])
    tab_to(page, "select[name=thema]")
    page.keyboard.type("Contact")
    tab_to(page, "input[name=verschil]")
    page.keyboard.press("Space")
    expect(page).to_have_url(f"{address}{PAGE}?p=mosalira,konot&thema=contact&verschil=1")
    expect(page.locator(".pw-compare-status")).to_contain_text("MosaLira en Konot; thema Contact")
    found = rows(page)
    page.reload()
    page.locator("form[data-pw-ready]").wait_for()
    see_columns(page, ["MosaLira", "Konot"])
    assert rows(page) == found


def test_a_shared_address_shows_the_same_choice(open_page: Open) -> None:
    page = open_page("?p=mosalira,konot&thema=contact&verschil=1")
    see_columns(page, ["MosaLira", "Konot"])
    assert page.locator(".pw-matrix-theme").all_inner_texts() == ["Contact via sociale media"]
    assert relations(page) <= {"value", "stance", "contrary"}
    assert rows(page)


def test_at_most_four_protocols_can_be_chosen(open_page: Open) -> None:
    page = open_page("?p=mosalira,konot,model,de-mare")
    expect(page.locator("input[name=p][value=toermalijn]")).to_be_disabled()
    page.locator("input[name=p][value=model]").uncheck()
    expect(page.locator("input[name=p][value=toermalijn]")).to_be_enabled()


def test_one_chosen_protocol_asks_for_another(open_page: Open) -> None:
    expect(open_page("?p=konot").locator(".pw-compare-status")).to_contain_text("Kies nog een protocol")


def test_what_an_address_names_and_the_site_does_not_know_is_left_out(open_page: Open, address: str) -> None:
    page = open_page("?p=bestaat-niet,konot,model&thema=niets&wie=niemand")
    see_columns(page, ["Model", "Konot"])
    assert page.url == f"{address}{PAGE}?p=model,konot"


def test_one_party_shows_what_binds_it_and_calls_the_rest_silent_for_it(open_page: Open, library: Library) -> None:
    page = open_page("?wie=parents")
    texts = page.locator(".pw-matrix .pw-cell .pw-norm .pw-party").all_inner_texts()
    assert texts
    assert [text for text in texts if "ouders" not in text and "iedereen" not in text] == []
    ruled = {
        norm.topic for protocol in library.shown for _, norm in protocol.norms if "parents" in bound_by(norm.parties)
    }
    unclear = {row.topic for protocol in library.shown for row in protocol.record.unclear}
    assert ruled - unclear <= set(rows(page)) <= ruled | unclear
    expect(page.locator(".pw-cell--silent").first).to_contain_text("niet geregeld voor ouders")


def test_only_what_a_protocol_lacks(open_page: Open) -> None:
    page = open_page("?p=mosalira,konot&niet=konot")
    statuses = page.locator(".pw-cell[data-pw-cell=konot]").evaluate_all("cells => cells.map(cell => cell.className)")
    others = page.locator(".pw-cell[data-pw-cell=mosalira] .pw-stance").count()
    assert statuses
    assert set(statuses) == {"pw-cell pw-cell--silent"}
    assert others >= len(statuses)


def test_the_choice_can_be_wiped(open_page: Open, address: str, library: Library) -> None:
    page = open_page("?p=mosalira,konot&verschil=1&wie=staff")
    page.get_by_role("button", name="Wis de keuze").click()
    expect(page).to_have_url(f"{address}{PAGE}")
    see_columns(page, [protocol.record.short_title for protocol in library.shown])


# --- Opening ------------------------------------------------------------------------------------------


def test_opening_a_cell_shows_the_rules_of_each_protocol_in_full(open_page: Open, library: Library) -> None:
    page = open_page("?p=mosalira,toermalijn&thema=contact")
    page.locator("tr#leerlingen-als-vriend [data-pw-cell=mosalira] .pw-open").click()
    dialog = page.get_by_role("dialog", name="Leerlingen als vriend")
    expect(dialog).to_be_visible()
    assert dialog.locator("h3").all_inner_texts() == ["MosaLira", "De Toermalijn"]
    shown = words(dialog.inner_text())
    for protocol in ("mosalira", "toermalijn"):
        for holder, norm in library.protocols[protocol].norms:
            if norm.topic == "leerlingen-als-vriend":
                assert isinstance(holder, Item)
                text = holder.rule.text
                assert re.sub(r"[*_\s]", "", text) in re.sub(r"[*_\s]", "", shown)


def test_escape_closes_and_the_focus_returns_to_where_it_was(open_page: Open) -> None:
    page = open_page("?p=mosalira,toermalijn&thema=contact")
    tab_to(page, "tr#leerlingen-als-vriend .pw-open")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sluit")).to_be_focused()
    expect(page).to_have_url(re.compile("open=leerlingen-als-vriend"))
    for _ in range(8):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).not_to_be_visible()
    expect(page.locator("tr#leerlingen-als-vriend [data-pw-cell=mosalira] .pw-open")).to_be_focused()
    expect(page).not_to_have_url(re.compile("open="))  # a browser tells of a changed address a moment later


def test_an_address_can_open_a_topic(open_page: Open) -> None:
    expect(open_page(STATES["opened"]).get_by_role("dialog")).to_be_visible()


def test_links_to_rules_lead_to_them(open_page: Open) -> None:
    page = open_page("?p=mosalira,toermalijn&thema=contact")
    link = page.locator("tr#leerlingen-als-vriend [data-pw-cell=mosalira] .pw-cell-rules a").first
    anchor = (link.get_attribute("href") or "").split("#")[1]
    link.click()
    page.wait_for_url("**/protocollen/mosalira/#*")
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()


# --- Downloads and print ------------------------------------------------------------------------------


def test_the_csv_holds_what_is_chosen(open_page: Open) -> None:
    page = open_page("?p=mosalira,konot&thema=contact")
    with page.expect_download() as download:
        page.get_by_role("button", name="Bewaar als CSV").click()
    assert download.value.suggested_filename == "vergelijking.csv"
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    head, *body = csv.reader(io.StringIO(text), delimiter=";")
    assert head == ["Thema", "Onderwerp", "Verhouding", "MosaLira", "Konot"]
    assert len(body) == len(rows(page))
    assert {line[0] for line in body} == {"Contact via sociale media"}
    assert all(all(line) for line in body)


def test_a_cell_that_begins_like_a_formula_stays_text(open_page: Open) -> None:
    made = open_page().evaluate("pwComparison.csv([['=1+1', '+x', '-x', '@x', 'a\"b;c', 'gewoon']])")
    assert next(csv.reader(io.StringIO(made.lstrip("\ufeff")), delimiter=";")) == [
        "'=1+1",
        "'+x",
        "'-x",
        "'@x",
        'a"b;c',
        "gewoon",
    ]


def test_the_workbook_holds_what_is_chosen(open_page: Open) -> None:
    page = open_page("?p=mosalira,konot&thema=contact")
    with page.expect_download() as download:
        page.get_by_role("button", name="Bewaar als Excel").click()
    assert download.value.suggested_filename == "vergelijking.xlsx"
    with zipfile.ZipFile(download.value.path()) as book:
        strings = book.read("xl/sharedStrings.xml").decode()
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "Leerlingen als vriend of volger" in strings
    assert ">Konot<" in strings
    assert len(re.findall(r"<row ", sheet)) == len(rows(page)) + 1
    assert "<f>" not in sheet


def test_printed_in_landscape_with_the_choice_and_without_the_form(open_page: Open) -> None:
    page = open_page("?p=mosalira,konot&thema=contact")
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox\s*\[([\d.\s]+)\]", pdf)
    assert boxes
    for box in boxes:
        _, _, width, height = map(float, box.split())
        assert width > height
    page.emulate_media(media="print")
    expect(page.locator("[data-pw-compare]")).not_to_be_visible()
    expect(page.locator(".pw-matrix caption")).to_contain_text("MosaLira en Konot; thema Contact via sociale media")
    expect(page.locator(".pw-open").first).not_to_be_visible()


def test_an_open_topic_is_printed_alone(open_page: Open) -> None:
    page = open_page(STATES["opened"])
    page.emulate_media(media="print")
    expect(page.get_by_role("dialog")).to_be_visible()
    expect(page.locator(".pw-matrix")).not_to_be_visible()


# --- Everywhere ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_on_a_narrow_phone_a_topic_is_a_card_and_nothing_scrolls_sideways(open_page: Open, scripts: bool) -> None:
    page = open_page(width=320, scripts=scripts)
    assert page.evaluate("document.scrollingElement.scrollWidth") == 320
    card = page.locator(".pw-matrix tr[id]").nth(1)
    box = card.bounding_box()
    assert box
    assert box["width"] <= 320
    for name in ("MosaLira", "Konot"):
        expect(card.get_by_text(name, exact=True).first).to_be_visible()


def test_it_works_from_disk(open_page: Open, site: Path) -> None:
    page = open_page("?p=mosalira,toermalijn&thema=contact", start=(site / PAGE / "index.html").as_uri())
    see_columns(page, ["MosaLira", "De Toermalijn"])
    page.locator(".pw-open").first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    for button in ("Bewaar als CSV", "Bewaar als Excel"):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        assert Path(download.value.path()).stat().st_size > 500


@pytest.mark.parametrize(
    ("state", "width", "scheme"), [(state, *look) for state, look in zip(STATES, cycle(LOOKS), strict=False)]
)
def test_axe_finds_nothing_in_any_state(open_page: Open, state: str, width: int, scheme: str) -> None:
    page = open_page(STATES[state], width, scheme)
    if state == "opened":
        page.get_by_role("dialog").wait_for()
    assert axe_findings(page, open_parts=False) == []

"""The PDFs: all words are on them, they are accessible, they fit, and they are the same each time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from msgspec.structs import replace
from pypdf import PdfReader

import build_tools.poster
import build_tools.printing
from build_tools.checks.paper import text_can_be_printed
from build_tools.cli import main
from build_tools.findings import read
from build_tools.model import Library
from build_tools.plugin import build_pages
from build_tools.poster import SheetFailed, fingerprint, pdf
from build_tools.printing import press, print_all
from build_tools.problems import BuildStopped
from build_tools.site import make_site
from build_tools.source import read_folder
from build_tools.views.sheets import Sheet, sheets
from tests.library import PROJECT, article, library, sources
from tests.project import small_project

A4, A3 = (595, 842), (842, 1191)
SMALLEST = {"Poster A4": 14, "Poster A3": 19.7, "Klassenafspraken A4": 11, "Vier kaartjes op een A4": 8}


@pytest.fixture(scope="module")
def real() -> Library:
    return read(read_folder(PROJECT / "protocol_src"))[0]


@pytest.fixture(scope="module")
def real_sheets(real: Library) -> dict[str, Sheet]:
    return {sheet.path: sheet for sheet in sheets(real)}


@pytest.fixture(scope="module")
def printed(site: Path, real_sheets: dict[str, Sheet]) -> dict[str, PdfReader]:
    """Every PDF of the built site by its path."""
    return {path: PdfReader(site / path) for path in real_sheets}


@pytest.fixture(scope="module")
def texts(printed: dict[str, PdfReader], real_sheets: dict[str, Sheet]) -> dict[str, str]:
    return {path: text_of(reader, foot_of(real_sheets[path])) for path, reader in printed.items()}


def foot_of(sheet: Sheet) -> str:
    """What stands at the foot of each page but its number, in the middle of a text that runs on."""
    content = sheet.content
    return squeezed(f"{content['short_title']}. {content['version']}.") if sheet.source == "protocol" else ""


def squeezed(text: str) -> str:
    """A text without spaces and capitals: where a PDF breaks its lines says nothing about its words."""
    return "".join(text.split()).casefold()


def text_of(reader: PdfReader, foot: str = "") -> str:
    """The words of all pages, without their foot."""
    pages = (squeezed(page.extract_text()) for page in reader.pages)
    return "".join(re.sub(rf"{re.escape(foot)}bladzijde\d+van\d+$", "", page) for page in pages)


def said(value: Any) -> Iterator[str]:
    """Every text that a reader must find, deep inside a sheet's content."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("picture", "picture_label", "kind", "paper", "link", "id"):
                yield from said(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from said(inner)
    elif isinstance(value, str):
        yield value


def sheet_of(found: Library, ending: str) -> Sheet:
    return next(sheet for sheet in sheets(found) if sheet.path.endswith(ending))


def child_rule(name: str = "proef", text: str = "Zet je telefoon uit.", **fields: Any) -> dict[str, str]:
    wording = {"children": text, **fields.pop("wording", {})}
    card = {"kind": "do", "pictogram": "telefoon-in-tas"}
    return article(name, audiences=["children"], wording=wording, card=card, **fields)


def test_every_sheet_is_in_the_site_and_nothing_else(site: Path, real_sheets: dict[str, Sheet]) -> None:
    found = {path.relative_to(site).as_posix() for path in (site / "print").rglob("*") if path.is_file()}
    assert found == set(real_sheets)


def test_every_protocol_has_every_kind_of_sheet_for_every_group(real: Library, real_sheets: dict[str, Sheet]) -> None:
    kinds = {(sheet.protocol, sheet.group, sheet.label) for sheet in real_sheets.values() if sheet.group}
    assert kinds == {(one.id, group, label) for one in real.shown for group in (6, 7, 8) for label in SMALLEST}


def test_every_word_stands_on_its_sheet(texts: dict[str, str], real_sheets: dict[str, Sheet]) -> None:
    for path, text in texts.items():
        content = {name: part for name, part in real_sheets[path].content.items() if name not in ("whose", "origin")}
        lost = [words for words in said(content) if squeezed(words) not in text]
        if real_sheets[path].source == "cards":  # a card has no room for where its rules stand
            places = {rule["place"] for part in content["parts"] for rule in part["rules"]}
            lost = [words for words in lost if words not in places]
        assert lost == [], path


def test_a_sheet_for_children_is_one_page_of_its_size(
    printed: dict[str, PdfReader], real_sheets: dict[str, Sheet]
) -> None:
    for path, sheet in real_sheets.items():
        if sheet.source == "protocol":
            continue
        (page,) = printed[path].pages
        size = (round(page.mediabox.width), round(page.mediabox.height))
        assert size == (A3 if sheet.content.get("paper") == "a3" else A4), path


def type_sizes(reader: PdfReader) -> dict[str, float]:
    """The smallest size in points at which each piece of text is set."""
    sizes: dict[str, float] = {}

    def see(text: str, _around: list[float], matrix: list[float], _font: Any, size: float) -> None:
        for line in filter(None, map(squeezed, text.splitlines())):
            sizes[line] = min(abs(matrix[3]) * size, sizes.get(line, 1000))

    reader.pages[0].extract_text(visitor_text=see)
    return sizes


def test_childrens_words_are_as_large_as_promised(printed: dict[str, PdfReader], real_sheets: dict[str, Sheet]) -> None:
    for path, sheet in real_sheets.items():
        if not sheet.group:
            continue
        rules = squeezed("".join(rule["text"] for part in sheet.content["parts"] for rule in part["rules"]))
        sizes = {line: size for line, size in type_sizes(printed[path]).items() if len(line) > 8 and line in rules}
        assert sizes, path
        assert min(sizes.values()) >= SMALLEST[sheet.label], path


def test_every_pdf_is_marked_as_accessible(printed: dict[str, PdfReader], real_sheets: dict[str, Sheet]) -> None:
    for path, reader in printed.items():
        root: Any = reader.root_object
        xmp: Any = reader.xmp_metadata
        assert root["/MarkInfo"]["/Marked"], path
        assert root["/StructTreeRoot"], path
        assert root["/Lang"].startswith("nl"), path
        assert root["/ViewerPreferences"]["/DisplayDocTitle"], path
        assert reader.metadata, path
        assert reader.metadata.title == real_sheets[path].title
        assert b"<pdfuaid:part>1</pdfuaid:part>" in xmp.stream.get_data(), path


def fonts(reader: PdfReader) -> Iterator[Any]:
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            yield font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]


def test_every_font_is_embedded(printed: dict[str, PdfReader]) -> None:
    for path, reader in printed.items():
        descriptors = list(fonts(reader))
        assert descriptors, path
        assert all({"/FontFile2", "/FontFile3"} & font.keys() for font in descriptors), path


def test_a_whole_protocol_has_contents_that_lead_to_its_rules(
    printed: dict[str, PdfReader], texts: dict[str, str], real: Library
) -> None:
    for protocol in real.shown:
        path = f"print/{protocol.id}/protocol.pdf"
        links = [note for page in printed[path].pages for note in page.get("/Annots", [])]
        assert len(links) >= len(protocol.items), protocol.id
        assert "inhoud" in texts[path]


def test_the_same_sheet_gives_the_same_bytes(site: Path, real_sheets: dict[str, Sheet]) -> None:
    for ending in ("poster-groep-6-a4.pdf", "klassenafspraken-groep-7.pdf", "kaartjes-groep-8.pdf", "protocol.pdf"):
        path = f"print/de-mare/{ending}"
        assert pdf(real_sheets[path]) == (site / path).read_bytes()


def test_a_rule_for_some_groups_stands_on_their_posters_only() -> None:
    found = library(child_rule(text="Kom naar de les.", groups=[8]))
    texts = {sheet.group: json.dumps(sheet.content) for sheet in sheets(found) if sheet.label == "Poster A4"}
    assert [group for group, text in texts.items() if "Kom naar de les." in text] == [8]


def test_a_group_reads_its_own_words() -> None:
    own = {"children_for": [{"groups": [6], "text": "Doe hem uit."}]}
    found = library(child_rule(text="Schakel hem uit.", wording=own))
    texts = {sheet.group: json.dumps(sheet.content) for sheet in sheets(found) if sheet.label == "Poster A4"}
    assert ["Doe hem uit." in texts[group] for group in (6, 7, 8)] == [True, False, False]
    assert ["Schakel hem uit." in texts[group] for group in (6, 7, 8)] == [False, True, True]


def test_posters_take_the_short_words_when_there_are_any() -> None:
    found = library(child_rule(text="Dit is de lange tekst.", wording={"poster": "Dit is kort."}))
    content = json.dumps(sheet_of(found, "poster-groep-6-a4.pdf").content)
    assert "Dit is kort." in content
    assert "lange tekst" not in content


def test_rules_that_do_not_fit_are_an_error_that_names_the_poster() -> None:
    long = "Dit is een lange regel over wat je doet met je telefoon. " * 12
    found = library(*(child_rule(f"regel-{number}", long) for number in range(12)))
    for ending in ("poster-groep-7-a4", "poster-groep-7-a3", "klassenafspraken-groep-7", "kaartjes-groep-7"):
        with pytest.raises(SheetFailed, match=rf"{ending}\.pdf: de regels passen niet .*groep 7.*wording\.poster"):
            pdf(sheet_of(found, f"{ending}.pdf"))


def test_the_rule_that_is_too_long_is_named_with_how_long_it_is() -> None:
    found = library(child_rule("kort"), child_rule("te-lang", "Zet je telefoon uit. " * 200))
    with pytest.raises(SheetFailed, match=r"De langste: te-lang \(800 woorden\), "):
        pdf(sheet_of(found, "poster-groep-7-a4.pdf"))


def test_a_sign_that_our_font_lacks_is_an_error_and_no_gap() -> None:
    with pytest.raises(SheetFailed, match=r"poster-groep-6-a4\.pdf.*漢"):
        pdf(sheet_of(library(child_rule(text="Zeg 漢 tegen elkaar.")), "poster-groep-6-a4.pdf"))


def test_the_check_lets_every_sign_pass_that_can_be_printed_and_no_other() -> None:
    signs = [chr(code) for code in (*range(0xA0, 0x530), *range(0x1E00, 0x1F00), *range(0x2000, 0x2700))]
    harmless = [one for one in signs if one.isprintable() or unicodedata.category(one) == "Zs"]
    told = set(library_check(" ".join(harmless)))
    passing = [one for one in harmless if one not in told]
    refused = sorted(one for one in told if not unicodedata.combining(one) and unicodedata.category(one) != "Me")
    for some in (passing[number : number + 80] for number in range(0, len(passing), 80)):
        assert pdf(sheet_of(library(child_rule(text=" ".join(some))), "poster-groep-6-a3.pdf"))
    with pytest.raises(SheetFailed, match="het lettertype van de PDF's heeft dit niet") as failed:
        pdf(sheet_of(library(child_rule(text=" ".join(refused[::20]))), "poster-groep-6-a3.pdf"))
    assert [one for one in refused[::20] if f'"{one}"' not in str(failed.value)] == []


def library_check(text: str) -> str:
    """What the check finds in the words for children that no sheet can show."""
    return "".join(found.value for found in text_can_be_printed(library(child_rule(text=text))))


def test_a_warning_of_typst_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "poster.typ").write_text('#set document(title: "x")\n#set text(lang: "nl", font: "Weg")\nHoi', "utf-8")
    monkeypatch.setattr(build_tools.poster, "SOURCES", tmp_path)
    monkeypatch.setattr(build_tools.poster, "PACKAGE", tmp_path)
    with pytest.raises(SheetFailed, match="Typst waarschuwt: unknown font family"):
        pdf(sheet_of(library(child_rule()), "poster-groep-6-a4.pdf"))


def test_words_from_the_sources_are_never_typst_code() -> None:
    trick = r'#panic("code") $x^2$ *niet vet* \u41 https://school.example'
    assert squeezed(trick) in text_of_bytes(pdf(sheet_of(library(child_rule(text=f"`{trick}`")), "groep-6-a4.pdf")))


def text_of_bytes(content: bytes) -> str:
    return text_of(PdfReader(BytesIO(content)))


def test_only_sheets_that_changed_are_printed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = list(sheets(library(child_rule())))
    first = print_all(before, cache=tmp_path)
    again: list[str] = []

    def count(sheet: Sheet) -> bytes:
        again.append(sheet.path)
        return b"new"

    monkeypatch.setattr(build_tools.printing, "pdf", count)
    assert print_all(before, cache=tmp_path) == first
    changed = replace(before[0], title="Anders")
    assert print_all([changed, *before[1:]], cache=tmp_path)[changed.path] == b"new"
    assert again == [changed.path]


@pytest.mark.parametrize("damage", [b"", b"%PDF-1.7 half", None], ids=["empty", "half", "a byte changed"])
def test_a_damaged_cache_is_made_anew(tmp_path: Path, damage: bytes | None) -> None:
    before = list(sheets(library(child_rule())))[:2]
    first = print_all(before, cache=tmp_path)
    for file in (kept := list(tmp_path.iterdir())):
        content = file.read_bytes()
        file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]) if damage is None else damage)
    assert len(kept) == len(before)
    assert print_all(before, cache=tmp_path) == first
    assert print_all(before, cache=tmp_path) == first


def test_a_cache_that_cannot_be_written_holds_nothing_up(tmp_path: Path) -> None:
    (file := tmp_path / "cache").write_text("geen map")
    before = list(sheets(library(child_rule())))[:1]
    assert set(print_all(before, cache=file)) == {before[0].path}


def test_many_sheets_need_no_more_memory_than_a_few() -> None:
    pytest.importorskip("resource")
    program = """
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from build_tools.poster import pdf
from build_tools.findings import read
from build_tools.source import read_folder
from build_tools.views.sheets import sheets

found = [sheet for sheet in sheets(read(read_folder(Path("protocol_src")))[0]) if sheet.source != "protocol"]
for count in 3, 9:
    for sheet in found[:count]:
        pdf(sheet)
    print(getrusage(RUSAGE_SELF).ru_maxrss)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=PROJECT, capture_output=True, check=True)
    few, many = map(int, done.stdout.split())
    assert many < 1.5 * few


def test_a_fingerprint_depends_on_words_and_setting() -> None:
    one = sheet_of(library(child_rule()), "poster-groep-6-a4.pdf")
    others = (
        replace(one, source="cards"),
        replace(one, filling=lambda: {**one.content, "help": ["a", "b"]}),
    )
    assert len({fingerprint(sheet) for sheet in (one, *others)}) == 3


def test_the_progress_is_told(tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    few = list(sheets(library(child_rule())))[:3]
    print_all(few, cache=tmp_path, report=lambda done, total: heard.append((done, total)))
    assert heard == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_without_typst_the_site_has_no_pdfs_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_tools.printing, "can_print", lambda: False)
    site = make_site(sources(), press(tmp_path))
    pages = {page.path: page.markdown for page in site.pages}
    assert site.pdfs == {}
    for path in ("kinderen/groep-6.md", "kinderen/poster-maken.md", "media.md", "protocollen/de-wilg.md"):
        assert "zonder PDF's" in pages[path]
        assert ".pdf" not in pages[path]


def test_only_who_wants_pdfs_hears_that_typst_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(build_tools.printing, "can_print", lambda: False)
    config = str(small_project(tmp_path))
    CliRunner().invoke(main, ["build", "--config", config, "--zonder-pdf"], catch_exceptions=False)
    assert "Typst" not in caplog.text
    CliRunner().invoke(main, ["build", "--config", config], catch_exceptions=False)
    assert caplog.text.count("Typst ontbreekt") == 1


def test_pages_link_their_pdfs_with_format_and_size(tmp_path: Path) -> None:
    site = make_site(sources(), press(tmp_path))
    pages = {page.path: page.markdown for page in site.pages}
    size = f"(PDF, {round(len(site.pdfs['print/de-wilg/poster-groep-6-a4.pdf']) / 1024)} kB)"
    link = f'[Poster A4 <span class="pw-pdf-size">{size}</span>](../print/de-wilg/poster-groep-6-a4.pdf '
    assert link in pages["kinderen/groep-6.md"]
    assert "](print/de-pers-belt.pdf " in pages["media.md"]
    assert "](../print/de-wilg/protocol.pdf " in pages["protocollen/de-wilg.md"]


def test_a_poster_that_does_not_fit_stops_the_build(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    settings = small_project(tmp_path)
    long = "Dit is een lange regel over wat je doet met je telefoon. " * 100
    for path, text in child_rule(text=long).items():
        (tmp_path / "protocol_src" / path).write_text(text, encoding="utf-8")
    with pytest.raises(BuildStopped):
        build_pages(settings, tmp_path / "site")
    assert "de regels passen niet leesbaar op één blad" in caplog.text
    assert not (tmp_path / "site").exists()

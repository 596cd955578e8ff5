"""The readers and proposals of an import, on documents made here."""

# ruff: noqa: E501 - XML and tables of cases read best on one line

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
import typst
from click.testing import CliRunner
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from build_tools.cli import main
from build_tools.importing.blanks import Blanks
from build_tools.importing.counting import counted
from build_tools.importing.decisions import day_in, from_sentence
from build_tools.importing.draft import _STANCES
from build_tools.importing.intake import take_in, with_draft
from build_tools.importing.labels import follows, printed, split_label
from build_tools.importing.paper import Link, Paper, Refused, unmarked
from build_tools.importing.reader import MOST_BYTES, read_document
from build_tools.importing.report import summary
from build_tools.importing.wording import markdown, title_of
from build_tools.records import id_of
from build_tools.source import parse, read_folder
from tests.library import BASE, library, sources

DAY = date(2026, 3, 2)


def labels(paper: Paper) -> list[tuple[str | None, int, str]]:
    return [(one.label, one.depth, unmarked(one.text)) for one in paper.paragraphs]


def word(fill: Callable[[Any], None]) -> bytes:
    """A Word file with what `fill` puts in it."""
    document = docx.Document()
    fill(document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def numbered(document: Any, number: int, level: int, text: str) -> None:
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - python-docx has no words for numbering
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def own_numbering(document: Any) -> None:
    """Lists 91 (1. / a) / i.) and 92, of the same kind, that begins anew at 5."""
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for at, (kind, text) in enumerate([("decimal", "%1."), ("lowerLetter", "%2)"), ("lowerRoman", "%1.%3")])
    )
    root = document.part.numbering_part.element
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="92"><w:abstractNumId w:val="90"/>{restart}</w:num>'))


def test_words_own_numbering_is_counted_nested_and_restarted() -> None:
    def fill(document: Any) -> None:
        own_numbering(document)
        for number, level, text in [
            (91, 0, "een"), (91, 1, "een a"), (91, 1, "een b"), (91, 2, "diep"), (91, 0, "twee"), (91, 1, "twee a"),
            (92, 0, "vijf"), (92, 0, "zes"),
        ]:  # fmt: skip
            numbered(document, number, level, text)

    found = labels(read_document("a.docx", word(fill)))
    assert [label for label, _, _ in found] == ["1.", "a)", "b)", "1.i", "2.", "a)", "5.", "6."]
    assert [depth for _, depth, _ in found] == [0, 1, 1, 2, 0, 1, 0, 0]


def test_word_gives_headings_bold_leads_links_blanks_and_text_boxes() -> None:
    def fill(document: Any) -> None:
        document.add_heading("Telefoons", 1)
        paragraph = document.add_paragraph()
        paragraph.add_run("Kluis. ").bold = True
        paragraph.add_run("De telefoon ligt in de kluis.")
        control = parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Klik om tekst in te "
            "voeren</w:t></w:r></w:sdtContent></w:sdt>"
        )
        document.add_paragraph("Naam van de school: ")._p.append(control)  # noqa: SLF001 - as above
        document.add_paragraph("1.\tTyp je naam.")

    found = read_document("a.docx", word(fill)).paragraphs
    assert (found[0].level, found[0].text) == (2, "Telefoons")
    assert (found[1].lead, found[1].text) == ("Kluis", "Kluis. De telefoon ligt in de kluis.")
    assert found[2].text == "Naam van de school: [Klik om tekst in te voeren]"
    assert (found[3].label, found[3].text) == ("1.", "Typ je naam.")


def test_words_page_heads_and_comments_are_kept_beside_the_text() -> None:
    def fill(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Basisschool De Uil"
        run = document.add_paragraph("Regel een.").runs[0]
        document.add_comment(run, text="Klopt dit nog?")

    asides = read_document("a.docx", word(fill)).asides
    assert {(one.text, one.settled) for one in asides} == {("Basisschool De Uil", True), ("Klopt dit nog?", False)}


ODT = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:xlink="http://www.w3.org/1999/xlink"><office:automatic-styles>
<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")"/></text:list-style>
</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"""
ODT_BODY = """<text:h text:outline-level="1">Telefoons</text:h>
<text:list text:style-name="L1"><text:list-item><text:p>een<text:note text:note-class="footnote"><text:note-citation>1
</text:note-citation><text:note-body><text:p>noot</text:p></text:note-body></text:note></text:p>
<text:list><text:list-item><text:p>een a</text:p></text:list-item></text:list></text:list-item></text:list>
<text:p>Tussendoor.</text:p>
<text:list text:style-name="L1" text:continue-numbering="true"><text:list-item><text:p>twee</text:p></text:list-item>
<text:list-item text:start-value="7"><text:p>zeven</text:p></text:list-item></text:list>"""


def odt(body: str = ODT_BODY, manifest: str = "<manifest/>", content: str | None = None) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("content.xml", content or ODT.format(body=body))
    return saved.getvalue()


def test_opendocument_gives_headings_notes_and_lists_that_go_on() -> None:
    paper = read_document("a.odt", odt())
    assert [label for label, _, _ in labels(paper)] == [None, "1.", "a)", None, "2.", "7."]
    assert paper.paragraphs[0].level == 2
    assert paper.footnotes == {"1": "noot"}


PDF = """
#set page(header: [Protocol van De Uil], footer: context [Pagina #counter(page).display()])
#set text(font: "DejaVu Sans Mono", size: 10pt, lang: "nl", hyphenate: true)
= Telefoons
+ De telefoon blijft in de tas.#footnote[Ook op kamp.]
+ Wie toch belt:
  + levert het toestel in;
  + haalt het om drie uur op.
== Ouders
De ouders lezen de afspraken en bespreken ze thuis met hun kind, want samen houden wij het internet veilig genoeg.
#table(columns: 2, [MR], [instemming], [Bestuur], [vastgesteld])
#pagebreak()
#columns(2)[Links staat het begin van een verhaal dat over kinderen en hun schermen gaat, met veel woorden over de tijd
die zij daaraan besteden en wat de meester daarvan vindt. Er is meer te zeggen. #colbreak() Rechts staat het vervolg, dat
over de ouders gaat en over hun zorgen, hun vragen en de antwoorden die de school daarop heeft gevonden in al die jaren.]
"""


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    source = tmp_path_factory.mktemp("pdf") / "a.typ"
    source.write_text(PDF, encoding="utf-8")
    return typst.compile(source)


def test_a_pdf_gives_lines_as_paragraphs_in_reading_order_without_heads_and_feet(pdf: bytes) -> None:
    told: list[tuple[int, int]] = []
    paper = read_document("a.pdf", pdf, lambda done, total: told.append((done, total)))
    texts = [unmarked(one.text) for one in paper.paragraphs]
    assert told == [(1, 2), (2, 2)]
    assert [(one.label, one.depth) for one in paper.paragraphs if one.label] == [
        ("1.", 0),
        ("2.", 0),
        ("1.", 1),
        ("2.", 1),
    ]
    assert [(one.text, one.level) for one in paper.paragraphs if one.level] == [("Telefoons", 1), ("Ouders", 2)]
    assert paper.footnotes == {"1": "Ook op kamp."}
    assert {one.text for one in paper.asides} == {"Protocol van De Uil", "Pagina 1", "Pagina 2"}
    assert [one.text for one in paper.paragraphs if one.cell] == ["MR", "instemming", "Bestuur", "vastgesteld"]
    (left,) = [text for text in texts if text.startswith("Links")]
    assert "daarvan vindt. Er is" in left
    assert texts.index(left) < next(at for at, text in enumerate(texts) if text.startswith("Rechts"))


# what is refused


def bomb() -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 30_000_000 + b"</a>")
    return saved.getvalue()


def changed_word(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A Word file of which one part is changed."""
    saved = io.BytesIO()
    whole = io.BytesIO(word(lambda document: document.add_paragraph("Regel.")))
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(saved, "w") as new:
        for one in old.namelist():
            new.writestr(one, change(old.read(one)) if one == name else old.read(one))
    return saved.getvalue()


def tracked_word() -> bytes:
    def fill(document: Any) -> None:
        inserted = OxmlElement("w:ins")
        inserted.set(qn("w:author"), "x")
        inserted.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>nieuw</w:t></w:r>"))
        document.add_paragraph("oud ")._p.append(inserted)  # noqa: SLF001 - python-docx cannot track

    return word(fill)


def locked_pdf() -> bytes:
    writer, saved = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("geheim", algorithm="RC4-128")
    writer.write(saved)
    return saved.getvalue()


def blank_pdf() -> bytes:
    writer, saved = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(saved)
    return saved.getvalue()


DTD = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
CHANGES = "<text:tracked-changes><text:changed-region/></text:tracked-changes><text:p>x</text:p>"
LOCK = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:encryption-data/></m:manifest>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REFUSALS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "tracked changes in Word": ("a.docx", tracked_word, "nog niet zijn geaccepteerd"),
    "tracked changes in OpenDocument": ("a.odt", lambda: odt(CHANGES), "nog niet zijn geaccepteerd"),
    "a scanned PDF": ("a.pdf", blank_pdf, "tekstherkenning"),
    "a locked PDF": ("a.pdf", locked_pdf, "wachtwoord"),
    "a locked Word file": ("a.docx", lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "wachtwoord"),
    "a locked OpenDocument file": ("a.odt", lambda: odt(manifest=LOCK), "wachtwoord"),
    "an old Word file": ("a.doc", lambda: OLE + b"\0" * 600, r"oud Word-bestand"),
    "a broken PDF": ("a.pdf", lambda: b"%PDF-1.7\n" + b"rommel" * 50, "beschadigd"),
    "half a Word file": ("a.docx", lambda: word(lambda document: None)[:4000], "beschadigd"),
    "a zip bomb": ("a.docx", bomb, "veel te groot"),
    "an outside entity": ("a.docx", lambda: changed_word("word/document.xml", lambda old: DTD + b"<a>&b;</a>"), "DTD"),
    "an outside entity in OpenDocument": ("a.odt", lambda: odt(content=DTD.decode() + "<a>&b;</a>"), "DTD"),
    "a part that is no XML": ("a.docx", lambda: changed_word("word/styles.xml", lambda old: old[:99]), "beschadigd"),
    "a huge file": ("a.txt", lambda: b"a" * (MOST_BYTES + 1), "MB"),
    "a spreadsheet": ("a.xlsx", lambda: zipped("xl/workbook.xml"), "rekenblad"),
    "an empty file": ("a.txt", lambda: b" \n", "leeg"),
    "an unknown kind": ("a.pages", lambda: b"tekst", "geen soort bestand"),
    "bytes that are no text": ("a.txt", lambda: b"a\0b", "geen tekst"),
    "rich text": ("a.rtf", lambda: rb"{\rtf1 hallo}", "RTF"),
}  # fmt: skip


def zipped(name: str) -> bytes:
    saved = io.BytesIO()
    with zipfile.ZipFile(saved, "w") as archive:
        archive.writestr(name, "x")
    return saved.getvalue()


@pytest.mark.parametrize("case", REFUSALS)
def test_it_is_refused_with_a_remedy(case: str) -> None:
    name, made, said = REFUSALS[case]
    with pytest.raises(Refused, match=said):
        read_document(name, made())


NASTY = [
    "# ", "1. ", "- ", "**vet** ", "<b>", "{{ x }}", "{", "[naam school]", "[x](http://a.b)", "![i](j.png)", "(datum)", "....",
    "\t", "|", "---", "===", "???", "!!! note", "```", "*[HTML]: x", "[a]: b", "\u202e", "\u200b", "\x07", "&#123;", "null",
    "Artikel 3", "Vastgesteld door het bestuur op 3 mei 2024", "leerlingen", "mogen niet", "filmen", "[1]", "[^1]", "[^1]: noot",
    "\n", "\n\n", "   ", "\ue000", "\ue002", "\x85", "\u2028", "\\",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(30))
def test_whatever_a_document_holds_its_draft_passes_the_loader(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - the same documents on every run
    text = "".join(dice.choice(NASTY) + dice.choice(["", " "]) for _ in range(dice.randint(5, 80)))
    name = dice.choice(["a.txt", "a.md"])
    try:
        draft = take_in(name, text.encode(), protocol="proef", library=library(), day=DAY).draft
    except Refused:
        return
    assert with_draft(sources(), draft).protocols["proef"].record.status == "concept"


# the small parts


@pytest.mark.parametrize(
    ("line", "label", "rest"),
    [
        ("1. Een", "1.", "Een"), ("1.2 Twee", "1.2", "Twee"), ("b) Drie", "b)", "Drie"), ("• Vier", "•", "Vier"),
        ("- Vijf", "-", "Vijf"), ("-- Zes", "--", "Zes"), ("Artikel 3 lid 2 Zeven", "Artikel 3 lid 2", "Zeven"),
        ("Artikel 4: Acht", "Artikel 4", "Acht"), ("iv. Negen", "iv.", "Negen"), ("(c) Tien", "(c)", "Tien"),
        ("12-3-2025 is een datum", None, "12-3-2025 is een datum"), ("E-mail is handig", None, "E-mail is handig"),
        ("Een gewone zin.", None, "Een gewone zin."), ("2 telefoons", None, "2 telefoons"),
    ],
)  # fmt: skip
def test_a_label_typed_by_hand_is_told_from_words(line: str, label: str | None, rest: str) -> None:
    assert split_label(line) == (label, rest)


def test_labels_are_printed_bare_and_follow_each_other() -> None:
    assert [printed(one) for one in ("3.", "(a)", "•", "Artikel 3")] == ["3", "a", None, "Artikel 3"]
    pairs = [("1.", "2."), ("b)", "c)"), ("1.", "1."), ("-", "-"), ("1.", "3."), ("1.", "2)"), ("2.", "a.")]
    assert [follows(one, other) for one, other in pairs] == [True, True, True, True, False, False, False]
    assert [counted(28, "a"), counted(9, "I"), counted(4, "01")] == ["bb", "IX", "04"]


def test_text_is_no_markup_unless_it_was_meant_as_such() -> None:
    blanks = Blanks()
    text = "# Druk op <enter> {nu} *echt* voor [naam school] of bel ………… [zie](x)"
    links = (Link(text="zie", target="https://school.example/a"), Link(text="echt", target="javascript:x"))
    assert markdown(text, blanks, links) == (
        r"\# Druk op &lt;enter> &#123;nu&#125; \*echt\* voor {{ naam_school }} of bel {{ open_plek_1 }} "
        r"\[[zie](https://school.example/a)&#93;(x)"
    )
    assert [(one.id, one.kind) for one in blanks.found.values()] == [("naam_school", "text"), ("open_plek_1", "text")]


TEXT = """Protocol van basisschool De Linde

1. Afspraken

1.1 Leerlingen bellen bij vragen met .......... in de pauze.
1.2 Leerlingen maken geen foto van een ander.
a) ook niet op het schoolplein;
b) ook niet op schoolreis.
"""


def test_a_blank_becomes_one_parameter_and_a_ban_in_a_list_is_no_duty() -> None:
    draft = take_in("a.txt", TEXT.encode(), protocol="proef", library=library(), day=DAY).draft
    data = {path: parse(path, text.encode()).data for path, text in draft.files.items()}
    main: Any = data["protocols/proef/protocol.yml"]
    assert main["organisation"] == "Basisschool De Linde"
    assert [one["id"] for one in main["parameters"]] == ["open_plek_1"]
    told = [doubt for fate in draft.fates.values() for doubt in fate.doubts]
    assert not any("in een lijst" in doubt for doubt in told)
    assert "required" not in str(told)


def test_the_cell_that_names_a_subject_does_not_hide_what_the_other_forbids() -> None:
    def fill(document: Any) -> None:
        document.add_heading("Afspraken", 1)
        table = document.add_table(rows=2, cols=2)
        for row, cells in enumerate(
            [("Onderwerp", "Afspraak"), ("WhatsApp", "De leerkracht belt geen ouders in de les.")]
        ):
            for column, text in enumerate(cells):
                table.cell(row, column).text = text

    draft = take_in("a.docx", word(fill), protocol="proef", library=library(), day=DAY).draft
    assert "een regel in een lijst" not in str(draft.files) + str(draft.fates)


def test_counts_are_said_in_dutch_for_one_and_for_more() -> None:
    draft = take_in("a.txt", TEXT.encode(), protocol="proef", library=library(), day=DAY).draft
    assert "4 artikelen, 1 parameter." in summary(draft)


def test_the_doubts_name_a_stance_as_the_site_does() -> None:
    labels = {stance.id: stance.label for stance in library().vocabulary.stances.values()}
    assert labels == _STANCES


def test_titles_and_ids_are_short_and_plain() -> None:
    assert title_of("Bij ruzie in de groep, thuis of op school, bel je de leerkracht. Altijd.") == (
        "Bij ruzie in de groep, thuis of op school, bel je de leerkracht"
    )
    assert id_of("Foto's & vidéo's van de IJsbeer!") == "fotos-videos-van-de-ijsbeer"


def test_a_sentence_with_a_body_an_action_and_a_date_is_a_decision() -> None:
    found = from_sentence("Vastgesteld door het bestuur op 3 april 2024, na instemming van de GMR op 12-03-2024.")
    assert [(one.action, one.body, one.day) for one in found] == [
        ("vastgesteld", "bestuur", date(2024, 4, 3)),
        ("instemming", "GMR", date(2024, 3, 12)),
    ]
    assert day_in("op 31 februari 2024") is None
    assert from_sentence("De leerkracht vraagt advies aan de directie.") == ()


@pytest.mark.parametrize(
    ("rule", "stance", "audiences"),
    [
        ("Het is leerlingen niet toegestaan om te filmen in de les.", "forbidden", ["children"]),
        ("Leerlingen filmen alleen met toestemming van de leerkracht.", "conditional", ["staff", "children"]),
        ("Medewerkers moeten hun telefoon opbergen.", "required", ["staff"]),
        ("Plaats geen foto's van uw kind met klasgenoten.", "forbidden", ["parents"]),
        ("Ouders delen foto's liever niet in een app.", "discouraged", ["parents"]),
    ],
)
def test_stance_and_audience_are_proposed_from_the_words(rule: str, stance: str, audiences: list[str]) -> None:
    content = f"Regels\n\n1. {rule}\n2. De telefoon gaat uit in de les van de leerkracht.\n".encode()
    files = take_in("a.txt", content, protocol="proef", library=library(), day=DAY).draft.files
    first = next(text for path, text in files.items() if "/articles/" in path and "number: '1'" in text)
    assert f"stance: {stance}" in first or "norms" not in first
    assert "audiences:\n" + "".join(f"- {one}\n" for one in audiences) in first


# the command


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for path, content in read_folder(BASE).items():
        target = tmp_path / "protocol_src" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_writes_a_draft_and_a_report_once(project: Path) -> None:
    Path("oud.txt").write_text("Regels\n\n1. Zet je telefoon uit.\n2. Film niet.\n", encoding="utf-8")
    first = CliRunner().invoke(main, ["import", "oud.txt", "--id", "de-uil"])
    assert (first.exit_code, first.stderr.strip()) == (0, "")
    assert "2 artikelen" in first.stdout
    written = read_folder(project)
    assert b"status: concept" in written["protocol_src/protocols/de-uil/protocol.yml"]
    assert b"Alinea voor alinea" in written["importverslag-de-uil.html"]
    second = CliRunner().invoke(main, ["import", "oud.txt", "--id", "de-uil"])
    assert second.exit_code == 2
    assert "bestaat al" in second.stderr
    assert read_folder(project) == written


def test_a_refused_document_leaves_nothing(project: Path) -> None:
    Path("oud.pdf").write_bytes(locked_pdf())
    before = read_folder(project)
    result = CliRunner().invoke(main, ["import", "oud.pdf"])
    assert result.exit_code == 2
    assert "wachtwoord" in result.stderr
    assert read_folder(project) == before

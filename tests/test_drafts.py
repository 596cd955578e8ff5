"""What is not adopted says so on its sheets, in frames and in what is pasted; what is adopted says nothing."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from build_tools.model import Library
from build_tools.paste import paste_html
from build_tools.poster import pdf
from build_tools.render import render
from build_tools.views.comparison import MOST_BESIDE
from build_tools.views.embed import embed_views
from build_tools.views.group import group_view
from build_tools.views.pdf_links import NO_PDFS
from build_tools.views.poster_maker import poster_maker_view
from build_tools.views.sheets import sheets
from build_tools.views.standing import draft, standing
from tests.library import Changes, article, edited, library, protocol
from tests.test_posters import child_rule, sheet_of, squeezed, text_of

PROTOCOL = "protocols/de-wilg/protocol.yml"
OWN = edited("site.yml", own_protocol="de-wilg")
DESK = article("balie", audiences=["media"], moments=["reception"], norms=[], topics=["telefoon"])
ADOPTED = {"id": "b", "body": "het bestuur", "action": "vastgesteld", "date": "2026-03-01", "audiences": ["staff"]}
CONCEPT = "Concept: nog niet vastgesteld."
CONSENT = "Ter instemming: de medezeggenschapsraad heeft nog niet ingestemd."
CHILDREN = "Deze afspraken kunnen nog veranderen."
DECIDES = "De vastgestelde tekst beslist."
DRAFTS = [("concept", "Concept.", CONCEPT), ("ter-instemming", "Ter instemming.", CONSENT)]
SETTLED: list[dict[str, Any]] = [{"status": "vastgesteld"}, {"status": None}, {"status": None, "decisions": [ADOPTED]}]
MM = 72 / 25.4
#: For each sheet so many rules that letters one step larger do not fit, and what is free below them, in points.
FULL = [
    ("poster-groep-7-a4", 23, 3 * MM),
    ("poster-groep-7-a3", 23, 3 * MM * 2**0.5),
    ("klassenafspraken-groep-7", 17, 2.5 * MM),
    ("kaartjes-groep-7", 28, 1.5 * MM),
]
FOR_CHILDREN = [name for name, _, _ in FULL]


def wilg(*changes: Changes, **fields: Any) -> Library:
    """The site of De Wilg alone, with a rule for the reception desk."""
    return library(OWN, DESK, edited(PROTOCOL, **fields), *changes)


def both(**fields: Any) -> Library:
    """De Wilg, adopted, and De Els with a rule for each reader."""
    els = protocol("de-els", "De Els", child_rule(), article("les"), DESK, **fields)
    shown = edited("site.yml", protocols=["de-wilg", "de-els"])
    return library(els, shown, DESK, edited(PROTOCOL, status="vastgesteld"))


def on_paper(found: Library, name: str) -> str:
    return text_of(printed(found, name))


def printed(found: Library, name: str) -> PdfReader:
    return PdfReader(BytesIO(pdf(sheet_of(found, f"{name}.pdf"))))


def frames(found: Library) -> dict[str, str]:
    """What stands above the rules in the frame of each reader."""
    return {Path(view.path).stem: render(view).body.split("\n## ")[0] for view in embed_views(found)}


@pytest.mark.parametrize("status", ["concept", "ter-instemming"])
def test_a_draft_says_what_the_banner_says(status: str) -> None:
    found = wilg(status=status)
    banner, said = standing(found), draft(found.protocols["de-wilg"])
    assert banner
    assert said
    assert (said.adults, said.children) == (banner.adults.text, banner.children.text)


@pytest.mark.parametrize(("status", "label", "adults"), DRAFTS)
@pytest.mark.parametrize("name", FOR_CHILDREN)
def test_a_sheet_for_children_says_it_to_them_and_in_a_word_to_others(
    name: str, status: str, label: str, adults: str
) -> None:
    text = on_paper(wilg(status=status), name)
    assert squeezed(CHILDREN) in text
    assert text.endswith(squeezed(f"2 maart 2026. {label}"))
    assert squeezed(adults) not in text


@pytest.mark.parametrize(("status", "adults"), [(status, adults) for status, _, adults in DRAFTS])
def test_each_page_of_the_whole_protocol_says_it_and_so_does_the_card_for_the_desk(status: str, adults: str) -> None:
    found = wilg(status=status)
    pages = [squeezed(page.extract_text()) for page in printed(found, "protocol").pages]
    assert [page.count(squeezed(adults)) for page in pages] == [3, *[1] * (len(pages) - 1)]
    assert len(pages) > 1
    card = on_paper(found, "de-pers-belt")
    assert card.count(squeezed(adults)) == 2
    assert squeezed(DECIDES) not in card


@pytest.mark.parametrize("fields", SETTLED)
def test_nothing_says_it_of_a_protocol_that_is_adopted_or_of_which_nothing_is_known(fields: dict[str, Any]) -> None:
    found = wilg(**fields)
    assert draft(found.protocols["de-wilg"]) is None
    contents = {sheet.path: sheet.content for sheet in sheets(found)}
    assert len(contents) == 14
    for content in contents.values():
        assert content.keys().isdisjoint({"draft", "drafts", "all_drafts"})
    said = json.dumps(list(contents.values())) + "".join(frames(found).values())
    said += render(poster_maker_view(found, ready(found))).body + render(group_view(found, 7, ready(found)[7])).body
    assert "Concept" not in said
    assert "Ter instemming" not in said
    assert CHILDREN not in said
    assert squeezed(DECIDES) in on_paper(found, "de-pers-belt")


def ready(found: Library) -> dict[int, dict[str, Any]]:
    return {group: dict.fromkeys(found.protocols, NO_PDFS) for group in (6, 7, 8)}


@pytest.mark.parametrize(("name", "rules", "spare"), FULL)
def test_a_draft_full_of_rules_fits_one_sheet_with_letters_as_large_as_when_it_is_adopted(
    name: str, rules: int, spare: float
) -> None:
    """The words take no room from the rules: these move down by less than what was kept free below them."""
    words = "Dit is een regel over je telefoon op school en thuis."
    full = [child_rule(f"regel-{number}", words, position=100 + number) for number in range(rules)]
    many = {path: text for one in full for path, text in one.items()}
    readers = [printed(wilg(many, status=status), name) for status in ("vastgesteld", "ter-instemming")]
    assert [len(reader.pages) for reader in readers] == [1, 1]
    adopted, drafted = (lines(reader, words) for reader in readers)
    assert {size for size, _ in adopted} == {size for size, _ in drafted}
    assert 0 < min(height for _, height in adopted) - min(height for _, height in drafted) < spare


def lines(reader: PdfReader, words: str) -> list[tuple[float, float]]:
    """The size and the height on the sheet, in points, of each line that begins as these words do."""
    found: list[tuple[float, float]] = []

    def see(text: str, around: list[float], matrix: list[float], _font: Any, size: float) -> None:
        if text.strip() and words.startswith(text.strip()[:12]):
            found.append((round(abs(matrix[3]) * size, 2), matrix[5] * around[3] + around[5]))

    reader.pages[0].extract_text(visitor_text=see)
    return found


def test_of_several_protocols_each_sheet_tells_of_its_own() -> None:
    found = both(status="concept")
    told = {sheet.path for sheet in sheets(found) if "draft" in sheet.content}
    assert told == {sheet.path for sheet in sheets(found) if sheet.protocol == "de-els"}
    card = on_paper(found, "de-pers-belt")
    assert squeezed(f"Kaart voor de balie De Els. {CONCEPT}") in card
    assert squeezed(f"De Els. Versie gelezen op 1 juni 2026. {CONCEPT} {DECIDES}") in card


def test_a_frame_says_it_first_in_the_words_for_its_reader() -> None:
    told = frames(wilg(status="ter-instemming"))
    assert told.pop("kinderen").startswith(f"**{CHILDREN}**\n\n")
    assert len(told) == 3
    for body in told.values():
        assert body.startswith(f"**{CONSENT}**\n\n")


def test_a_frame_of_several_protocols_names_the_drafts_that_it_shows_rules_of() -> None:
    told = frames(both(status="concept"))
    assert told["kinderen"].startswith(f"**De Els. {CHILDREN}**\n\n")
    assert told["medewerkers"].startswith(f"**De Els. {CONCEPT}**\n\n")
    assert CONCEPT not in told["ouders"]


def heard(audience: str) -> dict[str, Any]:
    return {"id": "mr", "body": "MR", "action": "instemming", "topics": ["telefoon"], "audiences": [audience]}


def test_drafts_that_are_as_far_stand_on_one_line() -> None:
    els = protocol("de-els", "de-els", article(), status="concept", decisions=[heard("staff")])
    eik = protocol("de-eik", "de-eik", article(), status="concept", decisions=[heard("parents")])
    told = frames(library(els, eik, edited("site.yml", protocols=["de-wilg", "de-els", "de-eik"])))
    assert told["medewerkers"].startswith(f"**De Wilg, de-els en de-eik. {CONCEPT}**\n\n")
    assert told["ouders"].startswith(f"**De Wilg en de-eik. {CONCEPT}**\n\n")
    assert told["media"].startswith(f"**De Wilg. {CONCEPT}**\n\n")


def test_a_frame_that_only_leads_on_says_nothing() -> None:
    names = [f"school-{number}" for number in range(MOST_BESIDE + 1)]
    files: dict[str, str | bytes | None] = {}
    for name in names:
        files |= protocol(name, name, article(), status="concept")
    told = frames(library(files, edited("site.yml", protocols=names)))
    assert [body for body in told.values() if "oncept" in body] == []


def test_what_children_print_from_a_page_says_it_too() -> None:
    own, shared = wilg(status="concept"), both(status="concept")
    foot = "De Wilg. Besluit van de medezeggenschapsraad: 2 maart 2026. Concept.</p>"  # the banner says the rest
    assert foot in render(group_view(own, 7, ready(own)[7])).body
    page = render(group_view(shared, 7, ready(shared)[7])).body
    assert f"De Els. Versie gelezen op 1 juni 2026. Concept. {CHILDREN}</p>" in page
    assert page.count(CHILDREN) == 1
    maker = render(poster_maker_view(shared, ready(shared))).body
    assert f'"Versie gelezen op 1 juni 2026. Concept. {CHILDREN}"' in maker
    assert f'"Besluit van de medezeggenschapsraad: 2 maart 2026. {DECIDES}"' in maker


def test_no_frame_of_the_five_protocols_speaks_of_a_draft_nor_what_is_pasted_of_it(site: Path) -> None:
    pages = [path.read_text(encoding="utf-8") for path in sorted((site / "inbedden").glob("*/index.html"))]
    assert len(pages) == 4
    for page in pages:
        assert CONCEPT not in page
        assert CHILDREN not in paste_html(page)

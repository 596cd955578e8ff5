"""The pages for a frame show each reader the own rules, in the own words, and nothing that a frame cannot show."""

from __future__ import annotations

import re
from typing import Any

from build_tools.render import render
from build_tools.views.comparison import MOST_BESIDE
from build_tools.views.embed import EmbedRule, EmbedView, embed_views
from tests.library import Changes, article, edited, library, norm, protocol

ALSO = edited("site.yml", protocols=["de-wilg", "de-els"])


def els(**fields: Any) -> Changes:
    """De Els beside De Wilg, with one rule."""
    return protocol("de-els", "De Els", article(**fields)) | ALSO


def views(*changes: Changes) -> dict[str, EmbedView]:
    return {view.path: view for view in embed_views(library(*changes))}


def rules(view: EmbedView) -> list[EmbedRule]:
    return [rule for part in view.parts for rule in part.rules]


def test_there_is_one_for_each_reader_at_its_fixed_address() -> None:
    assert sorted(views()) == [f"inbedden/{name}.md" for name in ("kinderen", "medewerkers", "media", "ouders")]


def test_each_reader_finds_the_own_rules_in_the_own_words() -> None:
    found = views(article(title="Alleen voor ons", text="Lees dit."))
    texts = {path: [rule.text for rule in rules(view)] for path, view in found.items()}
    assert "Lees dit." in texts["inbedden/medewerkers.md"]
    assert [path for path, words in texts.items() if "Lees dit." in words] == ["inbedden/medewerkers.md"]
    assert "Zet je telefoon uit. Stop hem in je tas." in texts["inbedden/kinderen.md"]


def test_rules_that_say_the_same_stand_once_with_each_source() -> None:
    phone = norm(stance="required", parties=("pupils",), value="uit en in de tas")
    staff = views(els(title="Tas", number="9", norms=[phone]))["inbedden/medewerkers.md"]
    (rule,) = (rule for rule in rules(staff) if rule.title == "De telefoon zit in de tas")
    assert [source.text for source in rule.sources] == ["De Wilg, nummer 1", "De Els, nummer 9"]


def test_what_the_editors_say_of_a_rule_stands_with_it_but_not_for_children() -> None:
    note = {"kind": "fault", "text": "Er staat een verkeerd jaar."}
    rule = "protocols/de-wilg/articles/telefoon-in-de-tas.yml"
    pages = {view.path: render(view).body for view in embed_views(library(edited(rule, notes=[note])))}
    shown = [path for path, body in pages.items() if "*Fout in de bron.* Er staat een verkeerd jaar." in body]
    assert sorted(shown) == ["inbedden/medewerkers.md", "inbedden/ouders.md"]


def test_a_footnote_and_a_decision_are_there() -> None:
    footnote = article(text="Zet hem uit.[1]", footnotes=[{"mark": "1", "text": "Ook thuis."}])
    decision = {"id": "besluit", "body": "MR", "action": "instemming", "audiences": ["staff"], "topics": ["telefoon"]}
    page = "protocols/de-wilg/protocol.yml"
    body = render(views(footnote, edited(page, decisions=[decision]))["inbedden/medewerkers.md"]).body
    assert "Voetnoot 1: Ook thuis." in body
    assert "- [instemming door MR](../protocollen/de-wilg.md#besluit), De Wilg" in body


def test_no_link_leads_within_the_frame() -> None:
    """In a frame links open in the whole window, so that one to an anchor would show the frame's page alone."""
    for view in views(els(title="Tas")).values():
        assert not re.findall(r"\]\(#", render(view).body)


def test_that_of_a_large_collection_only_leads_to_the_page_itself() -> None:
    names = [f"school-{number}" for number in range(MOST_BESIDE + 1)]
    files: dict[str, str | bytes | None] = {}
    for name in names:
        files |= protocol(name, name, article())
    found = views(files, edited("site.yml", protocols=names))
    assert [view.path for view in found.values() if view.parts] == []
    assert "[Afspraken voor ouders](../ouders.md)" in render(found["inbedden/ouders.md"]).body

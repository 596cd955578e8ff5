"""What each page shows to whom: values only, without any syntax of Markdown or HTML."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest

from build_tools.dutch import in_words
from build_tools.records import AudienceId
from build_tools.views.audience import ThemeBlock, alike, audience_themes, items_for, main_topic
from build_tools.views.children import children_view
from build_tools.views.media import journalists_view, media_view
from build_tools.views.parts import date_in_words, filled, groups_in_words, platform_line
from build_tools.views.protocol import decision_status, protocol_view
from build_tools.views.reference import home_view
from build_tools.views.topic import topic_view, topics_view
from tests.library import Changes, article, edited, item, library, norm, pages_and_views, protocol, sources

PUPILS = ("pupils",)
ADVICE = "protocols/de-wilg/advice/persadvies.yml"
BOTH = edited("site.yml", protocols=["de-wilg", "de-els"])


def els(*articles: dict[str, str], **fields: Any) -> dict[str, str]:
    """De Els beside De Wilg, with these articles."""
    return protocol("de-els", "De Els", *articles, **fields) | BOTH


def answers(themes: Iterable[ThemeBlock]) -> dict[str, list[list[str]]]:
    """Topic -> answers, each as the anchors of the rules that give it."""
    return {
        topic.id: [[card.anchor for card in (answer.lead, *answer.others)] for answer in topic.answers]
        for theme in themes
        for topic in theme.topics
    }


def elsewhere(themes: Iterable[ThemeBlock]) -> dict[str, list[str]]:
    """Topic -> anchors of the rules that stand under another topic."""
    return {
        topic.id: [rule.anchor for rule in topic.elsewhere]
        for theme in themes
        for topic in theme.topics
        if topic.elsewhere
    }


def on_staff_page(*changes: Changes) -> dict[str, list[list[str]]]:
    return answers(audience_themes(library(*changes), "staff"))


ALIKE: dict[str, tuple[dict[str, Any], bool]] = {
    "the same norm": ({}, True),
    "another letter case": ({"norms": [norm(parties=PUPILS, value="UIT EN IN DE TAS")]}, True),
    "another value": ({"norms": [norm(parties=PUPILS, value="in de kluis")]}, False),
    "another stance": ({"norms": [norm(stance="recommended", parties=PUPILS, value="uit en in de tas")]}, False),
    "another party": ({"norms": [norm(value="uit en in de tas")]}, False),
    "a condition": ({"norms": [norm(parties=PUPILS, value="uit en in de tas", condition="in de les")]}, False),
    "a further norm on the topic": (
        {"norms": [norm(parties=PUPILS, value="uit en in de tas"), norm(stance="allowed")]},
        False,
    ),
    "a norm on another topic": (
        {"norms": [norm(parties=PUPILS, value="uit en in de tas"), norm("woordvoerder", parties=("board",))]},
        True,
    ),
    "other groups": ({"groups": [8]}, False),
}


@pytest.mark.parametrize("case", ALIKE)
def test_answers_alike_are_one_and_answers_that_differ_stay_apart(case: str) -> None:
    fields, same = ALIKE[case]
    rule = article(**{"norms": [norm(parties=PUPILS, value="uit en in de tas")]} | fields)
    wilg, other = "de-wilg--telefoon-in-de-tas", "de-els--proef"
    assert on_staff_page(els(rule))["telefoon"] == ([[wilg, other]] if same else [[wilg], [other]])


def test_rules_that_only_mention_a_topic_stand_by_themselves() -> None:
    mentions = article("een", norms=[], topics=["telefoon"]) | article("twee", norms=[], topics=["telefoon"])
    found = library(mentions)
    groups = alike([item(found, "een"), item(found, "twee")], "telefoon")
    assert [[one.id for one in group] for group in groups] == [["een"], ["twee"]]


NORMS = [norm("woordvoerder", parties=("parents",)), norm("foto-plaatsen"), norm("telefoon", parties=PUPILS)]
EVERYONE: tuple[AudienceId, ...] = ("staff", "parents", "children", "media")


@pytest.mark.parametrize(
    ("audience", "topic"),
    [("parents", "woordvoerder"), ("staff", "foto-plaatsen"), ("children", "telefoon"), ("media", "woordvoerder")],
)
def test_each_reader_finds_a_rule_under_the_topic_that_binds_them(audience: AudienceId, topic: str) -> None:
    found = item(library(article(norms=NORMS, audiences=list(EVERYONE))), "proef")
    assert main_topic(found, audience) == topic


@pytest.mark.parametrize("audience", EVERYONE)
def test_what_binds_everyone_binds_each_reader_first(audience: AudienceId) -> None:
    norms = [norm("foto-plaatsen", parties=("board",)), norm("telefoon", parties=("everyone",))]
    expected = "foto-plaatsen" if audience == "media" else "telefoon"  # everyone at school: journalists are not
    assert main_topic(item(library(article(norms=norms)), "proef"), audience) == expected


def test_a_rule_stands_in_full_once_and_by_name_under_its_other_topics() -> None:
    view = audience_themes(library(article(norms=[norm(), norm("woordvoerder")], topics=["foto-plaatsen"])), "staff")
    assert [topic for topic, found in answers(view).items() if ["de-wilg--proef"] in found] == ["telefoon"]
    assert elsewhere(view) == {"foto-plaatsen": ["de-wilg--proef"], "woordvoerder": ["de-wilg--proef"]}


def test_a_reader_sees_all_that_is_for_them_and_nothing_else() -> None:
    found = library()
    ids = {name: [one.id for one in items_for(found, name)] for name in EVERYONE}
    assert ids == {
        "staff": ["telefoon-in-de-tas", "foto-na-toestemming", "verwijs-door"],
        "parents": ["telefoon-in-de-tas", "foto-na-toestemming"],
        "children": ["telefoon-in-de-tas"],
        "media": ["verwijs-door"],
    }


def test_every_rule_for_a_reader_is_on_the_page_of_that_reader() -> None:
    steps = edited(ADVICE, kind="steps")
    found = library(article(norms=[norm(), norm("foto-plaatsen")]), steps)
    shown = {
        "staff": answers(audience_themes(found, "staff")),
        "parents": answers(audience_themes(found, "parents")),
        "children": {
            group.id: [[answer.lead.anchor] for answer in group.answers] for group in children_view(found).groups
        },
        "media": {one.id: [[rule.anchor] for rule in one.rules] for one in media_view(found).lists},
    }
    for name in EVERYONE:
        anchors = sorted(anchor for groups in shown[name].values() for group in groups for anchor in group)
        assert anchors == sorted(f"de-wilg--{one.id}" for one in items_for(found, name)), name


def test_readers_read_their_own_words() -> None:
    found = item(library(), "foto-na-toestemming")
    assert found.text_for("parents").startswith("De school plaatst een foto van uw kind")
    assert found.text_for("staff") == found.rule.text


@pytest.mark.parametrize(
    ("kind", "heading"), [("do", "Doen"), ("dont", "Niet doen"), ("tell", "Vertel het"), ("know", "Goed om te weten")]
)
def test_children_find_a_rule_under_the_heading_of_its_card(kind: str, heading: str) -> None:
    rule = "protocols/de-wilg/articles/telefoon-in-de-tas.yml"
    view = children_view(library(edited(rule, card={"kind": kind, "pictogram": "telefoon"})))
    (group,) = view.groups
    assert (group.title, group.answers[0].lead.text) == (heading, "Zet je telefoon uit. Stop hem in je tas.")
    assert group.answers[0].lead.picture is not None
    assert group.answers[0].lead.picture.label == "Telefoon"


PRESS = {"label": "de bestuurder", "phone": "020 123 45 67"}


@pytest.mark.parametrize("contacts", [{}, {"press": PRESS}])
def test_journalists_never_see_what_is_meant_for_staff(contacts: dict[str, Any]) -> None:
    view = journalists_view(library(edited("site.yml", contacts=contacts)))
    assert (view.contact.label if view.contact else None) == ("de bestuurder" if contacts else None)
    assert "directeur" not in repr(view)


def test_the_media_page_puts_each_rule_at_its_moment() -> None:
    view = media_view(library(edited("site.yml", contacts={"press": PRESS})))
    assert [card.anchor for card in view.first_hour] == ["de-wilg--verwijs-door"]
    assert [card.anchor for card in view.reception] == ["de-wilg--verwijs-door"]
    assert [card.anchor for card in view.speakers] == ["de-wilg--verwijs-door"]
    assert [(one.id, [rule.id for rule in one.rules]) for one in view.lists] == [("doen", ["verwijs-door"])]


def test_a_topic_page_has_the_answer_of_every_protocol_in_the_order_of_the_site() -> None:
    found = library(els(article("spreker", norms=[norm("woordvoerder")], topics=["telefoon"])))
    view = topic_view(found, "telefoon")
    assert [(one.protocol, one.status, len(one.rules), len(one.mentions)) for one in view.answers] == [
        ("de-wilg", "regulated", 1, 0),
        ("de-els", "silent", 0, 1),
    ]
    assert view.regulated == 1


def test_the_list_of_topics_counts_who_rules_on_them() -> None:
    found = topics_view(library(els(article())))
    counts = {line.link.text: line.regulated for theme in found.themes for line in theme.topics}
    assert counts == {"Telefoon op school": 2, "Foto's plaatsen": 1, "Woordvoerder": 1}


def test_an_own_site_shows_only_its_own_protocol() -> None:
    own = edited("site.yml", protocols=["de-wilg", "de-els"], own_protocol="de-wilg")
    shown = [view for _, view in pages_and_views(sources(els(article()) | own))]
    assert {view.path for view in shown} >= {"protocollen/de-wilg.md", "index.md", "onderwerpen/telefoon.md"}
    assert "protocollen/de-els.md" not in {view.path for view in shown}
    assert [view.path for view in shown if "de-els" in repr(view) or "De Els" in repr(view)] == []


def test_the_values_of_the_site_fill_the_own_protocol_only() -> None:
    parameter = [{"id": "naam", "label": "naam van de school", "type": "text", "hint": "Vul in."}]
    text = article(text="Wij zijn {{ naam }}.")
    files = els(text, parameters=parameter) | text | edited("protocols/de-wilg/protocol.yml", parameters=parameter)
    site = {"protocols": ["de-wilg", "de-els"], "own_protocol": "de-wilg", "parameters": {"naam": "De Wilg"}}
    found = library(files, edited("site.yml", **site))
    texts = {name: filled(found, one, "Wij zijn {{ naam }}.") for name, one in found.protocols.items()}
    assert texts == {"de-wilg": "Wij zijn De Wilg.", "de-els": "Wij zijn [naam van de school]."}


def test_home_names_the_own_protocol_with_its_decisions() -> None:
    view = home_view(library(edited("site.yml", own_protocol="de-wilg")))
    assert view.own is not None
    assert view.own.status == "instemming door de medezeggenschapsraad op 2 maart 2026"
    assert [door.link.page for door in view.doors] == ["medewerkers.md", "ouders.md", "kinderen.md", "media.md"]


def test_decisions_are_told_in_the_order_of_their_dates() -> None:
    rows = [
        {"id": "b", "body": "de GMR", "action": "instemming", "date": "2018-09-19", "audiences": ["staff"]},
        {"id": "a", "body": "het bestuur", "action": "goedgekeurd", "date": "2017-12-14", "audiences": ["staff"]},
        {"id": "c", "body": "de raad", "action": "advies", "audiences": ["staff"]},
    ]
    found = library(edited("protocols/de-wilg/protocol.yml", decisions=rows)).protocols["de-wilg"]
    status = "goedgekeurd door het bestuur op 14 december 2017 en instemming door de GMR op 19 september 2018"
    assert decision_status(found) == status
    lines = protocol_view(library(edited("protocols/de-wilg/protocol.yml", decisions=rows)), found).decisions
    assert [line.date for line in lines] == ["19 september 2018", "14 december 2017", "niet vermeld"]


def test_a_protocol_page_keeps_the_order_of_sections_and_positions() -> None:
    found = library(article("eerst", position=5) | article("laatst", position=99))
    view = protocol_view(found, found.protocols["de-wilg"])
    order = [(s.id, [rule.card.id for block in s.blocks for rule in block.rules]) for s in view.sections]
    assert order == [
        ("regels", ["eerst", "telefoon-in-de-tas", "foto-na-toestemming", "laatst"]),
        ("pers", ["verwijs-door"]),
    ]


def test_views_hold_no_syntax() -> None:
    changes = edited("protocols/de-wilg/protocol.yml", title="Een * en een < en een &")
    shown = [view for _, view in pages_and_views(sources(changes)) if not view.path.startswith("redactie/")]
    assert [view.path for view in shown if "&lt;" in repr(view) or "\\\\*" in repr(view) or "<p" in repr(view)] == []


@pytest.mark.parametrize(
    ("names", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a en b"), (["a", "b", "c"], "a, b en c")]
)
def test_lists_in_words(names: list[str], words: str) -> None:
    assert in_words(names) == words


def test_days_and_groups_in_words() -> None:
    assert date_in_words("2026-01-02") == "2 januari 2026"
    assert groups_in_words((7, 8)) == "groep 7 en 8"
    assert groups_in_words(()) is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": "active"}, "Twitter"),
        ({"status": "renamed", "now": "X", "since": "2023-07-24"}, "Twitter (heet nu X, sinds 24 juli 2023)"),
        ({"status": "renamed", "now": "X"}, "Twitter (heet nu X)"),
        ({"status": "renamed"}, "Twitter (heet nu anders)"),
        ({"status": "stopped", "since": "2013-12"}, "Twitter (gestopt, sinds december 2013)"),
        ({"status": "stopped", "since": "2013"}, "Twitter (gestopt, sinds 2013)"),
    ],
)
def test_what_became_of_a_platform(fields: dict[str, str], words: str) -> None:
    entry = {"id": "twitter", "name": "Twitter", "kind": "berichten"} | fields
    found = library({"vocabulary/platforms.yml": json.dumps([entry])})
    assert platform_line(found.vocabulary.platforms["twitter"]) == words


def test_no_anchor_stands_twice_on_a_page() -> None:
    staff = audience_themes(library(els(article("telefoon-in-de-tas"))), "staff")
    anchors = [anchor for groups in answers(staff).values() for group in groups for anchor in group]
    assert len(anchors) == len(set(anchors)) == 4

"""Every check fires where its rule is broken, and is silent where it only looks so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from build_tools.checks import CHECKS, Check
from tests.library import Changes, article, edited, item, library, norm, protocol

RULE = "protocols/de-wilg/articles/telefoon-in-de-tas.yml"
PROTOCOL = "protocols/de-wilg/protocol.yml"
CARD = {"kind": "know", "pictogram": "telefoon"}
PARAMETER = {"id": "naam_school", "label": "Naam", "type": "text", "hint": "Vul in."}
PUPILS = ("pupils",)
SECTIONS = [{"id": "regels", "title": "Regels"}, {"id": "pers", "title": "Pers"}]
DECISION = {"id": "besluit", "body": "MR", "action": "instemming", "audiences": ["staff"]}


def decided(**fields: str) -> dict[str, str]:
    """The base protocol with one decision."""
    return edited(PROTOCOL, decisions=[DECISION | fields])


def told(text: str, wording: str, stance: str = "required", **fields: Any) -> dict[str, str]:
    """A rule for staff in a text, and in another wording."""
    return article(text=text, norms=[norm(stance=stance)], wording={"staff": wording}, **fields)


def with_parameter(parameter: dict[str, Any], **protocol_fields: Any) -> dict[str, str]:
    """The base protocol with one parameter, and a rule that names it."""
    return edited(PROTOCOL, parameters=[PARAMETER | parameter], **protocol_fields) | article(
        text="Bel {{ naam_school }}."
    )


def for_groups(*groups: list[int]) -> dict[str, str]:
    """The base rule for children, with a wording of its own for each of these sets of groups."""
    own = [{"groups": some, "text": "Zet je telefoon uit."} for some in groups]
    return edited(RULE, wording={"children": "Zet je telefoon uit.", "children_for": own})


#: check -> (what makes it fire, what leaves it silent), each with its sentence
def left_over(**more: str) -> dict[str, str]:
    """A remainder of one piece."""
    piece = {"text": "Werkgroep online", "place": "alinea 4", "reason": "rij zonder besluit", **more}
    return {"protocols/de-wilg/rest.yml": json.dumps({"document": "oud.docx", "entries": [piece]})}


EXAMPLES: dict[str, tuple[dict[str, Changes], dict[str, Changes]]] = {
    "rule_has_topic": (
        {"no norm and no topic": article(norms=[])},
        {"only a topic": article(norms=[], topics=["telefoon"]), "only a norm": article()},
    ),
    "children_can_read": (
        {
            "binds pupils": article(norms=[norm(parties=PUPILS)]),
            "binds everyone": article(norms=[norm(parties=("everyone",))]),
            "for children, without a wording": article(audiences=["staff", "children"], card=CARD),
            "for children, without a card": article(audiences=["children"], wording={"children": "Zet hem uit."}),
            "in words for children, who are no audience": article(
                norms=[norm(parties=PUPILS)], wording={"children": "Zet hem uit."}, card=CARD
            ),
        },
        {
            "binds staff": article(),
            "has it all": article(
                audiences=["children"], norms=[norm(parties=PUPILS)], wording={"children": "Zet hem uit."}, card=CARD
            ),
        },
    ),
    "audience_has_page": (
        {
            "a wording for who is no audience": article(wording={"parents": "Zet hem uit."}),
            "a card without children": article(card=CARD),
            "a moment without media": article(moments=["speaker"]),
        },
        {
            "a wording for an audience": article(wording={"staff": "Zet hem uit."}),
            "a moment for media": article(audiences=["media"], moments=["speaker"]),
        },
    ),
    "section_has_content": (
        {"a heading with nothing below it": edited(PROTOCOL, sections=[*SECTIONS, {"id": "slot", "title": "Slot"}])},
        {
            "a heading with an introduction": edited(
                PROTOCOL, sections=[*SECTIONS, {"id": "slot", "title": "Slot", "intro": "Ten slotte."}]
            )
        },
    ),
    "poster_shows_rules_for_children": (
        {
            "a rule that is not there": edited(PROTOCOL, poster=["bestaat-niet"]),
            "a rule for staff": edited(PROTOCOL, poster=["foto-na-toestemming"]),
        },
        {"a rule for children": edited(PROTOCOL, poster=["telefoon-in-de-tas"])},
    ),
    "protocol_is_shown": (
        {"a folder that site.yml does not name": protocol("de-els", "De Els", article())},
        {
            "named": protocol("de-els", "De Els", article()) | edited("site.yml", protocols=["de-wilg", "de-els"]),
            "named, on the site of another": protocol("de-els", "De Els", article())
            | edited("site.yml", protocols=["de-wilg", "de-els"], own_protocol="de-wilg"),
        },
    ),
    "footnote_has_mark": (
        {"no mark in the text": article(footnotes=[{"mark": "1", "text": "Of uit."}])},
        {"a mark in the text": article(text="Weg [1] ermee.", footnotes=[{"mark": "1", "text": "Of uit."}])},
    ),
    "remainder_is_decided": (
        {"a piece without a decision": left_over()},
        {"a piece that moved": left_over(decision="Staat nu in foto-na-toestemming."), "nothing left over": {}},
    ),
    "own_protocol_is_filled": (
        {"a blank in the own protocol": with_parameter({}) | edited("site.yml", own_protocol="de-wilg")},
        {
            "a blank in a collection": with_parameter({}),
            "filled in protocol.yml": with_parameter({"value": "De Wilg"}) | edited("site.yml", own_protocol="de-wilg"),
            "filled in site.yml": with_parameter({})
            | edited("site.yml", own_protocol="de-wilg", parameters={"naam_school": "De Wilg"}),
            "not used": edited(PROTOCOL, parameters=[PARAMETER]) | edited("site.yml", own_protocol="de-wilg"),
        },
    ),
    "decision_has_date": (
        {
            "nothing in a decision of the own protocol": decided() | edited("site.yml", own_protocol="de-wilg"),
            "a blank": edited(PROTOCOL, parameters=[PARAMETER], decisions=[DECISION | {"parameter": "naam_school"}])
            | edited("site.yml", own_protocol="de-wilg"),
        },
        {
            "a decision in a collection": decided(),
            "a date": decided(date="2026-03-02") | edited("site.yml", own_protocol="de-wilg"),
        },
    ),
    "colour_can_be_read": (
        {"yellow": edited("site.yml", looks={"colour": "#ffcc00"})},
        {"purple": edited("site.yml", looks={"colour": "#7a1fa2"}), "no colour": edited("site.yml", looks={})},
    ),
    "value_fits": (
        {
            "no date": with_parameter({"type": "date", "value": "volgend jaar"}),
            "a date that does not exist": with_parameter({"type": "date", "value": "2026-02-30"}),
            "no phone number": with_parameter({"type": "phone", "value": "bel maar"}),
            "not among the choices": with_parameter({"type": "choice", "choices": ["ja", "nee"], "value": "soms"}),
        },
        {
            "a date": with_parameter({"type": "date", "value": "2026-02-28"}),
            "a phone number": with_parameter({"type": "phone", "value": "020 123 45 67"}),
            "a choice": with_parameter({"type": "choice", "choices": ["ja", "nee"], "value": "ja"}),
            "any text": with_parameter({"value": "bel maar"}),
            "nothing yet": with_parameter({"type": "date"}),
        },
    ),
    "parameter_is_used": (
        {"named nowhere": edited(PROTOCOL, parameters=[PARAMETER])},
        {
            "named in a text": with_parameter({}),
            "named in a heading": edited(
                PROTOCOL,
                parameters=[PARAMETER],
                sections=[{"id": "regels", "title": "Op {{ naam_school }}"}, SECTIONS[1]],
            ),
        },
    ),
    "value_has_parameter": (
        {
            "a value in site.yml for nothing": edited("site.yml", parameters={"naam": "De Wilg"}),
            "a value in protocol.yml for nothing": edited(PROTOCOL, values={"naam": "De Wilg"}),
        },
        {"a value for a parameter": with_parameter({}, values={"naam_school": "De Wilg"})},
    ),
    "numbers_stay": (
        {
            "another number": told("Vanaf 12 jaar.", "Vanaf 13 jaar."),
            "a number less": told("Hooguit 3 keer.", "Niet te vaak."),
            "a number more": told("Vraag het aan de ouders.", "Vraag het aan de 2 ouders."),
            "another number word": told("Na twee weken.", "Na drie weken."),
            "a group less": told("In groep 7 en 8.", "In groep 7."),
            "another phone number": told("Bel 0900 111 3 111.", "Bel 0900 111 3 112."),
        },
        {
            "digits and words are one": told("Vanaf zestien jaar.", "Vanaf 16 jaar."),
            "a word that only counts": told("Vraag het de ouders.", "Doe twee dingen: bel en vraag."),
            "a law article may go": told("Dit staat in artikel 3.1 van de wet.", "Dit staat in de wet."),
            "a footnote is no number": told("Zet hem uit [1].", "Zet hem uit."),
            "the numbers of a list are no numbers": told(
                "1. Zet hem uit.\n2. Stop hem weg.", "Zet hem uit en stop hem weg."
            ),
            "a group that the rule has": told("Voor de bovenbouw.", "Voor groep 7 en 8.", groups=[7, 8]),
            "a phone number with other spaces": told("Bel 0900 1113111.", "Bel 0900 111 3 111."),
        },
    ),
    "groups_stay": (
        {
            "another group": told("In groep 7.", "In groep 6 en 7."),
            "a group where the rule is for all": told("Zet hem uit.", "Zit je in groep 8? Zet hem uit."),
        },
        {
            "the same groups": told("In groep 6, 7 en 8.", "Zit je in groep 8, 7 of 6?"),
            "fewer groups": told("In groep 6, 7 en 8.", "In groep 6."),
            "the groups of the rule": told("Zet hem uit.", "Zit je in groep 8? Zet hem uit.", groups=[8]),
        },
    ),
    "one_wording_per_group": (
        {"a group with two wordings": for_groups([6, 7], [7, 8])},
        {"each group once": for_groups([6, 7], [8])},
    ),
    "stance_stays": (
        {
            "a ban that is gone": told("Filmen mag niet.", "Film elkaar.", "forbidden"),
            "a ban that became advice": told("Filmen mag niet.", "Film liever niet.", "forbidden"),
            "a ban that became a permission": told("Filmen mag niet.", "U mag nu filmen, zonder geluid.", "forbidden"),
            "a duty that became advice": told("Zet hem uit.", "Probeer hem uit te zetten.", "required"),
            "a duty that became a permission": told("Zet hem uit.", "U mag hem uitzetten.", "required"),
            "a condition that is gone": told("Alleen met een brief.", "Plaats de foto.", "conditional"),
            "advice that became a duty": told("Zet hem liefst uit.", "U moet hem uitzetten.", "recommended"),
            "advice against that became a ban": told("Doe het liever niet.", "Doe het nooit.", "discouraged"),
            "a permission that became a duty": told("Het mag.", "Het is verplicht.", "allowed"),
            "a condition that became a ban": told(
                "Alleen met een brief.", "Zonder brief is het altijd verboden.", "conditional"
            ),
        },
        {
            "a ban in other words": told("Filmen mag niet.", "Film niemand.", "forbidden"),
            "a permission with a condition": told(
                "Alleen met een brief.", "U mag dat als er een brief is.", "conditional"
            ),
            "a duty in other words": told("Zet hem uit.", "Hij is uit.", "required"),
            "strict where the rule is": told("Zet hem altijd uit.", "Hij is altijd uit.", "recommended"),
            "soft where the rule is": told("Doe het liever niet.", "Doe dat liever niet.", "discouraged"),
            "a permission that the rule gives too": told("U mag hem uitzetten.", "U mag hem uitdoen.", "required"),
            "a rule that rules nothing": article(
                norms=[], topics=["telefoon"], wording={"staff": "U moet altijd bellen."}
            ),
        },
    ),
}

CHECK_OF: dict[str, Check] = {check.__name__: check for check in CHECKS}
FIRING = [(name, example) for name, (firing, _) in EXAMPLES.items() for example in firing]
SILENT = [(name, example) for name, (_, silent) in EXAMPLES.items() for example in silent]


def test_every_check_has_a_firing_and_a_silent_example() -> None:
    assert EXAMPLES.keys() == CHECK_OF.keys()
    assert all(firing and silent for firing, silent in EXAMPLES.values())


@pytest.mark.parametrize(("check", "example"), FIRING)
def test_it_fires(check: str, example: str) -> None:
    assert list(CHECK_OF[check](library(EXAMPLES[check][0][example]))) != []


@pytest.mark.parametrize(("check", "example"), SILENT)
def test_it_is_silent(check: str, example: str) -> None:
    assert list(CHECK_OF[check](library(EXAMPLES[check][1][example]))) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_it_is_silent_on_the_base_and_says_its_rule(check: Check) -> None:
    assert list(check(library())) == []
    assert (check.__doc__ or "").rstrip().endswith(".")


def test_the_rules_of_a_protocol_that_the_site_does_not_show_are_checked_too() -> None:
    found = library(protocol("de-els", "De Els", article(norms=[])))
    assert item(found, "proef", "de-els").topics == ()
    assert [one.place.file for one in CHECK_OF["rule_has_topic"](found)] == ["protocols/de-els/articles/proef.yml"]

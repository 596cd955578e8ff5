"""Every check fires where its rule is broken, and is silent where it only looks so."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from build_tools.checks import CHECKS, DATED_CHECKS, Check
from tests.library import Changes, article, edited, item, library, norm, protocol

RULE = "protocols/de-wilg/articles/telefoon-in-de-tas.yml"
PROTOCOL = "protocols/de-wilg/protocol.yml"
CARD = {"kind": "know", "pictogram": "telefoon"}
PARAMETER = {"id": "naam_school", "label": "Naam", "type": "text", "hint": "Vul in."}
PUPILS = ("pupils",)
OWN_ADDRESS = "https://school.example/afspraken/"
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


def for_children(text: str) -> dict[str, str]:
    """The base rule in these words for children."""
    return edited(RULE, wording={"children": text})


def decision(action: str, **fields: Any) -> dict[str, Any]:
    """A dated decision of the board."""
    made = {"id": f"besluit-{action}", "body": "het bestuur", "action": action, "date": "2026-03-01"}
    return made | {"audiences": ["staff"]} | fields


def week(first: str, last: str) -> dict[str, Any]:
    """A calendar with one week."""
    return {"media_weeks": [{"first": first, "last": last}]}


def left_over(**more: str) -> dict[str, str]:
    """A remainder of one piece."""
    piece = {"text": "Werkgroep online", "place": "alinea 4", "reason": "rij zonder besluit", **more}
    return {"protocols/de-wilg/rest.yml": json.dumps({"document": "oud.docx", "entries": [piece]})}


#: check -> (what makes it fire, what leaves it silent), each with its sentence
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
    "text_keeps_to_the_groups": (
        {"a group that does not get to see it": article(text="In groep 7 en 8 mag het.", groups=[8])},
        {
            "the groups of the rule": article(text="In groep 7 en 8 mag het.", groups=[7, 8]),
            "a rule for all": article(text="In groep 7 en 8 mag het."),
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
    "wording_has_page": (
        {
            "for a group without a page": for_groups([3]),
            "for paper, on a card that is not for paper": article(
                audiences=["children"], wording={"children": "Uit.", "poster": "Uit!"}, card=CARD
            ),
        },
        {"for groups of which one has a page": for_groups([5, 6])},
    ),
    "decisions_are_taken": (
        {
            "consent only": edited("site.yml", own_protocol="de-wilg") | edited(PROTOCOL, status="vastgesteld"),
            "no decision": edited("site.yml", own_protocol="de-wilg") | edited(PROTOCOL, status=None, decisions=[]),
        },
        {
            "a concept": edited("site.yml", own_protocol="de-wilg"),
            "on its way": edited("site.yml", own_protocol="de-wilg") | edited(PROTOCOL, status="ter-instemming"),
            "in a collection": edited(PROTOCOL, status=None, decisions=[]),
            "adopted after advice": edited("site.yml", own_protocol="de-wilg")
            | edited(PROTOCOL, status=None, decisions=[decision("vastgesteld"), decision("advies")]),
        },
    ),
    "status_fits_decisions": (
        {
            "adopted without a decision": edited(PROTOCOL, status="vastgesteld"),
            "adopted without a date": edited(
                PROTOCOL, status="vastgesteld", decisions=[decision("vastgesteld", date=None)]
            ),
            "a concept with a decision": edited(PROTOCOL, decisions=[decision("goedgekeurd")]),
        },
        {
            "adopted on a day": edited(PROTOCOL, status="vastgesteld", decisions=[decision("vastgesteld")]),
            "no status": edited(PROTOCOL, status=None),
        },
    ),
    "week_runs_forward": (
        {"ends before it begins": edited("site.yml", calendar=week("2030-11-15", "2030-11-08"))},
        {"of a week": edited("site.yml", calendar=week("2030-11-08", "2030-11-15"))},
    ),
    "platforms_are_there": (
        {
            "a platform that stopped": article(text="Op Hyves geldt dit ook."),
            "an old name": article(text="Op Twitter geldt dit ook."),
            "in a wording": article(wording={"staff": "Ook op Hyves."}),
            "in the field": article(platforms=["hyves"]),
            "in the heading of a section": edited(
                PROTOCOL, sections=[{"id": "regels", "title": "Hyves"}, {"id": "pers", "title": "Pers"}]
            ),
        },
        {
            "the new name beside the old": article(text="Op X (vroeger Twitter) geldt dit ook."),
            "in a note of the editors": article(notes=[{"kind": "outdated", "text": "Hyves is er niet meer."}]),
            "part of a word": article(text="Wie twittert of hyvest, doet dat netjes."),
        },
    ),
    "facts_still_hold": (
        {
            "an old name": article(text="Dit volgt uit de WBP."),
            "an old age, near its word": article(text="Gebruik WhatsApp niet voor je 16 jaar bent."),
        },
        {
            "the age alone": article(text="Een stagiair is 16 jaar."),
            "the word in another sentence": article(text="Gebruik geen WhatsApp. Een stagiair is 16 jaar."),
            "in a note of the editors": article(notes=[{"kind": "outdated", "text": "De WBP is vervangen."}]),
        },
    ),
    "organisation_is_filled": (
        {"as an import leaves it": edited(PROTOCOL, organisation="nog in te vullen")},
        {"with its name": edited(PROTOCOL, organisation="Basisschool De Wilg")},
    ),
    "no_other_school_is_named": (
        {
            "behind a kind of school": article(text="Dit geldt op basisschool de Linde."),
            "behind a preposition": article(text="Dit geldt op De Linde."),
            "a foundation": article(text="Dan doet Stichting Sint Joris aangifte."),
            "another of the library": article(text="Dit is de regel van Zonnehof.")
            | protocol("zonnehof", "Zonnehof", article()),
            "in a heading": edited(PROTOCOL, sections=[{"id": "regels", "title": "Op De Linde"}, SECTIONS[1]]),
        },
        {
            "its own name": article(text="Op De Wilg, en op basisschool De Wilg, geldt dit."),
            "its own name, with its town": article(text="Op basisschool De Wilg Noord geldt dit."),
            "a foundation that helps schools": article(text="Lees het bij Stichting School & Veiligheid."),
            "a new sentence": article(text="Dit geldt voor de stichting. Besef dat goed."),
            "no name": article(text="Dit geldt op de basisschool en op het plein. Op De meeste dagen ook."),
            "in a note of the editors": article(
                notes=[{"kind": "fault", "text": "De bron noemt basisschool De Linde."}]
            ),
            "what a parameter holds": with_parameter({"value": "De Linde"}) | article("twee", text="Op De Linde."),
            "signs within a name": with_parameter({"value": "Stichting A.B.C. Noord: regio 2"})
            | article("twee", text="Dan beslist Stichting A.B.C. Noord: regio 2."),
            "marks around a name": with_parameter({"value": 'IKC "De Linde"'})
            | article("twee", text='IKC "De Linde".'),
        },
    ),
    "mail_is_not_private": (
        {
            "in a text": article(text="Mail naar juf.anna@gmail.com."),
            "a contact": edited("site.yml", contacts={"questions": {"label": "de directie", "email": "a.b@ziggo.nl"}}),
            "in a note": article(notes=[{"kind": "context", "text": "Vraag het aan x@hotmail.com."}]),
        },
        {
            "of the school": article(text="Mail naar info@school.example."),
            "a domain that begins alike": article(text="Mail naar info@gmail.com.example en info@live.school.example."),
        },
    ),
    "number_is_not_mobile": (
        {
            "in a text": article(text="App naar 06 12 34 56 78."),
            "with the country": article(text="App naar +31 6 12345678."),
            "a contact": edited("site.yml", contacts={"press": {"label": "de directie", "phone": "06-12345678"}}),
        },
        {
            "of the school": article(text="Bel 020 612 34 56."),
            "too long to be one": article(text="Zie dossier 061234567890."),
        },
    ),
    "text_can_be_printed": (
        {
            "an emoji in a title": article(title="Telefoon uit \u2705"),
            "an arrow": article(text="Vraag het eerst \u2192 dan plaatsen."),
            "a dash that does not break": article(text="Een e\u2011mail sturen mag."),
        },
        {
            "letters of Europe": article(text="Één café, Łukasz en Čapek: ½ m² voor € 5 – ‘netjes’ … ©"),
            "a break that is not seen": article(text="Leerlingen\u00adraad."),
        },
    ),
    "pupils_are_not_named": (
        {
            "behind leerling": article(text="Dit vroeg leerling Jan de Vries."),
            "before a group": article(text="Dit vroeg Sanne Bakker uit groep 7."),
        },
        {
            "no name": article(text="Vraag het de leerling. De leerling Zelf beslist niet."),
            "a first name only": article(text="Neem een voorbeeld: leerling Jan plaatst een foto."),
            "a teacher": article(text="Dit vroeg Sanne Bakker van de administratie."),
        },
    ),
    "contact_has_a_whole_address": (
        {"no domain": edited("site.yml", contacts={"press": {"label": "de directie", "email": "info@school"}})},
        {
            "a whole one": edited(
                "site.yml", contacts={"press": {"label": "de directie", "email": "info@school.example"}}
            )
        },
    ),
    "links_lead_somewhere": (
        {
            "no words": article(text="Zie [](https://school.example)."),
            "no whole address": article(text="Zie [de site](https://www)."),
            "no mail address": article(text="Zie [mail](mailto:directie)."),
            "no number": article(text="Bel [ons](tel:nu)."),
            "a rule that is not there": edited("site.yml", url=OWN_ADDRESS)
            | article(text=f"Zie [hier]({OWN_ADDRESS}protocollen/de-wilg/#weg)."),
            "a page that is not there": edited("site.yml", url=OWN_ADDRESS)
            | article(text=f"Zie [hier]({OWN_ADDRESS}onderwerpen/weg/)."),
        },
        {
            "whole": article(
                text="Zie [a](https://school.example/a?b=c), [mail](mailto:a@school.example), [bel](tel:+31201234567)."
            ),
            "a rule of this site": edited("site.yml", url=OWN_ADDRESS)
            | article(text=f"Zie [hier]({OWN_ADDRESS}protocollen/de-wilg/#proef)."),
            "a page that is not told of": edited("site.yml", url=OWN_ADDRESS)
            | article(text=f"Zie [hier]({OWN_ADDRESS}over/)."),
        },
    ),
    "children_read_with_ease": (
        {"long words": for_children("Leerlingen verantwoorden mediagebruik overeenkomstig schoolafspraken. " * 20)},
        {
            "short words": for_children("Zet je telefoon uit. Stop hem in je tas. " * 20),
            "too little to tell": for_children("Verantwoord mediagebruik."),
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


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        ("2026-07-01", []),
        ("2026-07-04", ["herziening-nabij"]),
        ("2026-09-01", ["herziening-nabij"]),
        ("2026-09-02", ["herziening-voorbij"]),
    ],
)
def test_a_review_is_near_for_sixty_days_and_then_passed(day: str, codes: list[str]) -> None:
    (rule,) = DATED_CHECKS
    found = library(edited(PROTOCOL, review={"text": "Elk jaar.", "next": "2026-09-01"}))
    assert [one.code for one in rule(found, date.fromisoformat(day))] == codes
    assert [one.severity for one in rule(found, date.fromisoformat(day))] == ["waarschuwing"] * len(codes)


def test_a_protocol_without_a_next_review_is_left_alone() -> None:
    (rule,) = DATED_CHECKS
    assert list(rule(library(edited(PROTOCOL, review={"text": "Elk jaar."})), date(2050, 1, 1))) == []

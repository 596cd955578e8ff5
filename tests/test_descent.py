"""A protocol that extends another: what is equal, filled in, reworded, added or left out, and how its page says so."""

from __future__ import annotations

import json

import pytest
from msgspec import to_builtins

from build_tools.model import Library
from build_tools.problems import SourceFaults
from build_tools.render import render
from build_tools.views.changes import origin_of
from build_tools.views.protocol import decision_status, protocol_view
from tests.library import ARTICLES, Changes, article, edited, item, library, protocol, sources

BASE_ARTICLE = "telefoon-in-de-tas"


def child(*files: Changes, **fields: object) -> Library:
    """De Els, which extends De Wilg, with these files of its own."""
    own = json.loads(protocol("de-els", "De Els")["protocols/de-els/protocol.yml"])
    for taken in ("sections", "numbering", "document"):
        own.pop(taken)
    main = {"protocols/de-els/protocol.yml": json.dumps(own | {"extends": "de-wilg"} | fields)}
    return library(main, *files)


def own(name: str, **fields: object) -> dict[str, str]:
    """An article file of De Els that holds only these fields."""
    return {f"protocols/de-els/articles/{name}.yml": json.dumps({"id": name} | fields)}


def page(found: Library) -> str:
    return render(protocol_view(found, found.protocols["de-els"])).markdown


def test_what_is_not_mentioned_is_equal_to_the_model() -> None:
    found = child()
    ids = [one.id for one in found.protocols["de-els"].items]
    assert ids == [one.id for one in found.protocols["de-wilg"].items]
    assert {one.origin for one in found.protocols["de-els"].items} == {"equal"}


def test_a_blank_that_the_school_fills_in_is_filled() -> None:
    blank = {"id": "telefoonnummer", "label": "nummer", "type": "phone", "hint": "Vul in."}
    wilg = article("met-blank", text="Bel {{ telefoonnummer }}.")
    model = edited("protocols/de-wilg/protocol.yml", parameters=[blank])
    found = child(wilg, model, values={"telefoonnummer": "013 555 01 23"})
    assert origin_of(item(found, "met-blank", "de-els")) == "gelijk aan het model, ingevuld"
    assert "Bel 013 555 01 23." in page(found)


def test_what_is_said_of_the_models_document_is_not_said_of_the_schools_protocol() -> None:
    noted = edited("protocols/de-wilg/protocol.yml", document={"title": "Papier van De Wilg", "note": "Zonder datum."})
    found = child(noted)
    own_page, models_page = page(found), render(protocol_view(found, found.protocols["de-wilg"])).markdown
    for said in ("Papier van De Wilg", "Zonder datum.", "<dt>Nummering</dt>", "<dt>Brondocument</dt>"):
        assert said in models_page
        assert said not in own_page
    assert "<dt>Bouwt voort op</dt>\n" + '<dd markdown="span">[Afspraken van De Wilg](' in own_page


def test_a_model_that_the_site_does_not_show_is_named_without_a_link() -> None:
    site = edited("site.yml", protocols=["de-els"], own_protocol="de-els")
    own_page = page(child(site))
    assert '<dt>Bouwt voort op</dt>\n<dd markdown="span">Afspraken van De Wilg</dd>' in own_page
    assert "voort op Afspraken van De Wilg." in own_page


@pytest.mark.parametrize(("day", "printed"), [("2026-10-01", "Datum: 1 oktober 2026."), (None, "Dag van vaststelling")])
def test_a_decision_has_the_day_that_its_parameter_gives(day: str | None, printed: str) -> None:
    blank = {"id": "dag", "label": "Dag van vaststelling", "type": "date", "hint": "Vul in."}
    taken = {"id": "b", "body": "Bestuur", "action": "vastgesteld", "parameter": "dag", "audiences": ["staff"]}
    model = edited("protocols/de-wilg/protocol.yml", parameters=[blank])
    found = child(model, decisions=[taken], values={"dag": day} if day else {})
    assert printed in page(found)
    status = decision_status(found.protocols["de-els"])
    assert status == ("vastgesteld door Bestuur op 1 oktober 2026" if day else None)


@pytest.mark.parametrize(
    ("status", "decides"),
    [
        ("concept", "Basisschool De Wilg heeft dit protocol nog niet vastgesteld."),
        ("ter-instemming", "Basisschool De Wilg heeft dit protocol nog niet vastgesteld."),
        ("vastgesteld", "De tekst die Basisschool De Wilg heeft vastgesteld, beslist."),
        (None, "De tekst die Basisschool De Wilg heeft vastgesteld, beslist."),
    ],
)
def test_a_draft_does_not_pass_for_an_adopted_text(status: str | None, decides: str) -> None:
    found = library(edited("protocols/de-wilg/protocol.yml", status=status))
    assert protocol_view(found, found.protocols["de-wilg"]).decides == decides


def test_a_file_holds_only_what_differs_and_the_words_are_marked() -> None:
    old = item(library(), BASE_ARTICLE).rule
    found = child(
        own(
            BASE_ARTICLE,
            text=old.text.replace("tas", "kluis"),
            wording={reader: text for reader, text in to_builtins(old.wording).items() if text},
        )
    )
    new = item(found, BASE_ARTICLE, "de-els")
    assert (new.origin, new.rule.title, new.rule.norms) == ("reworded", old.title, old.norms)
    text = page(found)
    assert '<del><span class="pw-sr">vervallen: </span>tas' in text
    assert '<ins><span class="pw-sr">nieuw: </span>kluis' in text
    assert "anders verwoord dan het model" in text


def test_an_own_text_does_not_keep_the_models_wordings() -> None:
    found = child(own(BASE_ARTICLE, text="Iets heel anders."))
    assert item(found, BASE_ARTICLE, "de-els").rule.wording.children is None


def test_a_rule_of_its_own_is_added() -> None:
    found = child({path.replace("de-wilg", "de-els"): text for path, text in article("nieuw").items()})
    assert item(found, "nieuw", "de-els").origin == "added"
    assert "toegevoegd aan het model" in page(found)


def test_what_is_left_out_is_gone_and_its_reason_is_printed() -> None:
    found = child(own(BASE_ARTICLE, left_out="Bij ons heeft niemand een telefoon."))
    assert BASE_ARTICLE not in [one.id for one in found.protocols["de-els"].items]
    title = item(found, BASE_ARTICLE).rule.title
    assert f"- {title}: Bij ons heeft niemand een telefoon." in page(found)


def test_leaving_out_takes_a_reason() -> None:
    with pytest.raises(SourceFaults, match="left_out"):
        child(own(BASE_ARTICLE, left_out=""))


def test_the_model_does_not_change() -> None:
    found = child(own(BASE_ARTICLE, text="Iets heel anders."))
    assert item(found, BASE_ARTICLE).rule == item(library(), BASE_ARTICLE).rule
    assert f"{ARTICLES}/{BASE_ARTICLE}.yml" in sources()


def test_a_chain_of_three_takes_over_from_the_first() -> None:
    grandchild = json.loads(protocol("de-esch", "De Esch")["protocols/de-esch/protocol.yml"]) | {"extends": "de-els"}
    for taken in ("sections", "numbering", "document"):
        grandchild.pop(taken)
    found = child({"protocols/de-esch/protocol.yml": json.dumps(grandchild)}, own(BASE_ARTICLE, text="Alleen hier."))
    assert item(found, BASE_ARTICLE, "de-esch").rule.text == "Alleen hier."
    assert len(found.protocols["de-esch"].items) == len(found.protocols["de-wilg"].items)


def test_what_a_board_leaves_out_is_gone_at_its_schools_too_and_may_still_be_named() -> None:
    grandchild = json.loads(protocol("de-esch", "De Esch")["protocols/de-esch/protocol.yml"]) | {"extends": "de-els"}
    for taken in ("sections", "numbering", "document"):
        grandchild.pop(taken)
    found = child(
        article("verwijst", see_also=[BASE_ARTICLE]),
        {"protocols/de-esch/protocol.yml": json.dumps(grandchild)},
        own(BASE_ARTICLE, left_out="Bij ons heeft niemand een telefoon."),
    )
    page = render(protocol_view(found, found.protocols["de-esch"])).markdown
    assert f"- {item(found, BASE_ARTICLE).rule.title}: Bij ons heeft niemand een telefoon. (De Els)" in page
    assert f"#{BASE_ARTICLE}" not in page

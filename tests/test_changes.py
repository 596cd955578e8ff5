"""What changed, by meaning: a table of norm changes, and whole protocols."""

from datetime import date
from typing import Any

import pytest
from msgspec import convert
from msgspec.structs import replace

from build_tools.changes import Words, protocol_changes, rule_changes, word_changes
from build_tools.model import Item, Protocol, SectionContent
from build_tools.problems import Place
from build_tools.records import Norm, ProtocolFile, Rule, Section, SourceDocument

SECTION = Section(id="regels", title="Regels")


def norm(stance: str, *parties: str, topic: str = "foto", value: str | None = None) -> Norm:
    return convert({"topic": topic, "parties": parties or ("staff",), "stance": stance, "value": value}, Norm)


def item(name: str, text: str = "Vraag toestemming voor een foto.", *norms: Norm, **changes: Any) -> Item:
    rule = Rule(id=name, title="Titel", text=text, norms=norms)
    made = Item(
        protocol="p",
        kind="article",
        rule=rule,
        section=SECTION,
        audiences=("staff",),
        origin="own",
        place_of=lambda *_: Place(file="x"),
    )
    return replace(made, **changes)


def protocol(*items: Item) -> Protocol:
    sections = dict.fromkeys(found.section for found in items)
    record = ProtocolFile(
        id="p",
        title="P",
        short_title="P",
        organisation="P",
        kind="school",
        summary="P",
        sections=tuple(sections),
        read_on=date(2026, 11, 21),
    )
    contents = tuple(
        SectionContent(record=section, blocks=tuple(found for found in items if found.section == section))
        for section in sections
    )
    return Protocol(
        record=record,
        document=SourceDocument(title="P"),
        numbering="geen",
        sections=contents,
        left_out=(),
        place_of=lambda *_: Place(file="x"),
    )


STANCES = {
    ("conditional", "forbidden"): "stricter",
    ("discouraged", "forbidden"): "stricter",
    ("allowed", "conditional"): "stricter",
    ("recommended", "required"): "stricter",
    ("forbidden", "conditional"): "milder",
    ("required", "recommended"): "milder",
    ("conditional", "allowed"): "milder",
    ("required", "forbidden"): "stance",
    ("required", "discouraged"): "stance",
    ("forbidden", "allowed"): "stance",
    ("recommended", "discouraged"): "stance",
}


@pytest.mark.parametrize(("stances", "kind"), STANCES.items())
def test_a_changed_stance_is_stricter_milder_or_other(stances: tuple[str, str], kind: str) -> None:
    old, new = (item("a", "Tekst.", norm(stance)) for stance in stances)
    assert [change.kind for change in rule_changes(old, new)] == [kind]


def test_a_changed_value_says_what_it_was_and_is() -> None:
    old = item("a", "Tekst.", norm("required", value="de directeur"))
    new = item("a", "Tekst.", norm("required", value="de leidinggevende"))
    [change] = rule_changes(old, new)
    assert (change.kind, change.detail) == ("value", "was: de directeur; is nu: de leidinggevende")


def test_another_party_is_a_change_of_whom_it_binds() -> None:
    old, new = item("a", "Tekst.", norm("forbidden")), item("a", "Tekst.", norm("forbidden", "staff", "parents"))
    assert [change.kind for change in rule_changes(old, new)] == ["party"]


def test_only_other_words_is_rewording_and_meaning_comes_before_it() -> None:
    assert [c.kind for c in rule_changes(item("a", "Oud."), item("a", "Nieuw."))] == ["reworded"]
    old, new = item("a", "Oud.", norm("allowed")), item("a", "Nieuw.", norm("forbidden"))
    assert [c.kind for c in rule_changes(old, new)] == ["stance"]


def test_nothing_changed_is_no_change() -> None:
    assert protocol_changes(protocol(item("a"), item("b", "B.")), protocol(item("a"), item("b", "B."))) == []


def test_a_rule_under_another_id_is_moved_not_deleted_and_added() -> None:
    old, new = protocol(item("a"), item("b", "Heel iets anders.")), protocol(item("c"), item("b", "Heel iets anders."))
    [change] = protocol_changes(old, new)
    assert change.kind == "moved"
    assert change.old is not None
    assert (change.old.id, change.item.id) == ("a", "c")


def test_a_rule_in_another_section_is_moved() -> None:
    other = Section(id="overig", title="Overig")
    old, new = protocol(item("a"), item("b", "B.")), protocol(item("a"), item("b", "B.", section=other))
    assert [(c.kind, c.item.id) for c in protocol_changes(old, new)] == [("moved", "b")]


def test_one_rule_put_first_moves_alone() -> None:
    names = ("Een kat.", "Twee honden.", "Drie vogels.", "Vier vissen.")
    old = protocol(*(item(f"r{n}", text) for n, text in enumerate(names)))
    new = protocol(*(item(f"r{n}", names[n]) for n in (3, 0, 1, 2)))
    assert [(c.kind, c.item.id) for c in protocol_changes(old, new)] == [("moved", "r3")]


def test_what_came_and_went_is_told_after_what_changed_in_meaning() -> None:
    old = protocol(item("weg", "Dit verdwijnt helemaal."), item("a", "Tekst.", norm("allowed")))
    new = protocol(item("a", "Tekst.", norm("conditional")), item("nieuw", "Een verse afspraak erbij."))
    assert [(c.kind, c.item.id) for c in protocol_changes(old, new)] == [
        ("stricter", "a"),
        ("added", "nieuw"),
        ("removed", "weg"),
    ]


def test_words_that_came_and_went() -> None:
    assert word_changes("Je mag niet bellen.", "Je mag nooit bellen.") == (
        Words(op="same", text="Je mag "),
        Words(op="del", text="niet "),
        Words(op="ins", text="nooit "),
        Words(op="same", text="bellen."),
    )


def test_a_text_that_is_mostly_other_words_is_told_as_a_whole() -> None:
    words = word_changes("Vraag het eerst aan je juf.", "Wie twijfelt, plaatst niets.")
    assert [part.op for part in words] == ["del", "ins"]


def test_words_add_up_to_both_texts() -> None:
    old, new = "Vraag eerst je ouders. Plaats dan pas.", "Vraag altijd eerst je juf of ouders."
    words = word_changes(old, new)
    assert "".join(part.text for part in words if part.op != "ins") == old
    assert "".join(part.text for part in words if part.op != "del") == new

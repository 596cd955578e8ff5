"""What is made of a part of a library depends on nothing outside it, and its key tells of every change in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from bench.collection import collection
from build_tools import findings
from build_tools.load import load
from build_tools.model import Library
from build_tools.plan import Plan, page_key, plan_site, planned_page
from build_tools.problems import SourceFaults
from build_tools.slices import DigestsText, InParts, Outlined, Sliced, Slices, _kin_of, digests_of, read_digests
from build_tools.source import parse, read_folder
from build_tools.views.shelf import Shelf
from tests.library import PROJECT, edited, sources

#: A protocol that builds on the base's: with a rule of its own, one in other words, one left out, and a blank.
HEIR: dict[str, Any] = {
    "protocol.yml": {
        "id": "de-els",
        "title": "Afspraken van De Els",
        "short_title": "De Els",
        "organisation": "Basisschool De Els",
        "kind": "school",
        "summary": "Nog een verzonnen protocol.",
        "extends": "de-wilg",
        "read_on": "2026-06-01",
        "parameters": [{"id": "wie", "label": "een naam", "type": "text", "hint": "Wie het is."}],
    },
    "articles/telefoon-in-de-tas.yml": {"id": "telefoon-in-de-tas", "text": "De telefoon is uit. Vraag {{ wie }}."},
    "articles/foto-na-toestemming.yml": {"id": "foto-na-toestemming", "left_out": "Hier niet."},
}
TWO = {f"protocols/de-els/{path}": json.dumps(data) for path, data in HEIR.items()} | edited(
    "site.yml", protocols=["de-wilg", "de-els"], parameters={"naam": "De Wilg"}
)


def plan_of(found: Library) -> Plan:
    return plan_site(found, Shelf())


def few() -> Library:
    return findings.read(read_folder(PROJECT / "protocol_src"))[0]


def many() -> Library:
    return findings.read(collection(read_folder(PROJECT / "protocol_src"), 10))[0]


def of_one_school() -> Library:
    return load(sources(TWO | edited("site.yml", own_protocol="de-els", parameters={"wie": "De Els"})))[0]


@pytest.mark.parametrize("make", [few, many, of_one_school])
def test_a_page_shows_no_rule_that_its_part_lacks(make: Callable[[], Library], monkeypatch: pytest.MonkeyPatch) -> None:
    found = make()
    plan = plan_of(found)
    sliced = [path for path, maker in plan.pages.items() if isinstance(maker, (InParts, Outlined, Sliced))]
    narrow = [planned_page(plan, path).markdown for path in sliced]
    monkeypatch.setattr(Slices, "narrowed", lambda self, _: self.library)
    monkeypatch.setattr(Slices, "outline", property(lambda self: self.library))
    assert narrow == [planned_page(plan, path).markdown for path in sliced]
    assert len(sliced) >= len(found.vocabulary.topics) + len(found.shown) + 8


def test_what_only_counts_rules_cannot_see_their_words() -> None:
    outline = Slices(library=few()).outline
    rule = outline.shown[0].items[0].rule
    assert rule.id
    for field in ("title", "text", "wording", "groups"):
        with pytest.raises(AttributeError, match=field):
            getattr(rule, field)


def test_digests_read_back_the_same() -> None:
    library = few()
    for protocol in library.protocols.values():
        text = DigestsText(protocol=protocol, words=library.vocabulary, key=b"")()
        assert read_digests(text) == digests_of(protocol, library.vocabulary)


@pytest.mark.parametrize("make", [few, of_one_school])
def test_digests_of_kin_stand_for_all_rules_that_are_chosen(
    make: Callable[[], Library], monkeypatch: pytest.MonkeyPatch
) -> None:
    found, covered = make(), dict[str, set[str]]()

    def key_of(_: Slices, pairs: Iterable[tuple[str, str]]) -> bytes:
        covered.clear()
        for protocol, name in pairs:
            rules = {item.id for item in found.protocols[protocol].items if name in _kin_of(item, found.vocabulary)}
            covered.setdefault(protocol, set()).update(rules)
        return b""

    monkeypatch.setattr(Slices, "key_of", key_of)
    makers = [maker for page in plan_of(found).pages.values() for maker in (page, *getattr(page, "parts", {}).values())]
    known = [maker for maker in makers if isinstance(maker, Sliced)]
    for maker in known:
        maker.known()
        assert {name: set(rules) for name, rules in maker.choose().items() if rules} == {
            name: rules for name, rules in covered.items() if rules
        }
    assert len(known) > 2 * len(found.vocabulary.topics)


def scalars(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where a document holds a text or a number."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else None
    if inside is None:
        yield path
    for name, value in inside or ():
        yield from scalars(value, (*path, name))


def changed(content: bytes, path: tuple[str | int, ...]) -> str:
    """The document with another value at a place."""
    data: Any = parse("a.yml", content).data
    holder = data
    for name in path[:-1]:
        holder = holder[name]
    value = holder[path[-1]]
    holder[path[-1]] = value + 1 if isinstance(value, int) else f"{value} anders"
    return json.dumps(data)


def without(content: bytes, path: tuple[str | int, ...]) -> str:
    """The document without what stands at a place."""
    data: Any = parse("a.yml", content).data
    holder = data
    for name in path[:-1]:
        holder = holder[name]
    del holder[path[-1]]
    return json.dumps(data)


def test_a_page_with_the_same_key_is_the_same_page_whatever_changes() -> None:
    base = sources(TWO)
    before = plan_of(load(base)[0])
    keys = {path: page_key(before, path) for path in before.pages}
    pages = {path: planned_page(before, path).markdown for path in before.pages}
    seen = dict.fromkeys(("changed", "kept"), 0)
    for file, content in base.items():
        if not file.startswith(("protocols/", "site.yml")):
            continue
        for place in scalars(parse(file, content).data):
            for change in (changed, without):
                try:
                    after = plan_of(load(base | {file: change(content, place).encode()})[0])
                except (SourceFaults, KeyError):
                    continue
                for path in keys.keys() & after.pages.keys():
                    same = keys[path] is not None and page_key(after, path) == keys[path]
                    seen["kept" if same else "changed"] += 1
                    if same:
                        assert planned_page(after, path).markdown == pages[path], (file, place, path)
    assert min(seen.values()) > 300

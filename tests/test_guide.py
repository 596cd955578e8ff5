"""The guide's example is sound, and its ten mistakes give the messages that the guide shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from textwrap import dedent

import pytest

from build_tools.project import completed, packaged_sources
from tests.library import PROJECT, findings

GUIDE = (PROJECT / "docs" / "redactie" / "index.md").read_text(encoding="utf-8")
BLOCKS = [dedent(block) for block in re.findall(r"^ *```yaml\n(.*?)^ *```$", GUIDE, re.DOTALL | re.MULTILINE)]
RULE = next(block for block in BLOCKS if block.startswith("id: telefoon-op-schoolreis"))
PROTOCOL = next(block for block in BLOCKS if block.startswith("id: het-kompas"))
SITE = "name: Het Kompas\ndescription: Afspraken.\nusage: Voor iedereen.\nprotocols: [het-kompas]\n"
FOLDER = "protocols/het-kompas"
FILE = f"{FOLDER}/articles/telefoon-op-schoolreis.yml"

Spoil = Callable[[str], dict[str, str]]


def swapped(old: str, new: str) -> Spoil:
    """The rule with one thing written otherwise."""

    def spoil(rule: str) -> dict[str, str]:
        assert old in rule
        return {FILE: rule.replace(old, new, 1)}

    return spoil


def without_words(rule: str) -> dict[str, str]:
    """The rule without what children read."""
    start, end = rule.index("  children: >-"), rule.index("notes:")
    return {FILE: rule[:start] + rule[end:]}


def copied(rule: str) -> dict[str, str]:
    """The rule, and a copy of it under another name."""
    return {FILE: rule, f"{FOLDER}/articles/telefoon-op-schoolkamp.yml": rule}


#: What goes wrong under each of the guide's headings.
MISTAKES: dict[str, Spoil] = {
    "Een tab": swapped("  - topic", "\t- topic"),
    "Een dubbele punt in een korte tekst": swapped("title: Telefoon op schoolreis", "title: Schoolreis: telefoon mee"),
    "Tekst die niet is ingesprongen": swapped("  goedvindt. In de bus", "goedvindt. In de bus"),
    "Een tikfout in de naam van een veld": swapped("audiences:", "audience:"),
    "Een nummer zonder aanhalingstekens": swapped('"12"', "12"),
    "Een standpunt in het Nederlands": swapped("conditional", "verboden"),
    "Een onderwerp dat niet bestaat": swapped("telefoon-leerlingen", "telefoon-leerling"),
    "Een kopie met de oude naam": copied,
    "Geen woorden voor kinderen": without_words,
    "Een ander getal in de eigen woorden": swapped("Zit je in groep 8?", "Zit je in groep 7 of 8?"),
}
SHOWN = {
    title: re.findall(r"^`(protocols/.*\])`$", text, re.MULTILINE)
    for title, text in re.findall(r"^### \d+\. (.*)\n((?:(?!###? ).*\n)*)", GUIDE, re.MULTILINE)
}


def told(files: dict[str, str]) -> list[str]:
    """What the check says of the guide's protocol with these rules."""
    own = {"site.yml": SITE, f"{FOLDER}/protocol.yml": PROTOCOL, **files}
    found = findings(completed({name: text.encode() for name, text in own.items()}, packaged_sources()))
    return [str(one) for one in found if one.severity == "fout"]


def test_the_guides_example_is_sound() -> None:
    assert told({FILE: RULE}) == []


def test_an_unknown_name_from_a_long_list_tells_where_the_names_are() -> None:
    (picture,) = told(swapped("telefoon-in-tas", "kluis")(RULE))
    assert "redactie/schrijven/#kaart" in picture
    (topic,) = told(swapped("telefoon-leerlingen", "qqq")(RULE))
    assert "onderwerpen/ID/" in topic
    assert "### Kopje en pictogram { #kaart }" in (PROJECT / "docs" / "redactie" / "schrijven.md").read_text("utf-8")


def test_every_mistake_of_the_guide_is_made_here() -> None:
    assert SHOWN.keys() == MISTAKES.keys()


@pytest.mark.parametrize("title", MISTAKES)
def test_a_mistake_gives_the_messages_that_the_guide_shows(title: str) -> None:
    assert told(MISTAKES[title](RULE)) == SHOWN[title]

"""What a text may hold, and how parameters are filled in."""

from __future__ import annotations

import pytest

from build_tools.texts import fill, used_parameters
from tests.library import article, edited, findings, sources

PARAMETERS = [{"id": "naam_school", "label": "Naam", "type": "text", "hint": "Vul in.", "value": "De Wilg"}]


def codes(text: str) -> list[str]:
    parameter = edited("protocols/de-wilg/protocol.yml", parameters=PARAMETERS)
    rule = article(text=text + "\n\n{{ naam_school }}")
    return [found.code for found in findings(sources(parameter | rule))]


@pytest.mark.parametrize(
    "text",
    [
        "**Nadruk** en *meer nadruk*.",
        "Een lijst:\n\n- een\n- twee\n\nEn cijfers:\n\n1. een\n2. twee",
        "Een [link](https://example.org/pad?a=b#c), [mail](mailto:a@example.org), [bel](tel:0201234567).",
        'Een [link met titel](https://example.org "titel").',
        "Een leeftijd < 13 of > 16, en 3<4.",
        "Een hekje # midden in de tekst, nummer #3.",
        "Een streepje - midden in de tekst.\nEn een regel - met een streepje.",
        "Een is = teken.",
        "Adres: a@example.org, https://example.org.",
        "Het cijfer [1] van een voetnoot [*].",
        "Citaat:\n\n> Zo staat het er.",
        "Een backtick ` en een pijp |.",
        "{{ naam_school }} en {{naam_school}}.",
    ],
)
def test_plain_markdown_is_fine(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<b>vet</b>", "html-in-tekst"),
        ("tekst <br> tekst", "html-in-tekst"),
        ("een <a href='x'>", "html-in-tekst"),
        ("<!-- verborgen -->", "html-in-tekst"),
        ("<?php ?>", "html-in-tekst"),
        ("<https://example.org>", "html-in-tekst"),
        ("een < b", None),
        ("een { accolade", "accolades-in-tekst"),
        ("een } accolade", "accolades-in-tekst"),
        ("{: .klasse }", "accolades-in-tekst"),
        ("{{ Naam }}", "accolades-in-tekst"),
        ("{% raw %}", "accolades-in-tekst"),
        ("{# opmerking #}", "accolades-in-tekst"),
        ("# kop", "opmaak-niet-toegestaan"),
        ("#kop", "opmaak-niet-toegestaan"),
        ("tekst\n\n### kop", "opmaak-niet-toegestaan"),
        ("kop\n===", "opmaak-niet-toegestaan"),
        ("kop\n-", "opmaak-niet-toegestaan"),
        ("- # kop", "opmaak-niet-toegestaan"),
        ("> 1. # kop", "opmaak-niet-toegestaan"),
        ("```\ncode\n```", "opmaak-niet-toegestaan"),
        ("~~~\ncode\n~~~", "opmaak-niet-toegestaan"),
        ("*[AVG]: iets", "opmaak-niet-toegestaan"),
        ("[doel]: https://example.org", "opmaak-niet-toegestaan"),
        ("> [doel]: https://example.org", "opmaak-niet-toegestaan"),
        ("!!! note", "opmaak-niet-toegestaan"),
        ("??? note", "opmaak-niet-toegestaan"),
        ("![foto](https://example.org/foto.png)", "gevaarlijke-link"),
        ("[x](javascript:alert)", "gevaarlijke-link"),
        ("[x](JavaScript:alert)", "gevaarlijke-link"),
        ("[x](&#106;avascript:alert)", "gevaarlijke-link"),
        ("[x]( javascript:alert)", "gevaarlijke-link"),
        ("[x](\njavascript:alert)", "gevaarlijke-link"),
        ("[x](data:text/html,hoi)", "gevaarlijke-link"),
        ("[x](//example.org)", "gevaarlijke-link"),
        ("[x](../elders.md)", "gevaarlijke-link"),
        ("[x](#anker)", "gevaarlijke-link"),
        ("{{ naam_schol }}", "onbekende-verwijzing"),
    ],
)
def test_what_a_text_may_not_hold(text: str, code: str | None) -> None:
    assert codes(text) == ([code] if code else [])


def test_only_names_of_parameters_are_replaced() -> None:
    values = {"naam": "De Wilg", "leeg": ""}
    text = "{{ naam }}, {{naam}}, {{ leeg }}, {{ nieuw }}, {{ naam|upper }}, {{ 1 + 1 }}"
    assert (
        fill(text, values, lambda name: f"[{name}]")
        == "De Wilg, De Wilg, [leeg], [nieuw], {{ naam|upper }}, {{ 1 + 1 }}"
    )


def test_a_value_is_not_read_as_a_text_again() -> None:
    assert fill("{{ a }}", {"a": "{{ b }}", "b": "geheim"}, str) == "{{ b }}"


def test_parameters_are_found_at_any_depth() -> None:
    assert used_parameters({"a": ["{{ een }}", {"b": "x {{ twee }} y"}], "c": 3}) == {"een", "twee"}

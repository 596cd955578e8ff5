"""`protocolwijzer explain`: where each part of a rule comes from."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from msgspec import to_builtins

from build_tools.cli.shared import SOURCE, faults_told, shown
from build_tools.explain import Explanation, Part, Said, known_rules
from build_tools.explain import explain as explanation_of
from build_tools.problems import did_you_mean, listed
from build_tools.project import read_project
from build_tools.reading import protocol_part
from build_tools.source import parse

_LABELS = {
    "number": "nummer",
    "title": "titel",
    "text": "tekst",
    "groups": "groepen",
    "norms": "normen",
    "topics": "onderwerpen",
    "source": "vindplaatsen",
    "card": "kaart",
    "moments": "momenten",
    "platforms": "platforms",
    "footnotes": "voetnoten",
    "see_also": "zie ook",
    "notes": "opmerkingen",
    "section": "afdeling",
    "position": "plaats in de afdeling",
    "audiences": "doelgroepen",
    "intro": "aanhef",
    "entries": "adviezen",
    "kind": "soort lijst",
    "accepted": "geaccepteerd",
    "wording.staff": "woorden voor medewerkers",
    "wording.parents": "woorden voor ouders",
    "wording.children": "woorden voor kinderen",
    "wording.media": "woorden voor mediacontacten",
    "wording.poster": "woorden voor posters",
    "wording.children_for": "woorden per groep",
}
_WIDTH = 88


@click.command(options_metavar="[OPTIES]")
@click.argument("rule", metavar="REGEL")
@click.option("--protocol", metavar="ID", help="Van welk protocol; zonder dit het eigen protocol van de site.")
@click.option("--json", "as_json", is_flag=True, help="Geef het antwoord als JSON, voor andere programma's.")
@SOURCE
def explain(rule: str, protocol: str | None, as_json: bool, source: Path) -> None:
    """Toon waar elk deel van REGEL vandaan komt: van uzelf, van het bestuur of van het model.

    REGEL is de naam van een bepaling, een advieslijst of een advies: wat op de pagina van het protocol in het adres
    achter # staat. Bij elk deel staat het bestand met de regel waar het begint, en wat ermee vervangen is. Bij een
    weggelaten regel staat de reden.
    """
    with faults_told(source):
        files = read_project(source)
        name = protocol or _only_protocol(files, rule)
        _refuse_unknown(files, name, rule)
        found = explanation_of(files, name, rule)
    assert found  # noqa: S101 - a rule that is known has a file
    if as_json:
        click.echo(json.dumps(to_builtins(found), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(_told(found, source)))


def _protocols(files: Mapping[str, bytes]) -> list[str]:
    placed = (protocol_part(file) for file in files if file.endswith("/protocol.yml"))
    return [place[0] for place in placed if place and "@" not in place[0]]


def _only_protocol(files: Mapping[str, bytes], rule: str) -> str:
    """The site's own protocol, or else the only one that has the rule."""
    site = parse("site.yml", files["site.yml"]).data if "site.yml" in files else {}
    own = site.get("own_protocol") if isinstance(site, dict) else None
    if isinstance(own, str):
        return own
    names = [name for name in _protocols(files) if rule in known_rules(files, name)]
    if len(names) > 1:
        raise click.UsageError(f"meer protocollen hebben deze regel; kies met --protocol: {listed(names)}")
    everything = [known for name in _protocols(files) for known in known_rules(files, name)]
    if not names:
        raise _unknown(rule, everything, "geen enkel protocol heeft een")
    return names[0]


def _refuse_unknown(files: Mapping[str, bytes], protocol: str, rule: str) -> None:
    names = _protocols(files)
    if protocol not in names:
        raise click.BadParameter(
            f"dit protocol bestaat niet; {did_you_mean(protocol, names) or listed(names)}", param_hint="--protocol"
        )
    known = known_rules(files, protocol)
    if rule not in known:
        raise _unknown(rule, known, f"{protocol} heeft geen")


def _unknown(rule: str, known: list[str], holder: str) -> click.BadParameter:
    near = did_you_mean(rule, known)
    return click.BadParameter(f'{holder} regel "{rule}"' + (f"; {near}" if near else ""), param_hint="REGEL")


def _told(found: Explanation, source: Path) -> Iterator[str]:
    title = next((part.counts.value for part in found.parts if part.name == "title" and part.counts), None)
    yield f"{found.id}: {title}" if title else found.id
    yield f"Keten: {' -> '.join(found.chain)}"
    if found.left_out:
        yield f"\nWeggelaten door {found.left_out.protocol} ({_place(found.left_out, source)}):"
        yield from _quoted(found.left_out.value)
        yield "\nZonder dat had er gestaan:"
    for part in found.parts:
        if part.name != "id":
            yield from _part_told(part, source)
    if found.parameters:
        yield "\nIngevuld in deze regel:"
    for part in found.parameters:
        yield from _part_told(part, source)


def _part_told(part: Part, source: Path) -> Iterator[str]:
    yield ""
    label = _LABELS.get(part.name, part.name)
    if part.counts:
        yield f"{label}: {part.counts.protocol} ({_place(part.counts, source)})"
        yield from _quoted(part.counts.value)
    else:
        yield f"{label}: {'vervallen, want de tekst is anders' if part.overruled else 'nog niet ingevuld'}"
    for said in part.overruled:
        yield f"  in plaats van {said.protocol} ({_place(said, source)}):"
        yield from _quoted(said.value, "      ")


def _place(said: Said, source: Path) -> str:
    """Where it stands: a file of the project, or one that came with the package."""
    file, line = said.place.file, said.place.line
    path = source / file
    return f"{shown(path)}:{line}" if path.is_file() else f"meegekomen met Protocolwijzer, {file}:{line}"


def _quoted(value: Any, indent: str = "    ") -> Iterator[str]:
    for line in _lines(value):
        yield from textwrap.wrap(line, _WIDTH, initial_indent=indent, subsequent_indent=indent) or [""]


def _lines(value: Any) -> Iterator[str]:
    """The value in lines for people: texts as they are, lists item by item, fields as `name: value`."""
    match value:
        case list() if all(not isinstance(one, (dict, list)) for one in value):
            yield ", ".join(map(str, value)) or "(leeg)"
        case list():
            for one in value:
                yield "- " + "; ".join(_lines(one))
        case dict():
            yield "; ".join(f"{name}: {', '.join(_lines(inner))}" for name, inner in value.items())
        case None:
            yield "(leeg)"
        case _:
            yield from str(value).splitlines()

"""Many protocols out of a few, as source files: `python -m bench.collection 600 FOLDER`.

The live protocols come first. Then follow boards, twenty protocols each, as they are found in the field: the board's
own protocol, schools that extend it with what they fill in and change, and schools with a near-copy of their own, in
their own words and with a chapter taken from elsewhere. The same number and seed always give the same bytes. Names
are no names: `Voorbeeldschool ABC`.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import yaml

from build_tools.deliver import write_files
from build_tools.source import parse, read_folder

PROJECT = Path(__file__).parents[1]
PER_BOARD = 20
EXTENDING = 7
SHARE_REWORDED = 0.5
SHARE_LEFT_OUT = 0.08
SHARE_OTHER_NORM = 0.15
SHARE_OWN_SENTENCE = 0.2
OWN_FILES = 5
ADDED_RULES = 18
ON_POSTERS = 8
#: Stances that a rule can take without its wordings telling another thing.
STANCES = ("required", "recommended", "conditional", "discouraged")

Data = dict[str, Any]
Files = dict[str, bytes]
Parts = dict[str, Data]

#: Words that a school may have chosen otherwise: none of them a number, a group, a ban or a condition.
_CHOICES = {
    "medewerkers": ("personeelsleden", "teamleden", "collega's"),
    "medewerker": ("personeelslid", "teamlid"),
    "leerlingen": ("kinderen",),
    "berichten": ("posts", "berichtjes"),
    "mensen": ("personen",),
    "schoolleiding": ("directie",),
    "directeur": ("schoolleider",),
    "leerkracht": ("leraar", "groepsleerkracht"),
    "maatregelen": ("stappen",),
    "fatsoensnormen": ("omgangsvormen",),
    "manier": ("wijze",),
    "bijvoorbeeld": ("onder meer",),
    "daarom": ("om die reden",),
    "netjes": ("beleefd", "fatsoenlijk"),
    "belangrijk": ("van belang",),
    "duidelijk": ("helder",),
    "telefoon": ("mobiel",),
    "foto's": ("afbeeldingen",),
    "verzorgers": ("voogden",),
    "vrienden": ("kennissen",),
    "positief": ("opbouwend",),
    "richtlijnen": ("afspraken",),
    "regels": ("afspraken",),
    "anderen": ("andere mensen",),
    "publiceren": ("openbaar maken", "online zetten"),
    "gegevens": ("informatie",),
    "schade": ("nadeel",),
    "plaatsen": ("zetten", "delen"),
    "gevolgen": ("uitwerking",),
    "respectvol": ("met respect",),
    "organisatie": ("stichting",),
    "verantwoordelijk": ("aansprakelijk",),
}
_CHOICE = re.compile(rf"\b({'|'.join(sorted(map(re.escape, _CHOICES), key=len, reverse=True))})\b")
_OWN_SENTENCES = (
    "Zo houden we het op school prettig.",
    "Dit past bij de manier waarop we met elkaar omgaan.",
    "We komen hierop terug in het teamoverleg.",
    "De school legt dit uit op de ouderavond.",
    "Dit staat ook in de schoolgids.",
    "Het team bespreekt dit aan het begin van het schooljaar.",
    "Vragen hierover zijn welkom op school.",
    "De medezeggenschapsraad heeft hierover meegedacht.",
)
_NAMES = re.compile(r"\b(?:Konot|MosaLira|De Mare|(?:De )?Toermalijn)\b")


@dataclass(frozen=True, kw_only=True)
class Template:
    """A protocol to make others of: its own file, and its articles and lists by path below its folder."""

    main: Data
    parts: Mapping[str, Data]


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Whose protocol is to be made: its number in the collection and of its board, and its own chance."""

    number: int
    board: int
    kind: str
    chance: random.Random

    @property
    def id(self) -> str:
        """The protocol's id: `school-abc`, `bestuur-aab`."""
        return f"{self.kind}-{_code(self.number if self.kind == 'school' else self.board).lower()}"

    @property
    def name(self) -> str:
        """The name of the school or board."""
        return f"Voorbeeld{self.id.split('-')[0]} {self.id.split('-')[1].upper()}"


def collection(files: Mapping[str, bytes], total: int, *, seed: int = 7) -> Files:
    """Sources of `total` protocols: those in `files`, and made ones."""
    names = _names(files)
    templates = [_template(files, name) for name in names]
    seats = [_seat(number, seed) for number in range(total - len(names))]
    made = dict(files)
    for seat in seats:
        made |= {f"protocols/{seat.id}/{part}": _yaml(data) for part, data in _sources(seat, templates).items()}
    site = parse("site.yml", files["site.yml"]).data | {"protocols": [*names, *(seat.id for seat in seats)]}
    return made | {"site.yml": _yaml(site)}


def _seat(number: int, seed: int) -> Seat:
    board, place = divmod(number, PER_BOARD)
    chance = random.Random(f"{seed} {number}")  # noqa: S311 - the same protocols in every run, no secret
    return Seat(number=number, board=board, kind="school" if place else "bestuur", chance=chance)


def _sources(seat: Seat, templates: Sequence[Template]) -> Parts:
    template, place = templates[seat.board % len(templates)], seat.number % PER_BOARD
    if 0 < place <= EXTENDING:
        return _renamed(_extending(seat, template), seat.name)
    return _renamed(_near_copy(seat, template, templates[(seat.board + place + 1) % len(templates)]), seat.name)


def _renamed(data: Any, name: str) -> Any:
    """The data with the school's name wherever it named one of the first."""
    if isinstance(data, str):
        return _NAMES.sub(name, data)
    if isinstance(data, list):
        return [_renamed(entry, name) for entry in data]
    return {key: _renamed(value, name) for key, value in data.items()} if isinstance(data, dict) else data


def _names(files: Mapping[str, bytes]) -> list[str]:
    return list(dict.fromkeys(path.split("/")[1] for path in files if path.startswith("protocols/")))


def _template(files: Mapping[str, bytes], name: str) -> Template:
    folder = f"protocols/{name}/"
    data = {
        path.removeprefix(folder): parse(path, content).data
        for path, content in files.items()
        if path.startswith(folder) and "/versions/" not in path
    }
    return Template(main=data.pop("protocol.yml"), parts=data)


def _code(number: int) -> str:
    """A number in letters: digits in a name would be numbers in a rule."""
    first, rest = divmod(number, 26 * 26)
    return "".join(ascii_uppercase[place] for place in (first, *divmod(rest, 26)))


def _identity(seat: Seat) -> Data:
    return {
        "id": seat.id,
        "title": f"Protocol sociale media van {seat.name}",
        "short_title": seat.name,
        "organisation": f"Voorbeeldbestuur {_code(seat.board)}",
        "kind": "school" if seat.kind == "school" else "board",
    }


def _extending(seat: Seat, template: Template) -> Parts:
    """A school that builds on its board's protocol: what it fills in, and a few rules in its own words."""
    identity, texts = (
        _identity(seat),
        [found for found in template.main.get("parameters", []) if found["type"] == "text"],
    )
    main = identity | {
        "summary": f"{seat.name} volgt het protocol van {identity['organisation']} en vult het aan.",
        "extends": f"bestuur-{_code(seat.board).lower()}",
        "values": {parameter["id"]: seat.name for parameter in texts},
        "read_on": template.main["read_on"],
    }
    left_out = _left_out(template, f"bestuur {seat.board}")
    own = [part for part in sorted(template.parts) if part.startswith("articles/") and part not in left_out]
    changed, words = seat.chance.sample(own, min(OWN_FILES, len(own))), _house_words(seat.chance)
    rules = {part: _reworded_only(template.parts[part], words, seat.chance) for part in changed}
    return {"protocol.yml": main} | rules


def _reworded_only(rule: Data, words: Mapping[str, str], chance: random.Random) -> Data:
    """The file of an extending protocol: id, text and the wordings that go with the text."""
    own = {"id": rule["id"], "text": f"{_told(rule['text'], words)} {chance.choice(_OWN_SENTENCES)}"}
    return own | ({"wording": _told_all(rule["wording"], words)} if "wording" in rule else {})


def _near_copy(seat: Seat, template: Template, other: Template) -> Parts:
    """A protocol of its own: the template with other words, some rules left out, and a chapter from elsewhere."""
    words = _house_words(seat.chance)
    left_out = _left_out(template, f"{seat.kind} {seat.board if seat.kind == 'bestuur' else seat.number}")
    kept = {part: data for part, data in template.parts.items() if part not in left_out}
    added = _added(kept, _taken(template), other, seat.chance) if seat.kind == "school" else {}
    parts = {part: _varied(data, words, seat.chance) for part, data in {**kept, **added}.items()}
    return {"protocol.yml": _main(template, other, _identity(seat), added)} | parts


def _taken(template: Template) -> set[str]:
    """The ids that the protocol's own file uses."""
    return {found["id"] for name in ("sections", "decisions") for found in template.main.get(name, [])}


def _main(template: Template, other: Template, identity: Data, added: Mapping[str, Data]) -> Data:
    main = deepcopy(template.main) | identity
    main["platforms"] = list(dict.fromkeys([*main.get("platforms", []), *other.main.get("platforms", [])]))
    main["poster"] = _on_posters(template)
    if added:
        main["sections"] = [*main["sections"], {"id": "aanvulling", "title": "Aanvullende afspraken"}]
    return main


def _on_posters(template: Template) -> list[str]:
    """Rules for children that fit on a sheet together, of those that no protocol leaves out for being long."""
    fit = [rule["id"] for rule in _rules(template) if rule.get("card", {}).get("kind", "know") != "know"]
    return template.main.get("poster") or fit[:ON_POSTERS]


def _left_out(template: Template, seed: str) -> set[str]:
    """Articles that this protocol does without: none that others refer to, none that stands alone in its section."""
    chance = random.Random(f"left out {seed}")  # noqa: S311 - as above
    named = {
        *_on_posters(template),
        *(name for rule in _rules(template) for name in rule.get("see_also", [])),
    }
    in_section: dict[str, int] = {}
    for data in template.parts.values():
        in_section[data["section"]] = in_section.get(data["section"], 0) + 1
    return {
        part
        for part, data in template.parts.items()
        if chance.random() < SHARE_LEFT_OUT and _can_go(data, named, in_section)
    }


def _can_go(data: Data, named: set[str], in_section: Mapping[str, int]) -> bool:
    """Nothing refers to it, it fills no parameter, and its section keeps more than chance can take."""
    return (
        "entries" not in data
        and data["id"] not in named
        and "{{" not in data["text"]
        and in_section[data["section"]] > PER_BOARD // 4
    )


def _rules(template: Template) -> Iterator[Data]:
    for data in template.parts.values():
        yield from data.get("entries", [data])


def _added(kept: Mapping[str, Data], taken: set[str], other: Template, chance: random.Random) -> Parts:
    """Articles of another protocol, as far as they can stand by themselves."""
    present = taken | {rule["id"] for data in kept.values() for rule in (data, *data.get("entries", []))}
    fit = [
        part
        for part, data in sorted(other.parts.items())
        if part.startswith("articles/") and data["id"] not in present and "{{" not in str(data)
    ]
    chosen = chance.sample(fit, min(ADDED_RULES, len(fit)))
    return {part: _elsewhere(other.parts[part], 10 * place) for place, part in enumerate(chosen, 1)}


def _elsewhere(rule: Data, position: int) -> Data:
    return {name: value for name, value in rule.items() if name != "see_also"} | {
        "section": "aanvulling",
        "position": position,
    }


def _varied(data: Data, words: Mapping[str, str], chance: random.Random) -> Data:
    found = deepcopy(data)
    for rule in found.get("entries", [found]):
        if "{{" not in rule["text"]:
            reworded = words if chance.random() < SHARE_REWORDED else {}
            rule["title"] = _told(rule["title"], reworded)
            rule["text"] = _told(rule["text"], reworded)
            if "wording" in rule:
                rule["wording"] = _told_all(rule["wording"], reworded)
            if chance.random() < SHARE_OWN_SENTENCE and not rule["text"].startswith(("-", "*", "1.")):
                rule["text"] = f"{rule['text'].rstrip()}\n\n{chance.choice(_OWN_SENTENCES)}"
        _vary_norms(rule, words, chance)
    return found


def _vary_norms(rule: Data, words: Mapping[str, str], chance: random.Random) -> None:
    """Another value; and where no wording tells the stance another stance, or no norm but a mention."""
    for norm in list(rule.get("norms", [])):
        if norm.get("value"):
            norm["value"] = _told(norm["value"], words)
        draw = 0.5 if "wording" in rule else chance.random()
        if draw < SHARE_OTHER_NORM / 2:
            norm["stance"] = chance.choice(STANCES)
        elif draw > 1 - SHARE_OTHER_NORM / 2 and len(rule["norms"]) > 1:
            rule["norms"].remove(norm)
            rule["topics"] = list(dict.fromkeys([*rule.get("topics", []), norm["topic"]]))


def _house_words(chance: random.Random) -> dict[str, str]:
    """The words that one school prefers."""
    return {word: chance.choice((word, *others)) for word, others in _CHOICES.items()}


def _told_all(wording: Any, words: Mapping[str, str]) -> Any:
    if isinstance(wording, str):
        return _told(wording, words)
    if isinstance(wording, list):
        return [_told_all(entry, words) for entry in wording]
    if isinstance(wording, dict):
        return {name: _told_all(value, words) for name, value in wording.items()}
    return wording


def _told(text: str, words: Mapping[str, str]) -> str:
    """The text with the school's own words."""
    return _CHOICE.sub(lambda found: words.get(found[0], found[0]), text)


def _yaml(data: Data) -> bytes:
    dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text = yaml.dump(data, Dumper=dumper, allow_unicode=True, sort_keys=False, width=110)
    return text.encode("utf-8")


def project(folder: Path, total: int, shares: int | None = None) -> Path:
    """A project of `total` protocols in a new `folder`, with the live pages and look: its mkdocs.yml.

    With `shares` its site is built in shares of so many protocols.
    """
    files = collection(read_folder(PROJECT / "protocol_src"), total)
    setting = f"shares: {shares}\n".encode() if shares else b""
    write_files(folder / "protocol_src", files | {"site.yml": setting + files["site.yml"]})
    for name in ("docs", "overrides", "mkdocs.yml"):
        (folder / name).symlink_to(PROJECT / name)
    return folder / "mkdocs.yml"


def main(arguments: Sequence[str]) -> None:
    """Write the project of so many protocols to a folder."""
    total, folder = arguments
    print(project(Path(folder), int(total)))


if __name__ == "__main__":
    main(sys.argv[1:])

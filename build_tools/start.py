"""A school's new project: what is asked, whether an answer will do, and the files that the answers make.

Pure functions. The questions about the protocol are the model's own parameters, so that a model that leaves more open
asks for more.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Literal

from msgspec import Struct, to_builtins

from build_tools.checks.filling import expected_value
from build_tools.checks.upkeep import ADOPTED
from build_tools.colours import carries_white, readable
from build_tools.meant import meant_date
from build_tools.records import Decision, ParameterType, ProtocolFile, id_of
from build_tools.schemas import editor_settings, source_schemas
from build_tools.source import written

Answers = Mapping[str, str]
Kind = ParameterType | Literal["email", "url", "id", "colour", "picture"]

#: The colour that the site has by itself (overrides/assets/protocolwijzer.css).
HOUSE_COLOUR = "#0b4f54"
_FORMS = {
    "email": (re.compile(r"(?i)[^@\s<>]+@[^@\s<>]+\.[a-z]{2,}"), "een e-mailadres, zoals info@school.example"),
    "url": (re.compile(r"(?i)https?://[^\s<>]+\.[^\s<>]+"), "een webadres dat begint met https://"),
    "id": (re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"), "kleine letters, cijfers en enkele streepjes, zoals de-vlier"),
    "colour": (
        re.compile(r"#[0-9a-fA-F]{6}"),
        f"een kleur zoals {HOUSE_COLOUR}: een # en zes cijfers of letters van a tot en met f",
    ),
    "picture": (re.compile(r"(?i).+\.(svg|png)"), "een bestand dat eindigt op .svg of .png"),
}
_LONGEST = 300


def _nothing(_: Answers) -> str | None:
    return None


def _always(_: Answers) -> bool:
    return True


def _never(_: Answers) -> bool:
    return False


class Question(Struct, frozen=True, kw_only=True):
    """One thing to ask; `suggested` gives what Enter means, `needed` whether it must have an answer."""

    id: str
    ask: str
    hint: str
    kind: Kind = "text"
    choices: tuple[str, ...] = ()
    suggested: Callable[[Answers], str | None] = _nothing
    needed: Callable[[Answers], bool] = _always

    @property
    def option(self) -> str:
        """The option of the command line that answers it."""
        return "--" + self.id.replace("_", "-")


def questions(model: ProtocolFile) -> tuple[Question, ...]:
    """Everything that a new project needs to know, in the order of asking: the model's own blanks, then the site."""
    own = {parameter.id: parameter for parameter in model.parameters}
    first = [name for name in ("school",) if name in own]
    texts = [name for name in own if name not in first and own[name].type != "date"]
    dates = [name for name in own if own[name].type == "date"]
    asked = [
        Question(
            id=name,
            ask=own[name].label,
            hint=own[name].hint,
            kind=own[name].type,
            choices=own[name].choices,
            needed=_never if name in dates else _always,
        )
        for name in (*first, *texts, *dates)
    ]
    count = len(first) + len(texts)
    return (*([] if first else [_SCHOOL]), *asked[:count], *_CONTACTS, *_LOOKS, *asked[count:], *_SITE)


_SCHOOL = Question(id="school", ask="Naam van de school", hint="De naam zoals ouders die kennen.")


def _contact(reader: str, who: str, for_what: str, hint: str) -> tuple[Question, ...]:
    """The questions about someone to turn to: a function, and a number or an address."""
    return (
        Question(id=f"{reader}_functie", ask=who, hint=hint),
        Question(
            id=f"{reader}_telefoon",
            ask=f"Telefoonnummer {for_what}",
            hint="Een nummer van de school of het bestuur, geen privénummer. Leeg mag, als er een e-mailadres is.",
            kind="phone",
            needed=_never,
        ),
        Question(
            id=f"{reader}_email",
            ask=f"E-mailadres {for_what}",
            hint="Een adres van de school of het bestuur, geen privéadres. Leeg mag, als er een telefoonnummer is.",
            kind="email",
            needed=lambda answers: not answers.get(f"{reader}_telefoon"),
        ),
    )


_CONTACTS = (
    *_contact(
        "vragen",
        "Bij wie kan men terecht met vragen over het protocol?",
        "voor vragen",
        "Een functie, geen naam. Bijvoorbeeld: de directie.",
    ),
    *_contact(
        "pers",
        "Wie staat de pers te woord?",
        "voor de pers",
        "Een functie, geen naam. Bijvoorbeeld: de woordvoerder van het bestuur.",
    ),
)

_LOOKS = (
    Question(
        id="kleur",
        ask="Kleur van de school",
        hint="Een # en zes tekens, zoals in de huisstijl staat. Witte letters moeten erop te lezen zijn.",
        kind="colour",
        suggested=lambda _: HOUSE_COLOUR,
    ),
    Question(
        id="logo",
        ask="Bestand met het logo",
        hint="Een svg- of png-bestand; u krijgt er een kopie van in uw project. Leeg: het teken van Protocolwijzer.",
        kind="picture",
        needed=_never,
    ),
)

_SITE = (
    Question(
        id="evaluatie",
        ask="Datum waarop de school het protocol opnieuw bekijkt",
        hint="Jaar-maand-dag. Leeg mag, als die nog niet is afgesproken.",
        kind="date",
        needed=_never,
    ),
    Question(
        id="titel",
        ask="Titel van uw protocol",
        hint="Zoals die boven het protocol staat.",
        suggested=lambda answers: _of_school("Protocol sociale media van {}", answers),
    ),
    Question(
        id="naam",
        ask="Naam van de site",
        hint="Staat boven elke pagina.",
        suggested=lambda answers: _of_school("Afspraken van {}", answers),
    ),
    Question(
        id="adres",
        ask="Webadres waar de site komt te staan",
        hint="Begint met https://. Leeg mag, als u dat nog niet weet.",
        kind="url",
        needed=_never,
    ),
    Question(
        id="id",
        ask="Korte naam voor de map en het webadres van het protocol",
        hint="Kleine letters, cijfers en streepjes. Verandert later niet meer.",
        kind="id",
        suggested=lambda answers: id_of(answers.get("school", "")) or None,
    ),
)


def _of_school(pattern: str, answers: Answers) -> str | None:
    return pattern.format(answers["school"]) if answers.get("school") else None


def understood(question: Question, answer: str) -> str:
    """The answer as it is kept: without white around it, a Dutch date as year-month-day."""
    plain = answer.strip()
    return (meant_date(plain) if question.kind == "date" else None) or plain


def refusal(question: Question, answer: str) -> str | None:
    """What the answer should have been, in Dutch; None when it will do. Whether a file is there is not looked at."""
    if not answer:
        return None
    if len(answer) > _LONGEST or not answer.isprintable() or re.search(r"[{}]|<[a-zA-Z/!?]", answer):
        return f"gewone tekst van hooguit {_LONGEST} tekens, zonder accolades en zonder HTML"
    if question.kind == "text" and answer[0] in "#>|=~+-":
        return "tekst die met een letter, een cijfer of een aanhalingsteken begint"
    match question.kind:
        case "text" | "date" | "phone" | "choice":
            return expected_value(question.kind, question.choices, answer)
        case "id" if answer == "model":
            return 'een andere naam dan "model": zo heet het protocol waarop u voortbouwt'
        case "colour" if _FORMS["colour"][0].fullmatch(answer) and not carries_white(answer):
            return f"een donkerder kleur, want wit is hierop niet te lezen; {readable(answer)} kan wel"
        case kind:
            form, expected = _FORMS[kind]
            return None if form.fullmatch(answer) else expected


def missing(asked: tuple[Question, ...], answers: Answers) -> list[Question]:
    """The questions that still must have an answer; not those whose answer follows from another missing one."""
    lacking = [question for question in asked if question.needed(answers) and not answers.get(question.id)]
    return [question for question in lacking if question.suggested is _nothing] or lacking


def with_suggestions(asked: tuple[Question, ...], answers: Answers) -> dict[str, str]:
    """The answers, and for what was not answered what the question suggests itself."""
    found = dict(answers)
    for question in asked:
        if question.id not in found and (suggested := question.suggested(found)):
            found[question.id] = suggested
    return found


def project_files(answers: Answers, model: ProtocolFile, logo: bytes | None) -> dict[str, str | bytes]:
    """Every file of the project, by path below its folder: only what differs from what the package brings."""
    name = answers["id"]
    ending = answers.get("logo", "").rpartition(".")[2].lower()
    picture = f"assets/logo.{ending}" if logo else None
    schemas = {f".vscode/schema/{kind}.schema.json": as_json(schema) for kind, schema in source_schemas().items()}
    return {
        "mkdocs.yml": _MKDOCS.format(name=json.dumps(answers["naam"], ensure_ascii=False)),
        "protocol_src/site.yml": written(_site(answers, picture)),
        f"protocol_src/protocols/{name}/protocol.yml": written(_protocol(answers, model)),
        **({f"docs/{picture}": logo} if picture and logo else {"docs/.gitkeep": ""}),
        ".gitignore": _GITIGNORE,
        ".vscode/settings.json": as_json(editor_settings(".vscode/schema", extending=[name])),
        ".vscode/extensions.json": as_json({"recommendations": ["redhat.vscode-yaml"]}),
        **schemas,
        "LEESMIJ.md": _README.format(**{**answers, "id": name}),
    }


def as_json(content: object) -> str:
    """JSON as people can read it."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _site(answers: Answers, picture: str | None) -> dict[str, Any]:
    school, colour = answers["school"], answers["kleur"]
    looks = {"colour": None if colour == HOUSE_COLOUR else colour, "logo": picture}
    return _present(
        {
            "name": answers["naam"],
            "description": f"De afspraken van {school}, voor medewerkers, ouders en kinderen.",
            "url": answers.get("adres"),
            "own_protocol": answers["id"],
            "protocols": [answers["id"]],
            "usage": f"Op deze site staan de afspraken van {school}, voor iedere lezer in eigen woorden.",
            "contacts": {"questions": _contact_of("vragen", answers), "press": _contact_of("pers", answers)},
            "looks": _present(looks),
        }
    )


def _contact_of(reader: str, answers: Answers) -> dict[str, Any]:
    fields = {"label": "functie", "phone": "telefoon", "email": "email"}
    return _present({field: answers.get(f"{reader}_{name}") for field, name in fields.items()})


def _protocol(answers: Answers, model: ProtocolFile) -> dict[str, Any]:
    school, review = answers["school"], answers.get("evaluatie")
    return _present(
        {
            "id": answers["id"],
            "title": answers["titel"],
            "short_title": school,
            "organisation": school,
            "kind": "school",
            "status": "vastgesteld" if _adopted(answers, model) else "concept",
            "summary": f"{school} volgt het {_small(model.title)}. Wat anders is dan in het model, staat erbij.",
            "extends": model.id,
            "values": _present({parameter.id: answers.get(parameter.id) for parameter in model.parameters}),
            "decisions": [_decision(decision) for decision in model.decisions if decision.parameter],
            "review": review and {"text": "Op deze datum bekijkt de school het protocol opnieuw.", "next": review},
        }
    )


def _adopted(answers: Answers, model: ProtocolFile) -> bool:
    """Whether a decision that adopts the protocol has a date."""
    return any(answers.get(one.parameter) for one in model.decisions if one.parameter and one.action in ADOPTED)


def _small(title: str) -> str:
    return title[:1].lower() + title[1:]


def _decision(decision: Decision) -> dict[str, Any]:
    """The decision as the model provides for it, without the model's own remarks."""
    kept = {"id", "body", "action", "parameter", "audiences", "norms", "topics"}
    return {name: value for name, value in to_builtins(decision).items() if name in kept and value not in (None, [])}


def _present(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if value}


_MKDOCS = """\
# De instellingen van MkDocs. Uiterlijk en menu komen van Protocolwijzer; hier staat alleen wat anders is.
site_name: {name}
theme:
  name: material
plugins:
  - protocolwijzer
"""

_GITIGNORE = """\
site/
publicatie/
.cache/
.venv/
"""

_README = """\
# {naam}

Met de bestanden in deze map maakt Protocolwijzer de site van {school}. U werkt in `protocol_src`. Daar staat alleen
wat bij u anders is dan in het model; de rest komt uit het model dat met Protocolwijzer meekomt.

## Elke dag

    protocolwijzer check     # zegt wat er nog ontbreekt of niet klopt, en hoe u het oplost
    protocolwijzer serve     # laat de site zien op deze computer: http://127.0.0.1:8000/
    protocolwijzer build     # maakt de site in de map site
    protocolwijzer publish   # maakt alles om te publiceren in de map publicatie

## Een regel van het model veranderen

Zoek de regel op in uw site en kijk in het adres: wat achter # staat, is de naam van de regel. Vraag waar hij vandaan
komt met

    protocolwijzer explain NAAM

en maak dan `protocol_src/protocols/{id}/articles/NAAM.yml` met alleen wat anders wordt:

    id: NAAM
    text: >-
      De nieuwe tekst van de regel.

Ook `wording` (de woorden voor ouders en kinderen) hoort bij de tekst: schrijf die er dan opnieuw bij.

## Een regel weglaten

Hetzelfde bestand, met de reden. De reden staat op de pagina van uw protocol:

    id: NAAM
    left_out: Waarom deze regel op onze school niet nodig is.

## Een eigen regel toevoegen

Maak een nieuw bestand in `protocol_src/protocols/{id}/articles/`. Welke velden erin horen, staat op uw site onder
`redactie/` (de gids voor redacteuren).

## Een nieuwe versie van het model

Na `pip install --upgrade protocolwijzer` zegt `protocolwijzer check` wat er in het model veranderde. Lees het na met
`protocolwijzer diff --model`.

## Nog invullen of veranderen

- Wie er te bereiken is, de kleur en het logo: `protocol_src/site.yml`.
- Namen, datums en besluiten: `protocol_src/protocols/{id}/protocol.yml`.
"""

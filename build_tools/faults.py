"""Faults of form in plain Dutch: what a record refused, as problems with a place and a remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from build_tools.meant import (
    meant_address,
    meant_colour,
    meant_date,
    meant_field,
    meant_id,
    meant_list,
    meant_parameter,
    meant_place,
)
from build_tools.problems import Place, Problem, did_you_mean, listed, problem
from build_tools.records import Fault
from build_tools.source import Document

MAX_FAULTS = 200


def form_problems(document: Document, faults: Iterable[Fault], at: tuple[str | int, ...] = ()) -> list[Problem]:
    """The faults of a record that starts at `at` in the document: all, up to what anyone mends in one go."""
    kept = tuple(islice(faults, MAX_FAULTS))
    whole = "dit onderdeel" if at else "het bestand"
    return [
        _form_problem(document.place((*at, *fault.path)), fault, _name(fault) or whole)
        for fault in kept
        if not _follows(fault, kept)
    ]


def _follows(fault: Fault, others: Iterable[Fault]) -> bool:
    """Whether a fault only follows from another: a list too short because its item was refused, a field misspelt."""
    depth = len(fault.path)
    if fault.kind == "missing":
        return any(_meant_path(other) == fault.path for other in others if other.kind == "extra_forbidden")
    return fault.kind == "too_short" and any(
        len(other.path) > depth and other.path[:depth] == fault.path for other in others
    )


def _meant_path(unknown: Fault) -> tuple[str | int, ...] | None:
    """The path of the field that an unknown one was meant to be."""
    meant = meant_field(str(unknown.path[-1]), unknown.options)
    return (*unknown.path[:-1], meant) if meant else None


def _form_problem(place: Place, fault: Fault, name: str) -> Problem:
    match fault.kind:
        case "missing":
            return problem(
                "ontbrekend-veld", place, what=f'het veld "{name}" ontbreekt', expected=f"{fault.path[-1]}: ..."
            )
        case "extra_forbidden":
            return problem(
                "onbekend-veld",
                place,
                what=f'onbekend veld "{name}"',
                expected=listed(fault.options),
                remedy=_field_remedy(fault),
            )
        case "literal_error":
            return problem(
                "onbekende-waarde",
                place,
                what=f'"{fault.given}" is geen waarde van {name}',
                expected=listed(fault.options),
                remedy=_dutch_value(str(fault.given), fault.options) or did_you_mean(str(fault.given), fault.options),
            )
        case "string_pattern_mismatch":
            expected, remedy = _pattern(fault)
            return problem("ongeldige-vorm", place, what=_unfit(fault, name), expected=expected, remedy=remedy)
        case kind if kind in _FORMS:
            expected = _FORMS[kind].format(limit=fault.limit)
            remedy = _written(meant_date(str(fault.given))) if kind.startswith("date_") else None
            return problem("ongeldige-vorm", place, what=_unfit(fault, name), expected=expected, remedy=remedy)
    return problem(
        "verkeerd-type",
        place,
        what=f"{name} is {_dutch_kind(fault.given)}",
        expected=_EXPECTED.get(fault.kind, "een andere soort waarde"),
        remedy=_type_remedy(fault),
    )


def _name(fault: Fault) -> str:
    """The field at fault, with its number where it stands in a list (`norms[2].topic`)."""
    path = [part for part in fault.path if part != "[key]"]  # pydantic's mark for the name in a pair, not its value
    parts = [f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path]
    return "".join(parts).lstrip(".")


def _unfit(fault: Fault, name: str) -> str:
    """What was found, when it is short enough to be known again."""
    given = str(fault.given)
    is_short = isinstance(fault.given, (str, int)) and 0 < len(given.strip()) <= _SHORT and given.isprintable()
    return f'"{given}" past niet bij {name}' if is_short else f"{name} heeft niet de juiste vorm"


def _field_remedy(unknown: Fault) -> str | None:
    name = str(unknown.path[-1])
    suggested, meant = did_you_mean(name, unknown.options), meant_field(name, unknown.options)
    return suggested if suggested and meant and meant in suggested else _written(meant)


def _written(value: str | None) -> str | None:
    return f"schrijf {value}" if value else None


def _type_remedy(fault: Fault) -> str | None:
    given = fault.given
    if given is None:
        return "vul een waarde in of verwijder het veld"
    match fault.kind:
        case "string_type" if isinstance(given, int):
            return "zet de waarde tussen aanhalingstekens"
        case "int_type" if isinstance(given, str) and given.isdecimal():
            return "haal de aanhalingstekens weg"
        case "tuple_type" | "list_type" if isinstance(given, dict):
            return "zet een streepje en een spatie voor het eerste veld, en de andere velden recht eronder"
        case "tuple_type" | "list_type":
            return _written(meant_list(given, str(fault.path[-1]) if fault.path else ""))
    return None


#: What editors write when they translate a value along with its label.
_DUTCH_VALUES = {
    "required": ("verplicht", "moet"),
    "recommended": ("aanbevolen", "advies"),
    "allowed": ("toegestaan", "mag"),
    "conditional": ("onder voorwaarde", "voorwaardelijk"),
    "discouraged": ("afgeraden",),
    "forbidden": ("verboden", "mag niet"),
    "everyone": ("iedereen",),
    "staff": ("medewerkers", "medewerker", "personeel"),
    "management": ("leidinggevenden", "directie"),
    "pupils": ("leerlingen", "leerling"),
    "parents": ("ouders", "ouder"),
    "children": ("kinderen", "kind"),
    "school": ("de school",),
    "board": ("bestuur", "het bestuur"),
    "media": ("de media", "pers"),
    "do": ("doen", "wel doen"),
    "dont": ("niet doen", "niet-doen", "don't"),
    "tell": ("vertel het", "vertellen"),
    "know": ("goed om te weten", "weten"),
    "steps": ("stappen",),
    "tips": ("tip", "adviezen"),
    "fault": ("fout",),
    "outdated": ("verouderd",),
    "contradiction": ("tegenspraak",),
    "blank": ("niet ingevuld", "leeg"),
    "context": ("toelichting",),
    "text": ("tekst",),
    "date": ("datum",),
    "phone": ("telefoon",),
    "choice": ("keuze",),
}


def _dutch_value(given: str, options: tuple[str, ...]) -> str | None:
    """The value whose Dutch name was given; the values themselves are English."""
    found = next((value for value in options if given.strip().lower() in _DUTCH_VALUES.get(value, ())), None)
    return f'schrijf "{found}"; de waarden zijn Engels' if found else None


def _pattern(fault: Fault) -> tuple[str, str | None]:
    """The form that a pattern asks for, in words, and what to write."""
    form, meant = next((form, meant) for sign, form, meant in _PATTERNS if sign in str(fault.limit))
    return form, _written(meant(str(fault.given)))


def _nothing(_: str) -> None:
    """Anyone's guess."""


_SHORT = 40
_PATTERNS: tuple[tuple[str, str, Callable[[str], str | None]], ...] = (
    (
        "https?",
        "een webadres zonder spaties, haken en aanhalingstekens, zoals https://school.example/protocol.pdf",
        meant_address,
    ),
    ("#[0-9a-fA-F]", "een kleur als #0b4f54, tussen aanhalingstekens", meant_colour),
    ("svg|png", "een bestand in de map docs, zoals assets/logo.svg of assets/logo.png", _nothing),
    (r"\d{4}", "een jaar, maand of dag: 2013, 2013-12 of 2013-12-02", meant_date),
    ("/)+(#", "een adres van deze site, zoals ouders/ of protocollen/de-mare/#foto", _nothing),
    ("a-z0-9_", "kleine letters, cijfers en lage streepjes, zoals naam_school", meant_parameter),
    ("a-z0-9", "kleine letters, cijfers en enkele streepjes, zoals foto-en-film", meant_id),
    ("A-Za-z", "letters, cijfers en enkele streepjes, zoals 000-RL-5", meant_place),
    ("", "tekst op één regel, zonder spaties aan het begin of eind", _nothing),
)

_FORMS = {
    "string_too_short": "een tekst die niet leeg is",
    "string_too_long": "hooguit {limit} tekens",
    "too_short": "een lijst van {limit} of meer waarden",
    "date_from_datetime_parsing": "een datum als 2026-08-31",
    "date_parsing": "een datum als 2026-08-31",
    "date_from_datetime_inexact": "een datum als 2026-08-31",
    "greater_than_equal": "{limit} of hoger",
    "less_than_equal": "{limit} of lager",
}

_EXPECTED = {
    "string_type": "tekst",
    "int_type": "een heel getal",
    "int_from_float": "een heel getal",
    "tuple_type": "een lijst: [a, b], of een streepje voor elke waarde",
    "list_type": "een lijst: [a, b], of een streepje voor elke waarde",
    "model_type": "velden met een naam en een waarde, ingesprongen",
    "dict_type": "velden met een naam en een waarde, ingesprongen",
    "date_type": "een datum als 2026-08-31",
    "bool_type": "true of false",
}


def _dutch_kind(value: object) -> str:
    match value:
        case None:
            return "leeg"
        case bool():
            return str(value).lower()
        case int():
            return f"een getal ({value})"
        case str():
            return f'tekst ("{value}")' if len(value) <= 20 else "tekst"
        case list():
            return "een lijst"
        case dict():
            return "een groep velden"
    return "een onbekende waarde"

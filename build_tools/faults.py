"""Faults of form in plain Dutch: what a record refused, as problems with a place and a remedy."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

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
    """Whether a fault only follows from one deeper down (a list too short because its item was refused)."""
    depth = len(fault.path)
    return fault.kind == "too_short" and any(
        len(other.path) > depth and other.path[:depth] == fault.path for other in others
    )


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
                remedy=did_you_mean(str(fault.path[-1]), fault.options),
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
            return problem("ongeldige-vorm", place, what=f"{name} heeft niet de juiste vorm", expected=_pattern(fault))
        case kind if kind in _FORMS:
            expected = _FORMS[kind].format(limit=fault.limit)
            return problem("ongeldige-vorm", place, what=f"{name} heeft niet de juiste vorm", expected=expected)
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


def _type_remedy(fault: Fault) -> str | None:
    if fault.given is None:
        return "vul een waarde in of verwijder het veld"
    looks_like_text = fault.kind == "string_type" and isinstance(fault.given, int)
    return "zet de waarde tussen aanhalingstekens" if looks_like_text else None


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


def _pattern(fault: Fault) -> str:
    """The form that a pattern asks for, in words."""
    return next(form for sign, form in _PATTERNS if sign in str(fault.limit))


_PATTERNS = (
    ("https?", "een webadres zonder spaties, haken en aanhalingstekens, zoals https://school.example/protocol.pdf"),
    ("#[0-9a-fA-F]", "een kleur als #0b4f54, tussen aanhalingstekens"),
    ("svg|png", "een bestand in de map docs, zoals assets/logo.svg of assets/logo.png"),
    (r"\d{4}", "een jaar, maand of dag: 2013, 2013-12 of 2013-12-02"),
    ("/)+(#", "een adres van deze site, zoals ouders/ of protocollen/de-mare/#foto"),
    ("a-z0-9_", "kleine letters, cijfers en lage streepjes, zoals naam_school"),
    ("a-z0-9", "kleine letters, cijfers en enkele streepjes, zoals foto-en-film"),
    ("A-Za-z", "letters, cijfers en enkele streepjes, zoals 000-RL-5"),
    ("", "tekst op één regel, zonder spaties aan het begin of eind"),
)

_FORMS = {
    "string_too_short": "een tekst die niet leeg is",
    "string_too_long": "hooguit {limit} tekens",
    "too_short": "een lijst met minstens {limit} waarde(n)",
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

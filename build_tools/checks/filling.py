"""Parameters are filled in where they must be, and what is called unclear really has two readings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from msgspec import to_builtins
from msgspec.json import encode

from build_tools.meant import meant_date
from build_tools.model import AdviceList, Library, Protocol, parameter_values
from build_tools.problems import Place, Problem, did_you_mean, problem
from build_tools.records import OPEN, ParameterType
from build_tools.texts import used_parameters

_PHONE = re.compile(r"\+?\d[\d \-]{5,15}\d")


def own_protocol_is_filled(library: Library) -> Iterator[Problem]:
    """The school's own protocol leaves no blank: each parameter in its texts has a value, there or in site.yml."""
    if library.own is None:
        return
    values, used = parameter_values(library, library.own), _used(library.own)
    place = "values in protocol.yml" if library.own.record.extends else "parameters in site.yml"
    for number, parameter in enumerate(library.own.record.parameters):
        if parameter.id in used and parameter.id not in values:
            yield problem(
                "parameter-leeg",
                _own_place(library.own, number),
                what=f'"{parameter.label}" is nog niet ingevuld',
                expected=f"{parameter.id}: ... bij {place}",
                remedy=f"vul de waarde in bij {place}",
                value=parameter.id,
            )


def organisation_is_filled(library: Library) -> Iterator[Problem]:
    """A protocol names its organisation: an import that did not find it in the document leaves it open."""
    for protocol in library.protocols.values():
        if protocol.record.organisation == OPEN:
            yield problem(
                "organisatie-open",
                protocol.place_of("organisation"),
                what="de naam van de organisatie is nog niet ingevuld",
                expected="organisation: de naam van de school of het bestuur",
            )


def _own_place(protocol: Protocol, number: int) -> Place:
    """Where to fill in a parameter: where it is declared, or where it was taken over at the own values."""
    declared = protocol.place_of("parameters", number)
    return declared if declared.file == protocol.place_of("id").file else protocol.place_of("values")


def decision_has_date(library: Library) -> Iterator[Problem]:
    """A decision on the school's own protocol has a date, of itself or through its parameter."""
    if library.own is None:
        return
    values = parameter_values(library, library.own)
    for number, decision in enumerate(library.own.record.decisions):
        if decision.date is None and decision.parameter not in values:
            yield problem(
                "besluit-zonder-datum",
                library.own.place_of("decisions", number),
                what=f"de datum van het besluit ({decision.body}: {decision.action}) is nog niet ingevuld",
                expected=f"{decision.parameter}: ... bij values" if decision.parameter else "date: jjjj-mm-dd",
                value=decision.id,
            )


def value_fits(library: Library) -> Iterator[Problem]:
    """The value of a parameter is of its type: a real date, a phone number, one of the choices."""
    for protocol in library.protocols.values():
        values = parameter_values(library, protocol)
        for number, parameter in enumerate(protocol.record.parameters):
            value = values.get(parameter.id)
            expected = expected_value(parameter.type, parameter.choices, value) if value is not None else None
            if expected:
                yield problem(
                    "parameter-ongeldig",
                    _value_place(library, protocol, parameter.id, number),
                    what=f'"{values[parameter.id]}" past niet bij "{parameter.label}"',
                    expected=expected,
                    remedy=_date_remedy(parameter.type, values[parameter.id]),
                )


def _date_remedy(kind: ParameterType, value: str) -> str | None:
    meant = meant_date(value) if kind == "date" else None
    return f"schrijf {meant}" if meant else None


def expected_value(kind: ParameterType, choices: Sequence[str], value: str) -> str | None:
    """What the value of a parameter should have been, or None when it fits."""
    match kind:
        case "date" if not _is_date(value):
            return "een datum als 2026-08-31"
        case "phone" if not _PHONE.fullmatch(value):
            return "een telefoonnummer, zoals 020 123 45 67"
        case "choice" if value not in choices:
            return ", ".join(choices) or "een keuze uit choices"
    return None


def _is_date(value: str) -> bool:
    try:
        return str(date.fromisoformat(value)) == value
    except ValueError:
        return False


def _value_place(library: Library, protocol: Protocol, name: str, number: int) -> Place:
    """Where the value that counts was written."""
    if library.site.own_protocol == protocol.id and name in library.site.parameters:
        return library.place_of("parameters", name)
    if name in protocol.record.values:
        return protocol.place_of("values", name)
    return protocol.place_of("parameters", number, "value")


def parameter_is_used(library: Library) -> Iterator[Problem]:
    """A parameter that a protocol declares stands in one of its texts or decisions.

    One that it takes over may be out of use, since the rules that named it can be left out or changed.
    """
    declaring = (found for found in library.protocols.values() if found.record.parameters and not found.record.extends)
    for protocol in declaring:
        used = _used(protocol) | _dates_of_decisions(protocol)
        for number, parameter in enumerate(protocol.record.parameters):
            if parameter.id not in used:
                yield problem(
                    "parameter-ongebruikt",
                    protocol.place_of("parameters", number),
                    what=f'de parameter "{parameter.id}" wordt nergens gebruikt',
                    expected="een tekst met de parameter tussen dubbele accolades",
                    value=parameter.id,
                )


def _used(protocol: Protocol) -> set[str]:
    blocks = [block for section in protocol.sections for block in section.blocks]
    lists = [block.record for block in blocks if isinstance(block, AdviceList)]
    records = [protocol.record, *lists, *(item.rule for item in protocol.items)]
    return used_parameters([to_builtins(record) for record in records if b"{{" in encode(record)])


def _dates_of_decisions(protocol: Protocol) -> set[str]:
    return {decision.parameter for decision in protocol.record.decisions if decision.parameter}


def value_has_parameter(library: Library) -> Iterator[Problem]:
    """A value in site.yml or protocol.yml belongs to a parameter."""
    declared = {parameter.id for protocol in library.protocols.values() for parameter in protocol.record.parameters}
    for name in library.site.parameters:
        if name not in declared:
            yield _useless_value(library.place_of("parameters", name), name, declared)
    for protocol in library.protocols.values():
        own = {parameter.id for parameter in protocol.record.parameters}
        for name in set(protocol.record.values) - own:
            yield _useless_value(protocol.place_of("values", name), name, own)


def _useless_value(place: Place, name: str, declared: set[str]) -> Problem:
    return problem(
        "waarde-zonder-parameter",
        place,
        what=f'er is geen parameter "{name}"',
        expected=", ".join(sorted(declared)) or "geen parameters",
        remedy=did_you_mean(name, declared),
        value=name,
    )


FILLING_CHECKS = (
    own_protocol_is_filled,
    organisation_is_filled,
    decision_has_date,
    value_fits,
    value_has_parameter,
)

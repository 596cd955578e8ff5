"""Parameters are filled in where they must be, and what is called unclear really has two readings."""

from __future__ import annotations

from collections.abc import Iterator

from build_tools.model import Library, Protocol
from build_tools.problems import Problem, problem
from build_tools.texts import used_parameters


def own_protocol_is_filled(library: Library) -> Iterator[Problem]:
    """The school's own protocol leaves no blank: each parameter has a value there or in site.yml."""
    if library.own is None:
        return
    for number, parameter in enumerate(library.own.record.parameters):
        if not (parameter.value or library.site.parameters.get(parameter.id)):
            yield problem(
                "parameter-leeg",
                library.own.place_of("parameters", number),
                what=f'"{parameter.label}" is nog niet ingevuld',
                expected=f"{parameter.id}: ... bij parameters in site.yml",
            )


def parameter_is_used(library: Library) -> Iterator[Problem]:
    """A parameter that a protocol declares stands in one of its texts or decisions."""
    for protocol in library.protocols.values():
        used = _used(protocol)
        for number, parameter in enumerate(protocol.record.parameters):
            if parameter.id not in used:
                yield problem(
                    "parameter-ongebruikt",
                    protocol.place_of("parameters", number),
                    what=f'de parameter "{parameter.id}" wordt nergens gebruikt',
                    expected="een tekst met de parameter tussen dubbele accolades",
                )


def _used(protocol: Protocol) -> set[str]:
    blocks = [block for section in protocol.sections for block in section.blocks]
    of_lists = [block.record.model_dump() for block in blocks if hasattr(block, "record")]
    of_items = [item.rule.model_dump() for item in protocol.items]
    of_decisions = {decision.parameter for decision in protocol.record.decisions if decision.parameter}
    return used_parameters([protocol.record.model_dump(), *of_lists, *of_items]) | of_decisions


def value_has_parameter(library: Library) -> Iterator[Problem]:
    """A value in site.yml belongs to a parameter of a protocol."""
    declared = {parameter.id for protocol in library.protocols.values() for parameter in protocol.record.parameters}
    for name in library.site.parameters:
        if name not in declared:
            yield problem(
                "waarde-zonder-parameter",
                library.place_of("parameters", name),
                what=f'geen protocol heeft een parameter "{name}"',
                expected=", ".join(sorted(declared)) or "geen parameters",
            )


FILLING_CHECKS = (own_protocol_is_filled, parameter_is_used, value_has_parameter)

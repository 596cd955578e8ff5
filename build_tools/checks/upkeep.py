"""A protocol is kept up: decided on, looked at again in time, and its dates make sense."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from build_tools.model import Library, Protocol, parameter_values
from build_tools.problems import Problem, problem

#: So long before the review a school has to set it on the agenda of its (G)MR.
NEAR = timedelta(days=60)
ADOPTED = ("vastgesteld", "goedgekeurd")
_CONSENTED = ("instemming", "advies")


def decisions_are_taken(library: Library) -> Iterator[Problem]:
    """The school's own protocol says who adopted it and that the (G)MR was heard; a concept need not yet.

    The (G)MR has a say in safety policy (WMS, article 10, under e).
    """
    protocol = library.own
    if protocol is None or protocol.record.status == "concept":
        return
    taken = {decision.action for decision in protocol.record.decisions}
    if not taken & set(ADOPTED) and protocol.record.status != "ter-instemming":
        yield _undecided(protocol, "vaststelling", "een besluit van bestuur of directie")
    if not taken & set(_CONSENTED) and protocol.record.status != "ter-instemming":
        yield _undecided(protocol, "instemming", "instemming of advies van de MR of GMR")


def _undecided(protocol: Protocol, lacking: str, expected: str) -> Problem:
    return problem(
        "besluit-ontbreekt",
        protocol.place_of("decisions"),
        what=f"bij de besluiten ontbreekt de {lacking}",
        expected=expected,
        value=lacking,
    )


def status_fits_decisions(library: Library) -> Iterator[Problem]:
    """What is called adopted has a dated decision that says so, and what has one is no longer a concept."""
    for protocol in library.protocols.values():
        dated, status = _is_adopted(library, protocol), protocol.record.status
        if status == "vastgesteld" and not dated:
            yield _status_differs(protocol, "er is geen besluit met een datum dat het vaststelt")
        if status in ("concept", "ter-instemming") and dated:
            yield _status_differs(protocol, "bij de besluiten staat dat het is vastgesteld")


def _is_adopted(library: Library, protocol: Protocol) -> bool:
    values = parameter_values(library, protocol)
    return any(
        decision.action in ADOPTED and (decision.date or decision.parameter in values)
        for decision in protocol.record.decisions
    )


def _status_differs(protocol: Protocol, why: str) -> Problem:
    return problem(
        "status-klopt-niet",
        protocol.place_of("status"),
        what=f"de status is {protocol.record.status}, maar {why}",
        expected="een status die bij de besluiten past",
    )


def week_runs_forward(library: Library) -> Iterator[Problem]:
    """A Week van de Mediawijsheid ends after it begins."""
    for number, week in enumerate(library.site.calendar.media_weeks):
        if week.last < week.first:
            yield problem(
                "agenda-klopt-niet",
                library.place_of("calendar", "media_weeks", number),
                what=f"de week eindigt ({week.last}) voordat zij begint ({week.first})",
                expected="first op of voor last",
            )


def review_is_ahead(library: Library, today: date) -> Iterator[Problem]:
    """The day on which a protocol is looked at again has not passed, and is not near without being told."""
    for protocol in library.protocols.values():
        day = protocol.record.review.next if protocol.record.review else None
        if day is None or day > today + NEAR:
            continue
        passed = day < today
        yield problem(
            "herziening-voorbij" if passed else "herziening-nabij",
            protocol.place_of("review", "next"),
            what=f"de evaluatie van {day} is voorbij" if passed else f"de evaluatie is op {day}",
            expected="een datum in de toekomst"
            if passed
            else f"een afspraak in de agenda, of een dag na {today + NEAR}",
            value=str(day),
        )


UPKEEP_CHECKS = (decisions_are_taken, status_fits_decisions, week_runs_forward)
DATED_CHECKS = (review_is_ahead,)

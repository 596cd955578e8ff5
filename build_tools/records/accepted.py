"""What an editor accepts: a finding of the check that may stay, with the reason."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - a field is called date elsewhere
from typing import Annotated

from msgspec import Meta

from build_tools.records.base import Id, Line, Record, Text


class Accepted(Record, frozen=True, kw_only=True):
    """A finding that may stay, with the reason; what it does not cover is reported as before."""

    code: Annotated[Id, Meta(description="De code van de bevinding, zoals de controle hem tussen blokhaken zet.")]
    value: Annotated[
        Line | None,
        Meta(description="Alleen voor deze waarde, zoals de controle haar noemt; leeg is elke waarde op deze plek."),
    ] = None
    reason: Annotated[Text, Meta(description="Waarom de bevinding mag blijven staan.")]
    on: Annotated[Day | None, Meta(description="Wanneer dat besloten is (jjjj-mm-dd).")] = None


AcceptedFindings = Annotated[
    tuple[Accepted, ...], Meta(description="Bevindingen van de controle die mogen blijven staan.")
]

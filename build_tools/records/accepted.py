"""What an editor accepts: a finding of the check that may stay, with the reason."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - a field is called date elsewhere

from pydantic import Field

from build_tools.records.base import Id, Line, Record, Text


class Accepted(Record):
    """A finding that may stay, with the reason; what it does not cover is reported as before."""

    code: Id = Field(description="De code van de bevinding, zoals de controle hem tussen blokhaken zet.")
    value: Line | None = Field(
        None, description="Alleen voor deze waarde, zoals de controle haar noemt; leeg is elke waarde op deze plek."
    )
    reason: Text = Field(description="Waarom de bevinding mag blijven staan.")
    on: Day | None = Field(None, description="Wanneer dat besloten is (jjjj-mm-dd).")

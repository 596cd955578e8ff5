"""The form of site.yml: whose site this is."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - as in the protocol's records
from typing import Annotated

from pydantic import Field, StrictInt

from build_tools.records.accepted import Accepted
from build_tools.records.base import Address, Colour, Id, Line, ParameterId, Picture, Record, Text, WebAddress


class Contact(Record):
    """Someone to turn to: a function and a school's own number or address, never a private one."""

    label: Line = Field(description="De functie, bijvoorbeeld: de directie.")
    phone: Line | None = Field(None, description="Telefoonnummer van de school.")
    email: Line | None = Field(None, description="E-mailadres van de school.")
    hours: Line | None = Field(None, description="Wanneer bereikbaar.")


class Contacts(Record):
    """Who answers which questions; what is left out is not shown."""

    questions: Contact | None = Field(None, description="Voor vragen over het protocol.")
    press: Contact | None = Field(None, description="Voor journalisten: wie zij bellen.")
    reception: Contact | None = Field(None, description="Naar wie de balie de pers doorverwijst.")


class Looks(Record):
    """What makes the site look like the school's own."""

    colour: Colour | None = Field(
        None, description="De kleur van de school, zoals #0b4f54; wit moet erop te lezen zijn."
    )
    logo: Picture | None = Field(
        None, description="Het logo: een svg- of png-bestand, met zijn pad binnen de map docs."
    )


class Redirect(Record):
    """An address of the site that moved: who opens the old one reaches the new one."""

    old: Address = Field(description="Het adres dat er niet meer is, zoals het op de site stond.")
    new: Address = Field(description="Waar de lezer nu moet zijn.")


class MediaWeek(Record):
    """One year's Week van de Mediawijsheid."""

    first: Day = Field(description="De eerste dag (jjjj-mm-dd).")
    last: Day = Field(description="De laatste dag (jjjj-mm-dd).")


class Calendar(Record):
    """The school's dates for the calendar file; what is not there does not stand in it."""

    school_years: tuple[Day, ...] = Field((), description="De eerste schooldag van elk schooljaar (jjjj-mm-dd).")
    media_weeks: tuple[MediaWeek, ...] = Field((), description="De Week van de Mediawijsheid, per jaar.")


class SiteFile(Record):
    """site.yml: name, protocols and contacts of this site."""

    name: Line = Field(description="Naam van de site.")
    description: Line = Field(description="Eén zin over de site, voor zoekmachines en de voorpagina.")
    url: WebAddress | None = Field(None, description="Adres waar de site komt te staan; leeg mag.")
    own_protocol: Id | None = Field(None, description="Het eigen protocol; leeg toont de hele verzameling.")
    protocols: tuple[Id, ...] = Field(min_length=1, description="Welke protocollen de site toont, in volgorde.")
    shares: Annotated[StrictInt, Field(ge=1)] | None = Field(
        None,
        description="Voor een grote verzameling: zoveel protocollen per deel; elk deel krijgt een eigen adres.",
    )
    usage: Text = Field(description="Hoe protocollen op deze site gebruikt worden; staat op de voorpagina.")
    contacts: Contacts = Field(default_factory=Contacts, description="Wie er te bereiken is.")
    looks: Looks = Field(default_factory=Looks, description="De kleur en het logo van de school.")
    parameters: dict[ParameterId, Line] = Field(
        default_factory=dict, description="Waarden voor wat een protocol openlaat."
    )
    redirects: tuple[Redirect, ...] = Field((), description="Adressen die verhuisd zijn: links blijven zo werken.")
    calendar: Calendar = Field(default_factory=Calendar, description="Datums voor de agenda.")
    accepted: tuple[Accepted, ...] = Field((), description="Bevindingen van de controle die mogen blijven staan.")

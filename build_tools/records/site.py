"""The form of site.yml: whose site this is."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - as in the protocol's records
from typing import Annotated

from msgspec import Meta, field

from build_tools.records.accepted import AcceptedFindings
from build_tools.records.base import Address, Colour, Id, Line, ParameterId, Picture, Record, Text, WebAddress


class Contact(Record, frozen=True, kw_only=True):
    """Someone to turn to: a function and a school's own number or address, never a private one."""

    label: Annotated[Line, Meta(description="De functie, bijvoorbeeld: de directie.")]
    phone: Annotated[Line | None, Meta(description="Telefoonnummer van de school.")] = None
    email: Annotated[Line | None, Meta(description="E-mailadres van de school.")] = None
    hours: Annotated[Line | None, Meta(description="Wanneer bereikbaar.")] = None


class Contacts(Record, frozen=True, kw_only=True):
    """Who answers which questions; what is left out is not shown."""

    questions: Annotated[Contact | None, Meta(description="Voor vragen over het protocol.")] = None
    press: Annotated[Contact | None, Meta(description="Voor journalisten: wie zij bellen.")] = None
    reception: Annotated[Contact | None, Meta(description="Naar wie de balie de pers doorverwijst.")] = None


class Looks(Record, frozen=True, kw_only=True):
    """What makes the site look like the school's own."""

    colour: Annotated[
        Colour | None, Meta(description="De kleur van de school, zoals #0b4f54; wit moet erop te lezen zijn.")
    ] = None
    logo: Annotated[
        Picture | None, Meta(description="Het logo: een svg- of png-bestand, met zijn pad binnen de map docs.")
    ] = None


class Redirect(Record, frozen=True, kw_only=True):
    """An address of the site that moved: who opens the old one reaches the new one."""

    old: Annotated[Address, Meta(description="Het adres dat er niet meer is, zoals het op de site stond.")]
    new: Annotated[Address, Meta(description="Waar de lezer nu moet zijn.")]


class MediaWeek(Record, frozen=True, kw_only=True):
    """One year's Week van de Mediawijsheid."""

    first: Annotated[Day, Meta(description="De eerste dag (jjjj-mm-dd).")]
    last: Annotated[Day, Meta(description="De laatste dag (jjjj-mm-dd).")]


class Calendar(Record, frozen=True, kw_only=True):
    """The school's dates for the calendar file; what is not there does not stand in it."""

    school_years: Annotated[
        tuple[Day, ...], Meta(description="De eerste schooldag van elk schooljaar (jjjj-mm-dd).")
    ] = ()
    media_weeks: Annotated[tuple[MediaWeek, ...], Meta(description="De Week van de Mediawijsheid, per jaar.")] = ()


class SiteFile(Record, frozen=True, kw_only=True):
    """site.yml: name, protocols and contacts of this site."""

    name: Annotated[Line, Meta(description="Naam van de site.")]
    description: Annotated[Line, Meta(description="Eén zin over de site, voor zoekmachines en de voorpagina.")]
    url: Annotated[WebAddress | None, Meta(description="Adres waar de site komt te staan; leeg mag.")] = None
    own_protocol: Annotated[Id | None, Meta(description="Het eigen protocol; leeg toont de hele verzameling.")] = None
    protocols: Annotated[
        tuple[Id, ...], Meta(min_length=1, description="Welke protocollen de site toont, in volgorde.")
    ]
    shares: Annotated[
        Annotated[int, Meta(ge=1)] | None,
        Meta(description="Voor een grote verzameling: zoveel protocollen per deel; elk deel krijgt een eigen adres."),
    ] = None
    usage: Annotated[Text, Meta(description="Hoe protocollen op deze site gebruikt worden; staat op de voorpagina.")]
    contacts: Annotated[Contacts, Meta(description="Wie er te bereiken is.")] = Contacts()
    looks: Annotated[Looks, Meta(description="De kleur en het logo van de school.")] = Looks()
    parameters: Annotated[dict[ParameterId, Line], Meta(description="Waarden voor wat een protocol openlaat.")] = field(
        default_factory=dict
    )
    redirects: Annotated[
        tuple[Redirect, ...], Meta(description="Adressen die verhuisd zijn: links blijven zo werken.")
    ] = ()
    calendar: Annotated[Calendar, Meta(description="Datums voor de agenda.")] = Calendar()
    accepted: AcceptedFindings = ()

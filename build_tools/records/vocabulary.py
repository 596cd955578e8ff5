"""The form of the vocabulary files: each a list of entries with an id, a label and a description."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - as in the protocol's records
from typing import Literal

from pydantic import Field

from build_tools.records.base import AudienceId, Id, Line, PartyId, Record, RelationId, Since, StanceId, StatusId, Text


class Audience(Record):
    """vocabulary/audiences.yml: a reader."""

    id: AudienceId = Field(description="Vaste naam van de doelgroep.")
    label: Line = Field(description="Naam in een zin, kleine letter.")
    door: Line = Field(description="Tekst op de deur van de voorpagina.")
    page: Id = Field(description="Adres van de pagina.")
    description: Line = Field(description="Wat de lezer op de pagina vindt.")
    intro: Text = Field(description="Aanhef bovenaan de pagina.")


class Party(Record):
    """vocabulary/parties.yml: who can be bound by a norm."""

    id: PartyId = Field(description="Vaste naam.")
    label: Line = Field(description="Naam in een zin, kleine letter.")
    description: Line = Field(description="Wie hieronder vallen.")


class Stance(Record):
    """vocabulary/stances.yml: how strictly a norm binds."""

    id: StanceId = Field(description="Vaste naam.")
    label: Line = Field(description="Het standpunt in woorden.")
    sign: Line = Field(description="Teken dat ook zonder kleur te onderscheiden is.")
    description: Line = Field(description="Hoe het standpunt te lezen is.")


class Status(Record):
    """vocabulary/statuses.yml: whether a protocol rules on a topic."""

    id: StatusId = Field(description="Vaste naam.")
    label: Line = Field(description="De stand in woorden.")
    description: Line = Field(description="Wat de stand betekent.")


class Relation(Record):
    """vocabulary/relations.yml: how the answers of several protocols to one question relate."""

    id: RelationId = Field(description="Vaste naam.")
    label: Line = Field(description="De verhouding in woorden.")
    sign: Line = Field(description="Teken dat ook zonder kleur te onderscheiden is.")
    description: Line = Field(description="Wat de verhouding betekent.")


class Theme(Record):
    """vocabulary/themes.yml: a group of topics."""

    id: Id = Field(description="Vaste naam.")
    title: Line = Field(description="Kop van het thema.")
    description: Line = Field(description="Waar het thema over gaat.")


class Questions(Record):
    """A topic's question as each reader would ask it."""

    staff: Line | None = Field(None, description="Zoals een medewerker het vraagt.")
    parents: Line | None = Field(None, description="Zoals een ouder het vraagt.")
    children: Line | None = Field(None, description="Zoals een kind het vraagt.")
    media: Line | None = Field(None, description="Zoals een mediacontact het vraagt.")


class Topic(Record):
    """vocabulary/topics.yml: a question that protocols answer."""

    id: Id = Field(description="Vaste naam; adres van de onderwerppagina.")
    title: Line = Field(description="Titel van het onderwerp.")
    theme: Id = Field(description="Het thema (id uit vocabulary/themes.yml).")
    question: Line = Field(description="De vraag die het onderwerp beantwoordt.")
    questions: Questions = Field(default_factory=Questions, description="De vraag per lezer.")
    words: tuple[Line, ...] = Field(min_length=1, description="Woorden die mensen ervoor gebruiken.")
    added: Day = Field(description="Wanneer het onderwerp in de lijst kwam (jjjj-mm-dd).")
    related: tuple[Id, ...] = Field((), description="Verwante onderwerpen.")


class Platform(Record):
    """vocabulary/platforms.yml: a platform that protocols name."""

    id: Id = Field(description="Vaste naam.")
    name: Line = Field(description="Naam van het platform.")
    kind: Line = Field(description="Soort platform.")
    status: Literal["active", "renamed", "stopped"] = Field(description="Bestaat nog, heet nu anders, of is gestopt.")
    since: Since | None = Field(None, description="Sinds wanneer: jjjj, jjjj-mm of jjjj-mm-dd.")
    now: Line | None = Field(None, description="De nieuwe naam.")
    note: Text | None = Field(None, description="Toelichting.")
    source: Line | None = Field(None, description="Waar dit feit op rust.")


class Fact(Record):
    """vocabulary/facts.yml: something that changed, so that older texts are no longer right."""

    id: Id = Field(description="Vaste naam.")
    title: Line = Field(description="Waar het feit over gaat.")
    old: tuple[Line, ...] = Field(min_length=1, description="Wat oudere teksten zeggen, letterlijk; één ervan telt.")
    near: tuple[Line, ...] = Field(
        (), description="Woorden waarvan er één in dezelfde zin moet staan; leeg is elke zin."
    )
    now: Text = Field(description="Wat nu geldt, in één zin.")
    since: Since | None = Field(None, description="Sinds wanneer: jjjj, jjjj-mm of jjjj-mm-dd.")
    source: Line = Field(description="Waar dit feit op rust.")


class Term(Record):
    """vocabulary/glossary.yml: an explained word."""

    id: Id = Field(description="Vaste naam.")
    term: Line = Field(description="Het begrip, zoals het in de teksten staat.")
    short: Line = Field(description="Korte uitleg, hooguit 90 tekens; verschijnt bij het woord.")
    text: Text = Field(description="Uitleg in twee of drie zinnen.")
    aliases: tuple[Line, ...] = Field((), description="Andere schrijfwijzen.")


class Synonyms(Record):
    """vocabulary/synonyms.yml: words that searchers use for the same thing."""

    words: tuple[Line, ...] = Field(min_length=2, description="Woorden die voor de zoeker hetzelfde zijn.")


class Pictogram(Record):
    """vocabulary/pictograms.yml: a picture for the children's page."""

    id: Id = Field(description="Bestandsnaam zonder .svg.")
    label: Line = Field(description="Wat het pictogram toont, voor wie het niet ziet.")

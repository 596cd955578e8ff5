"""The form of the vocabulary files: each a list of entries with an id, a label and a description."""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - as in the protocol's records
from typing import Annotated, Literal

from msgspec import Meta

from build_tools.records.base import AudienceId, Id, Line, PartyId, Record, RelationId, Since, StanceId, StatusId, Text


class Audience(Record, frozen=True, kw_only=True):
    """vocabulary/audiences.yml: a reader."""

    id: Annotated[AudienceId, Meta(description="Vaste naam van de doelgroep.")]
    label: Annotated[Line, Meta(description="Naam in een zin, kleine letter.")]
    door: Annotated[Line, Meta(description="Tekst op de deur van de voorpagina.")]
    page: Annotated[Id, Meta(description="Adres van de pagina.")]
    description: Annotated[Line, Meta(description="Wat de lezer op de pagina vindt.")]
    intro: Annotated[Text, Meta(description="Aanhef bovenaan de pagina.")]


class Party(Record, frozen=True, kw_only=True):
    """vocabulary/parties.yml: who can be bound by a norm."""

    id: Annotated[PartyId, Meta(description="Vaste naam.")]
    label: Annotated[Line, Meta(description="Naam in een zin, kleine letter.")]
    description: Annotated[Line, Meta(description="Wie hieronder vallen.")]


class Stance(Record, frozen=True, kw_only=True):
    """vocabulary/stances.yml: how strictly a norm binds."""

    id: Annotated[StanceId, Meta(description="Vaste naam.")]
    label: Annotated[Line, Meta(description="Het standpunt in woorden.")]
    sign: Annotated[Line, Meta(description="Teken dat ook zonder kleur te onderscheiden is.")]
    description: Annotated[Line, Meta(description="Hoe het standpunt te lezen is.")]


class Status(Record, frozen=True, kw_only=True):
    """vocabulary/statuses.yml: whether a protocol rules on a topic."""

    id: Annotated[StatusId, Meta(description="Vaste naam.")]
    label: Annotated[Line, Meta(description="De stand in woorden.")]
    description: Annotated[Line, Meta(description="Wat de stand betekent.")]


class Relation(Record, frozen=True, kw_only=True):
    """vocabulary/relations.yml: how the answers of several protocols to one question relate."""

    id: Annotated[RelationId, Meta(description="Vaste naam.")]
    label: Annotated[Line, Meta(description="De verhouding in woorden.")]
    sign: Annotated[Line, Meta(description="Teken dat ook zonder kleur te onderscheiden is.")]
    description: Annotated[Line, Meta(description="Wat de verhouding betekent.")]


class Theme(Record, frozen=True, kw_only=True):
    """vocabulary/themes.yml: a group of topics."""

    id: Annotated[Id, Meta(description="Vaste naam.")]
    title: Annotated[Line, Meta(description="Kop van het thema.")]
    description: Annotated[Line, Meta(description="Waar het thema over gaat.")]


class Questions(Record, frozen=True, kw_only=True):
    """A topic's question as each reader would ask it."""

    staff: Annotated[Line | None, Meta(description="Zoals een medewerker het vraagt.")] = None
    parents: Annotated[Line | None, Meta(description="Zoals een ouder het vraagt.")] = None
    children: Annotated[Line | None, Meta(description="Zoals een kind het vraagt.")] = None
    media: Annotated[Line | None, Meta(description="Zoals een mediacontact het vraagt.")] = None

    @property
    def asked(self) -> list[str]:
        """The questions that are there, whoever asks."""
        return [text for text in (self.staff, self.parents, self.children, self.media) if text]


class Topic(Record, frozen=True, kw_only=True):
    """vocabulary/topics.yml: a question that protocols answer."""

    id: Annotated[Id, Meta(description="Vaste naam; adres van de onderwerppagina.")]
    title: Annotated[Line, Meta(description="Titel van het onderwerp.")]
    theme: Annotated[Id, Meta(description="Het thema (id uit vocabulary/themes.yml).")]
    question: Annotated[Line, Meta(description="De vraag die het onderwerp beantwoordt.")]
    questions: Annotated[Questions, Meta(description="De vraag per lezer.")] = Questions()
    words: Annotated[tuple[Line, ...], Meta(min_length=1, description="Woorden die mensen ervoor gebruiken.")]
    added: Annotated[Day, Meta(description="Wanneer het onderwerp in de lijst kwam (jjjj-mm-dd).")]
    related: Annotated[tuple[Id, ...], Meta(description="Verwante onderwerpen.")] = ()


class Platform(Record, frozen=True, kw_only=True):
    """vocabulary/platforms.yml: a platform that protocols name."""

    id: Annotated[Id, Meta(description="Vaste naam.")]
    name: Annotated[Line, Meta(description="Naam van het platform.")]
    kind: Annotated[Line, Meta(description="Soort platform.")]
    status: Annotated[
        Literal["active", "renamed", "stopped"], Meta(description="Bestaat nog, heet nu anders, of is gestopt.")
    ]
    since: Annotated[Since | None, Meta(description="Sinds wanneer: jjjj, jjjj-mm of jjjj-mm-dd.")] = None
    now: Annotated[Line | None, Meta(description="De nieuwe naam.")] = None
    note: Annotated[Text | None, Meta(description="Toelichting.")] = None
    source: Annotated[Line | None, Meta(description="Waar dit feit op rust.")] = None


class Fact(Record, frozen=True, kw_only=True):
    """vocabulary/facts.yml: something that changed, so that older texts are no longer right."""

    id: Annotated[Id, Meta(description="Vaste naam.")]
    title: Annotated[Line, Meta(description="Waar het feit over gaat.")]
    old: Annotated[
        tuple[Line, ...], Meta(min_length=1, description="Wat oudere teksten zeggen, letterlijk; één ervan telt.")
    ]
    near: Annotated[
        tuple[Line, ...], Meta(description="Woorden waarvan er één in dezelfde zin moet staan; leeg is elke zin.")
    ] = ()
    now: Annotated[Text, Meta(description="Wat nu geldt, in één zin.")]
    since: Annotated[Since | None, Meta(description="Sinds wanneer: jjjj, jjjj-mm of jjjj-mm-dd.")] = None
    source: Annotated[Line, Meta(description="Waar dit feit op rust.")]


class Term(Record, frozen=True, kw_only=True):
    """vocabulary/glossary.yml: an explained word."""

    id: Annotated[Id, Meta(description="Vaste naam.")]
    term: Annotated[Line, Meta(description="Het begrip, zoals het in de teksten staat.")]
    short: Annotated[Line, Meta(description="Korte uitleg, hooguit 90 tekens; verschijnt bij het woord.")]
    text: Annotated[Text, Meta(description="Uitleg in twee of drie zinnen.")]
    aliases: Annotated[tuple[Line, ...], Meta(description="Andere schrijfwijzen.")] = ()


class Synonyms(Record, frozen=True, kw_only=True):
    """vocabulary/synonyms.yml: words that searchers use for the same thing."""

    words: Annotated[tuple[Line, ...], Meta(min_length=2, description="Woorden die voor de zoeker hetzelfde zijn.")]


class Pictogram(Record, frozen=True, kw_only=True):
    """vocabulary/pictograms.yml: a picture for the children's page."""

    id: Annotated[Id, Meta(description="Bestandsnaam zonder .svg.")]
    label: Annotated[Line, Meta(description="Wat het pictogram toont, voor wie het niet ziet.")]

"""The form of a protocol's files: protocol.yml, articles and advice lists.

Field descriptions are Dutch: the editors' guide and the JSON Schemas are made from them.
"""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - a field is called date
from typing import Literal

from pydantic import Field, StrictInt

from build_tools.records.accepted import Accepted
from build_tools.records.base import (
    AudienceId,
    Group,
    Id,
    Line,
    Moment,
    ParameterId,
    ParameterType,
    PartyId,
    ProtocolStatus,
    ProvisionId,
    Record,
    StanceId,
    Text,
    WebAddress,
)


class Norm(Record):
    """What a rule says on one topic."""

    topic: Id = Field(description="Het onderwerp (id uit vocabulary/topics.yml).")
    parties: tuple[PartyId, ...] = Field(min_length=1, description="Wie eraan gebonden is.")
    stance: StanceId = Field(description="Hoe streng: het standpunt.")
    value: Line | None = Field(None, description="Wat precies: bij wie, waarmee, hoe vaak. In enkele woorden.")
    condition: Line | None = Field(None, description="Onder welke voorwaarde, of de uitzondering. In enkele woorden.")
    note: Line | None = Field(None, description="Waarom deze norm zo gelezen is; voor redacteuren, niet op de site.")


class Note(Record):
    """An editorial note, shown beside the rule; the adopted text itself stays as it is."""

    kind: Literal["fault", "outdated", "contradiction", "blank", "context"] = Field(
        description="Soort: fout in de bron, verouderd, tegenspraak, niet ingevuld, toelichting."
    )
    text: Text = Field(description="De opmerking van de redactie, in gewone taal.")


class Footnote(Record):
    """A footnote of the source, in our own words."""

    mark: Line = Field(description="Het teken of nummer van de voetnoot in de bron.")
    text: Text = Field(description="De inhoud van de voetnoot.")


class Card(Record):
    """How a rule stands on the children's page."""

    kind: Literal["do", "dont", "tell", "know"] = Field(
        description="Onder welk kopje: doen, niet doen, vertel het, goed om te weten."
    )
    pictogram: Id = Field(description="Het pictogram (bestandsnaam zonder .svg).")


class GroupWording(Record):
    """The children's wording for some groups, in place of the general one."""

    groups: tuple[Group, ...] = Field(min_length=1, description="De groepen waarvoor deze tekst is.")
    text: Text = Field(description="De tekst voor die groepen, in de je-vorm.")


class Wording(Record):
    """A reader's own wording; it may simplify, never change the rule."""

    staff: Text | None = Field(None, description="Voor medewerkers.")
    parents: Text | None = Field(None, description="Voor ouders, in de u-vorm.")
    children: Text | None = Field(None, description="Voor kinderen, in de je-vorm, korte zinnen.")
    media: Text | None = Field(None, description="Voor wie de pers te woord staat.")
    children_for: tuple[GroupWording, ...] = Field(
        (), description="Voor kinderen van een groep, als die tekst afwijkt."
    )
    poster: Text | None = Field(
        None, description="Voor kinderen op papier: kort, voor poster, klassenafspraken en kaartjes."
    )


class Rule(Record):
    """What an article and an advice item share."""

    id: Id = Field(description="Vaste naam van de regel; wordt het anker op de pagina en verandert nooit.")
    number: Line | None = Field(None, description="Het nummer zoals gedrukt in de bron; mag herhaald voorkomen.")
    title: Line = Field(description="Korte titel van de regel.")
    text: Text = Field(description="De regel zelf, in eigen woorden. Markdown zonder HTML.")
    groups: tuple[Group, ...] = Field((), description="Alleen voor deze groepen; leeg is alle groepen.")
    norms: tuple[Norm, ...] = Field((), description="Wat de regel bepaalt, per onderwerp.")
    topics: tuple[Id, ...] = Field((), description="Onderwerpen waar de regel over gaat zonder er iets te bepalen.")
    source: tuple[ProvisionId, ...] = Field((), description="Vindplaatsen in het brondocument.")
    wording: Wording = Field(default_factory=Wording, description="Eigen woorden per lezer.")
    card: Card | None = Field(None, description="Plaats en pictogram op de kinderpagina.")
    moments: tuple[Moment, ...] = Field(
        (), description="Plek op de mediapagina: het eerste uur, de balie, wie het woord voert."
    )
    platforms: tuple[Id, ...] = Field((), description="Platforms die de regel noemt.")
    footnotes: tuple[Footnote, ...] = Field((), description="Voetnoten van de bron.")
    see_also: tuple[Id, ...] = Field((), description="Verwante regels van hetzelfde protocol.")
    notes: tuple[Note, ...] = Field((), description="Opmerkingen van de redactie.")
    accepted: tuple[Accepted, ...] = Field((), description="Bevindingen van de controle die mogen blijven staan.")


class ArticleFile(Rule):
    """protocols/<id>/articles/<id>.yml: one article."""

    section: Id = Field(description="De afdeling (id uit protocol.yml).")
    position: StrictInt = Field(ge=0, description="Volgorde binnen de afdeling; laat ruimte: 10, 20, 30.")
    audiences: tuple[AudienceId, ...] = Field(min_length=1, description="Voor wie de regel van belang is.")


class LeftOutFile(Record):
    """articles/<id>.yml or advice/<id>.yml of an extending protocol: a rule that is not taken over."""

    id: Id = Field(description="De regel of lijst die vervalt.")
    left_out: Text = Field(description="Waarom; de reden staat op de pagina van het protocol.")


class Remnant(Record):
    """A piece of an imported document that found no place in the draft."""

    text: Text = Field(description="De tekst zoals die in het document stond.")
    place: Line = Field(description="Waar in het document.")
    reason: Line = Field(description="Waarom het geen plaats vond.")
    decision: Text | None = Field(
        None,
        description="Wat ermee gebeurt: in welke regel het nu staat, of waarom het vervalt. Leeg is nog te beslissen.",
    )


class RemainderFile(Record):
    """protocols/<id>/rest.yml: what an import could not place."""

    document: Line = Field(description="Het ingelezen bestand.")
    entries: tuple[Remnant, ...] = Field(description="De stukken, in de volgorde van het document.")


class AdviceEntry(Rule):
    """One item of an advice list."""

    audiences: tuple[AudienceId, ...] | None = Field(
        None, min_length=1, description="Alleen als het afwijkt van de lijst."
    )


class AdviceFile(Record):
    """protocols/<id>/advice/<id>.yml: one advice list."""

    id: Id = Field(description="Vaste naam van de lijst.")
    title: Line = Field(description="Titel van de lijst.")
    kind: Literal["do", "dont", "steps", "tips"] = Field(description="Soort lijst: doen, niet doen, stappen, tips.")
    section: Id = Field(description="De afdeling (id uit protocol.yml).")
    position: StrictInt = Field(ge=0, description="Volgorde binnen de afdeling.")
    audiences: tuple[AudienceId, ...] = Field(min_length=1, description="Voor wie de lijst is.")
    intro: Text | None = Field(None, description="Aanhef boven de lijst.")
    entries: tuple[AdviceEntry, ...] = Field(min_length=1, description="De adviezen, in volgorde.")
    accepted: tuple[Accepted, ...] = Field((), description="Bevindingen van de controle die mogen blijven staan.")


class Decision(Record):
    """A decision on the protocol."""

    id: Id = Field(description="Vaste naam van het besluit.")
    body: Line = Field(description="Het orgaan met zijn lidwoord, bijvoorbeeld de GMR of het bestuur.")
    action: Literal["goedgekeurd", "instemming", "advies", "vastgesteld"] = Field(description="Wat het orgaan deed.")
    date: Day | None = Field(None, description="De datum (jjjj-mm-dd); leeg als de bron hem niet geeft.")
    text: Text | None = Field(None, description="Toelichting bij het besluit.")
    parameter: ParameterId | None = Field(None, description="De parameter die de datum levert.")
    audiences: tuple[AudienceId, ...] = Field(min_length=1, description="Voor wie het besluit van belang is.")
    norms: tuple[Norm, ...] = Field((), description="Wat het besluit bepaalt, per onderwerp.")
    topics: tuple[Id, ...] = Field((), description="Onderwerpen waar het besluit over gaat.")
    source: tuple[ProvisionId, ...] = Field((), description="Vindplaatsen in het brondocument.")
    notes: tuple[Note, ...] = Field((), description="Opmerkingen van de redactie.")


class Section(Record):
    """A heading of the protocol."""

    id: Id = Field(description="Vaste naam van de afdeling.")
    title: Line = Field(description="De kop.")
    intro: Text | None = Field(None, description="Aanhef onder de kop.")


class Parameter(Record):
    """A blank that a school fills in."""

    id: ParameterId = Field(description="Naam zoals in de teksten tussen accolades.")
    label: Line = Field(description="Wat hier ingevuld wordt, in gewone taal.")
    type: ParameterType = Field(description="Soort waarde.")
    hint: Line = Field(description="Hulp bij het invullen.")
    choices: tuple[Line, ...] = Field((), description="De keuzes, bij soort choice.")
    value: Line | None = Field(None, description="De waarde; leeg is nog niet ingevuld.")


class Unclear(Record):
    """A topic that the protocol answers in two ways."""

    topic: Id = Field(description="Het onderwerp.")
    readings: tuple[Line, ...] = Field(min_length=2, description="De lezingen, elk in één zin.")
    reason: Line = Field(description="Waarom de bron het in het midden laat.")


class SourceDocument(Record):
    """The document that the protocol was taken from."""

    title: Line = Field(description="Titel van het brondocument.")
    url: WebAddress | None = Field(None, description="Adres van het document, als het openbaar is.")
    note: Text | None = Field(None, description="Wat er over het document te zeggen is.")


class Review(Record):
    """When the protocol is looked at again."""

    text: Line = Field(description="Wat de bron over evaluatie zegt.")
    next: Day | None = Field(None, description="Volgende datum (jjjj-mm-dd), als die bekend is.")


#: What an import writes for an organisation that it did not find in the document.
OPEN = "nog in te vullen"


class ProtocolFile(Record):
    """protocols/<id>/protocol.yml: one organisation's protocol."""

    id: Id = Field(description="Vaste naam, gelijk aan de mapnaam.")
    title: Line = Field(description="Titel van het protocol.")
    short_title: Line = Field(description="Korte naam voor lijsten en kolommen.")
    organisation: Line = Field(description="De organisatie waarvan het protocol is.")
    kind: Literal["model", "board", "school"] = Field(description="Model, van een bestuur, of van een school.")
    summary: Text = Field(description="Waar het protocol over gaat, in twee zinnen.")
    extends: Id | None = Field(None, description="Het protocol waarop dit voortbouwt; alleen verschillen staan hier.")
    numbering: Text | None = Field(None, description="Hoe de bron zijn regels nummert.")
    document: SourceDocument | None = Field(None, description="Het brondocument.")
    status: ProtocolStatus | None = Field(
        None, description="Hoe ver het protocol is: een concept, ter instemming bij de (G)MR, of vastgesteld."
    )
    decisions: tuple[Decision, ...] = Field((), description="Besluiten, in elke volgorde.")
    review: Review | None = Field(None, description="Evaluatie; leeg als de bron er niets over zegt.")
    platforms: tuple[Id, ...] = Field((), description="Platforms die het protocol noemt.")
    sections: tuple[Section, ...] = Field(min_length=1, description="De afdelingen, in volgorde.")
    poster: tuple[Id, ...] = Field(
        (), description="De regels op de posters; leeg is alle regels met een kaart doen, niet doen of vertel het."
    )
    parameters: tuple[Parameter, ...] = Field((), description="Wat een school zelf invult.")
    values: dict[ParameterId, Line] = Field(
        default_factory=dict, description="Waarden voor de parameters, ook voor die van het protocol bij extends."
    )
    read_on: Day = Field(description="Wanneer het protocol naast de onderwerpenlijst is gelezen (jjjj-mm-dd).")
    unclear: tuple[Unclear, ...] = Field((), description="Onderwerpen met twee lezingen.")
    notes: tuple[Note, ...] = Field((), description="Opmerkingen van de redactie bij het geheel.")
    accepted: tuple[Accepted, ...] = Field((), description="Bevindingen van de controle die mogen blijven staan.")

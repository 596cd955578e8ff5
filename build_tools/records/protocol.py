"""The form of a protocol's files: protocol.yml, articles and advice lists.

Field descriptions are Dutch: the editors' guide and the JSON Schemas are made from them.
"""

from __future__ import annotations

from datetime import date as Day  # noqa: N812 - a field is called date
from typing import Annotated, Literal

from msgspec import Meta, field

from build_tools.records.accepted import AcceptedFindings
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


class Norm(Record, frozen=True, kw_only=True):
    """What a rule says on one topic."""

    topic: Annotated[Id, Meta(description="Het onderwerp (id uit vocabulary/topics.yml).")]
    parties: Annotated[tuple[PartyId, ...], Meta(min_length=1, description="Wie eraan gebonden is.")]
    stance: Annotated[StanceId, Meta(description="Hoe streng: het standpunt.")]
    value: Annotated[Line | None, Meta(description="Wat precies: bij wie, waarmee, hoe vaak. In enkele woorden.")] = (
        None
    )
    condition: Annotated[
        Line | None, Meta(description="Onder welke voorwaarde, of de uitzondering. In enkele woorden.")
    ] = None
    note: Annotated[
        Line | None, Meta(description="Waarom deze norm zo gelezen is; voor redacteuren, niet op de site.")
    ] = None


class Note(Record, frozen=True, kw_only=True):
    """An editorial note, shown beside the rule; the adopted text itself stays as it is."""

    kind: Annotated[
        Literal["fault", "outdated", "contradiction", "blank", "context"],
        Meta(description="Soort: fout in de bron, verouderd, tegenspraak, niet ingevuld, toelichting."),
    ]
    text: Annotated[Text, Meta(description="De opmerking van de redactie, in gewone taal.")]


class Footnote(Record, frozen=True, kw_only=True):
    """A footnote of the source, in our own words."""

    mark: Annotated[Line, Meta(description="Het teken of nummer van de voetnoot in de bron.")]
    text: Annotated[Text, Meta(description="De inhoud van de voetnoot.")]


class Card(Record, frozen=True, kw_only=True):
    """How a rule stands on the children's page."""

    kind: Annotated[
        Literal["do", "dont", "tell", "know"],
        Meta(description="Onder welk kopje: doen, niet doen, vertel het, goed om te weten."),
    ]
    pictogram: Annotated[Id, Meta(description="Het pictogram (bestandsnaam zonder .svg).")]


class GroupWording(Record, frozen=True, kw_only=True):
    """The children's wording for some groups, in place of the general one."""

    groups: Annotated[tuple[Group, ...], Meta(min_length=1, description="De groepen waarvoor deze tekst is.")]
    text: Annotated[Text, Meta(description="De tekst voor die groepen, in de je-vorm.")]


class Wording(Record, frozen=True, kw_only=True):
    """A reader's own wording; it may simplify, never change the rule."""

    staff: Annotated[Text | None, Meta(description="Voor medewerkers.")] = None
    parents: Annotated[Text | None, Meta(description="Voor ouders, in de u-vorm.")] = None
    children: Annotated[Text | None, Meta(description="Voor kinderen, in de je-vorm, korte zinnen.")] = None
    media: Annotated[Text | None, Meta(description="Voor wie de pers te woord staat.")] = None
    children_for: Annotated[
        tuple[GroupWording, ...], Meta(description="Voor kinderen van een groep, als die tekst afwijkt.")
    ] = ()
    poster: Annotated[
        Text | None, Meta(description="Voor kinderen op papier: kort, voor poster, klassenafspraken en kaartjes.")
    ] = None


class Rule(Record, frozen=True, kw_only=True):
    """What an article and an advice item share."""

    id: Annotated[Id, Meta(description="Vaste naam van de regel; wordt het anker op de pagina en verandert nooit.")]
    number: Annotated[Line | None, Meta(description="Het nummer zoals gedrukt in de bron; mag herhaald voorkomen.")] = (
        None
    )
    title: Annotated[Line, Meta(description="Korte titel van de regel.")]
    text: Annotated[Text, Meta(description="De regel zelf, in eigen woorden. Markdown zonder HTML.")]
    groups: Annotated[tuple[Group, ...], Meta(description="Alleen voor deze groepen; leeg is alle groepen.")] = ()
    norms: Annotated[tuple[Norm, ...], Meta(description="Wat de regel bepaalt, per onderwerp.")] = ()
    topics: Annotated[
        tuple[Id, ...], Meta(description="Onderwerpen waar de regel over gaat zonder er iets te bepalen.")
    ] = ()
    source: Annotated[tuple[ProvisionId, ...], Meta(description="Vindplaatsen in het brondocument.")] = ()
    wording: Annotated[Wording, Meta(description="Eigen woorden per lezer.")] = Wording()
    card: Annotated[Card | None, Meta(description="Plaats en pictogram op de kinderpagina.")] = None
    moments: Annotated[
        tuple[Moment, ...], Meta(description="Plek op de mediapagina: het eerste uur, de balie, wie het woord voert.")
    ] = ()
    platforms: Annotated[tuple[Id, ...], Meta(description="Platforms die de regel noemt.")] = ()
    footnotes: Annotated[tuple[Footnote, ...], Meta(description="Voetnoten van de bron.")] = ()
    see_also: Annotated[tuple[Id, ...], Meta(description="Verwante regels van hetzelfde protocol.")] = ()
    notes: Annotated[tuple[Note, ...], Meta(description="Opmerkingen van de redactie.")] = ()
    accepted: AcceptedFindings = ()


class ArticleFile(Rule, frozen=True, kw_only=True):
    """protocols/<id>/articles/<id>.yml: one article."""

    section: Annotated[Id, Meta(description="De afdeling (id uit protocol.yml).")]
    position: Annotated[int, Meta(ge=0, description="Volgorde binnen de afdeling; laat ruimte: 10, 20, 30.")]
    audiences: Annotated[tuple[AudienceId, ...], Meta(min_length=1, description="Voor wie de regel van belang is.")]


class LeftOutFile(Record, frozen=True, kw_only=True):
    """articles/<id>.yml or advice/<id>.yml of an extending protocol: a rule that is not taken over."""

    id: Annotated[Id, Meta(description="De regel of lijst die vervalt.")]
    left_out: Annotated[Text, Meta(description="Waarom; de reden staat op de pagina van het protocol.")]


class Remnant(Record, frozen=True, kw_only=True):
    """A piece of an imported document that found no place in the draft."""

    text: Annotated[Text, Meta(description="De tekst zoals die in het document stond.")]
    place: Annotated[Line, Meta(description="Waar in het document.")]
    reason: Annotated[Line, Meta(description="Waarom het geen plaats vond.")]
    decision: Annotated[
        Text | None,
        Meta(
            description="Wat ermee gebeurt: in welke regel het nu staat, of waarom het vervalt. "
            "Leeg is nog te beslissen."
        ),
    ] = None


class RemainderFile(Record, frozen=True, kw_only=True):
    """protocols/<id>/rest.yml: what an import could not place."""

    document: Annotated[Line, Meta(description="Het ingelezen bestand.")]
    entries: Annotated[tuple[Remnant, ...], Meta(description="De stukken, in de volgorde van het document.")]


class AdviceEntry(Rule, frozen=True, kw_only=True):
    """One item of an advice list."""

    audiences: Annotated[
        Annotated[tuple[AudienceId, ...], Meta(min_length=1)] | None,
        Meta(description="Alleen als het afwijkt van de lijst."),
    ] = None


class AdviceFile(Record, frozen=True, kw_only=True):
    """protocols/<id>/advice/<id>.yml: one advice list."""

    id: Annotated[Id, Meta(description="Vaste naam van de lijst.")]
    title: Annotated[Line, Meta(description="Titel van de lijst.")]
    kind: Annotated[
        Literal["do", "dont", "steps", "tips"], Meta(description="Soort lijst: doen, niet doen, stappen, tips.")
    ]
    section: Annotated[Id, Meta(description="De afdeling (id uit protocol.yml).")]
    position: Annotated[int, Meta(ge=0, description="Volgorde binnen de afdeling.")]
    audiences: Annotated[tuple[AudienceId, ...], Meta(min_length=1, description="Voor wie de lijst is.")]
    intro: Annotated[Text | None, Meta(description="Aanhef boven de lijst.")] = None
    entries: Annotated[tuple[AdviceEntry, ...], Meta(min_length=1, description="De adviezen, in volgorde.")]
    accepted: AcceptedFindings = ()


class Decision(Record, frozen=True, kw_only=True):
    """A decision on the protocol."""

    id: Annotated[Id, Meta(description="Vaste naam van het besluit.")]
    body: Annotated[Line, Meta(description="Het orgaan met zijn lidwoord, bijvoorbeeld de GMR of het bestuur.")]
    action: Annotated[
        Literal["goedgekeurd", "instemming", "advies", "vastgesteld"], Meta(description="Wat het orgaan deed.")
    ]
    date: Annotated[Day | None, Meta(description="De datum (jjjj-mm-dd); leeg als de bron hem niet geeft.")] = None
    text: Annotated[Text | None, Meta(description="Toelichting bij het besluit.")] = None
    parameter: Annotated[ParameterId | None, Meta(description="De parameter die de datum levert.")] = None
    audiences: Annotated[tuple[AudienceId, ...], Meta(min_length=1, description="Voor wie het besluit van belang is.")]
    norms: Annotated[tuple[Norm, ...], Meta(description="Wat het besluit bepaalt, per onderwerp.")] = ()
    topics: Annotated[tuple[Id, ...], Meta(description="Onderwerpen waar het besluit over gaat.")] = ()
    source: Annotated[tuple[ProvisionId, ...], Meta(description="Vindplaatsen in het brondocument.")] = ()
    notes: Annotated[tuple[Note, ...], Meta(description="Opmerkingen van de redactie.")] = ()


class Section(Record, frozen=True, kw_only=True):
    """A heading of the protocol."""

    id: Annotated[Id, Meta(description="Vaste naam van de afdeling.")]
    title: Annotated[Line, Meta(description="De kop.")]
    intro: Annotated[Text | None, Meta(description="Aanhef onder de kop.")] = None


class Parameter(Record, frozen=True, kw_only=True):
    """A blank that a school fills in."""

    id: Annotated[ParameterId, Meta(description="Naam zoals in de teksten tussen accolades.")]
    label: Annotated[Line, Meta(description="Wat hier ingevuld wordt, in gewone taal.")]
    type: Annotated[ParameterType, Meta(description="Soort waarde.")]
    hint: Annotated[Line, Meta(description="Hulp bij het invullen.")]
    choices: Annotated[tuple[Line, ...], Meta(description="De keuzes, bij soort choice.")] = ()
    value: Annotated[Line | None, Meta(description="De waarde; leeg is nog niet ingevuld.")] = None


class Unclear(Record, frozen=True, kw_only=True):
    """A topic that the protocol answers in two ways."""

    topic: Annotated[Id, Meta(description="Het onderwerp.")]
    readings: Annotated[tuple[Line, ...], Meta(min_length=2, description="De lezingen, elk in één zin.")]
    reason: Annotated[Line, Meta(description="Waarom de bron het in het midden laat.")]


class SourceDocument(Record, frozen=True, kw_only=True):
    """The document that the protocol was taken from."""

    title: Annotated[Line, Meta(description="Titel van het brondocument.")]
    url: Annotated[WebAddress | None, Meta(description="Adres van het document, als het openbaar is.")] = None
    note: Annotated[Text | None, Meta(description="Wat er over het document te zeggen is.")] = None


class Review(Record, frozen=True, kw_only=True):
    """When the protocol is looked at again."""

    text: Annotated[Line, Meta(description="Wat de bron over evaluatie zegt.")]
    next: Annotated[Day | None, Meta(description="Volgende datum (jjjj-mm-dd), als die bekend is.")] = None


#: What an import writes for an organisation that it did not find in the document.
OPEN = "nog in te vullen"


class ProtocolFile(Record, frozen=True, kw_only=True):
    """protocols/<id>/protocol.yml: one organisation's protocol."""

    id: Annotated[Id, Meta(description="Vaste naam, gelijk aan de mapnaam.")]
    title: Annotated[Line, Meta(description="Titel van het protocol.")]
    short_title: Annotated[Line, Meta(description="Korte naam voor lijsten en kolommen.")]
    organisation: Annotated[Line, Meta(description="De organisatie waarvan het protocol is.")]
    kind: Annotated[Literal["model", "board", "school"], Meta(description="Model, van een bestuur, of van een school.")]
    summary: Annotated[Text, Meta(description="Waar het protocol over gaat, in twee zinnen.")]
    extends: Annotated[
        Id | None, Meta(description="Het protocol waarop dit voortbouwt; alleen verschillen staan hier.")
    ] = None
    numbering: Annotated[Text | None, Meta(description="Hoe de bron zijn regels nummert.")] = None
    document: Annotated[SourceDocument | None, Meta(description="Het brondocument.")] = None
    status: Annotated[
        ProtocolStatus | None,
        Meta(description="Hoe ver het protocol is: een concept, ter instemming bij de (G)MR, of vastgesteld."),
    ] = None
    decisions: Annotated[tuple[Decision, ...], Meta(description="Besluiten, in elke volgorde.")] = ()
    review: Annotated[Review | None, Meta(description="Evaluatie; leeg als de bron er niets over zegt.")] = None
    platforms: Annotated[tuple[Id, ...], Meta(description="Platforms die het protocol noemt.")] = ()
    sections: Annotated[tuple[Section, ...], Meta(min_length=1, description="De afdelingen, in volgorde.")]
    poster: Annotated[
        tuple[Id, ...],
        Meta(description="De regels op de posters; leeg is alle regels met een kaart doen, niet doen of vertel het."),
    ] = ()
    parameters: Annotated[tuple[Parameter, ...], Meta(description="Wat een school zelf invult.")] = ()
    values: Annotated[
        dict[ParameterId, Line],
        Meta(description="Waarden voor de parameters, ook voor die van het protocol bij extends."),
    ] = field(default_factory=dict)
    read_on: Annotated[Day, Meta(description="Wanneer het protocol naast de onderwerpenlijst is gelezen (jjjj-mm-dd).")]
    unclear: Annotated[tuple[Unclear, ...], Meta(description="Onderwerpen met twee lezingen.")] = ()
    notes: Annotated[tuple[Note, ...], Meta(description="Opmerkingen van de redactie bij het geheel.")] = ()
    accepted: AcceptedFindings = ()

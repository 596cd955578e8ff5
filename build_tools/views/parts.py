"""What the pages share: links, rules as cards, norms in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from build_tools.dutch import MONTHS, in_words
from build_tools.model import Item, Library, Protocol, parameter_values
from build_tools.records import Audience, AudienceId, Decision, Norm, Platform, Record
from build_tools.texts import fill


class Link(Struct, frozen=True, kw_only=True):
    """A place on the site: the page's Markdown path, an anchor on it, and what to call it."""

    page: str
    anchor: str | None = None
    text: str = ""


class NormLine(Struct, frozen=True, kw_only=True):
    """A norm in words."""

    topic: Link
    stance: str
    sign: str
    label: str
    parties: str
    value: str | None
    condition: str | None
    note: str | None = None


class NoteBox(Struct, frozen=True, kw_only=True):
    """An editorial note with its kind in words."""

    kind: str
    label: str
    text: str


class Picture(Struct, frozen=True, kw_only=True):
    """A pictogram and what it shows."""

    id: str
    label: str


class RuleCard(Struct, frozen=True, kw_only=True):
    """A rule as one reader sees it."""

    id: str
    anchor: str
    title: str
    number: str | None
    text: str
    groups: str | None
    protocol: str
    protocol_title: str
    link: Link
    norms: tuple[NormLine, ...]
    notes: tuple[NoteBox, ...]
    footnotes: tuple[tuple[str, str], ...]
    picture: Picture | None
    kind: str


NOTE_LABELS = {
    "fault": "Fout in de bron",
    "outdated": "Verouderd in de bron",
    "contradiction": "Tegenspraak in de bron",
    "blank": "Niet ingevuld in de bron",
    "context": "Toelichting",
}


def protocol_page(protocol: str) -> str:
    """The Markdown path of a protocol's page."""
    return f"protocollen/{protocol}.md"


def audience_page(audience: Audience) -> str:
    """The Markdown path of a reader's page."""
    return f"{audience.page}.md"


def topic_page(topic: str) -> str:
    """The Markdown path of a topic's page."""
    return f"onderwerpen/{topic}.md"


def rule_link(item: Item | Decision, protocol: str, text: str = "") -> Link:
    """A link to the rule itself, on its protocol's page."""
    return Link(page=protocol_page(protocol), anchor=item.id, text=text)


def topic_link(library: Library, topic: str) -> Link:
    """A link to a topic's page, called by its title."""
    return Link(page=topic_page(topic), text=library.vocabulary.topics[topic].title)


def decision_topics(decision: Decision) -> tuple[str, ...]:
    """Every topic of a decision, those of its norms first, each once."""
    return tuple(dict.fromkeys([*(norm.topic for norm in decision.norms), *decision.topics]))


def decision_text(decision: Decision) -> str:
    """`instemming door GMR op 19 september 2018`; without the date where the source gives none."""
    day = f" op {date_in_words(decision.date)}" if decision.date else ""
    return f"{decision.action} door {decision.body}{day}"


def date_in_words(day: object) -> str:
    """`14 december 2017` for a date."""
    year, month, number = str(day).split("-")
    return f"{int(number)} {MONTHS[int(month) - 1]} {year}"


def filled(library: Library, protocol: Protocol, text: str) -> str:
    """`text` with the protocol's parameters filled in; a blank shows its label in square brackets."""
    if "{{" not in text:
        return text
    return fill(text, parameter_values(library, protocol), lambda name: f"[{_label(protocol, name)}]")


def _label(protocol: Protocol, name: str) -> str:
    return next((parameter.label for parameter in protocol.record.parameters if parameter.id == name), name)


def parties_in_words(library: Library, parties: Iterable[str]) -> str:
    """`medewerkers en leerlingen`, in the vocabulary's order."""
    return in_words(library.vocabulary.labels_of(tuple(parties)))


def norm_line(library: Library, norm: Norm) -> NormLine:
    """A norm with its stance, parties and topic in words."""
    stance = library.vocabulary.stances[norm.stance]
    return NormLine(
        topic=topic_link(library, norm.topic),
        stance=norm.stance,
        sign=stance.sign,
        label=stance.label,
        parties=parties_in_words(library, norm.parties),
        value=norm.value,
        condition=norm.condition,
        note=norm.note,
    )


def note_boxes(notes: Iterable[Record]) -> tuple[NoteBox, ...]:
    """Editorial notes with their kinds in words."""
    return tuple(
        NoteBox(kind=note.kind, label=NOTE_LABELS[note.kind], text=note.text)  # type: ignore[attr-defined]
        for note in notes
    )


def groups_in_words(groups: Sequence[int]) -> str | None:
    """`groep 7 en 8`, or None when the rule is for all."""
    return f"groep {in_words(map(str, groups))}" if groups else None


def rule_anchor(item: Item) -> str:
    """Where a rule stands on a page with rules of several protocols."""
    return f"{item.protocol}--{item.id}"


def rule_card(library: Library, item: Item, audience: AudienceId | None, *, anchor: str | None = None) -> RuleCard:
    """The item as `audience` reads it (None: the text itself)."""
    rule, protocol = item.rule, library.protocols[item.protocol]
    return RuleCard(
        id=item.id,
        anchor=anchor or rule_anchor(item),
        title=filled(library, protocol, rule.title),
        number=rule.number,
        text=filled(library, protocol, item.text_for(audience) if audience else rule.text),
        groups=groups_in_words(rule.groups),
        protocol=item.protocol,
        protocol_title=protocol.record.short_title,
        link=rule_link(item, item.protocol),
        norms=tuple(norm_line(library, norm) for norm in rule.norms),
        notes=note_boxes(rule.notes),
        footnotes=tuple((note.mark, filled(library, protocol, note.text)) for note in rule.footnotes),
        picture=picture(library, rule.card.pictogram) if rule.card else None,
        kind=rule.card.kind if rule.card else "know",
    )


def picture(library: Library, name: str) -> Picture:
    """The pictogram with its description."""
    return Picture(id=name, label=library.vocabulary.pictograms[name].label)


def platform_line(platform: Platform) -> str:
    """`Twitter (heet nu X, sinds 24 juli 2023)`: a platform with what became of it."""
    since = f", sinds {_moment(platform.since)}" if platform.since else ""
    match platform.status:
        case "renamed":
            return f"{platform.name} (heet nu {platform.now or 'anders'}{since})"
        case "stopped":
            return f"{platform.name} (gestopt{since})"
    return platform.name


def _moment(value: str) -> str:
    parts = value.split("-")
    if len(parts) == 3:
        return date_in_words(value)
    return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}" if len(parts) == 2 else value

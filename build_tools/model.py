"""The library: all sources with their references resolved, as frozen records without syntax of any output."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import Literal, TypeVar

from msgspec import Struct

from build_tools.answers import Answer, answers_of
from build_tools.descent import Origin
from build_tools.problems import Place
from build_tools.records import (
    AdviceFile,
    Audience,
    AudienceId,
    Decision,
    Fact,
    LeftOutFile,
    Norm,
    Party,
    Pictogram,
    Platform,
    ProtocolFile,
    Relation,
    Remnant,
    Rule,
    Section,
    SiteFile,
    SourceDocument,
    Stance,
    Status,
    Synonyms,
    Term,
    Theme,
    Topic,
)

Kind = Literal["article", "advice", "decision"]
Entry = TypeVar("Entry")


class Item(Struct, frozen=True, kw_only=True, dict=True):
    """An article or an advice item in its place: the rule as written, and what its surroundings add."""

    protocol: str
    kind: Kind
    rule: Rule
    section: Section
    audiences: tuple[AudienceId, ...]
    origin: Origin
    place_of: Callable[..., Place]

    @cached_property
    def id(self) -> str:
        """Unique within the protocol; the anchor on its page."""
        return self.rule.id

    @cached_property
    def topics(self) -> tuple[str, ...]:
        """Every topic of the item, those of its norms first, each once."""
        return tuple(dict.fromkeys([*(norm.topic for norm in self.rule.norms), *self.rule.topics]))

    def text_for(self, audience: AudienceId) -> str:
        """The audience's own wording, or the text itself."""
        return getattr(self.rule.wording, audience) or self.rule.text

    def is_for_group(self, group: int) -> bool:
        """Whether the rule is for the children of this group."""
        return "children" in self.audiences and (not self.rule.groups or group in self.rule.groups)

    def text_for_group(self, group: int) -> str:
        """The rule in the words for this group, or else in those for all children."""
        own = (wording.text for wording in self.rule.wording.children_for if group in wording.groups)
        return next(own, None) or self.text_for("children")

    def text_on_paper(self, group: int) -> str:
        """The rule in the short words of posters and cards, or else in those of the group."""
        return self.rule.wording.poster or self.text_for_group(group)

    @property
    def fits_paper(self) -> bool:
        """Whether the rule can stand on a poster: told to children as something to do, not to do, or to tell."""
        return "children" in self.audiences and self.rule.card is not None and self.rule.card.kind != "know"


class AdviceList(Struct, frozen=True, kw_only=True):
    """An advice list in its place."""

    record: AdviceFile
    items: tuple[Item, ...]
    place_of: Callable[..., Place]


class SectionContent(Struct, frozen=True, kw_only=True):
    """A section with its articles and advice lists, in order."""

    record: Section
    blocks: tuple[Item | AdviceList, ...]


class Protocol(Struct, frozen=True, kw_only=True, dict=True):
    """One organisation's protocol."""

    record: ProtocolFile
    document: SourceDocument
    numbering: str
    sections: tuple[SectionContent, ...]
    left_out: tuple[LeftOutFile, ...]
    place_of: Callable[..., Place]
    remainder: tuple[tuple[Remnant, Place], ...] = ()

    @property
    def id(self) -> str:
        """The protocol's id, also its address."""
        return self.record.id

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every article and advice item, in the protocol's order."""
        return tuple(self._items())

    @cached_property
    def norms(self) -> tuple[tuple[Item | Decision, Norm], ...]:
        """Every norm with what holds it, decisions last."""
        of_items: list[tuple[Item | Decision, Norm]] = [(item, norm) for item in self.items for norm in item.rule.norms]
        return (*of_items, *((decision, norm) for decision in self.record.decisions for norm in decision.norms))

    @cached_property
    def norms_by_topic(self) -> Mapping[str, Sequence[tuple[Item | Decision, Norm]]]:
        """The norms on each topic that has any, with what holds them, in the order of `norms`."""
        found: dict[str, list[tuple[Item | Decision, Norm]]] = {}
        for holder, norm in self.norms:
            found.setdefault(norm.topic, []).append((holder, norm))
        return found

    def answers_on(self, topic: str) -> tuple[Answer, ...]:
        """The answers to a topic, in the order of `norms`."""
        if topic not in self._answers:
            norms = self.norms_by_topic.get(topic, ())
            self._answers[topic] = answers_of((holder.id, norm) for holder, norm in norms)
        return self._answers[topic]

    @cached_property
    def _answers(self) -> dict[str, tuple[Answer, ...]]:
        """The answers that were asked for: of a part of a protocol those to one topic, mostly."""
        return {}

    @cached_property
    def items_by_topic(self) -> Mapping[str, Sequence[Item]]:
        """The items that rule on a topic or mention it, in order."""
        found: dict[str, list[Item]] = {}
        for item in self.items:
            for topic in item.topics:
                found.setdefault(topic, []).append(item)
        return found

    def _items(self) -> Iterator[Item]:
        for section in self.sections:
            for block in section.blocks:
                yield from block.items if isinstance(block, AdviceList) else (block,)


class Said(Struct, frozen=True):
    """A text that readers see, as written; `protocol` is None for the site's own. `note`: of the editors, beside it."""

    protocol: str | None
    item: Item | None
    path: tuple[str | int, ...]
    text: str
    note: bool
    place_of: Callable[..., Place]

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.place_of(*self.path)


class Version(Struct, frozen=True, kw_only=True):
    """A protocol as it stood earlier; the label is its folder's name, such as the date of its adoption."""

    label: str
    protocol: Protocol


class Vocabulary(Struct, frozen=True, kw_only=True, dict=True):
    """The closed lists, each in reading order and by id."""

    audiences: Mapping[str, Audience]
    parties: Mapping[str, Party]
    stances: Mapping[str, Stance]
    statuses: Mapping[str, Status]
    relations: Mapping[str, Relation]
    themes: Mapping[str, Theme]
    topics: Mapping[str, Topic]
    platforms: Mapping[str, Platform]
    facts: Mapping[str, Fact]
    glossary: Mapping[str, Term]
    pictograms: Mapping[str, Pictogram]
    synonyms: tuple[Synonyms, ...]

    @cached_property
    def labels_of(self) -> Callable[[tuple[str, ...]], tuple[str, ...]]:
        """What gives the labels of parties in the order of the list; it remembers them, for there are few."""
        return cache(lambda ids: tuple(party.label for party in self.parties.values() if party.id in ids))


class Library(Struct, frozen=True, kw_only=True, dict=True):
    """Everything that the site is made of."""

    site: SiteFile
    vocabulary: Vocabulary
    protocols: Mapping[str, Protocol]
    versions: Mapping[str, tuple[Version, ...]]
    place_of: Callable[..., Place]

    @cached_property
    def shown(self) -> tuple[Protocol, ...]:
        """The protocols that the site shows: its own one, or those that site.yml names, in that order."""
        own = self.site.own_protocol
        return tuple(self.protocols[name] for name in ((own,) if own else self.site.protocols))

    @property
    def own(self) -> Protocol | None:
        """The school's own protocol, when the site is that of one school."""
        return self.protocols[self.site.own_protocol] if self.site.own_protocol else None

    def line_of(self, name: str) -> Iterator[Protocol]:
        """The protocol with this id, if there is one, and those that it builds on, the nearest first.

        A ring, which is a fault of its own, is followed once.
        """
        passed: set[str] = set()
        while name in self.protocols and name not in passed:
            passed.add(name)
            yield self.protocols[name]
            name = self.protocols[name].record.extends or ""

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """Every text that readers see, of all protocols."""
        return (*_said_by_site(self), *(one for protocol in self.protocols.values() for one in _said(protocol)))


def _said_by_site(library: Library) -> Iterator[Said]:
    site = library.site
    texts: list[tuple[tuple[str | int, ...], str | None]] = [(("usage",), site.usage)]
    for name in ("questions", "press", "reception"):
        contact = getattr(site.contacts, name)
        if contact:
            fields = ("label", "phone", "email", "hours")
            texts.extend((("contacts", name, field), getattr(contact, field)) for field in fields)
    texts.extend((("parameters", name), value) for name, value in site.parameters.items())
    yield from (Said(None, None, path, text, False, library.place_of) for path, text in texts if text)


def _said(protocol: Protocol) -> Iterator[Said]:
    """What a protocol says: itself, its sections and decisions, its lists, its rules."""
    for path, text in _texts_of_record(protocol.record):
        yield Said(protocol.id, None, path, text, path[0] == "notes", protocol.place_of)
    for section in protocol.sections:
        for block in section.blocks:
            if isinstance(block, AdviceList):
                yield Said(protocol.id, None, ("title",), block.record.title, False, block.place_of)
                if block.record.intro:
                    yield Said(protocol.id, None, ("intro",), block.record.intro, False, block.place_of)
    for item in protocol.items:
        for path, text in _texts_of_rule(item.rule):
            yield Said(protocol.id, item, path, text, path[0] == "notes", item.place_of)


def _texts_of_record(record: ProtocolFile) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("title",), record.title
    yield ("summary",), record.summary
    for name, value in record.values.items():
        yield ("values", name), value
    for number, section in enumerate(record.sections):
        yield ("sections", number, "title"), section.title
        if section.intro:
            yield ("sections", number, "intro"), section.intro
    for number, decision in enumerate(record.decisions):
        if decision.text:
            yield ("decisions", number, "text"), decision.text
    for number, note in enumerate(record.notes):
        yield ("notes", number, "text"), note.text


def _texts_of_rule(rule: Rule) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("title",), rule.title
    yield ("text",), rule.text
    for audience in ("staff", "parents", "children", "media", "poster"):
        if text := getattr(rule.wording, audience):
            yield ("wording", audience), text
    for number, own in enumerate(rule.wording.children_for):
        yield ("wording", "children_for", number, "text"), own.text
    for number, norm in enumerate(rule.norms):
        for field in ("value", "condition"):
            if text := getattr(norm, field):
                yield ("norms", number, field), text
    for number, footnote in enumerate(rule.footnotes):
        yield ("footnotes", number, "text"), footnote.text
    for number, note in enumerate(rule.notes):
        yield ("notes", number, "text"), note.text


def parameter_values(library: Library, protocol: Protocol) -> dict[str, str]:
    """The values that a protocol's parameters have: their own, those it gives, and for the own protocol the site's.

    The site's values fill the school's own protocol only: another organisation's blanks stay blank.
    """
    given = {parameter.id: parameter.value for parameter in protocol.record.parameters if parameter.value}
    given |= protocol.record.values
    return given | library.site.parameters if library.site.own_protocol == protocol.id else given

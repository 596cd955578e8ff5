"""The library: all sources with their references resolved, as frozen records without syntax of any output."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar

from build_tools.descent import Origin
from build_tools.problems import Place
from build_tools.records import (
    AdviceFile,
    Audience,
    AudienceId,
    Decision,
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


@dataclass(frozen=True, kw_only=True)
class Item:
    """An article or an advice item in its place: the rule as written, and what its surroundings add."""

    protocol: str
    kind: Kind
    rule: Rule
    section: Section
    audiences: tuple[AudienceId, ...]
    origin: Origin
    place_of: Callable[..., Place]

    @property
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


@dataclass(frozen=True, kw_only=True)
class AdviceList:
    """An advice list in its place."""

    record: AdviceFile
    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class SectionContent:
    """A section with its articles and advice lists, in order."""

    record: Section
    blocks: tuple[Item | AdviceList, ...]


@dataclass(frozen=True, kw_only=True)
class Protocol:
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


@dataclass(frozen=True, kw_only=True)
class Version:
    """A protocol as it stood earlier; the label is its folder's name, such as the date of its adoption."""

    label: str
    protocol: Protocol


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The closed lists, each in reading order and by id."""

    audiences: Mapping[str, Audience]
    parties: Mapping[str, Party]
    stances: Mapping[str, Stance]
    statuses: Mapping[str, Status]
    relations: Mapping[str, Relation]
    themes: Mapping[str, Theme]
    topics: Mapping[str, Topic]
    platforms: Mapping[str, Platform]
    glossary: Mapping[str, Term]
    pictograms: Mapping[str, Pictogram]
    synonyms: tuple[Synonyms, ...]


@dataclass(frozen=True, kw_only=True)
class Library:
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


def parameter_values(library: Library, protocol: Protocol) -> dict[str, str]:
    """The values that a protocol's parameters have: their own, those it gives, and for the own protocol the site's.

    The site's values fill the school's own protocol only: another organisation's blanks stay blank.
    """
    given = {parameter.id: parameter.value for parameter in protocol.record.parameters if parameter.value}
    given |= protocol.record.values
    return given | library.site.parameters if library.site.own_protocol == protocol.id else given

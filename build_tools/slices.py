"""Parts of a library, each with a digest of all that is in it: what is made of an equal part is equal.

A page shows some of the rules. What makes it is handed a library with those and no others, so that it cannot look
further; the digest of that library then tells whether an earlier run made the same page. Of each protocol all that
is no rule is always there, and so are the lists and site.yml. Where things stand in their files never is. What only
counts rules, or lists protocols, is handed an outline: all rules, without their words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache, cached_property
from types import SimpleNamespace
from typing import Generic, NoReturn, TypeVar, cast

from msgspec import Struct, field
from msgspec.json import Decoder, encode
from msgspec.structs import asdict, replace

from build_tools.kept import digest
from build_tools.model import AdviceList, Item, Library, Protocol, SectionContent, Vocabulary
from build_tools.records import AudienceId, Record

Made = TypeVar("Made")
Kept = TypeVar("Kept", bound=Record)

#: The ids of rules by protocol, in the protocol's order.
Chosen = Mapping[str, Collection[str]]


class Digests(Struct, frozen=True, kw_only=True):
    """Of one protocol: of its rules that are `kin`, in their places, by the name for these; and of its outline."""

    kin: Mapping[str, bytes]
    outline: bytes


class Slices(Struct, frozen=True, kw_only=True, dict=True):
    """The parts of one library; `known` has the digests of the protocols that are as an earlier run had them."""

    library: Library
    known: Mapping[str, Digests] = field(default_factory=dict)

    def narrowed(self, chosen: Chosen) -> Library:
        """The library with these rules and no others."""
        protocols = {name: self._with_rules(name, rules) for name, rules in chosen.items() if rules}
        return replace(self._hollow, protocols={**self._hollow.protocols, **protocols})

    def _with_rules(self, name: str, rules: Collection[str]) -> Protocol:
        if len(rules) == len(self.library.protocols[name].items):
            return self._bare(name)
        return _with_rules(self._hollow.protocols[name], map(self._placed(name).__getitem__, rules))

    @cached_property
    def rules_for(self) -> Mapping[str, Chosen]:
        """The rules of the shown protocols that are for a reader, by that reader."""
        shown = self.library.shown
        found: dict[str, dict[str, dict[str, None]]] = {
            name: {protocol.id: {} for protocol in shown} for name in self.library.vocabulary.audiences
        }
        for protocol in shown:
            for item in protocol.items:
                for audience in item.audiences:
                    found[audience][protocol.id][item.id] = None
        return found

    @cached_property
    def rules_about(self) -> Mapping[str, Chosen]:
        """The rules of the shown protocols that rule on a topic or mention it, by that topic."""
        found: dict[str, dict[str, list[str]]] = {topic: {} for topic in self.library.vocabulary.topics}
        for protocol in self.library.shown:
            for topic, items in protocol.items_by_topic.items():
                found[topic][protocol.id] = [item.id for item in items]
        return found

    @cached_property
    def outline(self) -> Library:
        """The library with of each rule only what it is about, for whom, and its norms: the rest is not there."""
        return replace(self._hollow, protocols={name: _outlined(self._bare(name)) for name in self.library.protocols})

    @cached_property
    def outline_key(self) -> bytes:
        """A digest of all that is in `outline`."""
        return digest(self.frame, *(found.outline for found in self._digests.values()))

    def key_of_kin(self, name: str) -> bytes:
        """A digest of all that is in `narrowed`, of the rules of the shown protocols that are `kin` by this name."""
        return self.key_of((protocol.id, name) for protocol in self.library.shown)

    def key_of_whole(self, protocols: Iterable[str]) -> bytes:
        """A digest of all that is in `narrowed`, of all rules of these protocols."""
        return self.key_of((protocol, kin()) for protocol in protocols)

    def key_of(self, found: Iterable[tuple[str, str]]) -> bytes:
        """A digest of all that is in `narrowed`, of the rules of each protocol that are `kin` by the name beside it."""
        known = (self._digests[protocol].kin.get(name) for protocol, name in found)
        return digest(self.frame, b"".join(filter(None, known)))  # each of one length

    @cached_property
    def _hollow(self) -> Library:
        """The library without rules and places; of the earlier versions only whose there are."""
        protocols = {name: _hollowed(found) for name, found in self.library.protocols.items()}
        versions = dict.fromkeys(self.library.versions, ())
        return replace(self.library, protocols=protocols, versions=versions, place_of=_nowhere)

    @cached_property
    def _bare(self) -> Callable[[str], Protocol]:
        """Gives a protocol without places."""
        return cache(lambda name: _without_places(self.library.protocols[name]))

    @cached_property
    def _placed(self) -> Callable[[str], Mapping[str, tuple[int, Item, AdviceList | None]]]:
        """Gives each rule of a protocol with where it stands."""
        return cache(lambda name: dict(_placed(self._bare(name))))

    @cached_property
    def frame(self) -> bytes:
        """A digest of all that stands in every part."""
        library = self.library
        protocols = (part for protocol in library.protocols.values() for part in _about(protocol))
        return digest(encode(library.site), words_key(library.vocabulary), *protocols, *library.versions)

    @cached_property
    def _digests(self) -> Mapping[str, Digests]:
        words, protocols = self.library.vocabulary, self.library.protocols
        return {name: self.known.get(name) or digests_of(found, words) for name, found in protocols.items()}


class Sliced(Struct, Generic[Made], frozen=True, kw_only=True, dict=True):
    """What makes something of a part of a library, of `beside`, and of nothing else.

    `beside` gives what `make` takes after the library: values that are written down whole by `repr`. `known` gives a
    digest of the part with the rules that are chosen.
    """

    slices: Slices
    choose: Callable[[], Chosen]
    known: Callable[[], bytes]
    make: Callable[..., Made]
    beside: Callable[[], tuple[object, ...]] = tuple

    @cached_property
    def key(self) -> bytes:
        """A digest of all that it is made of, the code apart."""
        return digest(self.known(), repr(self.beside()))

    def __call__(self) -> Made:
        """Make it."""
        return self.of(self.part())

    def part(self) -> Library:
        """The part of the library."""
        return self.slices.narrowed(self.choose())

    def of(self, part: Library) -> Made:
        """Make it of that part."""
        return self.make(part, *self.beside())


class Outlined(Struct, Generic[Made], frozen=True, kw_only=True):
    """What makes something of the outline of a library, of `beside` as in `Sliced`, and of nothing else."""

    slices: Slices
    make: Callable[..., Made]
    beside: tuple[object, ...] = ()

    @property
    def key(self) -> bytes:
        """A digest of all that it is made of, the code apart."""
        return digest(self.slices.outline_key, repr(self.beside))

    def __call__(self) -> Made:
        """Make it."""
        return self.make(self.slices.outline, *self.beside)


class InParts(Struct, Generic[Made], frozen=True, kw_only=True):
    """What makes a long page: its top, and the parts below it by name, each by itself."""

    top: Sliced[Made]
    parts: Mapping[str, Sliced[Made] | Outlined[Made]]

    @property
    def key(self) -> bytes:
        """A digest of all that it is made of, the code apart."""
        return digest(self.top.key, *(part.key for part in self.parts.values()))

    def __call__(self) -> Made:
        """Make the top."""
        return self.top()


def within(chosen: Chosen, others: Chosen) -> Chosen:
    """The rules that are in both, in the order of the first."""
    return {name: [rule for rule in rules if rule in others[name]] for name, rules in chosen.items()}


def made_for(
    slices: Slices, audience: AudienceId, make: Callable[..., Made], *beside: Callable[[], object]
) -> Sliced[Made]:
    """What is made of the rules for a reader, and of what is given by `beside`."""
    return Sliced(
        slices=slices,
        choose=lambda: slices.rules_for[audience],
        known=lambda: slices.key_of_kin(kin(reader=audience)),
        make=make,
        beside=lambda: tuple(give() for give in beside),
    )


def made_of_one(slices: Slices, protocol: Protocol, make: Callable[[Library, str], Made]) -> Sliced[Made]:
    """What is made of one shown protocol and its id."""
    return Sliced(
        slices=slices,
        choose=lambda: own_rules(protocol),
        make=make,
        beside=lambda: (protocol.id,),
        known=lambda: slices.key_of_whole([protocol.id]),
    )


def rules_on(protocols: Iterable[Protocol], topics: Set[str]) -> Chosen:
    """The rules of these protocols that rule on one of the topics or mention it."""
    return {protocol.id: _on_topics(protocol, topics) for protocol in protocols}


def _on_topics(protocol: Protocol, topics: Set[str]) -> list[str]:
    about = [protocol.items_by_topic[topic] for topic in topics if topic in protocol.items_by_topic]
    if len(about) == 1:
        return [item.id for item in about[0]]
    wanted = {item.id for items in about for item in items}
    return [item.id for item in protocol.items if item.id in wanted] if wanted else []


def own_rules(protocol: Protocol) -> Chosen:
    """The rules of a protocol, and of no other."""
    return {protocol.id: [item.id for item in protocol.items]}


def rules_of(library: Library, name: str) -> Chosen:
    """The rules of a protocol, and of those that it builds on."""
    return {found.id: [item.id for item in found.items] for found in library.line_of(name)}


def words_key(words: Vocabulary) -> bytes:
    """A digest of the lists."""
    return digest(*_about_words(words))


def _nowhere(*_: object) -> NoReturn:
    raise AssertionError("what is made of a part of a library depends on where its rules stand")


def _without_places(protocol: Protocol) -> Protocol:
    sections = tuple(
        SectionContent(record=section.record, blocks=tuple(map(_block_without_places, section.blocks)))
        for section in protocol.sections
    )
    return replace(protocol, sections=sections, remainder=(), place_of=_nowhere)


def _block_without_places(block: Item | AdviceList) -> Item | AdviceList:
    if isinstance(block, Item):
        return replace(block, place_of=_nowhere)
    items = tuple(replace(item, place_of=_nowhere) for item in block.items)
    return replace(block, record=replace(block.record, entries=()), items=items, place_of=_nowhere)


def _with_rules(hollow: Protocol, found: Iterable[tuple[int, Item, AdviceList | None]]) -> Protocol:
    """The protocol with these rules in their sections, by number, and in their lists."""
    blocks: dict[int, list[Item | AdviceList]] = {}
    for number, item, of in found:
        here = blocks.setdefault(number, [])
        if of is None:
            here.append(item)
        elif here and isinstance(before := here[-1], AdviceList) and before.record is of.record:
            here[-1] = replace(of, items=(*before.items, item))
        else:
            here.append(replace(of, items=(item,)))
    sections = (
        SectionContent(record=section.record, blocks=tuple(blocks[number])) if number in blocks else section
        for number, section in enumerate(hollow.sections)
    )
    return replace(hollow, sections=tuple(sections))


def _placed(protocol: Protocol) -> Iterator[tuple[str, tuple[int, Item, AdviceList | None]]]:
    """Each rule with the number of its section and the list that it stands in."""
    for number, section in enumerate(protocol.sections):
        for block in section.blocks:
            if isinstance(block, Item):
                yield block.id, (number, block, None)
            else:
                yield from ((item.id, (number, item, block)) for item in block.items)


def _hollowed(protocol: Protocol) -> Protocol:
    sections = (SectionContent(record=section.record, blocks=()) for section in protocol.sections)
    return replace(protocol, sections=tuple(sections), remainder=(), place_of=_nowhere)


def _about(protocol: Protocol) -> Iterator[bytes]:
    """All of a protocol but its rules."""
    yield encode(protocol.record)
    yield from (encode(left) for left in protocol.left_out)


def _about_words(words: Vocabulary) -> Iterator[str | bytes]:
    for name, entries in asdict(words).items():
        yield name
        yield from (encode(entry) for entry in (entries.values() if isinstance(entries, Mapping) else entries))


def digests_of(protocol: Protocol, words: Vocabulary) -> Digests:
    """The digests of a protocol."""
    return Digests(kin=_kin_digests(protocol, words), outline=digest(*_written_outline(protocol)))


def kin(reader: str = "", topic: str = "", theme: str = "") -> str:
    """The name of rules that stand together: for this reader, on this topic, or on this theme; without any, all."""
    return f"{reader}|{topic}|{theme}"


def _kin_digests(protocol: Protocol, words: Vocabulary) -> dict[str, bytes]:
    rules = dict(_rule_digests(protocol))
    found: dict[str, list[bytes]] = {}
    for item in protocol.items:
        for name in dict.fromkeys(_kin_of(item, words)):
            found.setdefault(name, []).append(rules[item.id])
    return {name: digest(*parts) for name, parts in found.items()}


def _kin_of(item: Item, words: Vocabulary) -> Iterator[str]:
    for reader in ("", *item.audiences):
        yield kin(reader=reader)
        yield from (kin(reader=reader, topic=topic) for topic in item.topics)
    yield from (kin(theme=words.topics[topic].theme) for topic in item.topics if topic in words.topics)


def _rule_digests(protocol: Protocol) -> Iterator[tuple[str, bytes]]:
    for section in protocol.sections:
        for block in section.blocks:
            if isinstance(block, Item):
                yield block.id, _rule_digest(block)
            else:
                of_list = encode(replace(block.record, entries=()))
                yield from ((item.id, _rule_digest(item, of_list)) for item in block.items)


def _rule_digest(item: Item, of_list: bytes = b"") -> bytes:
    """A digest of a rule in its place, with that of the list that it stands in."""
    return digest(encode(item.rule), of_list, *_where(item))


def _where(item: Item) -> tuple[str, ...]:
    return (item.protocol, item.kind, item.section.id, item.origin, *item.audiences)


#: What an outline keeps of a rule.
_IN_OUTLINE = ("id", "topics", "norms")


def _written_outline(protocol: Protocol) -> Iterator[str]:
    """All that an outline has of a protocol's rules."""
    for section in protocol.sections:
        for block in section.blocks:
            name, items = (block.record.id, block.items) if isinstance(block, AdviceList) else ("", (block,))
            yield from (repr((name, _where(item), item.rule.norms, item.rule.id, item.rule.topics)) for item in items)


def _outlined(protocol: Protocol) -> Protocol:
    sections = (
        SectionContent(record=section.record, blocks=tuple(map(_block_in_outline, section.blocks)))
        for section in protocol.sections
    )
    return replace(protocol, sections=tuple(sections))


def _block_in_outline(block: Item | AdviceList) -> Item | AdviceList:
    if isinstance(block, Item):
        return replace(block, rule=_only(block.rule, _IN_OUTLINE))
    items = tuple(replace(item, rule=_only(item.rule, _IN_OUTLINE)) for item in block.items)
    return replace(block, record=_only(block.record, ("id",)), items=items)


def _only(record: Kept, names: Sequence[str]) -> Kept:
    """A record with these fields, and no others: to ask for one is an error."""
    return cast("Kept", SimpleNamespace(**{name: getattr(record, name) for name in names}))


class DigestsText(Struct, frozen=True, kw_only=True):
    """Gives the digests of a protocol as JSON; `key` is a digest of the files that it and the lists come from."""

    protocol: Protocol
    words: Vocabulary
    key: bytes

    def __call__(self) -> str:
        """Make them."""
        return encode(digests_of(self.protocol, self.words)).decode()


def read_digests(text: str) -> Digests:
    """What a `DigestsText` gave."""
    return _DIGESTS.decode(text)


_DIGESTS = Decoder(Digests)

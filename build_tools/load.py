"""Source files -> Library, or all the faults at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from operator import itemgetter
from typing import TypeVar

from msgspec.structs import replace

from build_tools.found import Earlier, Find, Finder
from build_tools.kept import digest
from build_tools.model import (
    AdviceList,
    Item,
    Library,
    Protocol,
    SectionContent,
    Version,
    Vocabulary,
    parameter_values,
)
from build_tools.parsing import Parse
from build_tools.problems import Place, Problem, SourceFaults, errors
from build_tools.reading import ProtocolSources, Sourced, Sources, read_sources
from build_tools.records import Decision, ProtocolFile, Remnant, Section, SiteFile
from build_tools.references import reference_finders
from build_tools.source import Document, parse
from build_tools.texts import Look, document_problems, text_finders

Block = Item | AdviceList
Value = TypeVar("Value")


def load(files: Mapping[str, bytes]) -> tuple[Library, list[Problem]]:
    """The library in `files` (path below protocol_src -> bytes), and warnings.

    Raises SourceFaults with every fault of form and reference.
    """
    library, problems = load_partly(files)
    if library is None or errors(problems):
        raise SourceFaults(problems)
    return library, problems


def load_lists(files: Mapping[str, bytes]) -> Library:
    """The library of site.yml and the lists alone, without a protocol. Raises SourceFaults with every fault in them."""
    sources, problems = read_sources(files)
    if sources.site is None or errors(problems):
        raise SourceFaults(problems)
    library = _library(sources, sources.site)
    return replace(library, site=replace(library.site, protocols=(), own_protocol=None))


def load_partly(
    files: Mapping[str, bytes], parse: Parse = parse, look: Look = document_problems, before: Earlier | None = None
) -> tuple[Library | None, list[Problem]]:
    """What is sound of the library, and every problem of form and reference in the rest; `look` sees to the texts.

    None when site.yml or a protocol that it names is not sound: without those no library can be spoken of. What was
    found `before` in these files need not be found again.
    """
    sources, found = read_sources(files, parse)
    finders = _finders(sources, look)
    if before and not errors(found):  # what a protocol becomes then follows from its files, and those it builds on
        wrong = before.found({name: _finder(sources, name, find, before) for name, find in finders.items()})
    else:
        wrong = (one for find in finders.values() for one in find())
    problems = sorted({*found, *wrong})
    site = sources.site
    named = [*site.record.protocols, site.record.own_protocol or site.record.protocols[0]] if site else []
    sound = site and all(name in sources.protocols and _is_sound(sources.protocols[name]) for name in named)
    return (_library(sources, site) if site and sound else None), problems


def _finders(sources: Sources, look: Look) -> dict[str, Find]:
    """What finds faults of reference and text in each protocol, and under "" in what is no protocol's."""
    in_references, in_texts = reference_finders(sources), text_finders(sources, look)
    return {name: partial(_found_by, find, in_texts.get(name, tuple)) for name, find in in_references.items()}


def _found_by(*finders: Find) -> Iterator[Problem]:
    return (found for find in finders for found in find())


def _finder(sources: Sources, name: str, find: Find, before: Earlier) -> Finder:
    """What finds these faults, unless it did in an earlier run."""
    key = before.key(f"form {name}", _line(sources, name))
    return Finder(key=key if name else digest(key, *sources.protocols), find=find)  # site.yml names protocols


def _line(sources: Sources, name: str) -> Iterator[str]:
    """The folders of a protocol and of those that it builds on."""
    while name:
        yield name.partition("@")[0]
        name = sources.protocols[name].documents.base or ""


def _is_sound(sources: ProtocolSources) -> bool:
    record = sources.main.record if sources.main else None
    return bool(record and record.document and record.numbering)


def _library(sources: Sources, site: Sourced[SiteFile]) -> Library:
    lists = {
        name: {entry.id: entry for entry in entries}
        for name, entries in sources.vocabulary.items()
        if name != "synonyms"
    }
    protocols = {
        name: _protocol(found.main, found)
        for name, found in sources.protocols.items()
        if found.main and _is_sound(found)
    }
    library = Library(
        site=site.record,
        vocabulary=Vocabulary(synonyms=sources.vocabulary["synonyms"], **lists),
        protocols={name: protocol for name, protocol in protocols.items() if "@" not in name},
        versions=_versions(protocols),
        place_of=_placer(site.document, ""),
    )
    dated = {
        name: _dated(protocol, parameter_values(library, protocol)) for name, protocol in library.protocols.items()
    }
    return replace(library, protocols=dated)


def _dated(protocol: Protocol, values: Mapping[str, str]) -> Protocol:
    """The protocol in which a decision has the day that its parameter gives."""
    if not any(decision.parameter in values for decision in protocol.record.decisions):
        return protocol
    decisions = tuple(_on_its_day(decision, values) for decision in protocol.record.decisions)
    return replace(protocol, record=replace(protocol.record, decisions=decisions))


def _on_its_day(decision: Decision, values: Mapping[str, str]) -> Decision:
    value = values.get(decision.parameter or "")
    if decision.date or value is None:
        return decision
    try:
        return replace(decision, date=date.fromisoformat(value))
    except ValueError:  # a check says so, at the place of the value
        return decision


def _versions(protocols: Mapping[str, Protocol]) -> dict[str, tuple[Version, ...]]:
    """The earlier versions of each protocol, the oldest first."""
    found: dict[str, tuple[Version, ...]] = {}
    for key in sorted(protocols):
        name, _, label = key.partition("@")
        if label:
            found[name] = (*found.get(name, ()), Version(label=label, protocol=protocols[key]))
    return found


def _protocol(main: Sourced[ProtocolFile], sources: ProtocolSources) -> Protocol:
    sections = {section.id: section for section in main.record.sections}
    blocks: dict[str, list[Block]] = {name: [] for name in sections}
    for _, _, block in sorted([*_articles(sources, sections), *_advice(sources, sections)], key=itemgetter(0, 1)):
        blocks[_section_of(block)].append(block)
    record = main.record
    return Protocol(
        record=record,
        document=_present(record.document),
        numbering=_present(record.numbering),
        sections=tuple(
            SectionContent(record=section, blocks=tuple(blocks[section.id])) for section in main.record.sections
        ),
        left_out=tuple(source.record for source in sources.left_out),
        place_of=_placer(main.document, sources.name),
        remainder=_remainder(sources),
    )


def _remainder(sources: ProtocolSources) -> tuple[tuple[Remnant, Place], ...]:
    """What an import could not place, each with where it stands."""
    rest = sources.remainder
    entries = rest.record.entries if rest else ()
    return tuple((one, rest.document.place(("entries", at))) for at, one in enumerate(entries) if rest)


def _present(value: Value | None) -> Value:
    """What the check of references saw to: a protocol has it, of its own or taken over."""
    if value is None:
        raise AssertionError("a protocol without document or numbering passed the check of references")
    return value


def _section_of(block: Block) -> str:
    return block.record.section if isinstance(block, AdviceList) else block.section.id


def _articles(sources: ProtocolSources, sections: Mapping[str, Section]) -> Iterator[tuple[int, str, Block]]:
    for source in sources.articles:
        article = source.record
        if article.section not in sections:
            continue  # reported as an unknown reference
        yield (
            article.position,
            article.id,
            Item(
                protocol=sources.name.partition("@")[0],
                kind="article",
                rule=article,
                section=sections[article.section],
                audiences=article.audiences,
                origin=sources.documents.origins[_part(source.document)],
                place_of=_placer(source.document, f"{sources.name}/{article.id}"),
            ),
        )


def _advice(sources: ProtocolSources, sections: Mapping[str, Section]) -> Iterator[tuple[int, str, Block]]:
    for source in sources.advice:
        advice = source.record
        if advice.section not in sections:
            continue  # as above
        items = tuple(
            Item(
                protocol=sources.name.partition("@")[0],
                kind="advice",
                rule=entry,
                section=sections[advice.section],
                audiences=entry.audiences or advice.audiences,
                origin=sources.documents.origins[_part(source.document)],
                place_of=_placer(source.document, f"{sources.name}/{entry.id}", "entries", number),
            )
            for number, entry in enumerate(advice.entries)
        )
        place_of = _placer(source.document, f"{sources.name}/{advice.id}")
        yield advice.position, advice.id, AdviceList(record=advice, items=items, place_of=place_of)


def _part(document: Document) -> str:
    """The document's path below its protocol's folder: `articles/foto.yml`."""
    return "/".join(document.file.split("/")[-2:])


def _placer(document: Document, within: str, *start: str | int) -> Callable[..., Place]:
    """A function from a path of fields to its place in the file, as the part `within` sees it."""
    places = document.places  # not the document, whose data need not be kept
    return lambda *path: places.nearest((*start, *path)).seen_from(within)

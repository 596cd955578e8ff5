"""Source files -> validated records with their documents; every fault of form is noted on the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from msgspec import Struct, field

from build_tools.descent import ProtocolDocuments, own_documents, resolve
from build_tools.faults import form_problems
from build_tools.parsing import Parse
from build_tools.problems import Place, Problem, SourceFaults, did_you_mean, problem
from build_tools.records import (
    AdviceFile,
    ArticleFile,
    Audience,
    Fact,
    LeftOutFile,
    Party,
    Pictogram,
    Platform,
    ProtocolFile,
    Record,
    Relation,
    RemainderFile,
    SiteFile,
    Stance,
    Status,
    Synonyms,
    Term,
    Theme,
    Topic,
    validate,
)
from build_tools.source import FAST, Document, parse

VOCABULARY: Mapping[str, type[Record]] = {
    "audiences": Audience,
    "parties": Party,
    "stances": Stance,
    "statuses": Status,
    "relations": Relation,
    "themes": Theme,
    "topics": Topic,
    "platforms": Platform,
    "facts": Fact,
    "glossary": Term,
    "pictograms": Pictogram,
    "synonyms": Synonyms,
}

#: What a school last saw of the protocols that its own builds on; `renewal` reads it.
SEEN = "seen.json"

AnyRecord = TypeVar("AnyRecord", bound=Record)


class Sourced(Struct, Generic[AnyRecord], frozen=True, kw_only=True):
    """A valid record with the document that it was read from."""

    document: Document
    record: AnyRecord


class ProtocolSources(Struct, frozen=True, kw_only=True):
    """The valid files of one protocol's folder."""

    name: str
    main: Sourced[ProtocolFile] | None
    articles: tuple[Sourced[ArticleFile], ...]
    advice: tuple[Sourced[AdviceFile], ...]
    left_out: tuple[Sourced[LeftOutFile], ...]
    documents: ProtocolDocuments
    remainder: Sourced[RemainderFile] | None = None


class Sources(Struct, frozen=True, kw_only=True):
    """Every valid record, and every document that could be parsed, by file."""

    site: Sourced[SiteFile] | None
    vocabulary: Mapping[str, tuple[Any, ...]]
    protocols: Mapping[str, ProtocolSources]
    documents: Mapping[str, Document]
    unreadable: Collection[str]


def read_sources(files: Mapping[str, bytes], parse: Parse = parse) -> tuple[Sources, list[Problem]]:
    """The sources in `files` (path below protocol_src -> bytes) as far as they are valid, and every fault of form."""
    reading = _Reading(files, parse)
    reading.problems.extend(_orphans(files))
    sources = Sources(
        site=reading.one(SiteFile, "site.yml"),
        vocabulary={name: tuple(reading.entries(kind, f"vocabulary/{name}.yml")) for name, kind in VOCABULARY.items()},
        protocols=_protocols(reading),
        documents=reading.documents,
        unreadable=reading.unreadable,
    )
    return sources, reading.problems


class _Reading(Struct):
    """What reading gathers on the way: documents and problems."""

    files: Mapping[str, bytes]
    parse: Parse
    documents: dict[str, Document] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    partial: set[int] = field(default_factory=set)
    validated_before: dict[tuple[int, type[Record]], Sourced[Any] | None] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=lambda: [] if FAST else [_slow_yaml()])

    def document(self, file: str) -> Document | None:
        if file not in self.files:
            self.missing.add(file)
            self.problems.append(
                problem("ontbrekend-bestand", Place(file=file), what=f"{file} ontbreekt", expected="dit bestand")
            )
            return None
        try:
            self.documents[file] = self.parse(file, self.files[file])
        except SourceFaults as faults:
            self.problems.extend(faults.problems)
            self.unreadable.add(file)
        return self.documents.get(file)

    def one(self, kind: type[AnyRecord], file: str) -> Sourced[AnyRecord] | None:
        document = self.document(file)
        record = self.validated(kind, document, document.data, ()) if document else None
        return Sourced(document=document, record=record) if document and record else None

    def sourced(self, kind: type[AnyRecord], document: Document) -> Iterator[Sourced[AnyRecord]]:
        """The document with its record; one that several protocols take over as it is, is validated once."""
        key = id(document), kind
        if key not in self.validated_before:
            record = self.validated(kind, document, document.data, ())
            self.validated_before[key] = Sourced(document=document, record=record) if record else None
        if found := self.validated_before[key]:
            yield found

    def entries(self, kind: type[AnyRecord], file: str) -> Iterator[AnyRecord]:
        document = self.document(file)
        if document is None:
            return
        if not isinstance(document.data, list):
            place = document.place(())
            self.problems.append(
                problem(
                    "verkeerd-type", place, what="het bestand is geen lijst", expected="een streepje voor elk onderdeel"
                )
            )
            return
        for number, data in enumerate(document.data):
            if record := self.validated(kind, document, data, (number,)):
                yield record

    def validated(
        self, kind: type[AnyRecord], document: Document, data: Any, at: tuple[str | int, ...]
    ) -> AnyRecord | None:
        result = validate(kind, data)
        if isinstance(result, Record):
            return result
        shown = [fault for fault in result if fault.kind != "missing"] if id(document) in self.partial else result
        self.problems.extend(form_problems(document, shown, at))
        return None


def _slow_yaml() -> Problem:
    return problem("trage-yaml", Place(file="site.yml"), what="de snelle YAML-lezer ontbreekt", expected="libyaml")


def _protocols(reading: _Reading) -> dict[str, ProtocolSources]:
    """The sources of every protocol, each with what it takes over from the one that it extends."""
    own = {name: own_documents(name, documents) for name, documents in _documents_by_protocol(reading).items()}
    resolved, problems = resolve(own)
    reading.problems.extend(problems)
    return {name: _protocol_sources(reading, documents) for name, documents in resolved.items()}


def _documents_by_protocol(reading: _Reading) -> dict[str, dict[str, Document]]:
    """Every readable document of every protocol and of every earlier version (`name@version`), by path below it."""
    placed = {file: place for file in reading.files if (place := protocol_part(file))}
    found: dict[str, dict[str, Document]] = {name: {} for name, _, _ in placed.values()}
    for _, folder, _ in placed.values():
        if (main := f"{folder}/protocol.yml") not in reading.files and main not in reading.missing:
            reading.document(main)  # notes that it is missing
    for file, (name, _, part) in placed.items():
        if _is_source(part) and (document := reading.document(file)):
            found[name][part] = document
    return found


def _protocol_sources(reading: _Reading, documents: ProtocolDocuments) -> ProtocolSources:
    main, parts = documents.main, documents.parts
    articles = [document for part, document in sorted(parts.items()) if part.startswith("articles/")]
    advice = [document for part, document in sorted(parts.items()) if part.startswith("advice/")]
    if not documents.is_whole:
        reading.partial.update(id(document) for document in (*([main] if main else []), *parts.values()))
    return ProtocolSources(
        name=documents.name,
        main=next(reading.sourced(ProtocolFile, main), None) if main else None,
        articles=tuple(found for document in articles for found in reading.sourced(ArticleFile, document)),
        advice=tuple(found for document in advice for found in reading.sourced(AdviceFile, document)),
        left_out=tuple(
            found for document in documents.left_out.values() for found in reading.sourced(LeftOutFile, document)
        ),
        documents=documents,
        remainder=next(reading.sourced(RemainderFile, documents.rest), None) if documents.rest else None,
    )


def _orphans(files: Iterable[str]) -> Iterator[Problem]:
    known = {"site.yml", SEEN, *(f"vocabulary/{name}.yml" for name in VOCABULARY)}
    for file in files:
        place = protocol_part(file)
        if file not in known and not (place and _is_source(place[2])):
            yield problem(
                "weesbestand",
                Place(file=file),
                what="dit bestand wordt nergens gelezen",
                expected="protocols/<protocol>/articles/<id>.yml of .../advice/<id>.yml",
                remedy=_other_ending(file) or did_you_mean(file, known),
            )


def _other_ending(file: str) -> str | None:
    """What to do about an ending that an editor or Windows made."""
    return next((f"hernoem {wrong} naar .yml" for wrong in (".yaml", ".yml.txt") if file.endswith(wrong)), None)


def protocol_part(file: str) -> tuple[str, str, str] | None:
    """(protocol, its folder, path below it) of a file; `name@version` for an earlier version, None elsewhere."""
    match file.split("/"):
        case ["protocols", name, "versions", version, *rest] if rest:
            return f"{name}@{version}", f"protocols/{name}/versions/{version}", "/".join(rest)
        case ["protocols", name, *rest] if rest:
            return name, f"protocols/{name}", "/".join(rest)
    return None


def _is_source(part: str) -> bool:
    match part.split("/"):
        case ["protocol.yml" | "rest.yml"]:
            return True
        case ["articles" | "advice", name]:
            return name.endswith(".yml")
    return False

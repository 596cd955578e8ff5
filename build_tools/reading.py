"""Source files -> validated records with their documents; every fault of form is noted on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from build_tools.faults import form_problems
from build_tools.problems import Place, Problem, SourceFaults, did_you_mean, problem
from build_tools.records import (
    AdviceFile,
    ArticleFile,
    Audience,
    Party,
    Pictogram,
    Platform,
    ProtocolFile,
    Record,
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
    "themes": Theme,
    "topics": Topic,
    "platforms": Platform,
    "glossary": Term,
    "pictograms": Pictogram,
    "synonyms": Synonyms,
}

AnyRecord = TypeVar("AnyRecord", bound=Record)


@dataclass(frozen=True, kw_only=True)
class Sourced(Generic[AnyRecord]):
    """A valid record with the document that it was read from."""

    document: Document
    record: AnyRecord


@dataclass(frozen=True, kw_only=True)
class ProtocolSources:
    """The valid files of one protocol's folder."""

    name: str
    main: Sourced[ProtocolFile] | None
    articles: tuple[Sourced[ArticleFile], ...]
    advice: tuple[Sourced[AdviceFile], ...]


@dataclass(frozen=True, kw_only=True)
class Sources:
    """Every valid record, and every document that could be parsed, by file."""

    site: Sourced[SiteFile] | None
    vocabulary: Mapping[str, tuple[Any, ...]]
    protocols: Mapping[str, ProtocolSources]
    documents: Mapping[str, Document]


def read_sources(files: Mapping[str, bytes]) -> tuple[Sources, list[Problem]]:
    """The sources in `files` (path below protocol_src -> bytes) as far as they are valid, and every fault of form."""
    reading = _Reading(files)
    reading.problems.extend(_orphans(files))
    sources = Sources(
        site=reading.one(SiteFile, "site.yml"),
        vocabulary={name: tuple(reading.entries(kind, f"vocabulary/{name}.yml")) for name, kind in VOCABULARY.items()},
        protocols={name: _protocol_sources(reading, name) for name in _protocol_names(files)},
        documents=reading.documents,
    )
    return sources, reading.problems


@dataclass
class _Reading:
    """What reading gathers on the way: documents and problems."""

    files: Mapping[str, bytes]
    documents: dict[str, Document] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=lambda: [] if FAST else [_slow_yaml()])

    def document(self, file: str) -> Document | None:
        if file not in self.files:
            self.problems.append(
                problem("ontbrekend-bestand", Place(file=file), what=f"{file} ontbreekt", expected="dit bestand")
            )
            return None
        try:
            self.documents[file] = parse(file, self.files[file])
        except SourceFaults as faults:
            self.problems.extend(faults.problems)
        return self.documents.get(file)

    def one(self, kind: type[AnyRecord], file: str) -> Sourced[AnyRecord] | None:
        document = self.document(file)
        record = self.validated(kind, document, document.data, ()) if document else None
        return Sourced(document=document, record=record) if document and record else None

    def folder(self, kind: type[AnyRecord], folder: str) -> Iterator[Sourced[AnyRecord]]:
        for file in self.files:
            if file.startswith(folder) and _in_protocol(file) and (found := self.one(kind, file)):
                yield found

    def entries(self, kind: type[AnyRecord], file: str) -> Iterator[AnyRecord]:
        document = self.document(file)
        if document is None:
            return
        if not isinstance(document.data, list):
            place = document.place(())
            self.problems.append(
                problem("verkeerd-type", place, what="het bestand is geen lijst", expected="- id: ...")
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
        self.problems.extend(form_problems(document, result, at))
        return None


def _slow_yaml() -> Problem:
    return problem("trage-yaml", Place(file="site.yml"), what="de snelle YAML-lezer ontbreekt", expected="libyaml")


def _protocol_names(files: Iterable[str]) -> list[str]:
    return sorted({file.split("/")[1] for file in files if file.startswith("protocols/") and file.count("/") >= 2})


def _protocol_sources(reading: _Reading, name: str) -> ProtocolSources:
    folder = f"protocols/{name}"
    return ProtocolSources(
        name=name,
        main=reading.one(ProtocolFile, f"{folder}/protocol.yml"),
        articles=tuple(reading.folder(ArticleFile, f"{folder}/articles/")),
        advice=tuple(reading.folder(AdviceFile, f"{folder}/advice/")),
    )


def _orphans(files: Iterable[str]) -> Iterator[Problem]:
    known = {"site.yml", *(f"vocabulary/{name}.yml" for name in VOCABULARY)}
    for file in files:
        if file not in known and not _in_protocol(file):
            yield problem(
                "weesbestand",
                Place(file=file),
                what="dit bestand wordt nergens gelezen",
                expected="protocols/<protocol>/articles/<id>.yml of .../advice/<id>.yml",
                remedy="hernoem .yaml naar .yml" if file.endswith(".yaml") else did_you_mean(file, known),
            )


def _in_protocol(file: str) -> bool:
    match file.split("/"):
        case ["protocols", _, "protocol.yml"]:
            return True
        case ["protocols", _, "articles" | "advice", name]:
            return name.endswith(".yml")
    return False

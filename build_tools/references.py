"""Whether everything that the sources name exists, and whether every name stands once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import partial

from msgspec import Struct

from build_tools.found import Find
from build_tools.problems import Problem, did_you_mean, listed, problem
from build_tools.reading import VOCABULARY, ProtocolSources, Sourced, Sources
from build_tools.records import AdviceFile, ArticleFile, Norm, ProtocolFile, Rule, Topic, closed_ids, id_of
from build_tools.shares import shown_twice
from build_tools.source import Document, Path

#: None when the list could not be read: then nothing is known to be missing from it.
Known = Collection[str] | None

#: A value of a document by its path; where it stands is looked for when something is wrong with it.
_Spot = tuple[Document, Path]


class _Names(Struct, frozen=True, kw_only=True):
    """Every id that can be referred to, by kind; those of faulty entries too, so that one fault gives one report."""

    topics: Known
    themes: Known
    platforms: Known
    pictograms: Known
    protocols: Known
    all_rules_read: bool


def reference_finders(sources: Sources) -> dict[str, Find]:
    """What finds every reference to what does not exist, and every id that stands twice or does not fit its file.

    By protocol, which is looked at without the others but those that it builds on; under "" in site.yml and the lists.
    """
    names = _Names(
        protocols=[name for name in sources.protocols if "@" not in name],
        all_rules_read=not any(file.startswith("protocols/") for file in sources.unreadable),
        **{kind: _listed_ids(sources, kind) for kind in ("topics", "themes", "platforms", "pictograms")},
    )
    return {
        "": partial(_list_references, sources, names),
        **{name: partial(_protocol_references, found, names, sources) for name, found in sources.protocols.items()},
    }


def _list_references(sources: Sources, names: _Names) -> Iterator[Problem]:
    yield from _site_references(sources, names)
    yield from _vocabulary_references(sources, names)


def _listed_ids(sources: Sources, kind: str) -> Known:
    document = sources.documents.get(f"vocabulary/{kind}.yml")
    return [name for name, _ in _entry_ids(document)] if document and isinstance(document.data, list) else None


def _entry_ids(document: Document) -> Iterator[tuple[str, int]]:
    """The ids in a vocabulary file with their position, those of faulty entries too."""
    for number, entry in enumerate(document.data if isinstance(document.data, list) else []):
        if isinstance(entry, dict) and "id" in entry:
            yield str(entry["id"]), number


def _site_references(sources: Sources, names: _Names) -> Iterator[Problem]:
    if sources.site is None:
        return
    document, site = sources.site.document, sources.site.record
    for number, name in enumerate(site.protocols):
        yield from _missing("protocol", name, names.protocols, (document, ("protocols", number)))
    yield from shown_twice(document, site.protocols)
    if site.own_protocol:
        yield from _missing("protocol", site.own_protocol, names.protocols, (document, ("own_protocol",)))


def _vocabulary_references(sources: Sources, names: _Names) -> Iterator[Problem]:
    for kind, record in VOCABULARY.items():
        if document := sources.documents.get(f"vocabulary/{kind}.yml"):
            ids = list(_entry_ids(document))
            yield from _repeated((name, (document, (number, "id"))) for name, number in ids)
            yield from _unexplained(closed_ids(record), {name for name, _ in ids}, document)
    if document := sources.documents.get("vocabulary/topics.yml"):
        yield from _between_topics(document, sources.vocabulary["topics"], names)


def _unexplained(closed: Iterable[str], present: Collection[str], document: Document) -> Iterator[Problem]:
    """The values of a closed list that its file does not explain."""
    for name in closed:
        if isinstance(document.data, list) and name not in present:
            yield problem("onvolledige-lijst", document.place(()), what=f'"{name}" ontbreekt', expected=f"- id: {name}")


def _between_topics(document: Document, topics: Iterable[Topic], names: _Names) -> Iterator[Problem]:
    at = dict(_entry_ids(document))
    for topic in topics:
        yield from _missing("thema", topic.theme, names.themes, (document, (at[topic.id], "theme")))
        for number, related in enumerate(topic.related):
            spot = (document, (at[topic.id], "related", number))
            yield from _missing("onderwerp", related, names.topics, spot)


def _left_out(protocol: ProtocolSources, sources: Sources) -> set[str]:
    """The rules that the protocol, or one that it builds on, left out; others may still name them."""
    base = protocol.documents.base
    further = _left_out(sources.protocols[base], sources) if base else set()
    return further | set(map(_stem, protocol.documents.left_out))


def _stem(path: str) -> str:
    """The name of a source file without its folders and its ending."""
    return path.rsplit("/", 1)[-1].removesuffix(".yml")


def _protocol_references(protocol: ProtocolSources, names: _Names, sources: Sources) -> Iterator[Problem]:
    ids = list(_own_ids(protocol))
    yield from _repeated(ids)
    present = {name for name, _ in ids} | _left_out(protocol, sources)
    known = present if names.all_rules_read else None
    if protocol.main:
        yield from _main_references(protocol.main, protocol.name.partition("@")[0], names)
    sections = {section.id for section in protocol.main.record.sections} if protocol.main else None
    files: tuple[Sourced[ArticleFile] | Sourced[AdviceFile], ...] = (*protocol.articles, *protocol.advice)
    for source in files:
        document, record = source.document, source.record
        yield from _file_differs(record.id, document, protocol.documents.parts)
        if sections is not None:
            yield from _missing("afdeling", record.section, sections, (document, ("section",)))
    for document, path, rule in _rules(protocol):
        yield from _rule_references(document, path, rule, names, known)


def _own_ids(protocol: ProtocolSources) -> Iterator[tuple[str, _Spot]]:
    """Every id that becomes an anchor on the protocol's page, faulty files included."""
    main = protocol.documents.main
    for document in (*([main] if main else []), *protocol.documents.parts.values()):
        if not isinstance(document.data, dict) or _is_copy(document, protocol.documents.parts):
            continue
        parts: list[tuple[Path, object]] = [] if document is main else [((), document.data)]
        for field in ("entries", "sections", "decisions"):
            inner = document.data.get(field)
            parts.extend(
                ((field, number), part) for number, part in enumerate(inner if isinstance(inner, list) else [])
            )
        for path, part in parts:
            if isinstance(part, dict) and "id" in part:
                yield str(part["id"]), (document, (*path, "id"))


def _is_copy(document: Document, parts: Collection[str]) -> bool:
    """Whether the file has the id of another file beside it: its name is then told to be wrong, and that is all."""
    folder, file = document.file.split("/")[-2:]
    named = f"{folder}/{document.data.get('id')}.yml"
    return named in parts and named != f"{folder}/{file}"


def _rules(protocol: ProtocolSources) -> Iterator[tuple[Document, Path, Rule]]:
    for article in protocol.articles:
        yield article.document, (), article.record
    for advice in protocol.advice:
        for number, entry in enumerate(advice.record.entries):
            yield advice.document, ("entries", number), entry


def _main_references(main: Sourced[ProtocolFile], folder: str, names: _Names) -> Iterator[Problem]:
    document, record = main.document, main.record
    yield from _differs(record.id, folder, "de map", document)
    yield from _lacking(main)
    for number, platform in enumerate(record.platforms):
        yield from _missing("platform", platform, names.platforms, (document, ("platforms", number)))
    for number, unclear in enumerate(record.unclear):
        yield from _missing("onderwerp", unclear.topic, names.topics, (document, ("unclear", number, "topic")))
    parameters = [parameter.id for parameter in record.parameters]
    yield from _repeated((name, (document, ("parameters", at, "id"))) for at, name in enumerate(parameters))
    for number, decision in enumerate(record.decisions):
        path: Path = ("decisions", number)
        yield from _topic_references(document, path, decision.norms, decision.topics, names)
        if decision.parameter:
            yield from _missing("parameter", decision.parameter, parameters, (document, (*path, "parameter")))


def _lacking(main: Sourced[ProtocolFile]) -> Iterator[Problem]:
    """What only an extending protocol may leave to the one that it extends."""
    for name in ("numbering", "document"):
        if getattr(main.record, name) is None:
            yield problem(
                "ontbrekend-veld",
                main.document.place(()),
                what=f'het veld "{name}" ontbreekt',
                expected=f"{name}: ... (of extends, met een protocol dat het heeft)",
            )


def _rule_references(document: Document, path: Path, rule: Rule, names: _Names, known: Known) -> Iterator[Problem]:
    yield from _topic_references(document, path, rule.norms, rule.topics, names)
    for number, platform in enumerate(rule.platforms):
        yield from _missing("platform", platform, names.platforms, (document, (*path, "platforms", number)))
    for number, other in enumerate(rule.see_also):
        yield from _missing("regel", other, known, (document, (*path, "see_also", number)))
    if rule.card:
        spot = (document, (*path, "card", "pictogram"))
        yield from _missing("pictogram", rule.card.pictogram, names.pictograms, spot)


def _topic_references(
    document: Document, path: Path, norms: Iterable[Norm], topics: Iterable[str], names: _Names
) -> Iterator[Problem]:
    for number, norm in enumerate(norms):
        yield from _missing("onderwerp", norm.topic, names.topics, (document, (*path, "norms", number, "topic")))
    for number, topic in enumerate(topics):
        yield from _missing("onderwerp", topic, names.topics, (document, (*path, "topics", number)))


def _missing(kind: str, name: str, known: Known, spot: _Spot) -> Iterator[Problem]:
    if known is not None and name not in known:
        document, path = spot
        yield problem(
            "onbekende-verwijzing",
            document.place(path),
            what=f'{kind} "{name}" bestaat niet',
            expected=_known(kind, sorted(set(known))),
            remedy=did_you_mean(name, known) or (_WHERE.get(kind) if len(set(known)) > _FEW else None),
        )


#: So many names are all told.
_FEW = 8
#: Where on the site the names stand: the lists that the package brings are not in a school's own folder.
_WHERE = {
    "onderwerp": "kies een onderwerp: zijn id staat in het adres van zijn pagina, onderwerpen/ID/",
    "pictogram": "kies een plaatje: hun namen staan op de site bij redactie/schrijven/#kaart",
}
_LISTS = {
    "onderwerp": "vocabulary/topics.yml",
    "thema": "vocabulary/themes.yml",
    "platform": "vocabulary/platforms.yml",
    "pictogram": "vocabulary/pictograms.yml",
}


def _known(kind: str, names: list[str]) -> str:
    """What could have stood there: the names themselves when they are few, else where to find them."""
    if len(names) > _FEW and kind in _LISTS:
        return f"een id uit {_LISTS[kind]}"
    return listed(names) or "nog niets"


_FILE_NAME = "een bestandsnaam van kleine letters, cijfers en streepjes, gelijk aan de id"


def _differs(name: str, expected: str, holder: str, document: Document) -> Iterator[Problem]:
    if name != expected:
        yield problem(
            "naam-wijkt-af",
            document.place(("id",)),
            what=f'de id is "{name}"',
            expected=f'"{expected}", de naam van {holder}',
        )


def _file_differs(name: str, document: Document, parts: Collection[str]) -> Iterator[Problem]:
    """An id that is not the name of its file, with which of the two to change."""
    stem = _stem(document.file)
    for found in _differs(name, stem, "het bestand", document):
        is_copy, can_be_id = _is_copy(document, parts), id_of(stem) == stem
        if is_copy and can_be_id:
            yield replace(found, remedy=f'schrijf "id: {stem}", of verwijder het bestand als het een kopie is')
        elif is_copy:
            yield replace(found, expected=_FILE_NAME, remedy="verwijder de kopie, of geef haar een eigen naam en id")
        elif not can_be_id:
            yield replace(found, expected=_FILE_NAME, remedy=f"hernoem het bestand naar {name}.yml")
        else:
            yield found


def _repeated(ids: Iterable[tuple[str, _Spot]]) -> Iterator[Problem]:
    first: dict[str, _Spot] = {}
    for name, spot in ids:
        if name in first:
            earlier, here = (document.place(path) for document, path in (first[name], spot))
            yield problem(
                "dubbele-id",
                here,
                what=f'de id "{name}" staat ook in {earlier.file}, regel {earlier.line}',
                expected="een eigen id voor elk onderdeel",
            )
        first.setdefault(name, spot)

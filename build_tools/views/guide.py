"""The editors' reference: every field of every source file, and every problem code."""

from __future__ import annotations

from msgspec import Struct

from build_tools.problems import CODES, Code
from build_tools.reading import VOCABULARY
from build_tools.records import (
    AdviceFile,
    ArticleFile,
    ProtocolFile,
    Record,
    RemainderFile,
    SiteFile,
    describe_fields,
    nested_records,
)
from build_tools.views.view import View

FIELDS_PAGE, CODES_PAGE = "redactie/velden.md", "redactie/meldingen.md"

SOURCE_FILES: tuple[tuple[str, type[Record], bool], ...] = (
    ("site.yml", SiteFile, False),
    ("protocols/<protocol>/protocol.yml", ProtocolFile, False),
    ("protocols/<protocol>/articles/<id>.yml", ArticleFile, False),
    ("protocols/<protocol>/advice/<id>.yml", AdviceFile, False),
    ("protocols/<protocol>/rest.yml", RemainderFile, False),
    *((f"vocabulary/{name}.yml", kind, True) for name, kind in VOCABULARY.items()),
)


class FieldTable(Struct, frozen=True, kw_only=True):
    """The fields of one record: (name, kind, required, description)."""

    id: str
    title: str
    rows: tuple[tuple[str, str, bool, str], ...]


class FileFields(Struct, frozen=True, kw_only=True):
    """A source file with its fields and the parts they hold."""

    path: str
    is_list: bool
    table: FieldTable


class FieldsView(View, frozen=True, kw_only=True):
    """Every field of every source file."""

    files: tuple[FileFields, ...]
    parts: tuple[FieldTable, ...]


class CodesView(View, frozen=True, kw_only=True):
    """Every problem code with its remedy."""

    codes: tuple[Code, ...]


def fields_view() -> FieldsView:
    """The reference of fields."""
    mains = [record for _, record, _ in SOURCE_FILES]
    return FieldsView(
        path=FIELDS_PAGE,
        template="fields.md.j2",
        title="Velden van de bronbestanden",
        description="Elk veld van elk bronbestand: soort waarde, verplicht of niet, en waarvoor het dient.",
        files=tuple(
            FileFields(path=path, is_list=is_list, table=_table(record)) for path, record, is_list in SOURCE_FILES
        ),
        parts=tuple(_table(record) for record in _parts(mains)),
    )


def codes_view() -> CodesView:
    """The reference of problem codes."""
    return CodesView(
        path=CODES_PAGE,
        template="codes.md.j2",
        title="Meldingen en hoe u ze oplost",
        description="Elke melding van de controle, wat zij betekent en wat eraan te doen is.",
        codes=tuple(sorted(CODES.values(), key=lambda code: code.id)),
    )


def _table(record: type[Record]) -> FieldTable:
    return FieldTable(id=record.__name__.lower(), title=record.__name__, rows=tuple(describe_fields(record)))


def _parts(mains: list[type[Record]]) -> list[type[Record]]:
    """The records inside the source files, each once, outer ones first."""
    found: list[type[Record]] = []
    waiting = list(mains)
    while waiting:
        for inner in nested_records(waiting.pop(0)):
            if inner not in found and inner not in mains:
                found.append(inner)
                waiting.append(inner)
    return found

"""A document's bytes -> a draft protocol with its report: the whole import as one function, without touching disk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from build_tools.importing.draft import Draft, Origin, write_draft
from build_tools.importing.paper import Paper
from build_tools.importing.reader import Progress, read_document, untold
from build_tools.importing.report import report
from build_tools.importing.structure import take_apart
from build_tools.importing.topics import examples_of, topic_guesser
from build_tools.load import load, load_partly
from build_tools.model import Library
from build_tools.problems import SourceFaults, errors


class Intake(Struct, frozen=True, kw_only=True):
    """A draft, the document as it was read, and the report on both."""

    draft: Draft
    paper: Paper
    report: str


def take_in(  # noqa: PLR0913 - what the command line asks for
    name: str,
    content: bytes,
    *,
    protocol: str,
    library: Library,
    day: date,
    organisation: str | None = None,
    progress: Progress = untold,
) -> Intake:
    """The draft that a document makes. Raises Refused when the document cannot be read."""
    paper = read_document(name, content, progress)
    guess = topic_guesser(library.vocabulary, examples_of(library, without=protocol))
    draft = write_draft(
        take_apart(paper),
        protocol=protocol,
        origin=Origin(file=name, day=day),
        vocabulary=library.vocabulary,
        guess=guess,
        organisation=organisation,
    )
    return Intake(draft=draft, paper=paper, report=report(paper, draft))


def with_draft(files: Mapping[str, bytes], draft: Draft) -> Library:
    """The library that the sources make together with the draft.

    Raises SourceFaults when the draft itself is not sound, whatever the state of the other sources.
    """
    together = dict(files) | {path: content.encode() for path, content in draft.files.items()}
    library, problems = load_partly(together)
    if own := [fault for fault in errors(problems) if fault.place.file in draft.files]:
        raise SourceFaults(own)
    return library or load(together)[0]

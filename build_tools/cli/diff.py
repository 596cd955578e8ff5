"""`protocolwijzer diff`: what changed since an earlier version of the sources."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from build_tools.changes import Words
from build_tools.cli.shared import SOURCE, err, faults_told, out, shown
from build_tools.deliver import write_files
from build_tools.history import UnknownRevision, read_revision
from build_tools.load import load_partly
from build_tools.problems import SourceFaults, did_you_mean, listed
from build_tools.project import completed, packaged_sources, read_project
from build_tools.reading import SEEN
from build_tools.render import Page, render
from build_tools.renewal import UnreadableRecord, record, seen_files
from build_tools.site import base_changes, changes
from build_tools.source import read_folder
from build_tools.views.changes import ChangeLine, ChangesView

_WIDTH = 92


@click.command(options_metavar="[OPTIES]")
@SOURCE
@click.option("--from", "since", metavar="VERSIE", help="Een map met bronnen, of een versie uit git.")
@click.option("--model", is_flag=True, help="Vertel wat er veranderde in het model waarop u voortbouwt.")
@click.option("--accept", is_flag=True, help="Leg vast dat u het model zoals het nu is, gelezen hebt.")
@click.option("--protocol", "only", metavar="ID", help="Alleen dit protocol.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Schrijf naar dit bestand.")
def diff(  # noqa: PLR0913, PLR0917 - click hands over each option
    source: Path, since: str | None, model: bool, accept: bool, only: str | None, output: Path | None
) -> None:
    """Vertel wat er in de protocollen veranderde sinds een eerdere versie van de bronnen.

    Eerst wat de betekenis raakt: strenger, soepeler, waarde gewijzigd, voor wie gewijzigd, toegevoegd, vervallen,
    verplaatst; dan wat alleen anders verwoord is. Per lezer geteld, als Markdown voor de (G)MR. VERSIE is een map met
    bronnen of een versie uit git, zoals HEAD~1 of een datum als "main@{2026-08-01}".

    Met --model gaat het over het model of het bestuursprotocol waarop u voortbouwt: wat er veranderde sinds u het voor
    het laatst zag. Met --accept erbij legt u vast dat u dat gelezen hebt.
    """
    if model:
        text = _since_last_seen(source, only, markdown=output is not None)
    elif since:
        text = _since_version(source, since, only)
    else:
        raise click.UsageError("geef --from met een eerdere versie, of --model")
    if output:
        write_files(output.parent, {output.name: text})
    else:
        click.echo(text, nl=False)
    if model and accept:
        _record_as_seen(source)


def _since_version(source: Path, since: str, only: str | None) -> str:
    """What changed since an earlier version of the sources, as Markdown."""
    try:
        then = read_folder(Path(since)) if Path(since).is_dir() else read_revision(source, since)
    except UnknownRevision as unknown:
        raise click.BadParameter(str(unknown), param_hint="--from") from unknown
    known = [folder.name for folder in (source / "protocols").glob("*")]
    if only and only not in known:
        raise click.BadParameter(
            f"dit protocol bestaat niet; {did_you_mean(only, known) or listed(known)}", param_hint="--protocol"
        )
    with faults_told(source), _record_told(source):
        old = completed(then, packaged_sources() | (seen_files(then) or {}))  # the model as it was seen then
        pages = list(changes(old, read_project(source), since=since))
    return "\n".join(page.body for page in pages if _is_of(page, only)) or "Er is niets veranderd.\n"


def _is_of(page: Page | ChangesView, only: str | None) -> bool:
    return only in (None, page.path.split("/")[1])


def _since_last_seen(source: Path, only: str | None, *, markdown: bool) -> str:
    """What changed in the protocols that others build on since the school last looked: as Markdown, or to read here."""
    files = read_project(source)
    if SEEN not in files:
        err().print("Er is nog niet vastgelegd welke versie van het model u las. Doe dat met --model --accept.")
    with faults_told(source), _record_told(source):
        views = [view for view in base_changes(files) if _is_of(view, only)]
    told = [render(view).body if markdown else "\n".join(_plain(view)) + "\n" for view in views]
    return "\n".join(told) or "Er is in het model niets veranderd sinds u het voor het laatst zag.\n"


@contextmanager
def _record_told(source: Path) -> Iterator[None]:
    try:
        yield
    except UnreadableRecord as fault:
        raise click.ClickException(f"{source / SEEN}: {fault}") from fault


def _plain(view: ChangesView) -> Iterator[str]:
    """The changes to read in a terminal: what went stands in `[-...-]`, what came in `{+...+}`, as git does."""
    yield view.protocol.text
    for version in view.versions:
        if version.note:
            yield version.note
        yield from (f"Voor {label}: {summary}" for label, summary in version.per_audience)
        for group in version.groups:
            yield f"\n{group.title.upper()}"
            for line in group.lines:
                yield from _plain_line(line)


def _plain_line(line: ChangeLine) -> Iterator[str]:
    yield f"\n  {line.number + ' ' if line.number else ''}{line.title} (voor {line.audiences})"
    said = [line.detail] if line.detail else []
    for text in (*said, *(f"{label}: {_marked(words)}" for label, words in line.texts)):
        yield from textwrap.wrap(text, _WIDTH, initial_indent="    ", subsequent_indent="    ")


def _marked(words: Iterable[Words]) -> str:
    marks = {"same": "{}", "del": "[-{}-]", "ins": "{{+{}+}}"}
    return " ".join(marks[run.op].format(run.text.strip()) for run in words)


def _record_as_seen(source: Path) -> None:
    files = read_project(source)
    library, problems = load_partly(files)
    if library is None:
        with faults_told(source):
            raise SourceFaults(problems)
    write_files(source, {SEEN: record(files, library)})
    out().print(f"Vastgelegd in {shown(source / SEEN)}: u las het model zoals het nu is.")

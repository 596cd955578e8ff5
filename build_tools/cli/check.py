"""`protocolwijzer check`: every fault, with place and remedy."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click
from msgspec.structs import replace

from build_tools.checks import AcceptedFinding
from build_tools.cli.published import FOLDER, PUBLISHED, published_before
from build_tools.cli.shared import SOURCE, err, faults_told, out, show
from build_tools.dutch import counted
from build_tools.findings import findings
from build_tools.found import earlier
from build_tools.model import Library
from build_tools.outcome import as_annotations, as_json
from build_tools.parsing import remembering
from build_tools.problems import Problem, errors, located
from build_tools.project import read_project
from build_tools.readability import readings
from build_tools.redirects import vanished
from build_tools.remarks import comparison_remarks
from build_tools.views.readability import in_dutch


@click.command(options_metavar="[OPTIES]")
@SOURCE
@click.option(
    "--format",
    "form",
    type=click.Choice(("tekst", "json", "github")),
    default="tekst",
    show_default=True,
    help="Vorm: om te lezen, JSON voor een ander programma, of annotaties voor een workflow van GitHub.",
)
@click.option(
    "--today",
    type=click.DateTime(("%Y-%m-%d",)),
    metavar="JJJJ-MM-DD",
    help="De dag waarmee datums worden vergeleken; standaard vandaag, of die van SOURCE_DATE_EPOCH.",
)
@click.option(
    "--links", is_flag=True, help="Kijk ook of webadressen antwoorden. Hiervoor gaat de controle het internet op."
)
@click.option("--accepted", "show_accepted", is_flag=True, help="Toon ook wat geaccepteerd is, met de reden.")
@click.option(
    "--leesbaarheid", "readability", is_flag=True, help="Toon ook hoe makkelijk de teksten voor kinderen lezen."
)
@click.option(
    "--vergelijking", "compared", is_flag=True, help="Toon ook wat een protocol mist of anders regelt dan de meeste."
)
@PUBLISHED
def check(  # noqa: PLR0913, PLR0917 - click hands over each option
    source: Path,
    form: str,
    today: datetime | None,
    links: bool,
    show_accepted: bool,
    readability: bool,
    compared: bool,
    published: Path | None,
) -> None:
    """Controleer alle bronbestanden en toon elke fout met plaats en oplossing.

    Alle fouten komen in één keer: bestand, regel, kolom, wat er mis is, wat er verwacht werd en hoe u het oplost.
    Een waarschuwing houdt niets tegen, en een cijfer voor de leesbaarheid of een opmerking over de vergelijking ook
    niet. Wat met een reden bij accepted staat, wordt niet meer gemeld.
    Uitkomst: 0 geen fouten, 1 wel fouten, 2 niet uitgevoerd.
    """
    day = today.date() if today else _today()
    before = published_before(published, FOLDER)
    with faults_told(source):
        files = read_project(source)
        with remembering(files, source) as (parse, recall):
            found = findings(files, day, _dead_links if links else None, parse, earlier(files, recall))
    gone = list(vanished(found.library, before)) if found.library and not errors(found.remaining) else []
    faulty = bool(errors([*found.remaining, *gone]))
    remarks = comparison_remarks(found.library) if compared and found.library and not faulty else []
    folder = source.as_posix()
    problems = located([*found.remaining, *gone, *remarks], folder)
    accepted = [replace(one, problem=located([one.problem], folder)[0]) for one in found.accepted]
    if form == "json":
        click.echo(as_json(problems, accepted, found.library, day))
    elif form == "github":
        click.echo(as_annotations(problems), nl=False)
    else:
        show(problems)
        _show_text(found.library, problems, accepted if show_accepted else (), readability=readability and not faulty)
    if faulty:
        raise SystemExit(1)


def _dead_links(library: Library) -> Iterable[Problem]:
    """What a look at the web gives; all that speaks with it is loaded only then."""
    from build_tools.cli.web import dead_links

    return dead_links(library)


def _today() -> date:
    """The day of SOURCE_DATE_EPOCH, with which a run can be repeated, or else that of the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC).date() if epoch else datetime.now().astimezone().date()


def _show_text(
    library: Library | None, problems: Sequence[Problem], accepted: Sequence[AcceptedFinding], *, readability: bool
) -> None:
    """What was accepted, how the texts read, and that all is well."""
    for one in accepted:
        err().print(f"geaccepteerd: {one.problem}", markup=False)
        err().print(f"  reden: {one.acceptance.reason}", markup=False)
    if library is None or errors(problems):
        return
    if readability:
        _show_readability(library)
    told = (
        counted(len(library.shown), "protocol", "protocollen"),
        counted(sum(len(protocol.items) for protocol in library.shown), "regel", "regels"),
        counted(sum(found.severity == "waarschuwing" for found in problems), "waarschuwing", "waarschuwingen"),
    )
    click.echo(f"In orde: {', '.join(told)}.")


def _show_readability(library: Library) -> None:
    """A line for each protocol and group, and what its author may want to look at."""
    for one in readings(library):
        reached = one.whole.score >= one.aim
        title, whole = one.protocol.record.short_title, one.whole
        line = f"{title}, groep {one.group}: {in_dutch(whole.score)} (streven {one.aim})"
        out().print(line, style=None if reached else "yellow", markup=False)
        out().print(f"  langste zin ({whole.longest_words} woorden): {whole.longest}", markup=False)
        out().print(f"  liever niet: {', '.join(whole.to_avoid) or 'niets gevonden'}", markup=False)

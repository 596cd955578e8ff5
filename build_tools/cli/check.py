"""`protocolwijzer check`: every fault, with place and remedy."""

from __future__ import annotations

from pathlib import Path

import click

from build_tools.cli.published import FOLDER, PUBLISHED, published_before, see_that_none_vanished
from build_tools.cli.shared import SOURCE, faults_told, out, show
from build_tools.model import Library
from build_tools.problems import located
from build_tools.project import read_project
from build_tools.readability import readings
from build_tools.remarks import comparison_remarks
from build_tools.site import read
from build_tools.views.readability import in_dutch


@click.command(options_metavar="[OPTIES]")
@SOURCE
@click.option(
    "--leesbaarheid", "readability", is_flag=True, help="Toon ook hoe makkelijk de teksten voor kinderen lezen."
)
@click.option(
    "--vergelijking", "compared", is_flag=True, help="Toon ook wat een protocol mist of anders regelt dan de meeste."
)
@PUBLISHED
def check(source: Path, readability: bool, compared: bool, published: Path | None) -> None:
    """Controleer alle bronbestanden en toon elke fout met plaats en oplossing.

    Alle fouten komen in één keer: bestand, regel, kolom, wat er mis is, wat er verwacht werd en hoe u het oplost.
    Een waarschuwing houdt niets tegen, en een cijfer voor de leesbaarheid of een opmerking over de vergelijking ook
    niet.
    Uitkomst: 0 geen fouten, 1 wel fouten, 2 niet uitgevoerd.
    """
    before = published_before(published, FOLDER)
    with faults_told(source):
        library, warnings = read(read_project(source))
        see_that_none_vanished(library, before)
    show(located(warnings, source.as_posix()))
    if readability:
        _show_readability(library)
    if compared:
        show(located(comparison_remarks(library), source.as_posix()))
    rules = sum(len(protocol.items) for protocol in library.protocols.values())
    out.print(f"In orde: {len(library.protocols)} protocollen, {rules} regels, {len(warnings)} waarschuwingen.")


def _show_readability(library: Library) -> None:
    """A line for each protocol and group, and what its author may want to look at."""
    for one in readings(library):
        reached = one.whole.score >= one.aim
        title, whole = one.protocol.record.short_title, one.whole
        line = f"{title}, groep {one.group}: {in_dutch(whole.score)} (streven {one.aim})"
        out.print(line, style=None if reached else "yellow", markup=False)
        out.print(f"  langste zin ({whole.longest_words} woorden): {whole.longest}", markup=False)
        out.print(f"  liever niet: {', '.join(whole.to_avoid) or 'niets gevonden'}", markup=False)

"""`protocolwijzer publish`: the site for a web host, for a stick, to paste, to embed and to print."""

from __future__ import annotations

import os
from pathlib import Path

import click

from build_tools.archive import EARLIEST
from build_tools.cli.published import FOLDER, PUBLISHED, published_before, see_that_none_vanished
from build_tools.cli.shared import CONFIG, SOURCE, disk_told, err, faults_told, on_wait, out, progress, show_log, shown
from build_tools.deliver import write_files
from build_tools.findings import read
from build_tools.problems import BuildStopped
from build_tools.project import read_project
from build_tools.publishing import ARTICLES, PARTS, READ_ME, make_publication
from build_tools.settings import docs_folder
from build_tools.shares import shares_in
from build_tools.workflows import WORKFLOWS, Workflow


@click.command(options_metavar="[OPTIES]")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="[MAP]", default=FOLDER)
@CONFIG
@SOURCE
@PUBLISHED
@click.option(
    "--workflow",
    type=click.Choice(sorted(WORKFLOWS)),
    help="Schrijf alleen het bestand waarmee deze host de site zelf bouwt bij elke wijziging.",
)
def publish(folder: Path, config_file: Path, source: Path, published: Path | None, workflow: str | None) -> None:
    """Maak alles om te publiceren: voor een webhost, USB-stick, het CMS van de school en de printer.

    In MAP (standaard: publicatie) komen een zip voor een webhost, een zip voor USB-stick en digibord, per lezer een
    tekst om te plakken en de code van een venster (iframe) op een andere site, en de PDF's. MAP wordt in één keer
    vervangen.

    Is het adres van een regel verdwenen sinds de vorige publicatie, dan stopt het commando, want links van anderen
    zouden nergens heen leiden. De melding zegt wat u bij redirects in site.yml zet.

    Uitkomst: 0 gemaakt, 1 fouten in de bronnen of de site, 2 niet uitgevoerd.
    """
    if workflow:
        _write_workflow(config_file.parent, WORKFLOWS[workflow])
        return
    if shares_in(source):
        raise click.ClickException(
            "Een verzameling in delen (shares in site.yml) komt niet in een zip: bouw haar met protocolwijzer build "
            "--profile web en zet de map van de site op de webserver"
        )
    _see_that_it_fits(folder, docs_folder(config_file), source)
    before = published_before(published, folder)
    show_log()
    try:
        with faults_told(source), disk_told(), progress() as report:
            see_that_none_vanished(read(read_project(source))[0], before)
            make_publication(config_file, folder, _epoch(), report, on_wait)
    except BuildStopped as stopped:
        err().print(f"{stopped}\nDe vorige publicatie blijft zoals zij was.", markup=False)
        raise SystemExit(1) from stopped
    _tell(folder)


def _write_workflow(project: Path, workflow: Workflow) -> None:
    """Write the file of a host to its place in the project, never over another."""
    target = project / workflow.target
    if target.exists():
        raise click.ClickException(f"{shown(target)} bestaat al en blijft zoals het is; haal het eerst weg")
    with disk_told():
        write_files(project, {workflow.target: workflow.content})
    out().print(
        f"{shown(target)} staat klaar: {workflow.host} bouwt de site voortaan bij elke wijziging.", markup=False
    )


def _see_that_it_fits(folder: Path, docs: Path, source: Path) -> None:
    """Refuse a folder that is a part of the project, or holds what no earlier publication left there."""
    if any(folder.resolve().is_relative_to(place.resolve()) for place in (docs, source)):
        raise click.BadParameter("deze map ligt in docs of in de bronnen; kies een andere", param_hint="MAP")
    earlier = all((folder / name).exists() for name in (READ_ME, ARTICLES))
    if folder.exists() and any(folder.iterdir()) and not earlier:
        raise click.BadParameter("deze map is niet leeg en niet eerder zo gemaakt; kies een andere", param_hint="MAP")


def _epoch() -> int:
    """The date of the files in a zip, in seconds: that of reproducible builds, else the earliest that a zip knows."""
    return int(os.environ.get("SOURCE_DATE_EPOCH", EARLIEST))


def _tell(folder: Path) -> None:
    out().print(f"De publicatie staat in {shown(folder)}:")
    for name, what in PARTS.items():
        if (folder / name).exists():
            out().print(f"  {name:14} {what}", markup=False)

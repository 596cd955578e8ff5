"""`protocolwijzer shard`: one share of a large collection."""

from __future__ import annotations

import json
from pathlib import Path

import click

from build_tools.cli.shared import CONFIG, PDFS, disk_told, err, faults_told, out, progress, show_log, shown, there
from build_tools.joined import Wanted, build_share
from build_tools.plugin import source_folder
from build_tools.problems import BuildStopped
from build_tools.shares import SIZE, share_count, share_name, shares_in, shown_protocols


@click.command(options_metavar="[OPTIES]")
@click.argument("number", type=click.IntRange(min=1), metavar="[NUMMER]", required=False)
@CONFIG
@click.option(
    "--size",
    type=click.IntRange(min=1),
    help=f"Protocollen per deel; anders wat site.yml noemt bij shares, of {SIZE}.",
)
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default="delen",
    show_default=True,
    help="De map waarin de delen komen te staan.",
)
@PDFS
def shard(number: int | None, config_file: Path, size: int | None, output: Path, pdfs: bool) -> None:
    """Bouw één deel van een grote verzameling, of toon zonder NUMMER welke delen er zijn.

    Een deel is een hele site met de volgende SIZE protocollen van site.yml. Delen hebben elkaar niet nodig: bouw ze
    tegelijk, ook op verschillende computers, en voeg ze samen met "protocolwijzer join". Op één computer doet
    "protocolwijzer build" dat alles als site.yml shares noemt. Het nummer staat in elk adres van het deel. Zet nieuwe
    protocollen daarom achteraan in site.yml, en houd SIZE zoals het is.

    Zonder NUMMER komt er een lijst van nummers in JSON, voor een matrix van een CI.
    """
    show_log()
    source = there(source_folder(config_file))
    with disk_told(), faults_told(Path(shown(source))):
        size = size or shares_in(source) or SIZE
        count = share_count(shown_protocols(source), size)
    if number is None:
        click.echo(json.dumps(list(range(1, count + 1))))
        return
    if number > count:
        raise click.BadParameter(f"er zijn {count} delen", param_hint="NUMMER")
    target = output / share_name(number)
    try:
        with disk_told(), progress() as report:
            build_share(config_file, target, Wanted(number=number, size=size, pdfs=pdfs), report)
    except BuildStopped as stopped:
        err().print(str(stopped), markup=False)
        raise SystemExit(1) from stopped
    out().print(f"Deel {number} van {count} staat in {shown(target)}.")

"""`protocolwijzer join`: shares under one home, comparison and search."""

from __future__ import annotations

from pathlib import Path

import click

from build_tools.cli.shared import CONFIG, disk_told, err, on_wait, out, show_log, shown, there
from build_tools.joined import join_shares
from build_tools.plugin import source_folder
from build_tools.problems import BuildStopped


@click.command(options_metavar="[OPTIES]")
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="[MAP]", default="delen"
)
@CONFIG
def join(folder: Path, config_file: Path) -> None:
    """Maak van de delen in MAP (standaard: delen) één site.

    De site krijgt een voorpagina, een lijst van alle protocollen, één vergelijking en één zoekindex. Elk deel staat
    erin zoals "protocolwijzer shard" het bouwde. Ontbreekt er een deel, dan blijft de site zoals hij was.
    """
    show_log()
    try:
        with disk_told():
            there(source_folder(config_file))
            site = join_shares(config_file, folder, on_wait)
    except BuildStopped as stopped:
        err().print(f"{stopped}\nDe site blijft zoals hij was.", markup=False)
        raise SystemExit(1) from stopped
    out().print(f"De site staat in {shown(site)}.")

"""`protocolwijzer serve`: the site on this computer, made again on each change."""

from __future__ import annotations

import re
from pathlib import Path

import click

from build_tools.cli.shared import CONFIG, err, out, show_log
from build_tools.deliver import restore_folder
from build_tools.plugin import BuildStopped, live_preview, site_folder


def _address(_: click.Context, __: click.Parameter, value: str) -> str:
    if not re.fullmatch(r"[^\s:/]+:\d{1,5}", value):
        raise click.BadParameter("verwacht: een adres en een poort, zoals 127.0.0.1:8000")
    return value


@click.command(options_metavar="[OPTIES]")
@CONFIG
@click.option(
    "--address",
    default="127.0.0.1:8000",
    show_default=True,
    callback=_address,
    help="Adres en poort van de voorvertoning.",
)
def serve(config_file: Path, address: str) -> None:
    """Toon de site op deze computer en bouw hem opnieuw bij elke wijziging.

    Bij een fout in de bronnen blijft de laatste goede site te zien; de melding staat in dit venster. Stop met Ctrl+C.
    """
    show_log()
    restore_folder(site_folder(config_file))
    out.print(f"Voorvertoning op http://{address}/ (stop met Ctrl+C)")
    try:
        live_preview(config_file, address)
    except BuildStopped as stopped:
        err.print(str(stopped), markup=False)
        raise SystemExit(1) from stopped

"""`protocolwijzer build`: the whole site, strictly."""

from __future__ import annotations

from pathlib import Path

import click

from build_tools.building import PROFILES, build_site
from build_tools.cli.shared import CONFIG, disk_told, err, on_wait, out, progress, show_log, shown
from build_tools.plugin import BuildStopped


@click.command(options_metavar="[OPTIES]")
@CONFIG
@click.option(
    "--profile",
    type=click.Choice(sorted(PROFILES)),
    default="offline",
    show_default=True,
    help="Waar de site voor is: van schijf of een USB-stick (offline), of met beveiliging op een webserver (web).",
)
def build(config_file: Path, profile: str) -> None:
    """Bouw de site, streng: elke waarschuwing is een fout.

    De nieuwe site komt pas in de plaats van de oude als hij af is en gecontroleerd: unieke ankers, links die ergens
    heen leiden, niets dat bij een ander wordt opgehaald. Bij een fout blijft de laatste goede site staan.

    Posters en andere PDF's worden alleen opnieuw gemaakt als hun regels veranderd zijn (ze staan in .cache). Zonder
    Typst (de extra "pdf") komt de site er zonder PDF's.

    Met "--profile web" krijgt elke pagina een beveiligingsbeleid (CSP) en de site bestanden met headers voor Netlify,
    Apache en nginx. Van schijf geopend werken de scripts van zo'n site niet.
    """
    show_log()
    try:
        with disk_told(), progress() as report:
            site = build_site(config_file, report, on_wait, PROFILES[profile])
    except BuildStopped as stopped:
        err.print(f"{stopped}\nDe site blijft zoals hij was.", markup=False)
        raise SystemExit(1) from stopped
    look = f"python -m http.server --directory {shown(site)}"
    out.print(f"De site staat in {shown(site)}. Bekijk hem: {look}, en open http://localhost:8000/")

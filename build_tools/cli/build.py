"""`protocolwijzer build`: the whole site, strictly."""

from __future__ import annotations

from pathlib import Path

import click

from build_tools.building import PROFILES, Way, as_built, at_once, build_site
from build_tools.cli.shared import CONFIG, PDFS, disk_told, err, on_wait, progress, show_log, shown, there
from build_tools.plugin import project_of
from build_tools.printing import Report
from build_tools.problems import BuildStopped
from build_tools.shares import shares_in


@click.command(options_metavar="[OPTIES]")
@CONFIG
@click.option(
    "--profile",
    type=click.Choice(sorted(PROFILES)),
    default="offline",
    show_default=True,
    help="Waar de site voor is: van schijf of een USB-stick (offline), of met beveiliging op een webserver (web).",
)
@PDFS
def build(config_file: Path, profile: str, pdfs: bool) -> None:
    """Bouw de site, streng: elke waarschuwing is een fout.

    De nieuwe site komt pas in de plaats van de oude als hij af is en gecontroleerd: unieke ankers, links die ergens
    heen leiden, niets dat bij een ander wordt opgehaald. Bij een fout blijft de laatste goede site staan.

    Posters en andere PDF's worden alleen opnieuw gemaakt als hun regels veranderd zijn (ze staan in .cache). Zonder
    Typst (de extra "pdf") komt de site er zonder PDF's.

    Met "--profile web" krijgt elke pagina een beveiligingsbeleid (CSP) en de site bestanden met headers voor Netlify,
    Apache en nginx. Van schijf geopend werken de scripts van zo'n site niet.

    Noemt site.yml een aantal bij shares, dan komt de verzameling in delen van zoveel protocollen. Alleen delen waarin
    iets veranderde worden opnieuw gebouwd.
    """
    show_log()
    try:
        project = project_of(config_file)
        size = shares_in(there(project.sources))
        with disk_told(), progress("Delen bouwen" if size else "PDF's maken") as report:
            way = _way(config_file, report, size, pdfs=pdfs, to_change=PROFILES[profile] is not as_built)
            site = build_site(config_file, on_wait=on_wait, finish=PROFILES[profile], way=way, project=project)
    except BuildStopped as stopped:
        err().print(f"{stopped}\nDe site blijft zoals hij was.", markup=False)
        raise SystemExit(1) from stopped
    look = f"python -m http.server --directory {shown(site)}"
    click.echo(f"De site staat in {shown(site)}. Bekijk hem: {look}, en open http://localhost:8000/")


def _way(config_file: Path, report: Report, size: int | None, *, pdfs: bool, to_change: bool) -> Way:
    """In shares, when site.yml wants them, else at once."""
    if size:
        from build_tools.divided import in_shares

        return in_shares(config_file, size, report, pdfs=pdfs, to_change=to_change)
    return at_once(config_file, report, pdfs=pdfs)

"""`protocolwijzer render`: pages and data as files, for another engine."""

from __future__ import annotations

from pathlib import Path

import click

from build_tools.cli.shared import CONFIG, SOURCE, disk_told, faults_told, on_wait, out, progress, shown
from build_tools.deliver import copy_files, replace_folder, write_files
from build_tools.furnish import guides
from build_tools.parsing import kept_beside, parsing
from build_tools.printing import CACHE, press
from build_tools.project import read_project
from build_tools.settings import docs_folder
from build_tools.site import make_site
from build_tools.source import links_out


@click.command(options_metavar="[OPTIES]")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="MAP")
@CONFIG
@SOURCE
def render(folder: Path, config_file: Path, source: Path) -> None:
    """Schrijf alle pagina's als Markdown, met de gegevensbestanden en de PDF's, naar MAP.

    MAP wordt in één keer vervangen. Ook de met de hand geschreven pagina's uit docs gaan mee, zodat een ander
    programma dat MkDocs verstaat de site eruit kan bouwen. MAP mag niet in de bronnen of in docs liggen.
    """
    docs = docs_folder(config_file)
    if any(folder.resolve().is_relative_to(place.resolve()) for place in (docs, source)):
        raise click.BadParameter("deze map ligt in docs of in de bronnen; kies een andere", param_hint="MAP")
    if folder.exists() and any(folder.iterdir()) and not _rendered_before(folder):
        raise click.BadParameter("deze map is niet leeg en niet eerder zo gemaakt; kies een andere", param_hint="MAP")
    if out_of_docs := links_out(docs):
        raise click.UsageError(f"deze koppeling leidt naar buiten de map en zou dat publiceren: {out_of_docs[0]}")
    with faults_told(source), progress() as report:
        files = read_project(source)
        with parsing(files, kept_beside(source)) as parse:
            site = make_site(files, press(config_file.parent / CACHE, report), parse=parse)

    def fill(target: Path) -> None:
        write_files(target, dict(guides(docs)))
        copy_files(docs, target)
        write_files(target, {page.path: page.markdown for page in site.pages})
        write_files(target, site.data)
        write_files(target, site.pdfs)

    with disk_told():
        replace_folder(folder, fill, on_wait=on_wait)
    out().print(f"{len(site.pages)} pagina's en {len(site.data)} gegevensbestanden staan in {shown(folder)}.")


def _rendered_before(folder: Path) -> bool:
    """Whether an earlier `render` filled the folder; a built site or someone's own pages are never replaced."""
    return all((folder / name).exists() for name in ("index.md", "data/articles.json"))

"""`protocolwijzer diff`: what changed since an earlier version of the sources."""

from __future__ import annotations

from pathlib import Path

import click

from build_tools.cli.shared import SOURCE, faults_told
from build_tools.deliver import write_files
from build_tools.history import UnknownRevision, read_revision
from build_tools.problems import did_you_mean, listed
from build_tools.project import read_project
from build_tools.site import changes


@click.command(options_metavar="[OPTIES]")
@SOURCE
@click.option("--from", "since", required=True, metavar="VERSIE", help="Een map met bronnen, of een versie uit git.")
@click.option("--protocol", "only", metavar="ID", help="Alleen dit protocol.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Schrijf naar dit bestand.")
def diff(source: Path, since: str, only: str | None, output: Path | None) -> None:
    """Vertel wat er in de protocollen veranderde sinds een eerdere versie van de bronnen.

    Eerst wat de betekenis raakt: strenger, soepeler, waarde gewijzigd, voor wie gewijzigd, toegevoegd, vervallen,
    verplaatst; dan wat alleen anders verwoord is. Per lezer geteld, als Markdown voor de (G)MR. VERSIE is een map met
    bronnen of een versie uit git, zoals HEAD~1 of een datum als "main@{2026-08-01}".
    """
    try:
        old = read_project(Path(since)) if Path(since).is_dir() else read_revision(source, since)
    except UnknownRevision as unknown:
        raise click.BadParameter(str(unknown), param_hint="--from") from unknown
    known = [folder.name for folder in (source / "protocols").glob("*")]
    if only and only not in known:
        raise click.BadParameter(
            f"dit protocol bestaat niet; {did_you_mean(only, known) or listed(known)}", param_hint="--protocol"
        )
    with faults_told(source):
        pages = list(changes(old, read_project(source), since=since))
    chosen = [page.body for page in pages if only in (None, page.path.split("/")[1])]
    text = "\n".join(chosen) or "Er is niets veranderd.\n"
    if output:
        write_files(output.parent, {output.name: text})
    else:
        click.echo(text, nl=False)

"""`protocolwijzer diff`: what changed since an earlier version of the sources."""

from __future__ import annotations

from pathlib import Path

import click

from build_tools.cli.shared import SOURCE, err, faults_told, out, shown
from build_tools.deliver import write_files
from build_tools.history import UnknownRevision, read_revision
from build_tools.problems import did_you_mean, listed
from build_tools.project import read_project
from build_tools.reading import SEEN
from build_tools.render import Page
from build_tools.renewal import UnreadableRecord, record
from build_tools.site import base_changes, changes, read


@click.command(options_metavar="[OPTIES]")
@SOURCE
@click.option("--from", "since", metavar="VERSIE", help="Een map met bronnen, of een versie uit git.")
@click.option("--model", is_flag=True, help="Vertel wat er veranderde in het model waarop u voortbouwt.")
@click.option("--accept", is_flag=True, help="Leg vast dat u het model zoals het nu is, gelezen hebt.")
@click.option("--protocol", "only", metavar="ID", help="Alleen dit protocol.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Schrijf naar dit bestand.")
def diff(  # noqa: PLR0913, PLR0917 - click hands over each option
    source: Path, since: str | None, model: bool, accept: bool, only: str | None, output: Path | None
) -> None:
    """Vertel wat er in de protocollen veranderde sinds een eerdere versie van de bronnen.

    Eerst wat de betekenis raakt: strenger, soepeler, waarde gewijzigd, voor wie gewijzigd, toegevoegd, vervallen,
    verplaatst; dan wat alleen anders verwoord is. Per lezer geteld, als Markdown voor de (G)MR. VERSIE is een map met
    bronnen of een versie uit git, zoals HEAD~1 of een datum als "main@{2026-08-01}".

    Met --model gaat het over het model of het bestuursprotocol waarop u voortbouwt: wat er veranderde sinds u het voor
    het laatst zag. Met --accept erbij legt u vast dat u dat gelezen hebt.
    """
    if model:
        found, nothing = (
            _since_last_seen(source),
            "Er is in het model niets veranderd sinds u het voor het laatst zag.\n",
        )
    elif since:
        found, nothing = _since_version(source, since, only), "Er is niets veranderd.\n"
    else:
        raise click.UsageError("geef --from met een eerdere versie, of --model")
    text = "\n".join(page.body for page in found if only in (None, page.path.split("/")[1])) or nothing
    if output:
        write_files(output.parent, {output.name: text})
    else:
        click.echo(text, nl=False)
    if model and accept:
        _record_as_seen(source)


def _since_version(source: Path, since: str, only: str | None) -> list[Page]:
    """The pages that tell what changed since an earlier version of the sources."""
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
        return list(changes(old, read_project(source), since=since))


def _since_last_seen(source: Path) -> list[Page]:
    """The pages that tell what changed in the protocols that others build on."""
    files = read_project(source)
    if SEEN not in files:
        err.print("Er is nog niet vastgelegd welke versie van het model u las. Doe dat met --model --accept.")
    try:
        with faults_told(source):
            return list(base_changes(files))
    except UnreadableRecord as fault:
        raise click.ClickException(f"{source / SEEN}: {fault}") from fault


def _record_as_seen(source: Path) -> None:
    files = read_project(source)
    with faults_told(source):
        library, _ = read(files)
    write_files(source, {SEEN: record(files, library)})
    out.print(f"Vastgelegd in {shown(source / SEEN)}: u las het model zoals het nu is.")

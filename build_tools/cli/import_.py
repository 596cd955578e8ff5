"""`protocolwijzer import`: a school's existing document as draft sources."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from build_tools.cli.shared import InProject, err, faults_told, out, progress, shown
from build_tools.deliver import write_files
from build_tools.importing.intake import Intake, take_in, with_draft
from build_tools.importing.paper import Refused
from build_tools.importing.report import summary
from build_tools.load import load_partly
from build_tools.model import Library
from build_tools.problems import SourceFaults, errors
from build_tools.project import completed, packaged_sources
from build_tools.records import id_of
from build_tools.source import read_folder

_MOST_DOUBTS = 12


@click.command(name="import", options_metavar="[OPTIES]")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="BESTAND")
@click.option(
    "--to",
    "--naar",
    "source",
    type=InProject(exists=True, file_okay=False, path_type=Path),
    default="protocol_src",
    show_default=True,
    help="De map met bronbestanden waar het concept in komt.",
)
@click.option("--id", "protocol", metavar="NAAM", help="De vaste naam van het protocol; standaard naar het bestand.")
@click.option("--organisatie", "organisation", metavar="NAAM", help="De school of het bestuur; standaard uit de tekst.")
@click.option(
    "--verslag",
    "report_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Waar het verslag komt; standaard importverslag-NAAM.html naast de map met bronbestanden.",
)
def import_(file: Path, source: Path, protocol: str | None, organisation: str | None, report_file: Path | None) -> None:
    """Maak van een bestaand document (Word, OpenDocument, PDF, Markdown, tekst) een concept.

    Koppen worden afdelingen, genummerde regels en punten worden regels met hun nummer, lijsten met do's, don'ts en tips
    worden advieslijsten. Onderwerp, doelgroep en standpunt zijn voorstellen: kijk ze na. Wat geen plaats vond, staat in
    rest.yml; de controle keurt het concept pas goed als daar over beslist is.

    Er wordt nooit iets overschreven: bestaat het protocol al, kies dan met --id een andere naam.
    Uitkomst: 0 het concept staat er, 1 de bronbestanden hebben fouten, 2 het document kon niet worden ingelezen.
    """
    name = protocol or id_of(file.stem, 40) or "protocol"
    _refuse_taken(source, name, protocol)
    report_path = report_file or source.resolve().parent / f"importverslag-{name}.html"
    if report_path.exists():
        raise click.UsageError(f"{shown(report_path)} bestaat al. Kies met --verslag een andere.")
    with faults_told(source):
        intake = _draft(file, source, name, organisation)
    write_files(source, intake.draft.files)
    write_files(report_path.parent, {report_path.name: intake.report})
    _tell(intake, source, report_path)


def _refuse_taken(source: Path, name: str, given: str | None) -> None:
    if given and id_of(given, 60) != given:
        raise click.UsageError(
            f'--id "{given}" mag niet: alleen kleine letters, cijfers en streepjes, zoals "de-wilg".'
        )
    if (source / "protocols" / name).exists():
        raise click.UsageError(
            f"{shown(source / 'protocols' / name)} bestaat al, en er wordt niets overschreven. Kies een andere --id."
        )


def _draft(file: Path, source: Path, name: str, organisation: str | None) -> Intake:
    own = completed(read_folder(source), packaged_sources())
    library = _library(own)
    try:
        with progress("Document lezen", least=2) as told:
            intake = take_in(
                file.name,
                file.read_bytes(),
                protocol=name,
                library=library,
                day=datetime.now().astimezone().date(),
                organisation=organisation,
                progress=told,
            )
    except Refused as refused:
        err().print(str(refused), style="red", markup=False)
        raise SystemExit(2) from refused
    with_draft(own, intake.draft)
    return intake


def _library(own: dict[str, bytes]) -> Library:
    library, problems = load_partly(own)
    if library is None:
        raise SourceFaults(errors(problems))
    return library


def _tell(intake: Intake, source: Path, report_path: Path) -> None:
    draft = intake.draft
    out().print(f'Concept "{draft.title}" staat in {shown(source / "protocols" / draft.id)}.', markup=False)
    out().print(summary(draft), markup=False)
    doubts = [(intake.paper.paragraphs[at], fate) for at, fate in draft.fates.items() if fate.doubts]
    for one, fate in doubts[:_MOST_DOUBTS]:
        out().print(f"  {one.place}: {fate.became}: {'; '.join(fate.doubts)}", style="yellow", markup=False)
    if len(doubts) > _MOST_DOUBTS:
        out().print(f"  ... en nog {len(doubts) - _MOST_DOUBTS}; alle twijfels staan in het verslag.", markup=False)
    for notice in draft.notices:
        out().print(notice, style="yellow", markup=False)
    out().print(f"Verslag, alinea voor alinea: {shown(report_path)}", markup=False)
    out().print(
        f"Zet {draft.id} bij protocols in {shown(source / 'site.yml')}, en draai protocolwijzer check.", markup=False
    )

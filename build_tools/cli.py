"""The command line, in Dutch; the only part that writes.

Exit codes: 0 all is well, 1 the sources or the site have faults, 2 the command was not understood or could not run.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from build_tools.deliver import copy_files, replace_folder, write_files
from build_tools.dutch import speak_dutch
from build_tools.history import UnknownRevision, read_revision
from build_tools.model import Library
from build_tools.poster import SheetFailed
from build_tools.printing import CACHE, Report, press
from build_tools.problems import Problem, SourceFaults, did_you_mean, listed, located
from build_tools.readability import readings
from build_tools.remarks import comparison_remarks
from build_tools.schemas import editor_settings, source_schemas
from build_tools.site import changes, make_site, read
from build_tools.source import read_folder
from build_tools.views.readability import in_dutch

speak_dutch()  # click translates names when an option is made, so before the first one

_CONFIG = click.option(
    "--config",
    "config_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default="mkdocs.yml",
    show_default=True,
    help="De instellingen van de site.",
)
_SOURCE = click.option(
    "--source",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default="protocol_src",
    show_default=True,
    help="De map met bronbestanden.",
)

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


@click.group(
    context_settings={"help_option_names": ["--help", "-h"]},
    options_metavar="[OPTIES]",
    subcommand_metavar="COMMANDO [...]",
)
@click.version_option(package_name="protocolwijzer", message="%(prog)s %(version)s", help="Toon de versie.")
def main() -> None:
    """Protocolwijzer maakt van bronbestanden een doorzoekbare site met de protocollen van een school.

    Uitkomst: 0 alles in orde, 1 er zijn fouten in de bronnen of de site, 2 het commando kon niet worden uitgevoerd.
    """


@main.command(options_metavar="[OPTIES]")
@_SOURCE
@click.option(
    "--leesbaarheid", "readability", is_flag=True, help="Toon ook hoe makkelijk de teksten voor kinderen lezen."
)
@click.option(
    "--vergelijking", "compared", is_flag=True, help="Toon ook wat een protocol mist of anders regelt dan de meeste."
)
def check(source: Path, readability: bool, compared: bool) -> None:
    """Controleer alle bronbestanden en toon elke fout met plaats en oplossing.

    Alle fouten komen in één keer: bestand, regel, kolom, wat er mis is, wat er verwacht werd en hoe u het oplost.
    Een waarschuwing houdt niets tegen, en een cijfer voor de leesbaarheid of een opmerking over de vergelijking ook
    niet.
    Uitkomst: 0 geen fouten, 1 wel fouten, 2 niet uitgevoerd.
    """
    with _faults_told(source):
        library, warnings = read(read_folder(source))
    _show(located(warnings, source.as_posix()))
    if readability:
        _show_readability(library)
    if compared:
        _show(located(comparison_remarks(library), source.as_posix()))
    rules = sum(len(protocol.items) for protocol in library.protocols.values())
    out.print(f"In orde: {len(library.protocols)} protocollen, {rules} regels, {len(warnings)} waarschuwingen.")


@main.command(options_metavar="[OPTIES]")
@_CONFIG
def build(config_file: Path) -> None:
    """Bouw de site, streng: elke waarschuwing is een fout.

    De nieuwe site komt pas in de plaats van de oude als hij af is en gecontroleerd: unieke ankers, links die ergens
    heen leiden, niets dat bij een ander wordt opgehaald. Bij een fout blijft de laatste goede site staan.

    Posters en andere PDF's worden alleen opnieuw gemaakt als hun regels veranderd zijn (ze staan in .cache). Zonder
    Typst (de extra "pdf") komt de site er zonder PDF's.
    """
    from build_tools.building import build_site  # mkdocs is slow to import; check does without
    from build_tools.plugin import BuildStopped

    _show_log()
    try:
        with _progress() as report:
            site = build_site(config_file, report)
    except BuildStopped as stopped:
        err.print(f"{stopped}\nDe site blijft zoals hij was.", markup=False)
        raise SystemExit(1) from stopped
    look = f"python -m http.server --directory {_shown(site)}"
    out.print(f"De site staat in {_shown(site)}. Bekijk hem: {look}, en open http://localhost:8000/")


@main.command(options_metavar="[OPTIES]")
@_CONFIG
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Adres en poort van de voorvertoning.")
def serve(config_file: Path, address: str) -> None:
    """Toon de site op deze computer en bouw hem opnieuw bij elke wijziging.

    Bij een fout in de bronnen blijft de laatste goede site te zien; de melding staat in dit venster. Stop met Ctrl+C.
    """
    from build_tools.plugin import live_preview

    _show_log()
    out.print(f"Voorvertoning op http://{address}/ (stop met Ctrl+C)")
    live_preview(config_file, address)


@main.command(options_metavar="[OPTIES]")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="MAP")
@_CONFIG
@_SOURCE
def render(folder: Path, config_file: Path, source: Path) -> None:
    """Schrijf alle pagina's als Markdown, met de gegevensbestanden en de PDF's, naar MAP.

    MAP wordt in één keer vervangen. Ook de met de hand geschreven pagina's uit docs gaan mee, zodat een ander
    programma dat MkDocs verstaat de site eruit kan bouwen. MAP mag niet in de bronnen of in docs liggen.
    """
    from build_tools.plugin import docs_folder

    docs = docs_folder(config_file)
    if any(folder.resolve().is_relative_to(place.resolve()) for place in (docs, source)):
        raise click.BadParameter("deze map ligt in docs of in de bronnen; kies een andere", param_hint="MAP")
    if folder.exists() and any(folder.iterdir()) and not _rendered_before(folder):
        raise click.BadParameter("deze map is niet leeg en niet eerder zo gemaakt; kies een andere", param_hint="MAP")
    with _faults_told(source), _progress() as report:
        site = make_site(read_folder(source), press(config_file.parent / CACHE, report))

    def fill(target: Path) -> None:
        copy_files(docs, target)
        write_files(target, {page.path: page.markdown for page in site.pages})
        write_files(target, site.data)
        write_files(target, site.pdfs)

    replace_folder(folder, fill)
    out.print(f"{len(site.pages)} pagina's en {len(site.data)} gegevensbestanden staan in {_shown(folder)}.")


@main.command(options_metavar="[OPTIES]")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="[MAP]", default=".vscode/schema")
@click.option("--editor/--no-editor", default=True, help="Schrijf ook .vscode/settings.json.")
def schema(folder: Path, editor: bool) -> None:
    """Schrijf van elk soort bronbestand het JSON Schema naar MAP (standaard: .vscode/schema).

    Met .vscode/settings.json erbij wijst de editor fouten aan en vult hij velden aan (extensie "YAML" van Red Hat).
    Andere instellingen in dat bestand blijven staan.
    """
    schemas = source_schemas()
    write_files(folder, {f"{name}.schema.json": _json(content) for name, content in schemas.items()})
    if editor:
        settings = Path(".vscode/settings.json")
        try:
            present = json.loads(settings.read_text(encoding="utf-8")) if settings.exists() else {}
        except ValueError as error:
            raise click.ClickException(f"{settings} is geen geldige JSON; verbeter het of verwijder het") from error
        write_files(Path(), {str(settings): _json(present | editor_settings(folder.as_posix()))})
    out.print(f"{len(schemas)} schema's staan in {_shown(folder)}.")


@main.command(options_metavar="[OPTIES]")
@_SOURCE
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
        old = read_folder(Path(since)) if Path(since).is_dir() else read_revision(source, since)
    except UnknownRevision as unknown:
        raise click.BadParameter(str(unknown), param_hint="--from") from unknown
    known = [folder.name for folder in (source / "protocols").glob("*")]
    if only and only not in known:
        raise click.BadParameter(
            f"dit protocol bestaat niet; {did_you_mean(only, known) or listed(known)}", param_hint="--protocol"
        )
    with _faults_told(source):
        pages = list(changes(old, read_folder(source), since=since))
    chosen = [page.body for page in pages if only in (None, page.path.split("/")[1])]
    text = "\n".join(chosen) or "Er is niets veranderd.\n"
    if output:
        write_files(output.parent, {output.name: text})
    else:
        click.echo(text, nl=False)


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _rendered_before(folder: Path) -> bool:
    """Whether an earlier `render` filled the folder; a built site or someone's own pages are never replaced."""
    return all((folder / name).exists() for name in ("index.md", "data/articles.json"))


@contextmanager
def _faults_told(source: Path) -> Iterator[None]:
    """Tell the faults of the sources or of a sheet, with paths as seen from here, and stop with exit code 1."""
    try:
        yield
    except SheetFailed as failed:
        err.print(str(failed), style="red", markup=False)
        raise SystemExit(1) from failed
    except SourceFaults as faults:
        _show(faults.below(source.as_posix()).problems)
        raise SystemExit(1) from faults


def _show(problems: Iterable[Problem]) -> None:
    """Each problem on a line of its own, then how many; on the error stream, so that output can be piped."""
    found = list(problems)
    for problem in found:
        err.print(str(problem), style="red" if problem.severity == "fout" else "yellow", markup=False)
    faults = sum(problem.severity == "fout" for problem in found)
    if faults:
        err.print(f"{faults} fout(en), {len(found) - faults} waarschuwing(en). De site blijft zoals hij was.")


def _show_readability(library: Library) -> None:
    """A line for each protocol and group, and what its author may want to look at."""
    for one in readings(library):
        reached = one.whole.score >= one.aim
        title, whole = one.protocol.record.short_title, one.whole
        line = f"{title}, groep {one.group}: {in_dutch(whole.score)} (streven {one.aim})"
        out.print(line, style=None if reached else "yellow", markup=False)
        out.print(f"  langste zin ({whole.longest_words} woorden): {whole.longest}", markup=False)
        out.print(f"  liever niet: {', '.join(whole.to_avoid) or 'niets gevonden'}", markup=False)


@contextmanager
def _progress() -> Iterator[Report]:
    """A bar on the error stream that shows how many PDFs are done; nothing when there are none."""
    columns = (TextColumn("PDF's maken"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task("pdf", total=None, visible=False)
        yield lambda done, total: bar.update(task, completed=done, total=total, visible=total > 0)


def _show_log() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    logging.getLogger("mkdocs.plugins.protocolwijzer").setLevel(logging.INFO)  # our own remarks on the contents


def _shown(path: Path) -> str:
    """The path as seen from here, when it lies below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


if __name__ == "__main__":
    sys.exit(main())

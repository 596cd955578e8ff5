"""`protocolwijzer schema`: what an editor needs to help while writing sources."""

from __future__ import annotations

import json
from pathlib import Path

import click

from build_tools.cli.shared import faults_told, out, shown
from build_tools.deliver import write_files
from build_tools.project import by_descent
from build_tools.schemas import editor_settings, source_schemas
from build_tools.source import read_folder


@click.command(options_metavar="[OPTIES]")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="[MAP]", default=".vscode/schema")
@click.option("--editor/--no-editor", default=True, help="Schrijf ook .vscode/settings.json.")
@click.option("--source", type=click.Path(path_type=Path), default="protocol_src", help="De map met bronbestanden.")
def schema(folder: Path, editor: bool, source: Path) -> None:
    """Schrijf van elk soort bronbestand het JSON Schema naar MAP (standaard: .vscode/schema).

    Met .vscode/settings.json erbij wijst de editor fouten aan en vult hij velden aan (extensie "YAML" van Red Hat).
    Andere instellingen in dat bestand blijven staan. Bouwt een protocol voort op een ander, dan weet de editor dat daar
    alleen staat wat verschilt.
    """
    schemas = source_schemas()
    write_files(folder, {f"{name}.schema.json": _json(content) for name, content in schemas.items()})
    if editor:
        settings = Path(".vscode/settings.json")
        try:
            present = json.loads(settings.read_text(encoding="utf-8")) if settings.exists() else {}
        except ValueError as error:
            raise click.ClickException(f"{settings} is geen geldige JSON; verbeter het of verwijder het") from error
        with faults_told(source):
            descent = by_descent(read_folder(source))
        write_files(Path(), {str(settings): _json(present | editor_settings(folder.as_posix(), *descent))})
    out().print(f"{len(schemas)} schema's staan in {shown(folder)}.")


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"

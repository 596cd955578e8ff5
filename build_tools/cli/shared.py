"""What commands share: options, and how they speak."""

from __future__ import annotations

import errno
import logging
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from build_tools.dutch import counted, reason
from build_tools.poster import SheetFailed
from build_tools.printing import Report
from build_tools.problems import Problem, SourceFaults, errors

if TYPE_CHECKING:
    from rich.console import Console


def _not_here(path: str | os.PathLike[str]) -> str:
    return (
        f"{path} bestaat hier niet. Ga eerst naar de map van uw project (cd MAP). Hebt u er nog geen, begin dan met: "
        "protocolwijzer new MAP"
    )


class InProject(click.Path):
    """A path that a project has; when it is not here, most often the folder of the project was not entered first."""

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        """The path; refused, with where to go, when it is not there."""
        if not Path(value).exists():
            self.fail(_not_here(value), param, ctx)
        return super().convert(value, param, ctx)


CONFIG = click.option(
    "--config",
    "config_file",
    type=InProject(exists=True, dir_okay=False, path_type=Path),
    default="mkdocs.yml",
    show_default=True,
    help="De instellingen van de site.",
)
SOURCE = click.option(
    "--source",
    type=InProject(exists=True, file_okay=False, path_type=Path),
    default="protocol_src",
    show_default=True,
    help="De map met bronbestanden.",
)
PDFS = click.option(
    "--pdf/--zonder-pdf", "pdfs", default=True, show_default=True, help="Maak ook de posters en andere PDF's."
)


def there(source: Path) -> Path:
    """The folder of sources that the settings name; refused, as the option --source is, when it is not there."""
    if not source.is_dir():
        raise click.UsageError(
            f"{_not_here(shown(source))}. Staan de bronnen in een andere map, noem die dan in mkdocs.yml onder plugins "
            "bij protocolwijzer, als source: MAP"
        )
    return source


@cache
def out() -> Console:
    """Where a command tells what came of it; loaded when there is something to tell."""
    return _console(stderr=False)


@cache
def err() -> Console:
    """Where a command tells what is wrong, and how far it is."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=True)


@contextmanager
def faults_told(source: Path) -> Iterator[None]:
    """Tell the faults of the sources or of a sheet, with paths as seen from here, and stop with exit code 1."""
    try:
        yield
    except SheetFailed as failed:
        err().print(str(failed), style="red", markup=False)
        raise SystemExit(1) from failed
    except SourceFaults as faults:
        show(faults.below(source.as_posix()).problems)
        raise SystemExit(1) from faults


@contextmanager
def disk_told() -> Iterator[None]:
    """Tell what the disk refuses, with a remedy, and stop with exit code 2."""
    try:
        yield
    except OSError as refused:
        err().print(f"{in_dutch(refused)}\nEr is niets veranderd.", style="red", markup=False)
        raise SystemExit(2) from refused


def in_dutch(refused: OSError) -> str:
    """What the disk refuses, where, and what can be done about it."""
    place = f" ({refused.filename2 or refused.filename})" if refused.filename else ""
    if refused.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"De schijf is vol{place}. Maak ruimte en probeer het opnieuw."
    if refused.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"Geen toegang{place}. Zorg dat u hier mag lezen en schrijven, ook in de map erboven."
    if refused.errno == errno.EADDRINUSE:
        return "Dit adres is al in gebruik. Stop wat er nog draait, of kies een ander, zoals --address 127.0.0.1:8001."
    return f"Lezen of schrijven lukt niet{place}: {reason(refused)}."


def on_wait() -> None:
    """Tell that another command works on the same folder."""
    err().print("Een ander commando is nog bezig met dezelfde map. Dit commando gaat verder als dat klaar is.")


def show(problems: Iterable[Problem]) -> None:
    """Each problem on a line of its own, then how many; on the error stream, so that output can be piped.

    What stops a build comes first: without colours the two are told apart by the line between them.
    """
    found = list(problems)
    faults = errors(found)
    others = [problem for problem in found if problem not in faults]
    for problem in faults:
        err().print(str(problem), style="red", markup=False)
    if faults and others:
        err().print("Waarschuwingen, die niets tegenhouden:")
    for problem in others:
        err().print(str(problem), style="yellow", markup=False)
    if faults:
        told = counted(len(faults), "fout", "fouten"), counted(len(others), "waarschuwing", "waarschuwingen")
        err().print(f"{', '.join(told)}. De site blijft zoals hij was.")


@contextmanager
def progress(doing: str = "PDF's maken", *, least: int = 1) -> Iterator[Report]:
    """A bar on the error stream that shows how much is done; nothing when there is less than `least` to do."""
    with ExitStack() as shown_meanwhile:
        bar = cache(lambda: shown_meanwhile.enter_context(_bar(doing)))
        yield lambda done, total: bar()(done, total) if total >= least else None


@contextmanager
def _bar(doing: str) -> Iterator[Report]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    with Progress(TextColumn(doing), BarColumn(), MofNCompleteColumn(), console=err(), transient=True) as bar:
        task = bar.add_task(doing, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def show_log() -> None:
    """Let warnings of MkDocs, and our own remarks on the contents, reach the error stream."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stderr)
    logging.getLogger("mkdocs.plugins.protocolwijzer").setLevel(logging.INFO)


def shown(path: Path) -> str:
    """The path as seen from here, when it lies below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)

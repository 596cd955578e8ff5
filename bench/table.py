"""`make bench`: what builds of few and many protocols cost, each figure with its goal; whole processes.

Beside other builders of the same pages (`bench.build`), and alone; without PDFs unless a figure says that it is with
them.
"""

from __future__ import annotations

import argparse
import gc
import math
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.build import BUILD, FEW, compared, edit, served
from bench.collection import PROJECT, project
from bench.figures import publish
from bench.process import COMMAND, Measured, median, run
from build_tools.cli import SELDOM
from build_tools.project import read_project
from build_tools.shares import SIZE
from build_tools.site import make_site

PAGE = PROJECT / "docs/ontwikkelaars/snel.md"

Row = tuple[str, object]


def main() -> None:
    """Measure, print, and put the table on the page when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--few", type=int, default=60)
    parser.add_argument("--many", type=int, default=600)
    parser.add_argument("--publish", action="store_true", help="put the table in docs/ontwikkelaars/snel.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        rows = []
        for row in measured(Path(name), options.few, options.many, options.runs):
            print(f"{row[0]}: {row[1]}", flush=True)
            rows.append(row)
    if options.publish:
        publish("make bench", "make bench", rows, PAGE)


def measured(folder: Path, few: int, many: int, runs: int) -> Iterator[Row]:
    """Every figure with its goal."""
    yield from compared(few, runs)
    for total in (FEW, few):
        yield from served(total, runs)
    project(folder / "few", few)
    project(folder / "many", many, SIZE)
    cold = _cold(folder / "few", runs)
    yield f"cold build, {few} protocols", _shown(cold)
    printed, edited, again = _with_pdfs(folder / "few")
    yield f"cold build, {few} protocols with their PDFs", _shown(printed)
    for what, found in (("nothing changed", again), ("one article edited", edited)):
        yield f"{few} protocols with their PDFs, {what}", f"{found.wall:.1f} s; {found.wall / printed.wall:.2f} of cold"
    contents = median([sys.executable, "-m", "bench.table", "--contents"], folder / "few", runs)
    yield (
        "sources to Markdown and JSON, of the processor time of a cold build; of one with PDFs (goal: 5 %)",
        f"{contents.cpu / cold.cpu:.1%}; {contents.cpu / printed.cpu:.1%}",
    )
    run([COMMAND, "check"], folder / "few")
    check = median([COMMAND, "check"], folder / "few", runs)
    yield f"check, {few} protocols, a second time (goal: 1 s)", f"{check.wall:.2f} s"
    edit(folder / "few")
    yield f"check, {few} protocols, after one article changed", f"{run([COMMAND, 'check'], folder / 'few').wall:.2f} s"
    yield "protocolwijzer --help (goal: 0.15 s)", f"{median([COMMAND, '--help'], folder / 'few', runs).wall:.2f} s"
    large = _cold(folder / "many", 1)
    yield f"cold build, {many} protocols in shares of {SIZE}", f"{large.wall:.1f} s"
    exponent = math.log(large.wall / cold.wall) / math.log(many / few)
    yield f"growth from {few} to {many}, exponent of time (goal: 1.05)", f"{exponent:.2f}"
    yield (
        f"peak memory, {many} protocols: of a process, of all together (goal: 600 MiB)",
        f"{large.memory:.0f} MiB, {large.together:.0f} MiB",
    )
    edit(folder / "many")
    again = run(BUILD, folder / "many")
    yield f"build of {many} protocols after one article changed", f"{again.wall:.1f} s"


def _cold(folder: Path, runs: int, command: Sequence[str | Path] = BUILD) -> Measured:
    found = []
    for _ in range(runs):
        for made in (".cache", "site"):
            shutil.rmtree(folder / made, ignore_errors=True)
        found.append(run(command, folder))
    return sorted(found, key=lambda one: one.wall)[len(found) // 2]


def _with_pdfs(folder: Path) -> tuple[Measured, Measured, Measured]:
    """A build with all PDFs: cold, after one article was edited, and with nothing changed."""
    whole = (COMMAND, "build")
    cold = _cold(folder, 1, whole)
    edit(folder)
    return cold, run(whole, folder), run(whole, folder)


def _shown(found: Measured) -> str:
    return f"{found.wall:.1f} s, {found.cpu:.1f} s of processor, {found.memory:.0f} MiB"


def contents_of_this_folder() -> None:
    """Only the contents, for the share that they have in a build; rings are looked for as seldom as in a command."""
    gc.set_threshold(*SELDOM)
    make_site(read_project(Path("protocol_src")))


if __name__ == "__main__":
    if "--contents" in sys.argv:
        contents_of_this_folder()
    else:
        main()

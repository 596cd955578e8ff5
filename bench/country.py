"""`python -m bench.country 60 600 2000`: what a collection in shares costs, built by one command with its joint site.

Printed with the goals for 6,200: ten minutes on two cores, 400 MiB a process. Without PDFs.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.collection import PROJECT, project
from bench.figures import publish
from bench.process import COMMAND, run
from build_tools.shares import SIZE, share_count, shown_protocols

PAGE = PROJECT / "docs/ontwikkelaars/snel.md"
BUILD = (COMMAND, "build", "--zonder-pdf")
MEGABYTE = 1_000_000


def main() -> None:
    """Measure each size, print, and put the table on the page when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("totals", type=int, nargs="+")
    parser.add_argument("--size", type=int, default=SIZE)
    parser.add_argument("--publish", action="store_true", help="put the table in docs/ontwikkelaars/snel.md")
    options = parser.parse_args()
    rows = []
    for total in options.totals:
        with tempfile.TemporaryDirectory() as name:
            for row in measured(Path(name), total, options.size):
                print(f"{row[0]}: {row[1]}", flush=True)
                rows.append(row)
    if options.publish:
        command = f"python -m bench.country {' '.join(map(str, options.totals))}"
        publish("6,200 protocols", command, rows, PAGE)


def measured(folder: Path, total: int, size: int) -> Iterator[tuple[str, object]]:
    """Time, memory, disk and index of one collection."""
    project(folder, total, size)
    count = share_count(shown_protocols(folder / "protocol_src"), size)
    cold = run(BUILD, folder)
    yield f"{total}: {count} shares and their joint site (goal at 6,200: 600 s)", f"{cold.wall:.0f} s"
    yield (
        f"{total}: most memory of a process, of all at once (goal: 400 MiB a process)",
        f"{cold.memory:.0f} MiB, {cold.together:.0f} MiB",
    )
    yield f"{total}: the site on disk", f"{_bytes(folder / 'site') / MEGABYTE:,.0f} MB"
    joint = [path.stat().st_size for path in (folder / "site/search").glob("*.js")]
    yield (
        f"{total}: the joint index: all, its largest part",
        f"{sum(joint) / MEGABYTE:,.1f} MB, {max(joint) / MEGABYTE:.1f} MB",
    )
    yield f"{total}: built again, nothing changed", f"{run(BUILD, folder).wall:.0f} s"


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()

"""`python -m bench.country 60 600 2000`: what a collection in shares costs, two at a time, and their joint site.

Printed with the goals for 6,200: ten minutes on two cores, 400 MiB a process. Without PDFs.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.collection import PROJECT, project
from bench.figures import publish
from bench.process import COMMAND, Measured, run
from build_tools.shares import SIZE

PAGE = PROJECT / "docs/ontwikkelaars/snel.md"
AT_ONCE = 2
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
    project(folder, total)
    started = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as both:
        shares = list(both.map(lambda number: _share(folder, number, size), range(1, -(-total // size) + 1)))
    join = run([COMMAND, "join"], folder)
    wall = time.perf_counter() - started
    yield f"{total}: {len(shares)} shares and their joint site (goal at 6,200: 600 s)", f"{wall:.0f} s"
    yield f"{total}: joining alone", f"{join.wall:.0f} s, {join.memory:.0f} MiB"
    yield f"{total}: most memory of a share (goal: 400 MiB)", f"{max(one.memory for one in shares):.0f} MiB"
    yield f"{total}: the site on disk", f"{_bytes(folder / 'site') / MEGABYTE:,.0f} MB"
    joint = [path.stat().st_size for path in (folder / "site/search").glob("*.js")]
    yield (
        f"{total}: the joint index: all, its largest part",
        f"{sum(joint) / MEGABYTE:,.1f} MB, {max(joint) / MEGABYTE:.1f} MB",
    )


def _share(folder: Path, number: int, size: int) -> Measured:
    return run([COMMAND, "shard", str(number), "--size", str(size), "--zonder-pdf"], folder)


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()

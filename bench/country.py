"""`python -m bench.country 60 600 2000`: what a collection in shares costs, built by one command with its joint site.

Printed with the goals for 6,200: ten minutes on two cores, 400 MiB a process. Without PDFs.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.build import BUILD, edit
from bench.collection import PROJECT, project
from bench.figures import publish
from bench.process import run
from build_tools.shares import share_count, shown_protocols

PAGE = PROJECT / "docs/ontwikkelaars/snel.md"
MEGABYTE = 1_000_000
#: Protocols in a share: more take less time each, and more memory together.
SIZE = 100

Row = tuple[str, object]


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What a collection of `total` protocols costs: seconds, and bytes on disk of the site and of its joint index."""

    total: int
    wall: float
    site: int
    index: int


def main() -> None:
    """Measure each size, print, and put the table on the page when asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("totals", type=int, nargs="+")
    parser.add_argument("--size", type=int, default=SIZE, help="protocols in a share")
    parser.add_argument("--publish", action="store_true", help="put the table in docs/ontwikkelaars/snel.md")
    options = parser.parse_args()
    rows = []
    for row in _rows(options.totals, options.size):
        print(f"{row[0]}: {row[1]}", flush=True)
        rows.append(row)
    if options.publish:
        command = f'make bench-country TOTALS="{" ".join(map(str, options.totals))}" ARGS=--publish'
        publish("6,200 protocols", command, rows, PAGE)


def _rows(totals: Sequence[int], size: int) -> Iterator[Row]:
    """What each collection costs, and before the last one what the two before it let expect."""
    costs: list[Cost] = []
    for total in totals:
        if total == totals[-1] and len(costs) > 1:
            yield _expected(total, *costs[-2:])
        with tempfile.TemporaryDirectory() as name:
            cost = yield from measured(Path(name), total, size)
        costs.append(cost)


def _expected(total: int, small: Cost, large: Cost) -> Row:
    """The costs of `total` protocols on the straight line through two others."""
    further = (total - large.total) / (large.total - small.total)
    wall, site, index = (
        last + (last - first) * further
        for first, last in ((small.wall, large.wall), (small.site, large.site), (small.index, large.index))
    )
    told = f"{wall:.0f} s, {site / MEGABYTE:,.0f} MB on disk, joint index {index / MEGABYTE:,.1f} MB"
    return f"{total}: what {small.total} and {large.total} let expect", told


def measured(folder: Path, total: int, size: int) -> Generator[Row, None, Cost]:
    """Time, memory, disk and index of one collection; returns what can be extrapolated."""
    project(folder, total, size)
    count = share_count(shown_protocols(folder / "protocol_src"), size)
    cold = run(BUILD, folder)
    yield f"{total}: {count} shares and their joint site (goal at 6,200: 600 s)", f"{cold.wall:.0f} s"
    yield (
        f"{total}: most memory of a process, of all at once (goal: 400 MiB a process)",
        f"{cold.memory:.0f} MiB, {cold.together:.0f} MiB",
    )
    site = _bytes(folder / "site")
    yield f"{total}: the site on disk", f"{site / MEGABYTE:,.0f} MB"
    joint = [path.stat().st_size for path in (folder / "site/search").glob("*.js")]
    yield (
        f"{total}: the joint index: all, its largest part",
        f"{sum(joint) / MEGABYTE:,.1f} MB, {max(joint) / MEGABYTE:.1f} MB",
    )
    edit(folder)
    yield f"{total}: built again, one article edited", f"{run(BUILD, folder).wall:.0f} s"
    return Cost(total=total, wall=cold.wall, site=site, index=sum(joint))


def _bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()

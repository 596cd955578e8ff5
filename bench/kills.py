"""`python -m bench.kills`: builds killed at random moments, and what is found afterwards.

Two versions of the sources take turns, each with a site that is known. After each kill the site must be one of the two,
whole; then the next build must succeed, give exactly the site of its version, and leave nothing beside it. A third of
the moments is taken by the clock, a third by counting what the build asks of the system (so that a seed gives the same
moments again), a third among the last of these, where the sites trade places. Half of the builds start without a cache.

The builds are forks of one process that has read all modules, so that moments fall in the work and not in the start of
Python.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from mmap import mmap
from pathlib import Path

from bench.figures import publish
from bench.same import fingerprints
from build_tools import deliver
from build_tools.cli import main as protocolwijzer
from build_tools.deliver import restore_folder
from tests.project import small_project

Prepare = Callable[[], None]

_LAST = 250  # from a little before the exchange to the last file of the old site that is taken away
_OWN = {"site", ".cache", "docs", "overrides", "mkdocs.yml", "protocol_src"}


class NotWhole(Exception):
    """A build left what it may not leave; the message says what, and at which moment."""


@dataclass(frozen=True, kw_only=True)
class Versions:
    """A project, two texts of one of its sources, the site that each makes, and what a build of it takes.

    That is in seconds, without a cache, and in how often it asks the system for something.
    """

    project: Path
    texts: tuple[str, str]
    sites: tuple[dict[str, str], dict[str, str]] = ({}, {})
    seconds: float = 0
    events: int = 0

    @property
    def site(self) -> Path:
        """The folder of the site."""
        return self.project / "site"

    def write(self, number: int) -> None:
        """Give the sources version 0 or 1."""
        (self.project / "protocol_src" / "site.yml").write_text(self.texts[number], encoding="utf-8")


def prepared(project: Path) -> Versions:
    """A small project with both of its sites known and a build measured; the site of version 0 stands."""
    small_project(project)
    text = (project / "protocol_src" / "site.yml").read_text(encoding="utf-8")
    texts = (text, text.replace("Wilgwijzer", "Wilgenwijzer"))
    blank = Versions(project=project, texts=texts)
    total = mmap(-1, 8)
    blank.write(1)
    begin = time.monotonic()
    _succeed(project, lambda: _count_events(0, total))
    seconds, second = time.monotonic() - begin, fingerprints(blank.site)
    blank.write(0)
    _succeed(project)
    return replace(
        blank,
        sites=(fingerprints(blank.site), second),
        seconds=seconds,
        events=int.from_bytes(total[:8], "little"),
    )


def start_build(project: Path, prepare: Prepare = lambda: None) -> int:
    """The number of a new process that builds the project, after `prepare`; it ends with the build's exit code."""
    child = os.fork()
    if child:
        return child
    try:
        os.chdir(project)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        prepare()
        protocolwijzer(["build"])
    except SystemExit as ended:
        os._exit(ended.code if isinstance(ended.code, int) else 1)
    finally:
        os._exit(70)


def _succeed(project: Path, prepare: Prepare = lambda: None) -> None:
    if code := _ended(start_build(project, prepare)):
        raise NotWhole(f"a build that nobody disturbed ended with {code}")


def _count_events(at: int, total: mmap) -> None:
    """Count in shared memory how often this process asks the system for something; kill it at the given time."""
    asked = count(1)

    def hook(*_: object) -> None:
        total[:8] = (now := next(asked)).to_bytes(8, "little")
        if now == at:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def _in_two_steps() -> None:
    deliver.exchange = lambda *_: False


def _ended(child: int) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _watch(child: int, until: float, page: Path) -> tuple[bool, int]:
    """Kill the child at a time; whether it still lived, and how often there was no page meanwhile."""
    missed = 0
    while os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        missed += not page.exists()
        if time.monotonic() >= until:
            os.kill(child, signal.SIGKILL)
            break
        time.sleep(0.0005)
    return _ended(child) == -signal.SIGKILL, missed


def attempt(versions: Versions, turn: int, moment: float | int, *, two_steps: bool = False) -> Counter[str]:
    """Kill one build at a moment (seconds, or a count of system calls), look, and build again; what was counted.

    Raises NotWhole when the site is not whole, the next build fails, or something is left behind.
    """
    old, new = turn % 2, 1 - turn % 2
    versions.write(new)
    if turn % 4 >= 2:
        shutil.rmtree(versions.project / ".cache", ignore_errors=True)

    def prepare() -> None:
        if two_steps:
            _in_two_steps()
        if isinstance(moment, int):
            _count_events(moment, mmap(-1, 8))

    until = time.monotonic() + (moment if isinstance(moment, float) else 600)
    killed, missed = _watch(start_build(versions.project, prepare), until, versions.site / "index.html")
    counted = Counter(killed=int(killed), too_late=int(not killed), missed=missed)
    counted["left something"] += any(versions.project.glob(".protocolwijzer-*"))
    if two_steps and not versions.site.exists():
        counted["put back"] += 1
        restore_folder(versions.site)
    found = fingerprints(versions.site)
    _must(found in versions.sites, f"no whole site at {moment}")
    counted["old site" if found == versions.sites[old] else "new site"] += 1
    _succeed(versions.project)
    _must(fingerprints(versions.site) == versions.sites[new], f"the next build differs at {moment}")
    left = {path.name for path in versions.project.iterdir()} - _OWN
    _must(not left, f"left behind at {moment}: {left}")
    _must(two_steps or not missed, f"there was no site for a moment, before {moment}")
    return counted


def _must(true: bool, otherwise: str) -> None:
    if not true:
        raise NotWhole(otherwise)


def kill_builds(project: Path, moments: int, seed: int, *, two_steps: bool = False) -> Counter[str]:
    """Kill builds of a small project at so many moments; what was counted. Raises NotWhole as `attempt` does."""
    if not moments:
        return Counter()
    chance = random.Random(seed)  # noqa: S311 - moments, no secrets
    versions = prepared(project)
    counted: Counter[str] = Counter()
    turns = count()
    while counted["killed"] < moments:
        turn = next(turns)
        moments_of_each_kind = (
            chance.uniform(0, versions.seconds),
            chance.randint(1, versions.events),
            chance.randint(versions.events - _LAST, versions.events),
        )
        counted += attempt(versions, turn, moments_of_each_kind[turn % 3], two_steps=two_steps)
    return counted


def main() -> None:
    """Kill, count, publish the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=100)
    parser.add_argument("--in-two-steps", type=int, default=25, help="more, as on a disk that cannot exchange names")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--publish", action="store_true", help="put the figures on the page")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        counted = kill_builds(Path(folder) / "one", options.moments, options.seed)
        few = kill_builds(Path(folder) / "two", options.in_two_steps, options.seed, two_steps=True)
    rows = _rows(counted, few)
    print(json.dumps(dict(rows), indent=1))
    if options.publish:
        publish("kills", f'make trust-kill ARGS="--seed {options.seed} --moments {options.moments}"', rows)


def _rows(counted: Counter[str], few: Counter[str]) -> list[tuple[str, object]]:
    return [
        ("Builds killed at a random moment (SIGKILL)", counted["killed"]),
        ("Builds that were done before their moment came", counted["too_late"]),
        ("Of which the last good site stood whole: the old one", counted["old site"]),
        ("Of which the last good site stood whole: the new one", counted["new site"]),
        ("Of which something lay beside the site, until the next build", counted["left something"]),
        ("Next builds that failed, differed or left something", 0),
        ("Looks at the home page, during all of this, that found none", counted["missed"]),
        ("Killed where the disk is said not to exchange names", few["killed"]),
        ("Of which the site was away, and was put back whole", few["put back"]),
    ]


if __name__ == "__main__":
    main()

"""Whole processes, measured: time by the wall and of the processor, and peak memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[1]
_INTERVAL = 0.1
COMMAND = Path(sys.executable).with_name("protocolwijzer")


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Seconds by the wall, seconds of processor of a process with the children that it waited for, and MiB at most.

    `memory` is that of the largest process with all that it shares with others, `together` that of all that were there
    at the same moment, with what they share counted once (the proportional set size of Linux).
    """

    wall: float
    cpu: float
    memory: float
    together: float


def surroundings() -> dict[str, str]:
    """The variables of a measured process: ours, but Python keeps what it compiled, as it does for our users."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def run(command: Sequence[str | Path], folder: Path) -> Measured:
    """Run a command in a folder, in silence. Raises CalledProcessError when it fails."""
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - the bench's own commands
        [str(part) for part in command],
        cwd=folder,
        env=surroundings() | {"PYTHONPATH": str(PROJECT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    with _watched(process.pid) as seen:
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, [str(part) for part in command])
    wall = time.perf_counter() - started
    memory = max(used.ru_maxrss / 1024, seen["one"])
    return Measured(wall=wall, cpu=used.ru_utime + used.ru_stime, memory=memory, together=max(memory, seen["together"]))


@contextmanager
def _watched(session: int) -> Iterator[dict[str, float]]:
    """The most memory, in MiB, that was seen of one process of a session and of all together; on Linux."""
    seen = {"one": 0.0, "together": 0.0}
    is_done = threading.Event()

    def watch() -> None:
        while not is_done.wait(_INTERVAL):
            now = list(_held(session))
            seen["one"] = max([seen["one"], *(found["Rss"] for found in now)])
            seen["together"] = max(seen["together"], sum(found["Pss"] for found in now))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        is_done.set()
        watcher.join()


def _held(session: int) -> Iterator[dict[str, float]]:
    """What each process of a session holds in memory now, in MiB, by the names that Linux has for it."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, IndexError, KeyError):  # a process may end meanwhile
            if int((folder / "stat").read_text().rpartition(")")[2].split()[3]) == session:
                _, *lines = (folder / "smaps_rollup").read_text().splitlines()
                told = dict(line.split(":") for line in lines)
                yield {name: int(told[name].split()[0]) / 1024 for name in ("Rss", "Pss")}


def median(command: Sequence[str | Path], folder: Path, runs: int) -> Measured:
    """The medians of several runs."""
    found = [run(command, folder) for _ in range(runs)]
    return Measured(
        wall=statistics.median(one.wall for one in found),
        cpu=statistics.median(one.cpu for one in found),
        memory=max(one.memory for one in found),
        together=max(one.together for one in found),
    )

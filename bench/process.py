"""Whole processes, measured: time by the wall and of the processor, and peak memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[1]
COMMAND = Path(sys.executable).with_name("protocolwijzer")


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Seconds by the wall, seconds of processor, and MiB at most; of one process with its children."""

    wall: float
    cpu: float
    memory: float


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
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, [str(part) for part in command])
    wall = time.perf_counter() - started
    return Measured(wall=wall, cpu=used.ru_utime + used.ru_stime, memory=used.ru_maxrss / 1024)


def median(command: Sequence[str | Path], folder: Path, runs: int) -> Measured:
    """The medians of several runs."""
    found = [run(command, folder) for _ in range(runs)]
    return Measured(
        wall=statistics.median(one.wall for one in found),
        cpu=statistics.median(one.cpu for one in found),
        memory=max(one.memory for one in found),
    )

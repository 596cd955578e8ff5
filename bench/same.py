"""`python -m bench.same`: the same sources give the same bytes, whoever builds them, wherever and whenever.

What differs between two surroundings and got into a site would be a difference: so this finds, too, what a site tells
of the machine that built it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from bench.figures import publish
from tests.library import PROJECT
from tests.project import copy_project, small_project

_ADDRESS = "https://school.example/afspraken/"

#: Runs the command on another day. `tick` lets the clock run, for what waits.
_BUILD = """
import os, sys, time_machine
os.umask(int(sys.argv[2], 8))
with time_machine.travel(sys.argv[1], tick=True):
    from build_tools.cli import main
    main(["build"])
"""


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """Everything around the sources that a site must not depend on; `root_only` is how to become someone else."""

    folder: str
    date: str
    umask: str = "022"
    cores: int | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    root_only: tuple[str, ...] = ()


HOME = Surroundings(folder="thuis", date="2026-01-31T23:59:58+00:00")
ELSEWHERE = Surroundings(
    folder="een andere map/één",
    date="2031-08-09T01:02:03+00:00",
    umask="077",
    env={
        "HOME": "/huis-van-tester",
        "USER": "naam-van-tester",
        "LOGNAME": "naam-van-tester",
        "HOSTNAME": "pc-van-tester",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "LANG": "C",
        "PYTHONHASHSEED": "4711",
        "COLUMNS": "40",
    },
    root_only=("unshare", "--uts", "sh", "-c", 'hostname pc-van-tester; exec "$@"', "sh"),
)
MORE = (
    Surroundings(
        folder="a/b/c/d/e", date="1999-12-31T12:00:00+00:00", env={"PYTHONHASHSEED": "1", "TZ": "America/Adak"}
    ),
    Surroundings(
        folder="als-niemand", date="2026-06-01T12:00:00+00:00", root_only=("setpriv", "--reuid=65534", "--clear-groups")
    ),
    Surroundings(
        folder="kaal", date="2040-02-29T00:00:00+00:00", umask="000", env={"PYTHONUTF8": "0", "LC_ALL": "POSIX"}
    ),
    Surroundings(folder="op-een-kern", date="2027-01-01T00:00:00+00:00", root_only=("taskset", "1")),
)


def build_in(around: Surroundings, folder: Path, *, whole: bool = False) -> Path:
    """The site of a small project (or of this whole one), built in these surroundings below `folder`."""
    project = folder / around.folder
    config = copy_project(project, url=_ADDRESS) if whole else small_project(project)
    if not whole:
        with (project / "protocol_src" / "site.yml").open("a", encoding="utf-8") as settings:
            settings.write(f"url: {_ADDRESS}\n")
    become = around.root_only if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    if "setpriv" in become:
        for path in (project, *project.rglob("*")):
            shutil.chown(path, 65534)
        folder.chmod(0o755)
    subprocess.run(  # noqa: S603 - our own command
        [*become, sys.executable, "-c", _BUILD, around.date, around.umask],
        cwd=config.parent,
        env=dict(os.environ) | {"PYTHONPATH": str(PROJECT)} | dict(around.env),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return config.parent / "site"


def fingerprints(site: Path) -> dict[str, str]:
    """A digest of each file's bytes and rights, and the rights of each folder, by path."""
    return {
        path.relative_to(site).as_posix(): f"{path.stat().st_mode:o} {_digest(path)}"
        for path in (site, *sorted(site.rglob("*")))
    }


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"


def differences(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """The paths that two sites do not have alike."""
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


def main() -> None:
    """Build the whole project in each of the surroundings, compare, publish the figures."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        first = fingerprints(build_in(HOME, folder, whole=True))
        differing: set[str] = set()
        for around in (ELSEWHERE, *MORE):
            found = differences(first, fingerprints(build_in(around, folder, whole=True)))
            print(f"{around.folder}: {len(found)} of {len(first)} differ {found[:5]}")
            differing |= set(found)
    publish(
        "same",
        "make trust-same",
        [
            ("Surroundings: day, folder, user, host, locale, time zone, umask, hash seed, processors", 2 + len(MORE)),
            ("Files and folders of the site", len(first)),
            ("Of which differ anywhere, in bytes or rights", len(differing)),
        ],
    )
    sys.exit(bool(differing))


if __name__ == "__main__":
    main()

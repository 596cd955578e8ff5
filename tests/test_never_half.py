"""Whatever happens to a build, the last good site stands whole, and the next build succeeds."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.same import fingerprints
from tests.library import PROJECT
from tests.project import made_once, small_project

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL, ulimit and mount there")

BUILD = (sys.executable, "-c", "from build_tools.cli import run; run()", "build")


def test_a_build_killed_at_ten_random_moments_leaves_a_whole_site_each_time() -> None:
    seed = os.environ.get("TRUST_SEED") or str(random.randrange(10**6))  # noqa: S311 - moments, no secrets
    run = [sys.executable, "-m", "bench.kills", "--moments", "10", "--in-two-steps", "0", "--seed", seed]
    ended = subprocess.run(run, cwd=PROJECT, check=False, capture_output=True, text=True)
    assert ended.returncode == 0, f"TRUST_SEED={seed}: {ended.stderr}"
    figures = json.loads(ended.stdout.partition("\n")[2])
    assert figures["Builds killed at a random moment (SIGKILL)"] >= 5, "the clock may come too late, for a third"


@pytest.fixture(scope="session")
def made(run_folder: Path) -> Path:
    """A small project whose site stands, made by two commands at once; for reading only."""

    def make(project: Path) -> None:
        small_project(project)
        both = [start(project), start(project)]
        assert [ended(build)[0] for build in both] == [0, 0]

    return made_once(run_folder / "two-at-once", make)


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    """A copy of it, with a source changed since."""
    return changed(Path(shutil.copytree(made, tmp_path / "project")))


def changed(project: Path) -> Path:
    settings = project / "protocol_src" / "site.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("Wilgwijzer", "Wilgenwijzer"), encoding="utf-8")
    return project


def start(project: Path, *before: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*before, *BUILD], cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    )


def ended(build: subprocess.Popen[str]) -> tuple[int, str]:
    _, told = build.communicate()
    return build.returncode, told.strip()


def beside(project: Path) -> set[str]:
    return {path.name for path in project.iterdir()}


OWN = {"site", ".cache", "docs", "overrides", "mkdocs.yml", "protocol_src"}


def test_two_builds_at_once_both_end_well(made: Path) -> None:
    assert beside(made) == OWN
    assert "Wilgwijzer" in (made / "site" / "index.html").read_text(encoding="utf-8")


def refused(project: Path, site: dict[str, str], *before: str) -> str:
    """What a build says that the disk refuses, which leaves the site as it was and nothing beside it."""
    code, told = ended(start(project, *before))
    assert code == 2, told
    assert "Traceback" not in told
    assert told.endswith("Er is niets veranderd.")
    assert fingerprints(project / "site") == site
    assert beside(project) == OWN
    return told


def builds_again(project: Path) -> None:
    assert ended(start(project)) == (0, "")
    assert "Wilgenwijzer" in (project / "site" / "index.html").read_text(encoding="utf-8")
    assert beside(project) == OWN


def test_a_file_that_may_not_grow_leaves_the_site(project: Path) -> None:
    """Any user can try this one: a write that the system itself cuts off, in the middle of a file."""
    told = refused(project, fingerprints(project / "site"), "sh", "-c", 'ulimit -f 100; exec "$@"', "sh")
    assert told.startswith("De schijf is vol")
    builds_again(project)


@pytest.fixture
def mount(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Mounts a disk, as only root can, and only where the machine lets it."""
    folder = tmp_path / "disk"

    def mount(*options: str) -> Path:
        folder.mkdir(exist_ok=True)
        if subprocess.run(["mount", *options, folder], check=False, capture_output=True).returncode:  # noqa: S607
            pytest.skip("no disk can be mounted here")
        return folder

    yield mount
    while subprocess.run(["umount", folder], check=False, capture_output=True).returncode == 0:  # noqa: S607
        pass


def test_a_full_disk_and_one_that_may_not_be_written_leave_the_site(made: Path, mount: Callable[..., Path]) -> None:
    size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
    disk = mount("-t", "tmpfs", "-o", f"size={size + 1_000_000}", "tmpfs")  # room for a part of what changes
    project = changed(Path(shutil.copytree(made, disk / "project")))
    before = fingerprints(project / "site")
    assert refused(project, before).startswith("De schijf is vol")
    mount("-o", "remount,ro,size=100m")
    assert refused(project, before).startswith(f"Geen toegang ({project}")
    mount("-o", "remount,rw")
    builds_again(project)


def heeding_rights() -> tuple[str, ...]:
    """What to put before a command so that rights hold for it: they do for anyone but root."""
    if os.geteuid():
        return ()
    return ("setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override")


@pytest.mark.skipif(
    os.name == "nt" or (os.geteuid() == 0 and not shutil.which("setpriv")), reason="root may write anywhere"
)
def test_a_folder_that_may_not_be_written_leaves_the_site(project: Path) -> None:
    project.chmod(0o555)
    told = refused(project, fingerprints(project / "site"), *heeding_rights())
    project.chmod(0o755)
    assert told.startswith(f"Geen toegang ({project}")
    builds_again(project)
